using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Suppliers;

/// <summary>Who delivers, by code: everything that narrows it down is in the address.</summary>
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

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<Page<SupplierResponse>> Suppliers { get; private set; } = null!;

    public DateTimeOffset ReadAt { get; private set; }

    public bool Filtered => Archived || Query.Text(Search + Assignee) is not null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Suppliers = await Load.TryAsync(
            catalog.ListSuppliers(
                PageSize,
                Query.Text(After),
                Query.Text(Search),
                Archived ? true : null,
                assignee: Query.Text(Assignee),
                ct: ct
            ),
            ct
        );
        ReadAt = time.GetUtcNow();
    }

    public string Address(string? after) =>
        Query.Address(
            "/suppliers",
            ("search", Search),
            ("assignee", Assignee),
            ("archived", Archived ? "true" : null),
            ("after", after)
        );
}
