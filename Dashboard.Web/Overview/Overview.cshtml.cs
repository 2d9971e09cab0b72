using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Replenishment;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Overview;

/// <summary>What to do now, and how things stand.</summary>
public sealed class OverviewModel(
    ICatalogApi catalog,
    ISalesApi sales,
    IForecastingApi forecasting,
    IStatusApi status,
    SharedAnswers answers,
    FirstSteps steps,
    TimeProvider time
) : DecidingPage(forecasting, catalog, answers, time)
{
    public const int FewRows = 10;
    private const int MoreRows = 200;
    private const int ShortList = 5;
    private const int Movers = 6;

    /// <summary>Whose first steps were put away in this browser.</summary>
    private const string StepsCookie = "first-steps-away";

    // A supplier that delivers nothing yet may come first.
    private const int FirstSuppliers = 50;

    // The stock of before is the sum of all its movements: on a large ledger the rest does not wait for it.
    private static readonly TimeSpan PastPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PastKept = TimeSpan.FromMinutes(10);

    /// <summary>Days back that something is said of what stood out.</summary>
    public const int OddDays = 14;

    private static string AccuracyTitle => T("How good the forecasts were");

    /// <summary>Shows the long list of suggestions.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>Shows only suggestions that the person who looks has to see to.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    /// <summary>The version of an order that is approved as it was seen.</summary>
    [BindProperty]
    public string ETag { get; set; } = "";

    public bool Filtered => !string.IsNullOrWhiteSpace(Location + Supplier);

    public override string SetAsideUrl => WorklistUrl(WorklistPart.SetAside);

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("start", "_Start", ReadStart, new("")),
            Tile.Of("figures", "_Figures", ReadFigures, new(T("At a glance"), "span-all strip")),
            Tile.Of("act-now", "_ActNow", ReadActNow, new(T("Act now"), "span-all list")),
            Tile.Of("approvals", "_Approvals", ReadApprovals, new(T("Waits for your approval"), "span-third")),
            Tile.Of("late", "_Late", ReadLate, new(T("Late deliveries"), "span-third")),
            Tile.Of("odd", "_Odd", ReadOdd, new(T("Days that stand out"), "span-third")),
            Tile.Of(
                "sales",
                "_Sales",
                ReadSales,
                new(T("Sales per day"), "span-sales tall"),
                sales => sales.Value?.Chart
            ),
            Tile.Of("stock", "_Stock", ReadStock, new(T("Stock"), "span-stock")),
            Tile.Of(
                "books",
                "_Books",
                ct => Answers.TryAsync("books", status.GetStatus, ct),
                new(T("Books"), "span-books")
            ),
            Tile.Of("accuracy", "_Accuracy", ReadAccuracy, new(AccuracyTitle)),
            Tile.Of(
                "top",
                "_Movers",
                ct => Answers.TryAsync("top", token => Forecasting.ListTrends(Movers, ct: token), ct),
                new(T("Top movers"), "span-half")
            ),
            Tile.Of(
                "slow",
                "_Lying",
                ct => Answers.TryAsync("slow", token => Forecasting.ListStockTrends(Movers, ct: token), ct),
                new(T("Stock that lies"), "span-half")
            ),
        ];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    /// <summary>Approves an order as it was seen in the list.</summary>
    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostApproveAsync(string number, CancellationToken ct)
    {
        var refusal = await Load.RefusalAsync(Catalog.ApprovePurchaseOrder(number, ETag, Key, ct), ct);
        return refusal is null ? Say("approved", number) : await RefuseAsync([$"{number}: {refusal}"], ct);
    }

    /// <summary>For whoever does not want the first steps before their eyes: in this browser they are gone.</summary>
    public IActionResult OnPostPutAway()
    {
        Response.Cookies.Append(
            StepsCookie,
            Person.Of(User)!.Id,
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                HttpOnly = true,
                IsEssential = true,
                SameSite = SameSiteMode.Lax,
                Secure = Request.IsHttps,
            }
        );
        return LocalRedirect(Address());
    }

    /// <summary>The same page, of other suggestions.</summary>
    public string ListUrl(bool all, bool mine) => $"{Address(all, mine, Location)}#tile-act-now";

    public string LocationUrl(string? location) => $"{Address(All, Mine, location)}#tile-act-now";

    public string ApproveUrl(string number) => Address(("number", number), ("handler", "Approve"));

    /// <summary>The page behind the list, narrowed down like it.</summary>
    public string WorklistUrl(WorklistPart part = WorklistPart.ToOrder, string? location = null) =>
        Query.Address(
            "/replenishment",
            ("part", part == WorklistPart.ToOrder ? null : part.ToString()),
            ("supplier", Supplier),
            ("location", location ?? Location),
            ("assignee", Mine ? "me" : null)
        );

    public string OrdersUrl(string which) =>
        Query.Address("/orders", (which, "true"), ("supplier", Supplier), ("location", Location));

    public string OddUrl => Query.Address("/trends/anomalies", ("location", Location), ("supplier", Supplier));

    protected override string Address(params IEnumerable<(string Name, string? Value)> more) =>
        Address(All, Mine, Location, more);

    private string Address(
        bool all,
        bool mine,
        string? location,
        params IEnumerable<(string Name, string? Value)> more
    ) =>
        Query.Address(
            "/",
            [
                ("all", all ? "true" : null),
                ("mine", mine ? "true" : null),
                ("location", location),
                ("supplier", Supplier),
                .. more,
            ]
        );

    private async Task<StartTile> ReadStart(CancellationToken ct)
    {
        var person = Person.Of(User)!;
        if (Request.Cookies[StepsCookie] == person.Id)
            return new([], "");
        var read = await Task.WhenAll(
            Enum.GetValues<FirstStep>()
                .Where(step => person.May(FirstSteps.Needs(step)))
                .Select(async step => (step, Done: await steps.IsDoneAsync(step, () => AskAsync(step, ct))))
        );
        // What is not known is neither done nor to be done: nobody is sent to do again what is there.
        return read.All(s => s.Done == true) || read.Any(s => s.Done is null)
            ? new([], "")
            : new([.. read.Select(s => (s.step, s.Done == true))], ActUrl("PutAway"));
    }

    private async Task<bool?> AskAsync(FirstStep step, CancellationToken ct) =>
        step switch
        {
            FirstStep.Sales => (await ReadSales(ct)).Value is { } sales ? sales.Chart is not null : null,
            FirstStep.Count => (await ReadStock(ct)).Value is { } stock ? stock.Levels > stock.NeverCounted : null,
            FirstStep.Supplier => (
                await Answers.TryAsync("any-supplier", token => Catalog.ListSuppliers(FirstSuppliers, ct: token), ct)
            ).Value?.Items.Any(s => s.Products > 0),
            FirstStep.Suggestion => (
                await Answers.TryAsync("any-decision", token => Forecasting.ListDecisions(1, ct: token), ct)
            ).Value?.Items.Any(),
            _ => (await Answers.TryAsync("people", Catalog.ListPeople, ct)).Value is { } people
                ? people.Count > 1
                : null,
        };

    private async Task<FiguresTile> ReadFigures(CancellationToken ct)
    {
        // The same summary as above the list, where nobody narrowed that down.
        var worklist = ReadWorklist(null, null, ct);
        var stock = ReadStock(ct);
        var orders = Answers.TryAsync("order-board", token => Catalog.GetOrderBoard(ct: token), ct);
        var accuracy = ReadForecasts(ct);
        var window = await Answers.TryAsync("figures", token => Forecasting.GetTrendFigures(ct: token), ct);
        return new(
            window,
            await stock,
            window.Value is { } known ? await ReadStockBefore(known.From, ct) : null,
            await worklist,
            await orders,
            await accuracy,
            Now
        );
    }

    /// <summary>Null while it is being added up.</summary>
    private async Task<Loaded<LevelTotals>?> ReadStockBefore(DateOnly day, CancellationToken ct)
    {
        var read = Answers.TryAsync(
            $"stock on {day:O}",
            token =>
                Catalog.LevelTotals(
                    state: LevelState.InStock,
                    asOf: LocationTime.OnClock(day.ToDateTime(TimeOnly.MinValue)),
                    ct: token
                ),
            ct,
            PastKept
        );
        return await Task.WhenAny(read, Task.Delay(PastPatience, ct)) == read ? await read : null;
    }

    private Task<Loaded<ForecastAccuracy>> ReadForecasts(CancellationToken ct) =>
        Answers.TryAsync("accuracy", token => Forecasting.GetAccuracy(ct: token), ct);

    private Task<Loaded<WorklistSummary>> ReadWorklist(string? supplier, string? whose, CancellationToken ct) =>
        Answers.TryAsync(
            $"act-now-summary {supplier} {whose}",
            token =>
                Forecasting.GetWorklistSummary(WorklistGroup.Location, supplier: supplier, assignee: whose, ct: token),
            ct
        );

    private Task<Loaded<StockSummary>> ReadStock(CancellationToken ct) =>
        Answers.TryAsync("stock", Catalog.StockSummary, ct);

    private async Task<Loaded<SalesSummary>> ReadSales(CancellationToken ct) =>
        (await Answers.TryAsync("sales", token => sales.DailySales(ct: token), ct)).Select(SalesSummary.Of);

    private async Task<ActNow> ReadActNow(CancellationToken ct)
    {
        var limit = All ? MoreRows : FewRows;
        // By name and not as "me": the answer is shared with everybody who asks the same.
        var whose = Mine ? Person.Of(User)?.Name : null;
        var (location, supplier) = (Query.Text(Location), Query.Text(Supplier));
        var summary = ReadWorklist(supplier, whose, ct);
        return new(
            this,
            await Answers.TryAsync(
                $"act-now {limit} {location} {supplier} {whose}",
                token =>
                    Forecasting.ListSuggestions(
                        limit,
                        location: location,
                        supplier: supplier,
                        assignee: whose,
                        ct: token
                    ),
                ct
            ),
            await summary
        );
    }

    private Task<OrdersTile> ReadApprovals(CancellationToken ct) =>
        ReadOrders($"approvals {Person.Of(User)?.Name}", approvable: true, ct: ct);

    private Task<OrdersTile> ReadLate(CancellationToken ct) => ReadOrders("late", late: true, ct: ct);

    private async Task<OrdersTile> ReadOrders(
        string key,
        bool? late = null,
        bool? approvable = null,
        CancellationToken ct = default
    )
    {
        var (location, supplier) = (Query.Text(Location), Query.Text(Supplier));
        var orders = await Answers.TryAsync(
            $"{key} {location} {supplier}",
            token =>
                Catalog.ListPurchaseOrders(
                    ShortList,
                    supplier: supplier,
                    location: location,
                    late: late,
                    approvable: approvable,
                    ct: token
                ),
            ct
        );
        return new(this, orders, Now);
    }

    private async Task<OddTile> ReadOdd(CancellationToken ct)
    {
        var (location, supplier) = (Query.Text(Location), Query.Text(Supplier));
        var from = Today.AddDays(1 - OddDays);
        var odd = await Answers.TryAsync(
            $"odd {from:O} {location} {supplier}",
            token =>
                Forecasting.ListAnomalies(ShortList, from: from, location: location, supplier: supplier, ct: token),
            ct
        );
        return new(this, odd, Now);
    }

    private async Task<AccuracyTile> ReadAccuracy(CancellationToken ct) =>
        new(AccuracyTitle, await ReadForecasts(ct), OfOne: false);
}

