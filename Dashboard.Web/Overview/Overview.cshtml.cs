using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Overview;

/// <summary>What to do now, and how things stand.</summary>
public sealed class OverviewModel(
    ICatalogApi catalog,
    ISalesApi sales,
    IForecastingApi forecasting,
    IStatusApi status,
    SharedAnswers answers
) : TilePage
{
    public const int FewRows = 10;
    private const int Movers = 6;

    /// <summary>Shows the long list of suggestions.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>Shows only suggestions that the person who looks has to see to.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    /// <summary>Nothing was ever recorded here: the page then says how to begin.</summary>
    public bool Blank =>
        Tiles.Any(tile => tile.Model is Loaded<StockSummary> { Value.Levels: 0 })
        && Tiles.Any(tile => tile.Model is Loaded<SalesSummary> { Value: { Chart: null } });

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("act-now", "_ActNow", ReadActNow),
            Tile.Of("sales", "_Sales", ReadSales),
            Tile.Of("stock", "_Stock", ct => answers.TryAsync("stock", catalog.StockSummary, ct)),
            Tile.Of("books", "_Books", ct => answers.TryAsync("books", status.GetStatus, ct)),
            Tile.Of("accuracy", "_Accuracy", ReadAccuracy),
            Tile.Of(
                "top",
                "_Movers",
                ct => answers.TryAsync("top", token => forecasting.ListTrends(Movers, ct: token), ct)
            ),
            Tile.Of(
                "slow",
                "_Lying",
                ct => answers.TryAsync("slow", token => forecasting.ListStockTrends(Movers, ct: token), ct)
            ),
        ];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    private async Task<Loaded<SalesSummary>> ReadSales(CancellationToken ct) =>
        (await answers.TryAsync("sales", token => sales.DailySales(ct: token), ct)).Select(SalesSummary.Of);

    private async Task<ActNow> ReadActNow(CancellationToken ct)
    {
        var limit = All ? 200 : FewRows;
        // By name and not as "me": the answer is shared with everybody who asks the same.
        var whose = Mine ? Person.Of(User)?.Name : null;
        return new(
            await answers.TryAsync(
                $"act-now {limit} {whose}",
                token => forecasting.ListSuggestions(limit, assignee: whose, ct: token),
                ct
            ),
            All,
            Mine
        );
    }

    private async Task<AccuracyTile> ReadAccuracy(CancellationToken ct) =>
        new(
            "How good the forecasts were",
            await answers.TryAsync("accuracy", token => forecasting.GetAccuracy(ct: token), ct),
            OfOne: false
        );
}

public sealed record ActNow(Loaded<Page<SuggestionResponse>> Suggestions, bool All, bool Mine)
{
    /// <summary>The page with the long list or the short one, of everybody's suggestions or one's own.</summary>
    public static string Address(bool all, bool mine) =>
        $"{Query.Address("/", ("all", all ? "true" : null), ("mine", mine ? "true" : null))}#tile-act-now";
}
