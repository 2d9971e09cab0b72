using SmartInventory.Contracts;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Series;

/// <summary>Where a location's time stands: see docs/decisions/0002-the-clock-of-a-location.md.</summary>
/// <param name="AsOf">The last day that counts as known.</param>
/// <param name="InProgress">Whether that day is still running.</param>
/// <param name="Days">Days with a sale so far.</param>
/// <param name="Silences">Stretches without any sale of the location: unknown demand.</param>
/// <param name="Closed">Weekdays on which the location sells nothing, or did until it had a sale.</param>
internal sealed record LocationClock(
    DateOnly AsOf,
    bool InProgress,
    int Days,
    DayRange[] Silences,
    ClosedWeekday[] Closed
)
{
    /// <summary>The last day that is over.</summary>
    public DateOnly LastWhole => InProgress ? AsOf.AddDays(-1) : AsOf;

    /// <summary>Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> Week { get; } =
    [.. Enum.GetValues<DayOfWeek>().OrderBy(day => ((int)day + 6) % 7)];

    /// <summary>The weekdays that are closed now, Monday first.</summary>
    public DayOfWeek[] ClosedNow => [.. Week.Where(day => Closed.Any(c => c.Until is null && c.Weekday == day))];

    /// <summary>The calendar day of a moment at a location; in UTC while its time zone is not known here.</summary>
    internal static DateOnly DayOf(string? zone, DateTimeOffset moment) =>
        CalendarDay.In((zone is null ? null : CalendarDay.Clock(zone)) ?? TimeZoneInfo.Utc, moment);
}
