using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Orders;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Search;

/// <summary>What was found of one kind.</summary>
/// <param name="Name">Of the kind.</param>
/// <param name="Found">The best first.</param>
/// <param name="All">Where all of them are; null when these are all.</param>
/// <param name="Error">Why there is nothing, when that is not because nothing fits.</param>
public sealed record FoundKind(string Name, IReadOnlyList<Found> Found, string? All = null, string? Error = null);

/// <param name="Address">Where it leads.</param>
/// <param name="Code">What it is known by; null where the name is all.</param>
/// <param name="Name">What it is called.</param>
/// <param name="More">What tells it from others.</param>
public sealed record Found(string Address, string? Code, string Name, string? More = null);

/// <summary>Everything by its name, code or number: products, suppliers, orders, pages.</summary>
public sealed class SearchModel(ICatalogApi catalog) : PageModel
{
    private const int Most = 6;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<FoundKind> Kinds { get; private set; } = [];

    public bool Nothing => Kinds.All(kind => kind.Found.Count == 0 && kind.Error is null);

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        if (Query.Text(Q) is { } typed)
            Kinds = await FindAsync(typed, ct);
        return tile switch
        {
            null => Page(),
            "found" => Partial("_Found", this),
            _ => NotFound(),
        };
    }

    private async Task<IReadOnlyList<FoundKind>> FindAsync(string typed, CancellationToken ct)
    {
        var products = Load.TryAsync(catalog.ListProducts(Most, search: typed, ct: ct), ct);
        var suppliers = Load.TryAsync(catalog.ListSuppliers(Most, search: typed, ct: ct), ct);
        // Orders have numbers, and nobody searches them by half of one.
        var order = typed.Any(char.IsAsciiDigit)
            ? Load.TryAsync(catalog.GetPurchaseOrder(typed.ToUpperInvariant(), ct), ct)
            : null;
        return
        [
            Kind(
                T("Products"),
                (await products).Select(page => new Page<ProductResponse>(page.Items, page.Next)),
                p => new Found(Show.ProductUrl(p.Sku), p.Sku, p.Name, p.Category),
                Query.Address("/products", ("search", typed))
            ),
            Kind(
                T("Suppliers"),
                await suppliers,
                s => new Found(Show.SupplierUrl(s.Code), s.Code, s.Name),
                Query.Address("/suppliers", ("search", typed))
            ),
            .. order is null ? [] : (FoundKind[])[Order(await order)],
            Pages(typed),
        ];
    }

    private static FoundKind Kind<T>(string name, Loaded<Page<T>> read, Func<T, Found> show, string all) =>
        read.Value is { } page
            ? new FoundKind(name, [.. page.Items.Select(show)], page.Next is null ? null : all)
            : new FoundKind(name, [], Error: read.Error);

    private static FoundKind Order(Loaded<PurchaseOrderResponse> read) =>
        new(
            T("Orders"),
            read.Value is { } order
                ? [new(OrderWords.Url(order.Number), order.Number, order.Supplier, order.Location)]
                : [],
            Error: read.Missing ? null : read.Error
        );

    private FoundKind Pages(string typed) =>
        new(
            T("Pages"),
            [
                .. Destination
                    .All.Where(place => Person.Of(User)?.May(place.Needs) is true && place.Answers(typed))
                    .Select(place => new Found(place.Path, null, place.Name)),
            ]
        );
}
