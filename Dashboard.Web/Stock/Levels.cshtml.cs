using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>
/// What lies where, now or at a moment of the past: everything that narrows it down is in the address.
/// </summary>
public sealed class LevelsModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    /// <summary>Only where nothing moved for so many days.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Idle { get; set; }

    /// <summary>A moment of the past, on each location's clock where it has no offset.</summary>
    [BindProperty(SupportsGet = true)]
    public string? AsOf { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<Page<StockLevelResponse>> Levels { get; private set; } = null!;

    public Loaded<LevelTotals> Totals { get; private set; } = null!;

    public DateTimeOffset ReadAt { get; private set; }

    public LevelState? Only => Query.Word<LevelState>(State);

    public LevelSort Order => Query.Word<LevelSort>(Sort) ?? LevelSort.Sku;

    public bool IsPast => Then is not null;

    public bool Filtered =>
        Idle is not null || Query.Text(Search + Category + Supplier + Location + State + AsOf) is not null;

    private LocationTime? Then => Query.Text(AsOf) is { } text ? LocationTime.Read(text) : null;

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        var totals = Load.TryAsync(
            catalog.LevelTotals(
                location: Query.Text(Location),
                asOf: Then,
                search: Query.Text(Search),
                category: Query.Text(Category),
                supplier: Query.Text(Supplier),
                state: Only,
                idleDays: Idle,
                ct: ct
            ),
            ct
        );
        Levels = await Load.TryAsync(ReadAsync(PageSize, Query.Text(After), ct), ct);
        Totals = await totals;
        ReadAt = time.GetUtcNow();
        return tile switch
        {
            null => Page(),
            "levels" => Partial("_Levels", this),
            _ => NotFound(),
        };
    }

    /// <summary>The whole list as a file: page by page, so that it may be of any length.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var first = await Load.TryAsync(ReadAsync(Limits.MaxPage, null, ct), ct);
        if (first.Value is not { } page)
            return await OnGetAsync(null, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = "attachment; filename=stock.csv";
        var csv = new CsvWriter(Response.BodyWriter);
        foreach (var name in Columns)
            csv.Text(name);
        csv.EndRow();
        while (true)
        {
            foreach (var level in page.Items)
                Row(csv, level);
            await Response.BodyWriter.FlushAsync(ct);
            if (page.Next is not { } next)
                return new EmptyResult();
            page = await ReadAsync(Limits.MaxPage, next, ct);
        }
    }

    public string StateUrl(LevelState? state) => Address(state, Order, null);

    public string SortUrl(LevelSort sort) => Address(Only, sort, null);

    public string NextUrl => Address(Only, Order, Levels.Value?.Next);

    public string FirstUrl => Address(Only, Order, null);

    public string CsvUrl => Address(Only, Order, null, csv: true);

    /// <summary>The worklist knows the reorder points; it takes the same filters.</summary>
    public string BelowReorderPointUrl =>
        Query.Address("/replenishment", ("location", Location), ("supplier", Supplier), ("category", Category));

    private static readonly string[] Columns =
    [
        "sku",
        "name",
        "location",
        "onHand",
        "onOrder",
        "unitCost",
        "value",
        "counted",
        "lastCountAt",
        "lastSoldAt",
    ];

    private Task<Page<StockLevelResponse>> ReadAsync(int size, string? after, CancellationToken ct) =>
        catalog.ListStock(
            size,
            after,
            location: Query.Text(Location),
            asOf: Then,
            search: Query.Text(Search),
            category: Query.Text(Category),
            supplier: Query.Text(Supplier),
            state: Only,
            idleDays: Idle,
            sort: Order == LevelSort.Sku ? null : Order,
            ct: ct
        );

    private string Address(LevelState? state, LevelSort sort, string? after, bool csv = false) =>
        Query.Address(
            "/stock",
            ("handler", csv ? "Csv" : null),
            ("search", Search),
            ("category", Category),
            ("supplier", Supplier),
            ("location", Location),
            ("state", state is { } s ? Show.Word(s) : null),
            ("idle", Idle?.ToString(CultureInfo.InvariantCulture)),
            ("asOf", AsOf),
            ("sort", sort == LevelSort.Sku ? null : Show.Word(sort)),
            ("after", after)
        );

    private static void Row(CsvWriter csv, StockLevelResponse level)
    {
        csv.Text(level.Sku);
        csv.Text(level.Name);
        csv.Text(level.Location);
        csv.Number(level.OnHand);
        Number(level.OnOrder);
        Number(level.AverageCost);
        Number(level.Value);
        csv.Text(level.Counted ? "true" : "false");
        Moment(level.LastCountAt);
        Moment(level.LastSoldAt);
        csv.EndRow();

        void Number(decimal? number)
        {
            if (number is { } n)
                csv.Number(n);
            else
                csv.Nothing();
        }

        void Moment(DateTimeOffset? moment)
        {
            if (moment is { } m)
                csv.Time(m);
            else
                csv.Nothing();
        }
    }
}
