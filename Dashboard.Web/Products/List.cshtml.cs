using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.SavedViews;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.Dashboard.Web.Stock;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>A value that narrows the list down, or that it is narrowed down by.</summary>
/// <param name="Text">What people read.</param>
/// <param name="Products">How many have it, of those that the list has now.</param>
/// <param name="Url">The list with it; without it where it is chosen.</param>
/// <param name="Chosen">The list is narrowed down by it.</param>
public sealed record Facet(string Text, int Products, string Url, bool Chosen);

/// <summary>The catalogue: everything that narrows it down is in the address.</summary>
public sealed class ListModel(ICatalogApi catalog, IIdentityApi identity, TimeProvider time) : ProductsPage(catalog)
{
    public const string Path = "/products";
    private const int PageSize = 50;
    private const int MostFacets = 12;

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>The columns that were chosen; empty for the usual ones.</summary>
    [BindProperty(SupportsGet = true)]
    public string[] Column { get; set; } = [];

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<ProductPage> Products { get; private set; } = null!;

    public Loaded<ProductFacets> Facets { get; private set; } = null!;

    public SavedViewsBar Views { get; private set; } = null!;

    /// <summary>Null: what is searched comes with the best match first, everything else by SKU.</summary>
    public ProductSort? Order { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    public IReadOnlyList<ProductColumn> Columns =>
        [.. ProductColumn.All.Where(c => Chosen.Length == 0 ? c.Usual : Chosen.Contains(c.Key))];

    /// <summary>Those that there are.</summary>
    private string[] Chosen => [.. ProductColumn.All.Select(c => c.Key).Intersect(Column)];

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        Read();
        if (tile == "facets")
        {
            Facets = await Load.TryAsync(CountAsync(ct), ct);
            return Partial("_ProductFacets", this);
        }

        var products = Load.TryAsync(ListAsync(PageSize, Query.Text(After), Order, ct), ct);
        if (tile is null)
        {
            var facets = Load.TryAsync(CountAsync(ct), ct);
            var views = Load.TryAsync(identity.ListViews(ct), ct);
            Facets = await facets;
            Views = new(Path, FirstUrl[Path.Length..], await views);
        }
        Products = await products;
        return tile switch
        {
            null => Page(),
            "products" => Partial("_Rows", this),
            _ => NotFound(),
        };
    }

    /// <summary>The whole list as a file: page by page, so that it may be of any length.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        Read();
        var first = await Load.TryAsync(ListAsync(Limits.MaxPage, null, Order, ct), ct);
        if (first.Value is not { } page)
            return await OnGetAsync(null, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = "attachment; filename=products.csv";
        var csv = new CsvWriter(Response.BodyWriter);
        foreach (var name in FileColumns)
            csv.Text(name);
        csv.EndRow();
        while (true)
        {
            foreach (var product in page.Items)
                Row(csv, product);
            await Response.BodyWriter.FlushAsync(ct);
            // What is nearest to a search is no part of what was asked for twice.
            if (page.Next is not { } next)
                return new EmptyResult();
            page = await ListAsync(Limits.MaxPage, next, Order, ct);
        }
    }

    /// <summary>This list in another order, from its beginning.</summary>
    public string SortUrl(ProductSort sort) => Address(sort, null);

    public string NextUrl => Address(Order, Products.Value?.Next);

    public string FirstUrl => Address(Order, null);

    public string CsvUrl => Query.Address(Path, [("handler", "Csv"), .. Filters, Sorted(Order)]);

    /// <summary>The page that changes all of the list.</summary>
    public string EditAllUrl => Query.Address(EditManyModel.Path, [.. Filters, ("all", "true")]);

