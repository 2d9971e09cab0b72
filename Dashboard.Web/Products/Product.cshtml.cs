using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>Everything about one product, for one of its locations where that matters.</summary>
public sealed class ProductModel(
    ICatalogApi catalog,
    ISalesApi sales,
    IForecastingApi forecasting,
    IActivityApi activity
) : TilePage
{
    private const int HistoryDays = 120;
    private const int LastRows = 8;
    private const int Companions = 8;

    private Task<Loaded<ProductResponse>>? _product;

    /// <summary>Which location's forecast and suggestion to show; the first, when none is named.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    public string ProductSku { get; private set; } = "";

    /// <summary>Null when the catalogue does not tell.</summary>
    public string? Name { get; private set; }

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("facts", "_Facts", ReadFacts),
            Tile.Of("forecast", "_Forecast", ReadForecast),
            Tile.Of("accuracy", "_Accuracy", ReadAccuracy),
            Tile.Of(
                "patterns",
                "_Patterns",
                ct => Load.TryAsync(forecasting.GetPatterns(ProductSku, Query.Text(Location), ct), ct)
            ),
            Tile.Of("together", "_Together", ReadTogether),
            Tile.Of("suggestion", "_Suggestion", ReadSuggestion),
            Tile.Of("projection", "_Projection", ReadProjection),
            Tile.Of(
                "policy",
                "_Policy",
                async ct => new PolicyTile(
                    await Load.TryAsync(forecasting.GetEffectivePolicy(ProductSku, Query.Text(Location), ct), ct)
                )
            ),
            Tile.Of("stock", "_Levels", ct => Load.TryAsync(catalog.ListStock(sku: ProductSku, ct: ct), ct)),
            Tile.Of("terms", "_Terms", ReadProduct),
            Tile.Of("sales", "_LastSales", ct => Load.TryAsync(sales.ListSales(LastRows, sku: ProductSku, ct: ct), ct)),
            Tile.Of("movements", "_Movements", ReadMovements),
            Tile.Of("comments", "_Talk", ct => TalkTile.ReadAsync(catalog, new(SubjectKind.Product, ProductSku), ct)),
            Tile.Of("activity", "_Activity", ct => Done.ReadAsync(activity, new(SubjectKind.Product, ProductSku), ct)),
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
        var product = await ReadProduct(ct);
        Name = product.Value?.Name;
        return product.Missing ? NotFound() : shown;
    }

    private Task<TogetherTile> ReadTogether(CancellationToken ct) =>
        TogetherTile.ReadAsync(
            catalog,
            ProductSku,
            Load.TryAsync(sales.SoldTogether(ProductSku, Query.Text(Location), limit: Companions, ct: ct), ct),
            ct
        );

    private async Task<FactsTile> ReadFacts(CancellationToken ct)
    {
        var product = ReadProduct(ct);
        var trend = Load.TryAsync(forecasting.GetTrend(ProductSku, ct), ct);
        return new FactsTile(await product, await trend);
    }

    // Two tiles and the title show it: it is read once.
    private Task<Loaded<ProductResponse>> ReadProduct(CancellationToken ct) =>
        _product ??= Load.TryAsync(catalog.GetProduct(ProductSku, ct), ct);

    private async Task<Loaded<ForecastView>> ReadForecast(CancellationToken ct)
    {
        var forecasts = Load.TryAsync(forecasting.GetForecasts(ProductSku, ct: ct), ct);
        var histories = Load.TryAsync(forecasting.GetHistory(ProductSku, days: HistoryDays, ct: ct), ct);
        var history = await histories;
        return (await forecasts).Select(all => ForecastView.Of(ProductSku, Location, all, history.Value ?? []));
    }

    private async Task<AccuracyTile> ReadAccuracy(CancellationToken ct) =>
        new(
            Code.TryParse(Location, out var place)
                ? $"How good its forecasts were at {place}"
                : "How good its forecasts were",
            await Load.TryAsync(forecasting.GetAccuracy(sku: ProductSku, location: place, ct: ct), ct),
            OfOne: true
        );

    private async Task<Loaded<SuggestionView>> ReadSuggestion(CancellationToken ct) =>
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
