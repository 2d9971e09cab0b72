using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>A page about some of the products: which, stands in the address.</summary>
public abstract class ProductsPage(ICatalogApi catalog) : PageModel
{
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

    /// <summary>One that keeps a level of them.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    /// <summary>What a level of them is like, as the API words it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Stock { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Archived { get; set; }

    public LevelState? Level => Query.Word<LevelState>(Stock);

    public bool Filtered => Archived || Filters.Any(filter => Query.Text(filter.Value) is not null);

    /// <summary>What narrows the list down, as its fields in an address.</summary>
    public IReadOnlyList<(string Name, string? Value)> Filters =>
        [
            ("search", Search),
            ("category", Category),
            ("supplier", Supplier),
            ("tag", Tag),
            ("assignee", Assignee),
            ("status", Status is { } status ? Show.Word(status) : null),
            ("location", Location),
            ("stock", Level is { } level ? Show.Word(level) : null),
            ("archived", Archived ? "true" : null),
        ];

    protected ICatalogApi Catalog => catalog;

    /// <summary>The same for a change of many.</summary>
    protected ProductSelection Selection =>
        new()
        {
            Search = Query.Text(Search),
            Category = Query.Text(Category),
            Supplier = Query.Text(Supplier),
            Tag = Query.Text(Tag),
            Assignee = Query.Text(Assignee),
            Status = Status,
            Location = Query.Text(Location),
            Stock = Level,
            Archived = Archived ? true : null,
        };

    protected Task<ProductPage> ListAsync(int size, string? after, ProductSort? order, CancellationToken ct) =>
        catalog.ListProducts(
            size,
            after,
            Query.Text(Search),
            Query.Text(Category),
            Query.Text(Supplier),
            Archived ? true : null,
            order,
            Query.Text(Tag),
            Status,
            assignee: Query.Text(Assignee),
            location: Query.Text(Location),
            stock: Level,
            ct: ct
        );

    protected Task<ProductFacets> CountAsync(CancellationToken ct) =>
        catalog.ProductFacets(
            Query.Text(Search),
            Query.Text(Category),
            Query.Text(Supplier),
            Archived ? true : null,
            Query.Text(Tag),
            Status,
            assignee: Query.Text(Assignee),
            location: Query.Text(Location),
            stock: Level,
            ct: ct
        );
}
