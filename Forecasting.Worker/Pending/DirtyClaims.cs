using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Pending;

/// <summary>A dirty series that this worker has taken on.</summary>
/// <param name="Refit">See <see cref="DirtySeries.Refit"/>.</param>
/// <param name="Touch">See <see cref="DirtySeries.Touch"/>.</param>
/// <param name="DirtySince">Since when it waited.</param>
internal sealed record DirtyClaim(
    string Sku,
    string Location,
    bool Refit,
    short Priority,
    long Touch,
    string? TraceParent,
    DateTimeOffset DirtySince
)
{
    public SeriesKey Key => SeriesKey.Of(Sku, Location);
}

/// <summary>
/// Taking dirty series on and clearing them. A worker that dies in between leaves the mark, and the work is done again
/// when its lease is over.
/// </summary>
internal static class DirtyClaims
{
    /// <summary>How long a claim holds of a worker that is not heard of again.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes on up to <paramref name="most"/> series of a lane that were left alone for <paramref name="quiet"/> or are
    /// dirty for <paramref name="patience"/>. What touches them from now on makes them dirty anew.
    /// </summary>
    public static Task<List<DirtyClaim>> ClaimDueAsync(
        this ForecastingDb db,
        Lane lane,
        TimeSpan quiet,
        TimeSpan patience,
        int most,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var (priority, until, quietSince, dirtySince) = ((short)lane, now + Lease, now - quiet, now - patience);
        return db
            .Database.SqlQuery<DirtyClaim>(
                $"""
                WITH due AS MATERIALIZED (
                    SELECT sku, location, dirty_since FROM forecasting.dirty_series
                    WHERE (claimed_until IS NULL OR claimed_until < {now}) AND priority = {priority}
                        AND (touched_at <= {quietSince} OR dirty_since <= {dirtySince})
                    ORDER BY dirty_since, sku, location LIMIT {most} FOR UPDATE SKIP LOCKED)
                UPDATE forecasting.dirty_series AS d SET claimed_until = {until}, dirty_since = {now}
                FROM due WHERE d.sku = due.sku AND d.location = due.location
                RETURNING d.sku, d.location, d.refit, d.priority, d.touch, d.trace_parent, due.dirty_since
                """
            )
            .ToListAsync(ct);
    }

    /// <summary>Takes on what nobody has of a product's dirty series.</summary>
    public static Task<List<DirtyClaim>> ClaimProductAsync(
        this ForecastingDb db,
        string sku,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var lease = now + Lease;
        return db
            .Database.SqlQuery<DirtyClaim>(
                $"""
                UPDATE forecasting.dirty_series AS d SET claimed_until = {lease}, dirty_since = {now}
                FROM (SELECT sku, location, dirty_since FROM forecasting.dirty_series
                      WHERE sku = {sku} AND (claimed_until IS NULL OR claimed_until < {now})
                      ORDER BY location FOR UPDATE) AS due
                WHERE d.sku = due.sku AND d.location = due.location
                RETURNING d.sku, d.location, d.refit, d.priority, d.touch, d.trace_parent, due.dirty_since
                """
            )
            .ToListAsync(ct);
    }

    /// <summary>
    /// Clears what was not touched since it was claimed; the rest is anybody's again. Locks in order, like the marks.
    /// </summary>
    public static Task<int> ClearAsync(
        this ForecastingDb db,
        IReadOnlyCollection<DirtyClaim> claims,
        CancellationToken ct
    )
    {
        var (skus, locations) = claims.Select(c => c.Key).ToArray().Columns();
        var touches = claims.Select(c => c.Touch).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            WITH seen AS (
                SELECT d.sku, d.location, d.touch = n.touch AS same FROM forecasting.dirty_series AS d
                JOIN unnest({skus}, {locations}, {touches}) AS n (sku, location, touch)
                    ON d.sku = n.sku AND d.location = n.location
                ORDER BY d.sku COLLATE "C", d.location COLLATE "C" FOR UPDATE OF d),
            again AS (
                UPDATE forecasting.dirty_series AS d SET claimed_until = NULL
                FROM seen WHERE d.sku = seen.sku AND d.location = seen.location AND NOT seen.same)
            DELETE FROM forecasting.dirty_series AS d USING seen
            WHERE d.sku = seen.sku AND d.location = seen.location AND seen.same
            """,
            ct
        );
    }
}