/// <param name="Page">What narrows it down.</param>
/// <param name="Suggestions">The dearest to wait with.</param>
/// <param name="Summary">All of them in numbers by location, whatever the location that is looked at.</param>
public sealed record ActNow(
    OverviewModel Page,
    Loaded<Page<SuggestionResponse>> Suggestions,
    Loaded<WorklistSummary> Summary
)
{
    /// <summary>So many locations are offered; the others are typed.</summary>
    public const int Places = 8;

    /// <summary>Of the location that is looked at, or all; null while it is not known.</summary>
    public WorklistTotals? Totals =>
        Summary.Value is not { } summary ? null
        : Query.Text(Page.Location) is not { } location ? summary.Total
        : summary.Groups.FirstOrDefault(g => string.Equals(g.Key, location, StringComparison.OrdinalIgnoreCase))?.Totals
            ?? new WorklistTotals(0, 0, 0, 0, 0, 0);
}

/// <summary>A few orders that ask for something.</summary>
public sealed record OrdersTile(OverviewModel Page, Loaded<Page<PurchaseOrderResponse>> Orders, DateTimeOffset AsOf)
{
    /// <summary>When the first of what is still to come was expected.</summary>
    public static DateOnly Due(PurchaseOrderResponse order) =>
        order.Lines.Where(l => l.Received < l.Ordered).Select(l => l.ExpectedOn).DefaultIfEmpty(order.ExpectedOn).Min();

    /// <summary>Since then; at least one of what is listed as late, wherever the day began first.</summary>
    public int DaysLate(PurchaseOrderResponse order) => Math.Max(1, Page.Today.DayNumber - Due(order).DayNumber);
}

/// <summary>A few days that nobody would have expected.</summary>
public sealed record OddTile(OverviewModel Page, Loaded<Page<AnomalyResponse>> Odd, DateTimeOffset AsOf);
