using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>What categories, locations or all together are expected to sell in the year ahead.</summary>
public sealed class AheadModel(IForecastingApi forecasting, SharedAnswers answers) : TrendsPage
{
    private const int Most = 200;

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Grain { get; set; }

    public override string Here => "/trends/ahead";

    /// <summary>What the table is by; all together are in the chart.</summary>
    public ForecastGroupBy Group =>
        Query.Word<ForecastGroupBy>(By) == ForecastGroupBy.Location
            ? ForecastGroupBy.Location
            : ForecastGroupBy.Category;

    /// <summary>How long the periods of the chart are.</summary>
    public ForecastGrain Length =>
        Query.Word<ForecastGrain>(Grain) == ForecastGrain.Week ? ForecastGrain.Week : ForecastGrain.Month;

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of(
                "ahead",
                "_Ahead",
                async ct => new AheadTile(await ReadAsync(ForecastGroupBy.None, Length, 1, ct), Length, Address),
                new(T("Year ahead"), "tall"),
                tile => tile.Chart
            ),
            Tile.Of(
                "ahead-groups",
                "_AheadGroups",
                async ct => new AheadGroups(await ReadAsync(Group, ForecastGrain.Month, Most, ct), Narrowed),
                new(T("By group"), "tall")
            ),
        ];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    /// <summary>The same in other periods.</summary>
    private string Address(ForecastGrain grain) =>
        Query.Address(Here, [.. Choice, ("by", By), ("grain", Show.Word(grain))]);

    /// <summary>The same of one of the groups; null of what has no category.</summary>
    private string? Narrowed(string? key)
    {
        if (key is null)
            return null;
        // The other choice stays.
        var (location, category) = Group == ForecastGroupBy.Location ? (key, Category) : (Location, key);
        return Query.Address(
            Here,
            ("location", location),
            ("category", category),
            ("supplier", Supplier),
            ("by", By),
            ("grain", Grain)
        );
    }

    private Task<Loaded<GroupForecasts>> ReadAsync(
        ForecastGroupBy by,
        ForecastGrain grain,
        int most,
        CancellationToken ct
    ) =>
        answers.TryAsync(
            $"ahead {ChoiceKey}\n{by}\n{grain}",
            token =>
                forecasting.GetGroupForecasts(
                    by,
                    Query.Text(Category),
                    Query.Text(Location),
                    grain,
                    limit: most,
                    ct: token
                ),
            ct
        );
}
