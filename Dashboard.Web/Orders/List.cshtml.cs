using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Orders;

/// <summary>How orders are looked at.</summary>
public enum OrdersView
{
    Board,
    Calendar,
    List,
}

/// <summary>
/// Purchase orders by where they stand, by when they come, or newest first: everything that narrows them down is in the
/// address.
/// </summary>
public sealed class OrdersModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    /// <summary>So many pages a calendar reads; what is more it says.</summary>
    private const int CalendarPages = 10;

    [BindProperty(SupportsGet = true)]
    public OrdersView? View { get; set; }

    /// <summary>The month of the calendar, as 2026-11.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Month { get; set; }

    [BindProperty(SupportsGet = true)]
    public PurchaseOrderStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Late { get; set; }

    /// <summary>Only drafts that wait for whoever looks.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Approvable { get; set; }

    /// <summary>Only orders that whoever looks made.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>What was just done on the board, and to which order.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    /// <summary>The version that was looked at.</summary>
    [BindProperty]
    public string? ETag { get; set; }

    /// <summary>One per shown form: pressed twice, an action is done once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Loaded<OrderBoard>? Board { get; private set; }

    public Loaded<ArrivalCalendar>? Calendar { get; private set; }

    public Loaded<Page<PurchaseOrderResponse>>? Orders { get; private set; }

    /// <summary>Why the last action was refused; null when none was.</summary>
    public string? Refusal { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    /// <summary>What only the list can be narrowed down by leads to the list.</summary>
    public OrdersView Shown =>
        View
        ?? (
            Late || Approvable || Status is not null || Query.Text(Sku + After) is not null
                ? OrdersView.List
                : OrdersView.Board
        );

    public bool Filtered =>
        Query.Text(Supplier + Location) is not null
        || Mine
        || Shown == OrdersView.List && (Late || Approvable || Status is not null || Query.Text(Sku) is not null);

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        await ReadAsync(ct);
        return (tile, Shown) switch
        {
            (null, _) => Page(),
            ("board", OrdersView.Board) => Partial("_OrderBoard", this),
            ("calendar", OrdersView.Calendar) => Partial("_OrderCalendar", this),
            ("orders", OrdersView.List) => Partial("_OrderRows", this),
            _ => NotFound(),
        };
    }

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostApproveAsync(CancellationToken ct) =>
        Act("approved", number => catalog.ApprovePurchaseOrder(number, ETag ?? "", Key, ct), ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostSendAsync(CancellationToken ct) =>
        Act("sent", number => catalog.SendPurchaseOrder(number, new(), ETag ?? "", Key, ct), ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) =>
        Act(
            "cancelled",
            number =>
                catalog.CancelPurchaseOrder(
                    number,
                    new CancelPurchaseOrder { Reason = Query.Text(Reason) },
                    ETag ?? "",
                    Key,
                    ct
                ),
            ct
        );

    /// <summary>The same orders, looked at otherwise.</summary>
    public string ViewUrl(OrdersView view) => Address(view, null, null, null);

    /// <summary>The list of one state, or of all.</summary>
    public string StatusUrl(PurchaseOrderStatus? status) => Address(OrdersView.List, status, null, null);

    /// <summary>The list of what stands in a column.</summary>
    public string StageUrl(OrderStage stage) =>
        stage == OrderStage.AwaitsYou
            ? Query.Address("/orders", ("approvable", "true"), ("supplier", Supplier), ("location", Location))
            : StatusUrl(Enum.Parse<PurchaseOrderStatus>(stage.ToString()));

    public string MonthUrl(DateOnly month) =>
        Address(OrdersView.Calendar, null, null, month.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    public string NextUrl => Address(OrdersView.List, Status, Orders?.Value?.Next, null);

    public string FirstUrl => Address(OrdersView.List, Status, null, null);

    /// <summary>Where a button of the board sends to.</summary>
    public string ActUrl(string handler) =>
        Query.Address(
            "/orders",
            ("handler", handler),
            ("supplier", Supplier),
            ("location", Location),
            ("mine", Mine ? "true" : null)
        );

    private string Address(OrdersView view, PurchaseOrderStatus? status, string? after, string? month)
    {
        var list = view == OrdersView.List;
        return Query.Address(
            "/orders",
            ("view", view == OrdersView.Board ? null : Show.Word(view)),
            ("status", status is { } s ? Show.Word(s) : null),
            ("supplier", Supplier),
            ("location", Location),
            ("mine", Mine ? "true" : null),
            ("sku", list ? Sku : null),
            ("late", list && Late ? "true" : null),
            ("approvable", list && Approvable ? "true" : null),
            ("after", after),
            ("month", month)
        );
    }

    private async Task<IActionResult> Act(
        string done,
        Func<string, Task<PurchaseOrderResponse>> action,
        CancellationToken ct
    )
    {
        if (Query.Text(Number) is not { } number)
            return BadRequest();
        var result = await Load.TryAsync(action(number), ct);
        if (result.Value is not null)
            return LocalRedirect(
                Query.Address(
                    "/orders",
                    ("supplier", Supplier),
                    ("location", Location),
                    ("mine", Mine ? "true" : null),
                    ("done", done),
                    ("number", number)
                )
            );
        Refusal = $"{number}: {result.Error}";
        await ReadAsync(ct);
        return Page();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        switch (Shown)
        {
            case OrdersView.Board:
                Board = await Load.TryAsync(
                    catalog.GetOrderBoard(Query.Text(Supplier), Query.Text(Location), Mine ? UserName.Me : null, ct),
                    ct
                );
                break;
            case OrdersView.Calendar:
                Calendar = await Load.TryAsync(ReadCalendarAsync(ct), ct);
                break;
            default:
                Orders = await Load.TryAsync(
                    catalog.ListPurchaseOrders(
                        PageSize,
                        Query.Text(After),
                        Status,
                        supplier: Query.Text(Supplier),
                        location: Query.Text(Location),
                        sku: Query.Text(Sku),
                        late: Late ? true : null,
                        approvable: Approvable ? true : null,
                        createdBy: Mine ? UserName.Me : null,
                        ct: ct
                    ),
                    ct
                );
                break;
        }

        ReadAt = time.GetUtcNow();
    }

    private async Task<ArrivalCalendar> ReadCalendarAsync(CancellationToken ct)
    {
        var month = DateOnly.TryParseExact(
            Query.Text(Month),
            "yyyy-MM",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var said
        )
            ? said
            : Today;
        var calendar = new ArrivalCalendar(month, Today, Languages.Reader.DateTimeFormat.FirstDayOfWeek);
        string? after = null;
        for (var page = 0; page < CalendarPages; page++)
        {
            var read = await catalog.ListPurchaseOrders(
                Limits.MaxPage,
                after,
                supplier: Query.Text(Supplier),
                location: Query.Text(Location),
                expectedBefore: calendar.End,
                createdBy: Mine ? UserName.Me : null,
                ct: ct
            );
            calendar.Add(read.Items);
            after = read.Next;
            if (after is null)
                break;
        }

        calendar.IsCut = after is not null;
        return calendar;
    }
}
