using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Pending;

/// <summary>
/// Asking for refits, in the transaction of what made them necessary. They are sent to the workers in batches soon
/// after.
/// </summary>
internal static class RefitQueue
{
    /// <summary>
    /// Asks once per series, however often it is called; one that is being fitted at this moment is fitted again.
    /// </summary>
    /// <returns>How many requests are new or were taken back from a batch.</returns>
    public static Task<int> RequestAsync(
        this ForecastingDb db,
        IEnumerable<SeriesKey> keys,
        RefitReason reason,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (skus, locations) = keys.Distinct().Order().ToArray().Columns();
        var (now, word) = (time.GetUtcNow(), reason.ToString());
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.refit_requests AS r (sku, location, reason, requested_at, touched_at)
            SELECT sku, location, {word}, {now}, {now} FROM unnest({skus}, {locations}) AS n (sku, location)
            ON CONFLICT (sku, location) DO UPDATE SET touched_at = excluded.touched_at, batch = NULL, sent_at = NULL
            """,
            ct
        );
    }

    /// <summary>Asks for every series that has a forecast, or only for those of a location.</summary>
    /// <param name="share">Only series whose turn it is: of this many parts, the one with this number.</param>
    /// <returns>How many series.</returns>
    public static Task<int> RequestKnownAsync(
        this ForecastingDb db,
        string? location,
        RefitReason reason,
        TimeProvider time,
        CancellationToken ct,
        (int Parts, int Number)? share = null
    )
    {
        var (now, word) = (time.GetUtcNow(), reason.ToString());
        var (parts, number) = share ?? (1, 0);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.refit_requests AS r (sku, location, reason, requested_at, touched_at)
            SELECT sku, location, {word}, {now}, {now} FROM forecasting.forecasts
            WHERE (CAST({location} AS text) IS NULL OR location = {location})
                AND (hashtext(sku || ' ' || location) & 2147483647) % {parts} = {number}
            ORDER BY sku COLLATE "C", location COLLATE "C"
            ON CONFLICT (sku, location) DO UPDATE SET touched_at = excluded.touched_at, batch = NULL, sent_at = NULL
            """,
            ct
        );
    }

    /// <summary>
    /// Takes requests that are due into batches: those that were asked for and left alone for a while, and those that
    /// were sent long ago and never answered.
    /// </summary>
    /// <param name="db">In a transaction, which also sends the batches.</param>
    /// <param name="quietSince">New series and late data are not touched since; the other reasons need no
    /// waiting.</param>
    /// <param name="askedSince">Asked so long ago, a request is taken though it is touched again and again.</param>
    /// <param name="overdue">Sent before this moment, a request counts as lost.</param>
    /// <param name="except">Locations that have to wait.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="size">Series per batch.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The batches, and how many requests they hold.</returns>
    public static async Task<(List<Guid> Batches, int Requests)> TakeDueAsync(
        this ForecastingDb db,
        DateTimeOffset quietSince,
        DateTimeOffset askedSince,
        DateTimeOffset overdue,
        string[] except,
        int most,
        int size,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (isNew, late) = (nameof(RefitReason.New), nameof(RefitReason.LateData));
        var due = await db
            .RefitRequests.FromSql(
                $"""
                SELECT r.* FROM forecasting.refit_requests AS r
                WHERE (r.sent_at < {overdue}
                    OR (r.batch IS NULL AND (r.touched_at <= {quietSince} OR r.requested_at <= {askedSince}
                        OR r.reason NOT IN ({isNew}, {late}))))
                    AND r.location <> ALL ({except})
                ORDER BY r.sku, r.location LIMIT {most} FOR UPDATE OF r SKIP LOCKED
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        if (due.Count == 0)
            return ([], 0);
        var now = time.GetUtcNow();
        var batches = due.Chunk(size).Select(chunk => (Id: Guid.CreateVersion7(now), chunk.Length)).ToList();
        var (skus, locations) = due.ConvertAll(r => SeriesKey.Of(r.Sku, r.Location)).Columns();
        var ids = batches.SelectMany(b => Enumerable.Repeat(b.Id, b.Length)).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE forecasting.refit_requests AS r SET batch = n.batch, sent_at = {now}
            FROM unnest({skus}, {locations}, {ids}) AS n (sku, location, batch)
            WHERE r.sku = n.sku AND r.location = n.location
            """,
            ct
        );
        return (batches.ConvertAll(b => b.Id), due.Count);
    }

    /// <summary>The requests that a batch still has, locked until the transaction ends.</summary>
    public static async Task<HashSet<SeriesKey>> LockAsync(this ForecastingDb db, Guid batch, CancellationToken ct)
    {
        var rows = await db
            .RefitRequests.FromSql(
                $"""
                SELECT * FROM forecasting.refit_requests WHERE batch = {batch}
                ORDER BY sku COLLATE "C", location COLLATE "C" FOR UPDATE
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        return [.. rows.Select(r => SeriesKey.Of(r.Sku, r.Location))];
    }

    /// <summary>Drops the requests of a batch that were answered, and lets the others be sent again.</summary>
    public static async Task EndAsync(
        this ForecastingDb db,
        Guid batch,
        IEnumerable<SeriesKey> answered,
        CancellationToken ct
    )
    {
        var (skus, locations) = answered.Order().ToArray().Columns();
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM forecasting.refit_requests AS r USING unnest({skus}, {locations}) AS n (sku, location)
            WHERE r.sku = n.sku AND r.location = n.location AND r.batch = {batch}
            """,
            ct
        );
        await db.GiveBackAsync(batch, ct);
    }

    /// <summary>Lets the requests of a batch be sent again.</summary>
    public static Task<int> GiveBackAsync(this ForecastingDb db, Guid batch, CancellationToken ct) =>
        db
            .RefitRequests.Where(r => r.Batch == batch)
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Batch, (Guid?)null).SetProperty(r => r.SentAt, (DateTimeOffset?)null),
                ct
            );
}
