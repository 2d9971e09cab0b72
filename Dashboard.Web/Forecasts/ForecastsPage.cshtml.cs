using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Forecasts;

/// <summary>What forecasts were worth, how they are made, and which of them to look at.</summary>
public sealed class ForecastsPageModel(IForecastingApi forecasting, SharedAnswers answers) : TilePage
{
    private const string Here = "/forecasts";

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    /// <summary>The product to fit anew; nothing for all.</summary>
    [BindProperty]
    public string? Sku { get; set; }

    /// <summary>How many series were just asked to be fitted anew.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Asked { get; set; }

    /// <summary>The product that was just fitted anew.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Fitted { get; set; }

    public string? Refusal { get; private set; }

    public bool Filtered => Address() != Here;

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("accuracy", "_Accuracy", ReadAccuracy, new(AccuracyTitle, "span-all")),
            Tile.Of(
                "weeks",
                "_Weeks",
                ct =>
                    answers.TryAsync(
                        $"accuracy weeks {Choice}",
                        token => forecasting.GetAccuracyByWeek(Query.Text(Location), Query.Text(Category), token),
                        ct
                    ),
                new(T("Week by week"), "tall"),
                tile => tile.Value is { Weeks.Count: > 0 } weeks ? WeeksChart.Of(weeks) : null
            ),
            Tile.Of("methods", "_Methods", ReadMethods, new(T("Methods"), "span-half")),
            Tile.Of("short", "_Short", ReadMethods, new(T("Too little history"), "span-half")),
            Tile.Of(
                "worst",
                "_Worst",
                ct =>
                    answers.TryAsync(
                        $"worst forecasts {Choice}",
                        token =>
                            forecasting.ListWorstForecasts(
                                location: Query.Text(Location),
                                category: Query.Text(Category),
                                ct: token
                            ),
                        ct
                    ),
                new(T("Missed by the most money"), "tall")
            ),
        ];

    private static string AccuracyTitle => T("How good the forecasts were");

    /// <summary>Says of what an answer is, for those that are shared.</summary>
    private string Choice => string.Join('\n', Location, Category);

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostRefitAsync(CancellationToken ct)
    {
        if (Query.Text(Sku) is not { } sku)
            return await ShowRefusalAsync(T("Say which product."), ct);
        var forecasts = await Load.TryAsync(forecasting.RefreshForecasts(sku, ct: ct), ct);
        return forecasts.Value is { } made
            ? LocalRedirect(Address(("fitted", made.Count > 0 ? made[0].Sku : sku)))
            : await ShowRefusalAsync(forecasts.Error, ct);
    }

    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostRefitAllAsync(CancellationToken ct)
    {
        var accepted = await Load.TryAsync(forecasting.RefreshAll(ct: ct), ct);
        return accepted.Value is { } all
            ? LocalRedirect(Address(("asked", Show.Plain(all.Series))))
            : await ShowRefusalAsync(accepted.Error, ct);
    }

    /// <summary>This page with the filter that is set.</summary>
    public string Address(params IEnumerable<(string Name, string? Value)> more) =>
        Query.Address(Here, [("location", Location), ("category", Category), .. more]);

    private Task<IActionResult> ShowRefusalAsync(string? why, CancellationToken ct)
    {
        Refusal = why;
        return ShowAsync(null, ct);
    }

    private async Task<AccuracyTile> ReadAccuracy(CancellationToken ct) =>
        new(
            AccuracyTitle,
            await answers.TryAsync(
                $"accuracy {Choice}",
                token =>
                    forecasting.GetAccuracy(location: Query.Text(Location), category: Query.Text(Category), ct: token),
                ct
            ),
            OfOne: false
        );

    private Task<Loaded<ForecastMethods>> ReadMethods(CancellationToken ct) =>
        answers.TryAsync(
            $"forecast methods {Choice}",
            token => forecasting.GetForecastMethods(Query.Text(Location), Query.Text(Category), token),
            ct
        );
}
