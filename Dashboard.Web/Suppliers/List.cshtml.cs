using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Suppliers;

/// <summary>Who delivers, and how: everything that narrows it down is in the address.</summary>
public sealed class SuppliersModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    /// <summary>A user name, me, or none.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Assignee { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Archived { get; set; }

    /// <summary>As the API calls it, <c>on-time</c>; what is no such word sorts by code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<Page<SupplierFigures>> Suppliers { get; private set; } = null!;

    public DateTimeOffset ReadAt { get; private set; }

    public bool Filtered => Archived || Query.Text(Search + Assignee) is not null;

    private SupplierSort Sorted => Query.Word<SupplierSort>(Sort) ?? SupplierSort.Code;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Suppliers = await Load.TryAsync(
            catalog.ListSupplierFigures(
                PageSize,
                Query.Text(After),
                Query.Text(Search),
                Archived ? true : null,
                Query.Text(Assignee),
                Sorted == SupplierSort.Code ? null : Sorted,
                ct
            ),
            ct
        );
        ReadAt = time.GetUtcNow();
    }

    public string Address(string? after) => Address(Sorted, after);

    public string SortUrl(SupplierSort sort) => Address(sort, null);

    /// <summary>How a column is sorted, for its head; null where it is not.</summary>
    public string? Direction(SupplierSort sort) =>
        sort != Sorted ? null
        : sort is SupplierSort.Code or SupplierSort.OnTime ? "ascending"
        : "descending";

    private string Address(SupplierSort sort, string? after) =>
        Query.Address(
            "/suppliers",
            ("search", Search),
            ("assignee", Assignee),
            ("archived", Archived ? "true" : null),
            ("sort", sort == SupplierSort.Code ? null : Show.Word(sort)),
            ("after", after)
        );
}