    /// <summary>What the facets are called, and their values; a kind without any is left out.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<Facet> Values, bool More)> FacetGroups(ProductFacets all) =>
        [
            .. new (string Field, string Name, IEnumerable<(string Value, string Text, int Products)> Values)[]
            {
                ("category", T("Category"), all.Categories.Select(c => (c.Value, c.Value, c.Products))),
                (
                    "stock",
                    T("Stock"),
                    all.Stock.Select(s =>
                        (
                            s.Value,
                            Query.Word<LevelState>(s.Value) is { } state ? StockWords.State(state) : s.Value,
                            s.Products
                        )
                    )
                ),
                ("location", T("Location"), all.Locations.Select(l => (l.Value, l.Value, l.Products))),
                ("supplier", T("Supplier"), all.Suppliers.Select(s => (s.Supplier, s.Name, s.Products))),
                (
                    "status",
                    T("Status"),
                    all.Statuses.Select(s =>
                        (
                            s.Value,
                            Query.Word<ProductStatus>(s.Value) is { } status ? Named.Of(status) : s.Value,
                            s.Products
                        )
                    )
                ),
                ("tag", T("Tag"), all.Tags.Select(t => (t.Value, t.Value, t.Products))),
                ("archived", T("Archive"), [("true", T("Archived"), all.Archived)]),
            }
                .Select(kind => (kind.Name, Values: Values(kind.Field, kind.Values).ToList()))
                .Where(kind => kind.Values.Count > 0)
                .Select(kind =>
                    (kind.Name, (IReadOnlyList<Facet>)[.. kind.Values.Take(MostFacets)], kind.Values.Count > MostFacets)
                ),
        ];

    private static readonly string[] FileColumns =
    [
        "sku",
        "name",
        "category",
        "supplier",
        "status",
        "tags",
        "barcodes",
        "assignee",
        "unit",
        "price",
        "cost",
        "onHand",
        "onOrder",
        "unitsSold",
        "revenue",
        "lastSoldAt",
        "archived",
    ];

    private void Read()
    {
        Order = Query.Word<ProductSort>(Sort) ?? (Query.Text(Search) is null ? ProductSort.Sku : null);
        ReadAt = time.GetUtcNow();
    }

    private IEnumerable<Facet> Values(string field, IEnumerable<(string Value, string Text, int Products)> values)
    {
        var chosen = Filters.First(filter => filter.Name == field).Value;
        var all = values.Where(v => v.Products > 0).ToList();
        // What is chosen can be taken back, whatever is left of it.
        if (Query.Text(chosen) is { } text && !all.Exists(v => Same(v.Value, text)))
            yield return new(text, 0, FacetUrl(field, null), true);
        foreach (var value in all.OrderByDescending(v => Same(v.Value, chosen)))
        {
            var on = Same(value.Value, chosen);
            yield return new(value.Text, value.Products, FacetUrl(field, on ? null : value.Value), on);
        }
    }

    private static bool Same(string value, string? chosen) =>
        string.Equals(value, chosen?.Trim(), StringComparison.OrdinalIgnoreCase);

    private string FacetUrl(string field, string? value) =>
        Query.Address(
            Path,
            [.. Filters.Select(f => f.Name == field ? (f.Name, value) : f), Sorted(Order), .. ColumnFields]
        );

    private string Address(ProductSort? sort, string? after) =>
        Query.Address(Path, [.. Filters, Sorted(sort), .. ColumnFields, ("after", after)]);

    private IEnumerable<(string Name, string? Value)> ColumnFields => Chosen.Select(c => ("column", (string?)c));

    // By SKU is what a list has without a word, unless something is searched in it.
    private (string Name, string? Value) Sorted(ProductSort? sort) =>
        (
            "sort",
            sort is { } order && (order != ProductSort.Sku || Query.Text(Search) is not null) ? Show.Word(order) : null
        );

    private static void Row(CsvWriter csv, ProductResponse product)
    {
        csv.Text(product.Sku);
        csv.Text(product.Name);
        csv.Text(product.Category ?? "");
        csv.Text(product.Suppliers is [{ } first, ..] ? first.Supplier : "");
        csv.Text(Show.Word(product.Status));
        csv.Text(string.Join(", ", product.Tags));
        csv.Text(string.Join(", ", product.Barcodes));
        csv.Text(product.Assignee ?? "");
        csv.Text(product.Unit);
        csv.Number(product.Price);
        if (product.Cost is { } cost)
            csv.Number(cost);
        else
            csv.Nothing();
        csv.Number(product.OnHand);
        csv.Number(product.OnOrder);
        csv.Number(product.UnitsSold);
        csv.Number(product.Revenue);
        if (product.LastSoldAt is { } sold)
            csv.Time(sold);
        else
            csv.Nothing();
        csv.Text(product.Archived ? "true" : "false");
        csv.EndRow();
    }
}
