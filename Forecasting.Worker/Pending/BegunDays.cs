using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Pending;

/// <summary>Writes of begun days.</summary>
internal static class BegunDays
{
    /// <summary>The day of a location has begun.</summary>
    public static Task<int> BeginDayAsync(
        this ForecastingDb db,
        string location,
        LocationClock clock,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.trainings (location, as_of, days, trained_at)
            VALUES ({location}, {clock.AsOf}, {clock.Days}, {now})
            ON CONFLICT (location) DO UPDATE
                SET as_of = excluded.as_of, days = excluded.days, trained_at = excluded.trained_at
            """,
            ct
        );
    }

    /// <summary>Asks for the day of every location to begin anew.</summary>
    public static Task<int> BeginDaysAnewAsync(this ForecastingDb db, CancellationToken ct) =>
        db.Trainings.ExecuteUpdateAsync(set => set.SetProperty(t => t.AsOf, (DateOnly?)null), ct);
}
