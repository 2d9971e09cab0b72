using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>The catalogue: everything that narrows it down is in the address.</summary>
public sealed class ListModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Tag { get; set; }

    /// <summary>A user name, me, or none.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Assignee { get; set; }

    [BindProperty(SupportsGet = true)]
    public ProductStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Archived { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<ProductPage> Products { get; private set; } = null!;

    /// <summary>Null: what is searched comes with the best match first, everything else by SKU.</summary>
    public ProductSort? Order { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    public bool Filtered =>
        !string.IsNullOrWhiteSpace(Search + Category + Supplier + Tag + Assignee) || Status is not null || Archived;

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        Order = Enum.GetValues<ProductSort>()
            .Cast<ProductSort?>()
            .FirstOrDefault(
                sort => Show.Word(sort!.Value) == Sort,
                Query.Text(Search) is null ? ProductSort.Sku : null
            );
        Products = await Load.TryAsync(
            catalog.ListProducts(
                PageSize,
                Query.Text(After),
                Query.Text(Search),
                Query.Text(Category),
                Query.Text(Supplier),
                Archived ? true : null,
                Order,
                Query.Text(Tag),
                Status,
                assignee: Query.Text(Assignee),
                ct: ct
            ),
            ct
        );
        ReadAt = time.GetUtcNow();
        return tile switch
        {
            null => Page(),
            "products" => Partial("_Rows", this),
            _ => NotFound(),
        };
    }

    /// <summary>This list in another order, from its beginning.</summary>
    public string SortUrl(ProductSort sort) => Address(sort, null);

    public string NextUrl => Address(Order, Products.Value?.Next);

    public string FirstUrl => Address(Order, null);

    private string Address(ProductSort? sort, string? after) =>
        Query.Address(
            "/products",
            ("search", Search),
            ("category", Category),
            ("supplier", Supplier),
            ("tag", Tag),
            ("assignee", Assignee),
            ("status", Status is { } status ? Show.Word(status) : null),
            ("archived", Archived ? "true" : null),
            // By SKU is what a list has without a word, unless something is searched in it.
            (
                "sort",
                sort is { } order && (order != ProductSort.Sku || Query.Text(Search) is not null)
                    ? Show.Word(order)
                    : null
            ),
            ("after", after)
        );
}
