using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Demand;

/// <summary>The clocks of locations. Silences are found once per trading day, not once per sale.</summary>
internal sealed class LocationClocks(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (int Days, DayRange[] Silences)> _silences = new(
        StringComparer.Ordinal
    );

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
        await FindSilencesAsync(
            db,
            [.. known.Values.Where(d => !_silences.TryGetValue(d.Location, out var s) || s.Days != d.Days)],
            ct
        );

        var clocks = new Dictionary<string, LocationClock>(StringComparer.Ordinal);
        foreach (var location in locations)
        {
            var today = LocationClock.DayOf(zones.GetValueOrDefault(location), time.GetUtcNow());
            if (!known.TryGetValue(location, out var sold))
            {
                clocks[location] = new(today, true, 0, []);
                continue;
            }
            var asOf = DailyDemand.AsOf(sold.Last, today);
            clocks[location] = new(asOf, asOf == today, sold.Days, _silences[location].Silences);
        }
        return clocks;
    }

    /// <summary>The as-of day and the number of trading days of every location that ever sold.</summary>
    public async Task<List<(string Location, DateOnly AsOf, int Days)>> HeadsAsync(
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var heads = await db.LocationDays.AsNoTracking().OrderBy(d => d.Location).ToListAsync(ct);
        var zones = await db.Locations.AsNoTracking().ToDictionaryAsync(l => l.Code, l => l.TimeZone, ct);
        var now = time.GetUtcNow();
        return heads.ConvertAll(h =>
            (
                h.Location,
                DailyDemand.AsOf(h.Last, LocationClock.DayOf(zones.GetValueOrDefault(h.Location), now)),
                h.Days
            )
        );
    }

    private async Task FindSilencesAsync(ForecastingDb db, List<LocationDays> changed, CancellationToken ct)
    {
        foreach (var location in changed)
        {
            var days = await db
                .TradingDays.Where(t => t.Location == location.Location)
                .OrderBy(t => t.Day)
                .Select(t => t.Day)
                .ToListAsync(ct);
            // Days that came since the count was read are found again with the next count.
            _silences[location.Location] = (location.Days, [.. DailyDemand.Silences(days)]);
        }
    }
}
