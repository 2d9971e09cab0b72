using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Forecasting.Pending;

/// <summary>Marking series as old, in the transaction of what made them so.</summary>
internal static class DirtyMarks
{
    // The refresh continues one trace: a sale's, where there is one. The stock that the sale moved, or a training that
    // it set off, arrives a moment later and must not take its place.

    /// <summary>
    /// Marks series in the order given; give them sorted, or two transactions may wait for each other.
    /// </summary>
    public static Task<int> MarkAsync(
        this ForecastingDb db,
        string[] skus,
        string[] locations,
        bool refit,
        bool routine,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var trace = Activity.Current?.Id;
        var priority = routine ? DirtySeries.Routine : DirtySeries.Fresh;
        return db.MarkAsync(
            skus,
            locations,
            refit,
            [.. Enumerable.Repeat(priority, skus.Length)],
            [.. Enumerable.Repeat(trace, skus.Length)],
            time,
            ct
        );
    }

    /// <summary>The same, with a priority and a trace for each.</summary>
    public static Task<int> MarkAsync(
        this ForecastingDb db,
        string[] skus,
        string[] locations,
        bool refit,
        short[] priorities,
        string?[] traces,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.dirty_series AS d
                (sku, location, refit, priority, dirty_since, touched_at, touch, trace_parent)
            SELECT sku, location, {refit}, priority, {now}, {now}, nextval('forecasting.touch'), trace
            FROM unnest({skus}, {locations}, {priorities}, {traces}) AS t (sku, location, priority, trace)
            ON CONFLICT (sku, location) DO UPDATE SET
                refit = d.refit OR excluded.refit, priority = least(d.priority, excluded.priority),
                touched_at = excluded.touched_at, touch = excluded.touch,
                trace_parent = CASE WHEN excluded.refit AND excluded.priority = {DirtySeries.Fresh}
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
        bool refit,
        bool routine,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var trace = Activity.Current?.Id;
        var priority = routine ? DirtySeries.Routine : DirtySeries.Fresh;
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
