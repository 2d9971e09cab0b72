using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Pending;

namespace SmartInventory.Forecasting.Refresh;

/// <summary>Taking dirty series on when there are more than can be refreshed.</summary>
internal static class NearestClaims
{
    /// <summary>
    /// As <see cref="DirtyClaims.ClaimDueAsync"/>, but those that wait for <paramref name="longest"/> come first, and
    /// then those nearest to their reorder point.
    /// </summary>
    public static Task<List<DirtyClaim>> ClaimNearestAsync(
        this ForecastingDb db,
        Lane lane,
        TimeSpan quiet,
        TimeSpan patience,
        TimeSpan longest,
        int most,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var (priority, until) = ((short)lane, now + DirtyClaims.Lease);
        var (quietSince, dirtySince, longSince) = (now - quiet, now - patience, now - longest);
        return db
            .Database.SqlQuery<DirtyClaim>(
                $"""
                WITH due AS MATERIALIZED (
                    SELECT n.sku, n.location, n.dirty_since FROM forecasting.dirty_series AS n
                    LEFT JOIN forecasting.suggestions AS s ON s.sku = n.sku AND s.location = n.location
                    WHERE (n.claimed_until IS NULL OR n.claimed_until < {now}) AND n.priority = {priority}
                        AND (n.touched_at <= {quietSince} OR n.dirty_since <= {dirtySince})
                    ORDER BY n.dirty_since <= {longSince} DESC, s.days_to_reorder NULLS FIRST, n.sku, n.location
                    LIMIT {most} FOR UPDATE OF n SKIP LOCKED)
                UPDATE forecasting.dirty_series AS d SET claimed_until = {until}, dirty_since = {now}
                FROM due WHERE d.sku = due.sku AND d.location = due.location
                RETURNING d.sku, d.location, d.refit, d.priority, d.touch, d.trace_parent, due.dirty_since
                """
            )
            .ToListAsync(ct);
    }
}
