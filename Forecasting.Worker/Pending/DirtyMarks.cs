using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Pending;

/// <summary>What of a series is old.</summary>
internal enum Need
{
    /// <summary>Only stock or terms changed.</summary>
    Suggestion,

    /// <summary>The demand, the day or the fit changed.</summary>
    Forecast,
}

/// <summary>Who waits for it. The numbers order the lanes in <see cref="DirtySeries.Priority"/>.</summary>
internal enum Lane : short
{
    /// <summary>Somebody is looking: a sale, a stock movement.</summary>
    Fresh = 0,

    /// <summary>It can wait behind that: a new day, a new fit, a line of an import.</summary>
    Routine = 1,
}

/// <summary>A series to be marked.</summary>
/// <param name="Trace">W3C trace context of the cause.</param>
internal readonly record struct Mark(SeriesKey Key, Lane Lane, string? Trace);

/// <summary>Marking series as old, in the transaction of what made them so.</summary>
internal static class DirtyMarks
{
    // The refresh continues one trace: a sale's, where there is one. The stock that the sale moved, or a training that
    // it set off, arrives a moment later and must not take its place.

    /// <summary>Marks series, whose past may be another now or only their stock and terms.</summary>
    public static Task<int> MarkAsync(
        this ForecastingDb db,
        IEnumerable<SeriesKey> keys,
        Need need,
        Lane lane,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var trace = Activity.Current?.Id;
        return db.MarkAsync(keys.Select(key => new Mark(key, lane, trace)), need, time, ct);
    }

    /// <summary>The same, with a lane and a trace for each.</summary>
    public static Task<int> MarkAsync(
        this ForecastingDb db,
        IEnumerable<Mark> marks,
        Need need,
        TimeProvider time,
        CancellationToken ct
    )
    {
        // Sorted, or two transactions may wait for each other.
        var sorted = marks.OrderBy(m => m.Key).ToArray();
        var (skus, locations) = Array.ConvertAll(sorted, m => m.Key).Columns();
        var lanes = Array.ConvertAll(sorted, m => (short)m.Lane);
        var traces = Array.ConvertAll(sorted, m => m.Trace);
        var (now, refit) = (time.GetUtcNow(), need == Need.Forecast);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.dirty_series AS d
                (sku, location, refit, priority, dirty_since, touched_at, touch, trace_parent)
            SELECT sku, location, {refit}, lane, {now}, {now}, nextval('forecasting.touch'), trace
            FROM unnest({skus}, {locations}, {lanes}, {traces}) AS t (sku, location, lane, trace)
            ON CONFLICT (sku, location) DO UPDATE SET
                refit = d.refit OR excluded.refit, priority = least(d.priority, excluded.priority),
                touched_at = excluded.touched_at, touch = excluded.touch,
                trace_parent = CASE WHEN excluded.refit AND excluded.priority = {(short)Lane.Fresh}
                    THEN coalesce(excluded.trace_parent, d.trace_parent)
                    ELSE coalesce(d.trace_parent, excluded.trace_parent) END
            """,
            ct
        );
    }

    /// <summary>
    /// Marks every known series of these products or of this location. One that is being refreshed at this moment
    /// counts as known: its row is still there, and the touch keeps it there.
    /// </summary>
    /// <returns>How many series were marked.</returns>
    public static Task<int> MarkKnownAsync(
        this ForecastingDb db,
        string[]? skus,
        string? location,
        Need need,
        Lane lane,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (now, refit, priority) = (time.GetUtcNow(), need == Need.Forecast, (short)lane);
        var trace = Activity.Current?.Id;
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.dirty_series AS d
                (sku, location, refit, priority, dirty_since, touched_at, touch, trace_parent)
            SELECT sku, location, {refit}, {priority}, {now}, {now}, nextval('forecasting.touch'), {trace}
            FROM (
                SELECT sku, location FROM forecasting.forecasts UNION
                SELECT sku, location FROM forecasting.dirty_series) AS known
            WHERE (CAST({skus} AS text[]) IS NULL OR sku = ANY ({skus}))
                AND (CAST({location} AS text) IS NULL OR location = {location})
            ORDER BY sku COLLATE "C", location COLLATE "C"
            ON CONFLICT (sku, location) DO UPDATE SET
                refit = d.refit OR excluded.refit, priority = least(d.priority, excluded.priority),
                touched_at = excluded.touched_at, touch = excluded.touch,
                trace_parent = coalesce(d.trace_parent, excluded.trace_parent)
            """,
            ct
        );
    }
}
