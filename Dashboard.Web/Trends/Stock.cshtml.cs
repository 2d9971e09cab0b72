using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>Stock that turns over, and stock that lies.</summary>
public sealed class StockModel(
    IForecastingApi forecasting,
    ICatalogApi catalog,
    SharedAnswers answers,
    TimeProvider time
) : TrendsPage
{
    private const int PageSize = 50;
    private const int OldestShown = 10;

    [BindProperty(SupportsGet = true)]
    public string? Motion { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Cover { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public override string Here => "/trends/stock";

    public StockMotion? Only => Query.Word<StockMotion>(Motion);
    public StockSort? Order => Query.Word<StockSort>(Sort);
    public bool Filtered => Address(Motion, null) != Here;

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("stock-summary", "_StockSummary", ReadSummary, new(T("Money in stock"))),
            Tile.Of("stock-age", "_StockAge", ReadAges, new(T("How long it has lain"), "tall")),
            Tile.Of("stock-list", "_StockList", ReadList, new(T("Products"), "tall")),
        ];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    public string MotionUrl(StockMotion motion) => Address(Show.Word(motion), null);

    public string NextUrl(string? after) => Address(Motion, after);

    private string Address(string? motion, string? after) =>
        Query.Address(
            Here,
            [
                .. Choice,
                ("motion", motion),
                ("sort", Sort),
                ("cover", Cover?.ToString(CultureInfo.InvariantCulture)),
                ("after", after),
            ]
        );

    private async Task<StockSummaryTile> ReadSummary(CancellationToken ct) =>
        new(
            this,
            await answers.TryAsync(
                $"stock trends {ChoiceKey}\n{Cover}",
                token =>
                    forecasting.GetStockTrendSummary(
                        Cover,
                        Query.Text(Location),
                        Query.Text(Category),
                        Query.Text(Supplier),
                        token
                    ),
                ct
            )
        );

    private async Task<StockAgeTile> ReadAges(CancellationToken ct)
    {
        var totals = answers.TryAsync(
            $"stock ages {ChoiceKey}",
            token =>
                catalog.StockAgeTotals(
                    location: Query.Text(Location),
                    category: Query.Text(Category),
                    supplier: Query.Text(Supplier),
                    ct: token
                ),
            ct
        );
        var oldest = answers.TryAsync(
            $"oldest stock {ChoiceKey}",
            token =>
                catalog.ListStockAges(
                    OldestShown,
                    sort: StockAgeSort.OldValue,
                    location: Query.Text(Location),
                    category: Query.Text(Category),
                    supplier: Query.Text(Supplier),
                    ct: token
                ),
            ct
        );
        return new(await totals, await oldest);
    }

    private async Task<StockListTile> ReadList(CancellationToken ct) =>
        new(
            this,
            await Load.TryAsync(
                forecasting.ListStockTrends(
                    PageSize,
                    Query.Text(After),
                    Only,
                    Order,
                    Cover,
                    Query.Text(Location),
                    Query.Text(Category),
                    Query.Text(Supplier),
                    ct
                ),
                ct
            ),
            time.GetUtcNow()
        );
}

public sealed record StockSummaryTile(StockModel Page, Loaded<StockTrendSummary> Summary);

public sealed record StockListTile(StockModel Page, Loaded<Page<StockTrend>> Stock, DateTimeOffset ReadAt);
