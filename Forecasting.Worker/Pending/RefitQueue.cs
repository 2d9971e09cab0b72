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
        var sorted = keys.Distinct()
            .OrderBy(k => k.Sku, StringComparer.Ordinal)
            .ThenBy(k => k.Location, StringComparer.Ordinal)
            .ToArray();
        var skus = Array.ConvertAll(sorted, k => k.Sku);
        var locations = Array.ConvertAll(sorted, k => k.Location);
        var now = time.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.refit_requests AS r (sku, location, reason, requested_at, touched_at)
            SELECT sku, location, {(short)reason}, {now}, {now} FROM unnest({skus}, {locations}) AS n (sku, location)
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
        var now = time.GetUtcNow();
        var (parts, number) = share ?? (1, 0);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.refit_requests AS r (sku, location, reason, requested_at, touched_at)
            SELECT sku, location, {(short)reason}, {now}, {now} FROM forecasting.forecasts
            WHERE (CAST({location} AS text) IS NULL OR location = {location})
                AND (hashtext(sku || ' ' || location) & 2147483647) % {parts} = {number}
            ORDER BY sku COLLATE "C", location COLLATE "C"
            ON CONFLICT (sku, location) DO UPDATE SET touched_at = excluded.touched_at, batch = NULL, sent_at = NULL
            """,
            ct
        );
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
