using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>Which worker scores which location, and how far that was done.</summary>
internal static class Scorings
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Locations of which something was logged for the first time are scored from that day on.</summary>
    public static Task<int> BeginAsync(
        ForecastingDb db,
        IEnumerable<string> locations,
        DateOnly first,
        CancellationToken ct
    )
    {
        var places = locations.Distinct().Order(StringComparer.Ordinal).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.scorings (location, day)
            SELECT location, {first} FROM unnest({places}) AS n (location) ON CONFLICT DO NOTHING
            """,
            ct
        );
    }

    /// <summary>Takes a location on whose day has turned; false when another worker has it.</summary>
    public static async Task<bool> ClaimAsync(
        ForecastingDb db,
        string location,
        DateOnly today,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = now + Lease;
        return await db
                .Scorings.Where(s =>
                    s.Location == location && s.Day < today && (s.ClaimedUntil == null || s.ClaimedUntil < now)
                )
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ClaimedUntil, until), ct) > 0;
    }

    /// <summary>Says that this worker is still at it.</summary>
    public static Task<int> HoldAsync(ForecastingDb db, string location, TimeProvider time, CancellationToken ct)
    {
        DateTimeOffset? until = time.GetUtcNow() + Lease;
        return db
            .Scorings.Where(s => s.Location == location)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.ClaimedUntil, until), ct);
    }

    /// <summary>Everything before this day is scored.</summary>
    public static Task<int> EndAsync(ForecastingDb db, string location, DateOnly day, CancellationToken ct) =>
        db
            .Scorings.Where(s => s.Location == location)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Day, day).SetProperty(s => s.ClaimedUntil, (DateTimeOffset?)null),
                ct
            );
}
