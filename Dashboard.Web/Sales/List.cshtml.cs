using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.Dashboard.Web.Trends;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>What was sold, newest first, and its sums: everything that narrows it down is in the address.</summary>
public sealed class SalesModel(ISalesApi sales, ICatalogApi catalog, SharedAnswers answers, TimeProvider time)
    : TilePage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Channel { get; set; }

    [BindProperty(SupportsGet = true)]
    public SaleKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Receipt { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Import { get; set; }

    /// <summary>A user name, or the id of a token.</summary>
    [BindProperty(SupportsGet = true)]
    public string? RecordedBy { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public SalesPeriod Period => Query.Word<SalesPeriod>(By) ?? SalesPeriod.Day;

    public SalesFilter Filter =>
        new(
            Query.Text(Sku),
            Query.Text(Category),
            Query.Text(Location),
            Query.Text(Channel),
            Kind,
            From,
            To,
            Query.Text(Receipt),
            Import,
            Query.Text(RecordedBy)
        );

    /// <summary>What stands in the address and cannot be read; it narrows nothing down.</summary>
    public IEnumerable<string> Unread => ModelState.Where(one => one.Value!.Errors.Count > 0).Select(one => one.Key);

    /// <summary>Why there is no file; null where none was wanted.</summary>
    public string? Refusal { get; private set; }

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("sum", "_Sum", ReadSum, new(T("All together"))),
            Tile.Of("periods", "_Periods", ReadPeriods, new(T("Over time"), "tall"), tile => tile.Sums.Value?.Chart),
            Tile.Of("lines", "_Lines", ReadLines, new(T("Newest first"), "tall")),
            Tile.Of("hours", "/Trends/_Hours.cshtml", ReadHours, new(T("Weekday and hour"), "tall")),
        ];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    /// <summary>The whole of it as a file, as it comes.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var file = await Load.TryAsync(Filter.Csv(sales, ct), ct);
        if (file.Value is { } rows)
            return File(rows, "text/csv; charset=utf-8", "sales.csv");
        Refusal = file.Error;
        return await ShowAsync(null, ct);
    }

    public string PeriodUrl(SalesPeriod period) => Address([("by", Show.Word(period))]);

    public string NextUrl(string? after) => Address([("by", By), ("after", after)]);

    public string CsvUrl => Address([("handler", "Csv")]);

    /// <summary>The weeks on the page about them.</summary>
    public string HoursUrl =>
        Query.Address("/trends/hours", ("sku", Sku), ("location", Location), ("category", Category));

    private string Address(IEnumerable<(string Name, string? Value)> more) =>
        Query.Address("/sales", Filter.Fields.Concat(more));

    // Where nobody says from when, as many periods as one looks at.
    private int Days =>
        Period switch
        {
            SalesPeriod.Hour => 28,
            SalesPeriod.Week => 26 * 7,
            SalesPeriod.Month => 2 * 365,
            _ => 31,
        };

    private Task<Loaded<SalesSum>> ReadSum(CancellationToken ct) =>
        answers.TryAsync($"sales sum {Days}\n{Filter.Key}", token => Filter.Sum(sales, Days, token), ct);

    private async Task<PeriodsTile> ReadPeriods(CancellationToken ct)
    {
        var sum = await ReadSum(ct);
        if (sum.Value is not { From: { } from, To: { } to })
            return new(sum.Select(_ => PeriodSums.Of(Period, default, default, [], time.GetUtcNow())), this);
        // The window of the sum, so that both say the same.
        var window = Filter with
        {
            From = from,
            To = to,
        };
        var rows = await answers.TryAsync(
            $"sales by {Period}\n{window.Key}",
            token => window.Periods(sales, Period, token),
            ct
        );
        return new(rows.Select(read => PeriodSums.Of(Period, from, to, read, time.GetUtcNow())), this);
    }

    private Task<LinesTile> ReadLines(CancellationToken ct) =>
        LinesTile.ReadAsync(
            catalog,
            this,
            answers.TryAsync(
                $"sales after {After}\n{Filter.Key}",
                token => Filter.List(sales, PageSize, Query.Text(After), token),
                ct
            ),
            time,
            ct
        );

    private Task<HoursTile> ReadHours(CancellationToken ct) =>
        HoursTile.ReadAsync(
            catalog,
            Filter.Location,
            answers.TryAsync($"sales week {Filter.Key}", token => Filter.Week(sales, token), ct),
            ct
        );
}
