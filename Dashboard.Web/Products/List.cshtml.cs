using Microsoft.AspNetCore.Http.Extensions;
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
        !string.IsNullOrWhiteSpace(Search + Category + Supplier + Tag) || Status is not null || Archived;

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        Order = Enum.GetValues<ProductSort>()
            .Cast<ProductSort?>()
            .FirstOrDefault(sort => Show.Word(sort!.Value) == Sort, Text(Search) is null ? ProductSort.Sku : null);
        Products = await Load.TryAsync(
            catalog.ListProducts(
                PageSize,
                Text(After),
                Text(Search),
                Text(Category),
                Text(Supplier),
                Archived ? true : null,
                Order,
                Text(Tag),
                Status,
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

    private string Address(ProductSort? sort, string? after)
    {
        var query = new QueryBuilder();
        foreach (
            var (name, value) in new[]
            {
                ("search", Search),
                ("category", Category),
                ("supplier", Supplier),
                ("tag", Tag),
                ("status", Status is { } status ? Show.Word(status) : null),
            }
        )
        {
            if (Text(value) is { } text)
                query.Add(name, text);
        }

        if (Archived)
            query.Add("archived", "true");
        // By SKU is what a list has without a word, unless something is searched in it.
        if (sort is { } order && (order != ProductSort.Sku || Text(Search) is not null))
            query.Add("sort", Show.Word(order));
        if (after is not null)
            query.Add("after", after);
        return $"/products{query}";
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
