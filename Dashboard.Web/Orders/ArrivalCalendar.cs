using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Dashboard.Web.Orders;

/// <summary>Goods of one order that are expected on one day.</summary>
/// <param name="Value">Money of what is still to come of it then.</param>
public sealed record Arrival(string Number, string Supplier, string Location, DateOnly Day, decimal Value);

/// <summary>What is expected when, on the weeks of a month.</summary>
public sealed class ArrivalCalendar
{
    private readonly List<Arrival> _arrivals = [];

    public ArrivalCalendar(DateOnly month, DateOnly today, DayOfWeek firstDay)
    {
        (Month, Today) = (new DateOnly(month.Year, month.Month, 1), today);
        var before = ((int)Month.DayOfWeek - (int)firstDay + 7) % 7;
        First = Month.AddDays(-before);
        var days = before + DateTime.DaysInMonth(month.Year, month.Month);
        Weeks = (days + 6) / 7;
    }

    /// <summary>Its first day.</summary>
    public DateOnly Month { get; }

    public DateOnly Today { get; }

    /// <summary>The first day that is shown; it may be of the month before.</summary>
    public DateOnly First { get; }

    public int Weeks { get; }

    /// <summary>The day after the last one that is shown.</summary>
    public DateOnly End => First.AddDays(7 * Weeks);

    /// <summary>More is expected than was read.</summary>
    public bool IsCut { get; set; }

    /// <summary>What should have come before today, the oldest first, whatever month is shown.</summary>
    public IReadOnlyList<Arrival> Late => [.. Sorted(_arrivals.Where(a => a.Day < Today))];

    /// <summary>What is expected on a day; nothing on one that has passed, as that is late.</summary>
    public IReadOnlyList<Arrival> On(DateOnly day) =>
        day < Today ? [] : [.. Sorted(_arrivals.Where(a => a.Day == day))];

    /// <summary>Whether something is expected on one of the days that are shown.</summary>
    public bool HasAny => _arrivals.Any(a => a.Day >= First && a.Day < End);

    public void Add(IEnumerable<PurchaseOrderResponse> orders) =>
        _arrivals.AddRange(
            orders.SelectMany(order =>
                order
                    .Lines.Where(line => line.Received < line.Ordered)
                    .GroupBy(line => line.ExpectedOn)
                    .Select(day => new Arrival(
                        order.Number,
                        order.Supplier,
                        order.Location,
                        day.Key,
                        day.Sum(line => (line.Ordered - line.Received) * line.UnitCost)
                    ))
            )
        );

    private static IOrderedEnumerable<Arrival> Sorted(IEnumerable<Arrival> arrivals) =>
        arrivals.OrderBy(a => a.Day).ThenBy(a => a.Number, StringComparer.Ordinal);
}
