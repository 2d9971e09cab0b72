using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Set-based writes of trends, and the classes that compare all products.</summary>
internal static class TrendStore
{
    /// <summary>Marks the trends of products as old, in the transaction of what made them so.</summary>
    public static async Task MarkAsync(
        ForecastingDb db,
        IEnumerable<string> skus,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var sorted = skus.Distinct().Order(StringComparer.Ordinal).ToArray();
        if (sorted.Length == 0)
            return;
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.dirty_trends AS d (sku, dirty_since, touch)
            SELECT sku, {now}, nextval('forecasting.touch') FROM unnest({sorted}) AS n (sku)
            ON CONFLICT (sku) DO UPDATE SET touch = excluded.touch
            """,
            ct
        );
    }

    /// <summary>Takes on products whose trends wait since <paramref name="since"/> or longer.</summary>
    public static Task<List<TrendClaim>> ClaimAsync(
        ForecastingDb db,
        DateTimeOffset since,
        DateTimeOffset now,
        DateTimeOffset until,
        int most,
        CancellationToken ct
    ) =>
        db
            .Database.SqlQuery<TrendClaim>(
                $"""
                WITH due AS MATERIALIZED (
                    SELECT sku FROM forecasting.dirty_trends
                    WHERE (claimed_until IS NULL OR claimed_until < {now}) AND dirty_since <= {since}
                    ORDER BY dirty_since, sku LIMIT {most} FOR UPDATE SKIP LOCKED)
                UPDATE forecasting.dirty_trends AS d SET claimed_until = {until}
                FROM due WHERE d.sku = due.sku RETURNING d.sku, d.touch
                """
            )
            .ToListAsync(ct);

    /// <summary>Clears what was not touched since it was claimed; the rest waits anew.</summary>
    public static Task<int> ClearAsync(
        ForecastingDb db,
        List<TrendClaim> claims,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var skus = claims.ConvertAll(c => c.Sku).ToArray();
        var touches = claims.ConvertAll(c => c.Touch).ToArray();
        var now = time.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
            WITH seen AS (
                SELECT d.sku, d.touch = n.touch AS same FROM forecasting.dirty_trends AS d
                JOIN unnest({skus}, {touches}) AS n (sku, touch) ON d.sku = n.sku
                    ORDER BY d.sku COLLATE "C" FOR UPDATE OF d),
            again AS (
                UPDATE forecasting.dirty_trends AS d SET claimed_until = NULL, dirty_since = {now} FROM seen
                WHERE d.sku = seen.sku AND NOT seen.same)
            DELETE FROM forecasting.dirty_trends AS d USING seen WHERE d.sku = seen.sku AND seen.same
            """,
            ct
        );
    }

    /// <summary>Classifies all products anew and writes those whose class or share changed.</summary>
    public static async Task ClassifyAsync(ForecastingDb db, CancellationToken ct)
    {
        var all = await db
            .Trends.AsNoTracking()
            .OrderBy(t => t.Sku)
            .Select(t => new
            {
                t.Sku,
                t.Revenue365,
                t.UnitsPerDay,
                t.KnownDays,
                t.DaysSinceLastSale,
                t.Class,
                t.Abc,
                t.RevenueShare,
            })
            .ToListAsync(ct);
        var results = Movers.Classify(
            all.ConvertAll(t => new MoverInput((double)t.Revenue365, t.UnitsPerDay, t.KnownDays, t.DaysSinceLastSale))
                .ToArray()
        );
        var changed = all.Zip(results)
            .Where(x =>
                x.First.Class != x.Second.Class
                || x.First.Abc != x.Second.Abc
                || x.First.RevenueShare != x.Second.RevenueShare
            )
            .OrderBy(x => x.First.Sku, StringComparer.Ordinal)
            .ToArray();
        if (changed.Length == 0)
            return;
        var skus = Array.ConvertAll(changed, x => x.First.Sku);
        var classes = Array.ConvertAll(changed, x => x.Second.Class.ToString());
        var abc = Array.ConvertAll(changed, x => x.Second.Abc.ToString());
        var shares = Array.ConvertAll(changed, x => x.Second.RevenueShare);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE forecasting.trends AS t SET class = n.class, abc = n.abc, revenue_share = n.share
            FROM unnest({skus}, {classes}, {abc}, {shares}) AS n (sku, class, abc, share) WHERE t.sku = n.sku
            """,
            ct
        );
    }
}

/// <summary>A trend that this worker has taken on.</summary>
internal sealed record TrendClaim(string Sku, long Touch);
