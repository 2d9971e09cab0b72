using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

/// <summary>
/// How an order is opened, moved on and stored, together with what that changes of what is on order. Needs the caller's
/// transaction.
/// </summary>
internal sealed class OrderDesk(CatalogDb db, Ledger ledger, TimeProvider time)
{
    private IReadOnlyDictionary<string, string?> _before = new Dictionary<string, string?>();

    /// <summary>One moment for all of a request.</summary>
    public DateTimeOffset Now { get; } = Moments.Stored(time.GetUtcNow());

    /// <summary>The order, held until the transaction ends; or the problem that stands against changing it.</summary>
    public async Task<(PurchaseOrder? Order, ProblemHttpResult? Problem)> OpenAsync(
        string number,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (
            !Code.TryParse(number, out var key)
            || !(await PurchaseOrder.LockAsync(db, [key], ct)).TryGetValue(key, out var order)
        )
            return (null, Unknown(number));
        _before = order.ToTexts();
        var current = order.ToResponse();
        return ETags.Refuse(http, current.ETag, current) is { } refused ? (null, refused) : (order, null);
    }

    public Task<Ok<PurchaseOrderResponse>> MoveOnAsync(
        PurchaseOrder order,
        PurchaseOrderStatus status,
        string action,
        HttpContext http,
        CancellationToken ct,
        string? reason = null
    )
    {
        var before = order.IsOnOrder;
        order.Status = status;
        order.UpdatedAt = Now;
        return StoreAsync(
            order,
            action,
            (before, order.IsOnOrder) switch
            {
                (false, true) => order.Open(),
                (true, false) => order.Open(-1),
                // A draft that is given up.
                (false, false) => order.Touched(),
                _ => [],
            },
            http,
            ct,
            reason
        );
    }

    public async Task<Ok<PurchaseOrderResponse>> StoreAsync(
        PurchaseOrder order,
        string action,
        List<OnOrderChange> changes,
        HttpContext http,
        CancellationToken ct,
        string? reason = null
    )
    {
        var different = FieldText.Between(_before, order.ToTexts());
        if (reason is not null)
            different.Add(new FieldChange("reason", null, reason));
        db.Add(ActivityEntry.Of(action, new Subject(SubjectKind.Order, order.Number), different, Now));
        await db.SaveChangesAsync(ct);
        if (changes.Count > 0)
            await ledger.PostOrdersAsync(changes, ct);
        var shown = order.ToResponse();
        ETags.Set(http, shown.ETag);
        return TypedResults.Ok(shown);
    }

    /// <summary>When an order went out; default now.</summary>
    public DateTimeOffset SentAt(DateTimeOffset? said, FieldErrors errors)
    {
        var moment = Moments.Stored(errors.Moment("sentAt", said, Now));
        if (moment > Now && moment <= Now.AddDays(1))
            errors.Add("sentAt", T("must not be in the future"));
        return moment;
    }

    /// <summary>The day of a moment in a location's calendar; of one that is not known, in UTC.</summary>
    public async Task<DateOnly> DayAsync(string location, DateTimeOffset moment, CancellationToken ct)
    {
        var zone =
            await db.Locations.Where(l => l.Code == location).Select(l => l.TimeZone).SingleOrDefaultAsync(ct) ?? "UTC";
        return CalendarDay.In(TimeZoneInfo.FindSystemTimeZoneById(zone), moment);
    }

    /// <summary>409 where an order is worth less than its supplier delivers for, and that is not meant.</summary>
    public async Task<ProblemHttpResult?> BelowMinimumAsync(PurchaseOrder order, bool? meant, CancellationToken ct)
    {
        if (meant is true)
            return null;
        var least = await db
            .Suppliers.Where(s => s.Code == order.Supplier)
            .Select(s => s.MinimumOrderValue)
            .SingleAsync(ct);
        return order.Value >= (least ?? 0)
            ? null
            : Refusals.Conflict(
                T($"The order is worth {order.Value:0.00##}, and {order.Supplier} delivers from {least:0.00##}."),
                T("Order more, or send it with belowMinimum true when that is agreed.")
            );
    }

    public static ProblemHttpResult WrongState(PurchaseOrder order, string detail) =>
        Refusals.Conflict(T($"Purchase order '{order.Number}' is {Words.Of(order.Status)}."), detail);

    public static ProblemHttpResult Unknown(string number) =>
        Refusals.NotFound(T($"No purchase order has the number '{number}'."));
}
