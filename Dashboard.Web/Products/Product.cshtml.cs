using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>Everything about one product, for one of its locations where that matters.</summary>
public sealed class ProductModel(
    ICatalogApi catalog,
    ISalesApi sales,
    IForecastingApi forecasting,
    IActivityApi activity,
    TimeProvider time
) : TilePage
{
    private const int HistoryDays = 120;

    /// <summary>The same before forecasts by week and by month: two years and three.</summary>
    private const int HistoryOfWeeks = 731,
        HistoryOfMonths = 1_096;
    private const int LastRows = 8;
    private const int Companions = 8;
    private const int LastOrders = 50;

    private Task<Loaded<ProductResponse>>? _product;
    private Task<Loaded<TrendResponse>>? _trend;
    private Task<Loaded<SuggestionView>>? _suggestion;

    /// <summary>Which location's forecast and suggestion to show; the first, when none is named.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    /// <summary>How long the periods of the forecast are; days, where the address says nothing else.</summary>
    [BindProperty(SupportsGet = true)]
    public ForecastGrain Grain { get; set; }

    public string ProductSku { get; private set; } = "";

    /// <summary>Days to say something of.</summary>
    [BindProperty]
    public MarkDays Marking { get; set; } = new();

    /// <summary>Why the last form was refused; null when none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Null when the catalogue does not tell.</summary>
    public string? Name { get; private set; }

    /// <summary>Nothing of it can be changed but that.</summary>
    public bool Archived { get; private set; }

    /// <summary>The parts of the page below what one sees first.</summary>
    public static IReadOnlyList<Part> Parts =>
        [
            new("demand", T("Demand"), "facts"),
            new("stock", T("Stock and ledger"), "stock"),
            new("suppliers", T("Suppliers"), "terms"),
            new("orders", T("Orders"), "orders"),
            new("talk", T("Activity"), "comments"),
        ];

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("state", "_State", ReadFacts),
            Tile.Of(
                "forecast",
                "_Forecast",
                ReadForecast,
                new(T("Demand and forecast"), "span-wide tall"),
                view => view.Value?.Chart
            ),
            Tile.Of(
                "advice",
                "_Advice",
                async ct => new AdviceTile(await ReadSuggestion(ct)),
                new(T("What to do"), "span-narrow")
            ),
            Tile.Of("facts", "_Facts", ReadFacts),
            Tile.Of("marked", "_Marked", ReadMarked, new(T("Marked days"), "span-half")),
            Tile.Of("accuracy", "_Accuracy", ReadAccuracy, new(T("How good its forecasts were"))),
            Tile.Of(
                "patterns",
                "_Patterns",
                ct => Load.TryAsync(forecasting.GetPatterns(ProductSku, Query.Text(Location), ct), ct),
                new(T("Patterns"), "span-half")
            ),
            Tile.Of("together", "_Together", ReadTogether, new(T("Bought together"), "span-half")),
            Tile.Of(
                "sales",
                "_LastSales",
                ct => Load.TryAsync(sales.ListSales(LastRows, sku: ProductSku, ct: ct), ct),
                new(T("Last sales"), "span-half")
            ),
            Tile.Of(
                "stock",
                "_Levels",
                ct => Load.TryAsync(catalog.ListStock(sku: ProductSku, ct: ct), ct),
                new(T("Stock per location"), "span-narrow")
            ),
            Tile.Of(
                "projection",
                "_Projection",
                ReadProjection,
                new(T("Stock to come"), "span-all tall"),
                view => view.Value?.Chart
            ),
            Tile.Of("movements", "_Movements", ReadMovements, new(T("Last stock movements"), "span-half")),
            Tile.Of("terms", "_Terms", _ => ReadProduct()),
            Tile.Of(
                "orders",
                "_Orders",
                async ct => new OpenOrdersTile(
                    ProductSku,
                    await Load.TryAsync(catalog.ListPurchaseOrders(LastOrders, sku: ProductSku, ct: ct), ct),
                    time.GetUtcNow()
                ),
                new(T("Open orders"), "span-half")
            ),
            Tile.Of("suggestion", "_Suggestion", ReadSuggestion, new(T("What to order, and why"), "span-wide tall")),
            Tile.Of(
                "policy",
                "_Policy",
                async ct => new PolicyTile(
                    await Load.TryAsync(forecasting.GetEffectivePolicy(ProductSku, Query.Text(Location), ct), ct)
                ),
                new(T("Policy in force"), "span-narrow")
            ),
            Tile.Of("comments", "_Talk", ct => TalkTile.ReadAsync(catalog, new(SubjectKind.Product, ProductSku), ct)),
            Tile.Of(
                "activity",
                "_Activity",
                ct => Done.ReadAsync(activity, new(SubjectKind.Product, ProductSku), ct),
                new(T("Who did what"), "span-half")
            ),
        ];

    /// <param name="sku">In any case; with a slash plain or as %2F.</param>
    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnGetAsync(string? sku, string? tile, CancellationToken ct)
    {
        if (!Sku.TryParse(Uri.UnescapeDataString(sku ?? ""), out var parsed))
            return NotFound();
        ProductSku = parsed;
        var shown = await ShowAsync(tile, ct);
        if (tile is not null)
            return shown;
        var product = await ReadProduct();
        Name = product.Value?.Name;
        Archived = product.Value?.Archived is true;
        return product.Missing ? NotFound() : shown;
    }

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostMarkAsync(string? sku, CancellationToken ct) =>
        DoAsync(sku, () => forecasting.MarkDays(ProductSku, Marking, ct), ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostUnmarkAsync(string? sku, Guid days, CancellationToken ct) =>
        DoAsync(sku, () => forecasting.UnmarkDays(ProductSku, days, ct), ct);

    private async Task<IActionResult> DoAsync(string? sku, Func<Task> action, CancellationToken ct)
    {
        if (!Sku.TryParse(Uri.UnescapeDataString(sku ?? ""), out var parsed))
            return NotFound();
        ProductSku = parsed;
        Refusal = await Load.RefusalAsync(action(), ct);
        return Refusal is null
            ? LocalRedirect($"{Show.ProductUrl(ProductSku)}#tile-marked")
            : await OnGetAsync(sku, null, ct);
    }

    private async Task<MarkedTile> ReadMarked(CancellationToken ct) =>
        new(ProductSku, Query.Text(Location), await Load.TryAsync(forecasting.ListMarkedDays(ProductSku, ct: ct), ct));

    private Task<TogetherTile> ReadTogether(CancellationToken ct) =>
        TogetherTile.ReadAsync(
            catalog,
            ProductSku,
            Load.TryAsync(sales.SoldTogether(ProductSku, Query.Text(Location), limit: Companions, ct: ct), ct),
            ct
        );

    // Two tiles show it.
    private async Task<FactsTile> ReadFacts(CancellationToken ct)
    {
        var product = ReadProduct();
        var trend = _trend ??= Load.TryAsync(forecasting.GetTrend(ProductSku, ct), ct);
        return new FactsTile(await product, await trend);
    }

    // Tiles and the title show it: it is read once, and the page waits for it.
    private Task<Loaded<ProductResponse>> ReadProduct() =>
        _product ??= Load.TryAsync(
            catalog.GetProduct(ProductSku, HttpContext.RequestAborted),
            HttpContext.RequestAborted
        );

    private async Task<Loaded<ForecastView>> ReadForecast(CancellationToken ct)
    {
        var back = Grain switch
        {
            ForecastGrain.Week => HistoryOfWeeks,
            ForecastGrain.Month => HistoryOfMonths,
            _ => HistoryDays,
        };
        var forecasts = Load.TryAsync(forecasting.GetForecasts(ProductSku, grain: Grain, ct: ct), ct);
        var histories = Load.TryAsync(forecasting.GetHistory(ProductSku, days: back, ct: ct), ct);
        var history = await histories;
        return (await forecasts).Select(all => ForecastView.Of(ProductSku, Location, Grain, all, history.Value ?? []));
    }

    private async Task<AccuracyTile> ReadAccuracy(CancellationToken ct) =>
        new(
            Code.TryParse(Location, out var place)
                ? T($"How good its forecasts were at {place}")
                : T("How good its forecasts were"),
            await Load.TryAsync(forecasting.GetAccuracy(sku: ProductSku, location: place, ct: ct), ct),
            OfOne: true
        );

    // Read once: above in short, and below with its arithmetic.
    private Task<Loaded<SuggestionView>> ReadSuggestion(CancellationToken ct) => _suggestion ??= ExplainAsync(ct);

    private async Task<Loaded<SuggestionView>> ExplainAsync(CancellationToken ct) =>
        (await Load.TryAsync(forecasting.ExplainSuggestions(ProductSku, ct: ct), ct)).Select(all => new SuggestionView(
            all.FirstOrDefault(e => string.Equals(e.Suggestion.Location, Location, StringComparison.OrdinalIgnoreCase))
                ?? (all.Count > 0 ? all[0] : null)
        ));

    private async Task<Loaded<ProjectionView>> ReadProjection(CancellationToken ct) =>
        (await Load.TryAsync(forecasting.GetStockProjections(ProductSku, ct: ct), ct)).Select(all =>
            ProjectionView.Of(Location, all)
        );

    private Task<Loaded<Page<MovementResponse>>> ReadMovements(CancellationToken ct) =>
        Load.TryAsync(catalog.ListMovements(ProductSku, limit: LastRows, ct: ct), ct);
}

public sealed record PolicyTile(Loaded<EffectivePolicy> Policy);

public sealed record FactsTile(Loaded<ProductResponse> Product, Loaded<TrendResponse> Trend);

/// <param name="Explanation">Null when no location knows the product.</param>
public sealed record SuggestionView(SuggestionExplanation? Explanation);

/// <summary>A part of the page of a product.</summary>
/// <param name="Id">Where it begins, as a link leads there.</param>
/// <param name="First">The key of its first tile.</param>
public sealed record Part(string Id, string Name, string First);

/// <summary>What to do, in short.</summary>
public sealed record AdviceTile(Loaded<SuggestionView> Of);

/// <param name="Location">The one that is looked at; null for none.</param>
/// <param name="Days">Of all locations.</param>
public sealed record MarkedTile(string Sku, string? Location, Loaded<IReadOnlyList<MarkedStretch>> Days);

/// <param name="Orders">The last ones of the product, open or not.</param>
public sealed record OpenOrdersTile(string Sku, Loaded<Page<PurchaseOrderResponse>> Orders, DateTimeOffset ReadAt);
