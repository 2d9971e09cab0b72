using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>What was sold in a window, against another.</summary>
public sealed class TotalsModel(IForecastingApi forecasting, SharedAnswers answers) : TrendsPage
{
    private const int Most = 200;

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Against { get; set; }

    public override string Here => "/trends/totals";

    public TotalsBy? Group => Query.Word<TotalsBy>(By);
    public TotalsAgainst? Other => Query.Word<TotalsAgainst>(Against);

    protected override IReadOnlyList<Tile> Table =>
        [Tile.Of("totals", "_Totals", ReadTotals, new(T("What was sold"), "tall"))];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    private Task<Loaded<TrendTotals>> ReadTotals(CancellationToken ct) =>
        answers.TryAsync(
            $"totals {ChoiceKey}\n{Group}\n{From:O}\n{To:O}\n{Other}",
            token =>
                forecasting.GetTrendTotals(
                    Group,
                    From,
                    To,
                    Other,
                    Most,
                    Query.Text(Location),
                    Query.Text(Category),
                    Query.Text(Supplier),
                    token
                ),
            ct
        );
}
