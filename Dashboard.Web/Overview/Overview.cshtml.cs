using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Status;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Overview;

/// <summary>What to do now, and how things stand. Each tile is read, and refreshed, by itself.</summary>
public sealed class OverviewModel(ICatalogApi catalog, ISalesApi sales, IForecastingApi forecasting, IStatusApi status)
    : PageModel
{
    public const int FewRows = 10;
    private const int Movers = 6;

    /// <summary>Shows the long list of suggestions.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    public Loaded<StockSummary> Stock { get; private set; } = null!;

    public Loaded<SalesSummary> Sales { get; private set; } = null!;

    public ActNow ActNow { get; private set; } = null!;

    public Loaded<Page<TrendResponse>> TopMovers { get; private set; } = null!;

    public Loaded<Page<TrendResponse>> SlowMovers { get; private set; } = null!;

    public AccuracyTile Accuracy { get; private set; } = null!;

    public Loaded<StatusResponse> Status { get; private set; } = null!;

    /// <summary>Nothing was ever recorded here: the page then says how to begin.</summary>
    public bool Blank => Stock.Value is { Levels: 0 } && Sales.Value is { Chart: null };

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        switch (tile)
        {
            case null:
                var (stock, sold, act, top, slow, state) = (
                    ReadStock(ct),
                    ReadSales(ct),
                    ReadActNow(ct),
                    ReadTop(ct),
                    ReadSlow(ct),
                    ReadStatus(ct)
                );
                var accuracy = ReadAccuracy(ct);
                (Stock, Sales, ActNow, Accuracy) = (await stock, await sold, await act, await accuracy);
                (TopMovers, SlowMovers, Status) = (await top, await slow, await state);
                return Page();
            case "stock":
                return Partial("_Stock", await ReadStock(ct));
            case "sales":
                return Partial("_Sales", await ReadSales(ct));
            case "act-now":
                return Partial("_ActNow", await ReadActNow(ct));
            case "top":
                return Partial("_Movers", new MoversTile("top", await ReadTop(ct)));
            case "slow":
                return Partial("_Movers", new MoversTile("slow", await ReadSlow(ct)));
            case "accuracy":
                return Partial("_Accuracy", await ReadAccuracy(ct));
            case "books":
                return Partial("_Books", await ReadStatus(ct));
            default:
                return NotFound();
        }
    }

    private Task<Loaded<StockSummary>> ReadStock(CancellationToken ct) => Load.TryAsync(catalog.StockSummary(ct), ct);

    private async Task<Loaded<SalesSummary>> ReadSales(CancellationToken ct) =>
        (await Load.TryAsync(sales.DailySales(ct: ct), ct)).Select(SalesSummary.Of);

    private async Task<ActNow> ReadActNow(CancellationToken ct) =>
        new(await Load.TryAsync(forecasting.ListSuggestions(All ? 200 : FewRows, ct: ct), ct), All);

    private Task<Loaded<Page<TrendResponse>>> ReadTop(CancellationToken ct) =>
        Load.TryAsync(forecasting.ListTrends(Movers, sort: TrendSort.Revenue, ct: ct), ct);

    private Task<Loaded<Page<TrendResponse>>> ReadSlow(CancellationToken ct) =>
        Load.TryAsync(forecasting.ListTrends(Movers, sort: TrendSort.Slowest, ct: ct), ct);

    private async Task<AccuracyTile> ReadAccuracy(CancellationToken ct) =>
        new("How good the forecasts were", await Load.TryAsync(forecasting.GetAccuracy(ct: ct), ct), OfOne: false);

    private Task<Loaded<StatusResponse>> ReadStatus(CancellationToken ct) => Load.TryAsync(status.GetStatus(ct), ct);
}

public sealed record ActNow(Loaded<Page<SuggestionResponse>> Suggestions, bool All);

/// <param name="Name">"top" or "slow".</param>
public sealed record MoversTile(string Name, Loaded<Page<TrendResponse>> Trends);
