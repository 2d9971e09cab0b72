using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Fits;

/// <summary>A choice that was just made for a series, on its way to the store.</summary>
/// <param name="Through">The last day in <paramref name="History"/>.</param>
/// <param name="Document">The JSON of a <see cref="FitDocument"/>.</param>
/// <param name="History">Written by <see cref="HistoryCodec"/>.</param>
/// <param name="Lines">Sale and return lines in it.</param>
internal sealed record NewFit(
    SeriesKey Key,
    DateOnly AsOf,
    DateOnly Through,
    int ProtectionDays,
    string Document,
    byte[] History,
    long Lines
);

/// <summary>Set-based writes of fits.</summary>
internal static class FitStore
{
    /// <summary>
    /// Takes their kept history from fits that have seen one of these days: late data makes it wrong. The series must
    /// be locked by their marks, so that a fit that is being stored waits.
    /// </summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="series">Sorted, each with the first day on which something was sold.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The series that have to be fitted again.</returns>
    public static async Task<List<SeriesKey>> ForgetAsync(
        ForecastingDb db,
        (SeriesKey Key, DateOnly First)[] series,
        CancellationToken ct
    )
    {
        var skus = Array.ConvertAll(series, s => s.Key.Sku);
        var locations = Array.ConvertAll(series, s => s.Key.Location);
        var firstDays = Array.ConvertAll(series, s => s.First);
        var late = await db
            .Database.SqlQuery<Series>(
                $"""
                UPDATE forecasting.series_fits AS f SET history = NULL
                FROM unnest({skus}, {locations}, {firstDays}) AS n (sku, location, day)
                WHERE f.sku = n.sku AND f.location = n.location AND n.day <= f.through
                RETURNING f.sku, f.location
                """
            )
            .ToListAsync(ct);
        return late.ConvertAll(s => new SeriesKey(s.Sku, s.Location));
    }

    /// <summary>
    /// Keeps the fits whose demand is still what they were made from and, in a batch, whose requests are still its own;
    /// their requests go, and their series are marked.
    /// </summary>
    public static async Task<HashSet<SeriesKey>> StoreAsync(
        ForecastingDb db,
        NewFit[] fits,
        Guid? batch,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var skus = Array.ConvertAll(fits, f => f.Key.Sku);
        var locations = Array.ConvertAll(fits, f => f.Key.Location);
        var asOf = Array.ConvertAll(fits, f => f.AsOf);
        var through = Array.ConvertAll(fits, f => f.Through);
        var protection = Array.ConvertAll(fits, f => f.ProtectionDays);
        var documents = Array.ConvertAll(fits, f => f.Document);
        var histories = Array.ConvertAll(fits, f => f.History);
        var lines = Array.ConvertAll(fits, f => f.Lines);
        var now = time.GetUtcNow();

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The mark is the lock of a series: sales take it before they ask how far its fit reaches.
        await db.MarkAsync(skus, locations, refit: true, routine: true, time, ct);
        var stored = await db
            .Database.SqlQuery<Series>(
                $"""
                WITH asked AS (
                    SELECT sku, location FROM forecasting.refit_requests WHERE batch = {batch}
                    ORDER BY sku COLLATE "C", location COLLATE "C" FOR UPDATE),
                fit AS (
                    SELECT n.* FROM unnest({skus}, {locations}, {asOf}, {through}, {protection}, {documents},
                        {histories}, {lines})
                        AS n (sku, location, as_of, through, protection_days, document, history, lines)
                    WHERE (CAST({batch} AS uuid) IS NULL
                            OR EXISTS (SELECT FROM asked AS a WHERE a.sku = n.sku AND a.location = n.location))
                        AND lines = (SELECT coalesce(sum(d.lines), 0) FROM forecasting.demand AS d
                                     WHERE d.sku = n.sku AND d.location = n.location AND d.day <= n.through)),
                done AS (
                    DELETE FROM forecasting.refit_requests AS r USING fit
                    WHERE r.sku = fit.sku AND r.location = fit.location AND r.batch = {batch}),
                again AS (
                    UPDATE forecasting.refit_requests AS r SET batch = NULL, sent_at = NULL FROM asked
                    WHERE r.sku = asked.sku AND r.location = asked.location
                        AND NOT EXISTS (SELECT FROM fit WHERE fit.sku = r.sku AND fit.location = r.location))
                INSERT INTO forecasting.series_fits AS f
                    (sku, location, version, fitted_at, as_of, through, protection_days, document, history)
                SELECT sku, location, 1, {now}, as_of, through, protection_days, document::json, history FROM fit
                ORDER BY sku COLLATE "C", location COLLATE "C"
                ON CONFLICT (sku, location) DO UPDATE SET
                    version = f.version + 1, fitted_at = excluded.fitted_at, as_of = excluded.as_of,
                    through = excluded.through,
                    protection_days = excluded.protection_days, document = excluded.document, history = excluded.history
                RETURNING sku, location
                """
            )
            .ToListAsync(ct);
        await transaction.CommitAsync(ct);
        return [.. stored.Select(s => new SeriesKey(s.Sku, s.Location))];
    }

    private sealed record Series(string Sku, string Location);
}
