using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Models;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>Where a location's time stands: see docs/decisions/0002-the-clock-of-a-location.md.</summary>
/// <param name="AsOf">The last day that counts as known.</param>
/// <param name="InProgress">Whether that day is still running.</param>
/// <param name="Days">Days with a sale so far.</param>
/// <param name="Silences">Stretches without any sale of the location: unknown demand.</param>
public sealed record LocationClock(DateOnly AsOf, bool InProgress, int Days, DayRange[] Silences)
{
    /// <summary>Reads the clocks of these locations; one without sales stands at today.</summary>
    public static async Task<Dictionary<string, LocationClock>> ReadAsync(
        ForecastingDb db, string[] locations, TimeProvider time, CancellationToken ct)
    {
        var trading = await db.TradingDays.AsNoTracking()
            .Where(t => locations.Contains(t.Location)).OrderBy(t => t.Location).ThenBy(t => t.Day).ToListAsync(ct);
        var zones = await db.Locations.AsNoTracking().ToDictionaryAsync(l => l.Code, l => l.TimeZone, ct);
        var days = trading.GroupBy(t => t.Location).ToDictionary(g => g.Key, g => g.Select(t => t.Day).ToArray());

        var clocks = new Dictionary<string, LocationClock>(StringComparer.Ordinal);
        foreach (var location in locations)
        {
            var today = Today(zones.GetValueOrDefault(location), time);
            if (!days.TryGetValue(location, out var sold))
            {
                clocks[location] = new(today, true, 0, []);
                continue;
            }
            var asOf = DemandHistory.AsOf(sold[^1], today);
            clocks[location] = new(asOf, asOf == today, sold.Length, [.. DemandHistory.Silences(sold)]);
        }
        return clocks;
    }

    /// <summary>The as-of day and the number of trading days of every location that ever sold: cheap enough to ask often.</summary>
    public static async Task<List<(string Location, DateOnly AsOf, int Days)>> HeadsAsync(
        ForecastingDb db, TimeProvider time, CancellationToken ct)
    {
        var heads = await db.TradingDays.GroupBy(t => t.Location)
            .Select(g => new { Location = g.Key, Last = g.Max(t => t.Day), Days = g.Count() }).ToListAsync(ct);
        var zones = await db.Locations.AsNoTracking().ToDictionaryAsync(l => l.Code, l => l.TimeZone, ct);
        return heads.ConvertAll(h =>
            (h.Location, DemandHistory.AsOf(h.Last, Today(zones.GetValueOrDefault(h.Location), time)), h.Days));
    }

    /// <summary>The calendar day of a moment at a location; in UTC while its time zone is not known here.</summary>
    internal static DateOnly DayOf(string? zone, DateTimeOffset moment)
    {
        var there = zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? TimeZoneInfo.ConvertTime(moment, found)
            : moment.ToUniversalTime();
        return DateOnly.FromDateTime(there.DateTime);
    }

    private static DateOnly Today(string? zone, TimeProvider time) => DayOf(zone, time.GetUtcNow());
}
