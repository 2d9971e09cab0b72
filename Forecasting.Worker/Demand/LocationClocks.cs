using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Demand;

/// <summary>
/// The clocks of locations. Silences and closed weekdays are found once per trading day, not once per sale.
/// </summary>
internal sealed class LocationClocks(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Calendar> _calendars = new(StringComparer.Ordinal);

    /// <summary>The clocks of these locations; one without sales stands at today.</summary>
    public async Task<Dictionary<string, LocationClock>> ReadAsync(
        ForecastingDb db,
        string[] locations,
        CancellationToken ct
    )
    {
        var known = await db
            .LocationDays.AsNoTracking()
            .Where(d => locations.Contains(d.Location))
            .ToDictionaryAsync(d => d.Location, ct);
        var zones = await db
            .Locations.AsNoTracking()
            .Where(l => locations.Contains(l.Code))
            .ToDictionaryAsync(l => l.Code, l => l.TimeZone, ct);
        var now = time.GetUtcNow();
        var clocks = new Dictionary<string, LocationClock>(StringComparer.Ordinal);
        foreach (var location in locations)
        {
            var today = LocationClock.DayOf(zones.GetValueOrDefault(location), now);
            if (!known.TryGetValue(location, out var sold))
            {
                clocks[location] = new(today, true, 0, [], []);
                continue;
            }
            var asOf = DailyDemand.AsOf(sold.Last, today);
            var calendar = await CalendarAsync(db, sold, asOf, asOf == today, ct);
            clocks[location] = new(asOf, asOf == today, sold.Days, calendar.Silences, calendar.Closed);
        }
        return clocks;
    }

    /// <summary>Every location that ever sold.</summary>
    public async Task<List<LocationHead>> HeadsAsync(ForecastingDb db, CancellationToken ct)
    {
        var heads = await db.LocationDays.AsNoTracking().OrderBy(d => d.Location).ToListAsync(ct);
        var zones = await db.Locations.AsNoTracking().ToDictionaryAsync(l => l.Code, l => l.TimeZone, ct);
        var now = time.GetUtcNow();
        return heads.ConvertAll(h =>
        {
            var today = LocationClock.DayOf(zones.GetValueOrDefault(h.Location), now);
            var asOf = DailyDemand.AsOf(h.Last, today);
            return new LocationHead(h.Location, asOf, asOf == today, h.Days);
        });
    }

    private async Task<Calendar> CalendarAsync(
        ForecastingDb db,
        LocationDays sold,
        DateOnly asOf,
        bool inProgress,
        CancellationToken ct
    )
    {
        if (
            _calendars.TryGetValue(sold.Location, out var kept)
            && kept.Days == sold.Days
            && kept.AsOf == asOf
            && kept.InProgress == inProgress
        )
            return kept;
        var days = await db
            .TradingDays.Where(t => t.Location == sold.Location)
            .OrderBy(t => t.Day)
            .Select(t => t.Day)
            .ToArrayAsync(ct);
        DayRange[] silences = [.. DailyDemand.Silences(days)];
        var closed = ClosedWeekday.Of(days, asOf.AddDays(inProgress ? -1 : 0), silences);
        // Days that came since the count was read are found again with the next count.
        return _calendars[sold.Location] = new(sold.Days, asOf, inProgress, silences, [.. closed]);
    }

    /// <param name="Days">Trading days that were known.</param>
    private sealed record Calendar(
        int Days,
        DateOnly AsOf,
        bool InProgress,
        DayRange[] Silences,
        ClosedWeekday[] Closed
    );
}

/// <param name="Location">Its code.</param>
/// <param name="AsOf">The last day that counts as known.</param>
/// <param name="InProgress">Whether that day is still running.</param>
/// <param name="Days">Days with a sale so far.</param>
internal sealed record LocationHead(string Location, DateOnly AsOf, bool InProgress, int Days);
