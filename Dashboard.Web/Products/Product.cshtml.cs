using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>Everything about one product, for one of its locations where that matters.</summary>
public sealed class ProductModel(ICatalogApi catalog, ISalesApi sales, IForecastingApi forecasting) : PageModel
{
    private const int HistoryDays = 120;
    private const int LastRows = 8;

    /// <summary>Which location's forecast and suggestion to show; the first, when none is named.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    public string ProductSku { get; private set; } = "";

    public FactsTile Facts { get; private set; } = null!;

    public Loaded<Page<StockLevelResponse>> Stock { get; private set; } = null!;

    public Loaded<ForecastView> Forecast { get; private set; } = null!;

    public AccuracyTile Accuracy { get; private set; } = null!;

    public Loaded<SuggestionView> Suggestion { get; private set; } = null!;

    public Loaded<Page<SaleResponse>> Sales { get; private set; } = null!;

    public Loaded<Page<MovementResponse>> Movements { get; private set; } = null!;

    /// <param name="sku">In any case; with a slash plain or as %2F.</param>
    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnGetAsync(string? sku, string? tile, CancellationToken ct)
    {
        if (!Sku.TryParse(Uri.UnescapeDataString(sku ?? ""), out var parsed))
            return NotFound();
        ProductSku = parsed;
        switch (tile)
        {
            case null:
                var facts = ReadFacts(ct);
                var (stock, forecast, suggestion) = (ReadStock(ct), ReadForecast(ct), ReadSuggestion(ct));
                var (sold, movements, accuracy) = (ReadSales(ct), ReadMovements(ct), ReadAccuracy(ct));
                (Facts, Stock, Forecast) = (await facts, await stock, await forecast);
                (Suggestion, Sales, Movements, Accuracy) = (
                    await suggestion,
                    await sold,
                    await movements,
                    await accuracy
                );
                if (!Facts.Product.Missing)
                    return Page();
                return NotFound();
            case "facts":
                return Partial("_Facts", await ReadFacts(ct));
            case "stock":
                return Partial("_Levels", await ReadStock(ct));
            case "terms":
                return Partial("_Terms", await ReadProduct(ct));
            case "forecast":
                return Partial("_Forecast", await ReadForecast(ct));
            case "accuracy":
                return Partial("_Accuracy", await ReadAccuracy(ct));
            case "suggestion":
                return Partial("_Suggestion", await ReadSuggestion(ct));
            case "sales":
                return Partial("_LastSales", await ReadSales(ct));
            case "movements":
                return Partial("_Movements", await ReadMovements(ct));
            default:
                return NotFound();
        }
    }

    private async Task<FactsTile> ReadFacts(CancellationToken ct)
    {
        var product = ReadProduct(ct);
        var trend = Load.TryAsync(forecasting.GetTrend(ProductSku, ct), ct);
        return new FactsTile(await product, await trend);
    }

    private Task<Loaded<ProductResponse>> ReadProduct(CancellationToken ct) =>
        Load.TryAsync(catalog.GetProduct(ProductSku, ct), ct);

    private Task<Loaded<Page<StockLevelResponse>>> ReadStock(CancellationToken ct) =>
        Load.TryAsync(catalog.ListStock(sku: ProductSku, ct: ct), ct);

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

    private Task<Loaded<Page<SaleResponse>>> ReadSales(CancellationToken ct) =>
        Load.TryAsync(sales.ListSales(LastRows, sku: ProductSku, ct: ct), ct);

    private Task<Loaded<Page<MovementResponse>>> ReadMovements(CancellationToken ct) =>
        Load.TryAsync(catalog.ListMovements(ProductSku, limit: LastRows, ct: ct), ct);
}

public sealed record FactsTile(Loaded<ProductResponse> Product, Loaded<TrendResponse> Trend);

/// <param name="Explanation">Null when no location knows the product.</param>
public sealed record SuggestionView(SuggestionExplanation? Explanation);
