namespace SmartInventory.Contracts;

/// <summary>Which day it is somewhere: the day that a sale counts on, an order is made on, a forecast is for.</summary>
public static class CalendarDay
{
    /// <summary>The day that the clock of a time zone shows at a moment.</summary>
    public static DateOnly In(TimeZoneInfo zone, DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The clock of an IANA time zone; null when this machine does not know it.</summary>
    public static TimeZoneInfo? Clock(string timeZone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? zone : null;
}
