using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Models;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>The last trained calendar regression of each location, read again when somebody trained a newer one.</summary>
public sealed class Calendars
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset TrainedAt, CalendarLadder Ladder)> _known = new(StringComparer.Ordinal);

    /// <summary>The ladders of these locations; locations that were never trained are missing.</summary>
    public async Task<Dictionary<string, CalendarLadder>> GetAsync(ForecastingDb db, string[] locations, CancellationToken ct)
    {
        var trainings = await db.Trainings.AsNoTracking().Where(t => locations.Contains(t.Location))
            .Select(t => new { t.Location, t.TrainedAt }).ToListAsync(ct);
        var ladders = new Dictionary<string, CalendarLadder>(StringComparer.Ordinal);
        foreach (var training in trainings)
        {
            if (!_known.TryGetValue(training.Location, out var known) || known.TrainedAt != training.TrainedAt)
            {
                var rungs = await db.CalendarFactors.AsNoTracking().Where(f => f.Location == training.Location).ToListAsync(ct);
                known = (training.TrainedAt, new CalendarLadder(
                    rungs.Select(r => new CalendarProfile(r.CutOff.DayNumber, r.FirstDay.DayNumber, r.Factors))));
                _known[training.Location] = known;
            }
            if (known.Ladder.Profiles.Count > 0)
                ladders[training.Location] = known.Ladder;
        }
        return ladders;
    }
}
