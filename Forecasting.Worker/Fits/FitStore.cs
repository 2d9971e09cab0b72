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
        var (skus, locations) = Array.ConvertAll(series, s => s.Key).Columns();
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
        return late.ConvertAll(s => SeriesKey.Of(s.Sku, s.Location));
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
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The mark is the lock of a series: sales take it before they ask how far its fit reaches.
        await db.MarkAsync(fits.Select(f => f.Key), Need.Forecast, Lane.Routine, time, ct);
        if (batch is { } of)
        {
            var asked = await db.LockAsync(of, ct);
            fits = Array.FindAll(fits, f => asked.Contains(f.Key));
        }
        var stored = await InsertAsync(db, fits, time, ct);
        if (batch is { } ended)
            await db.EndAsync(ended, stored, ct);
        await transaction.CommitAsync(ct);
        return stored;
    }

    private static async Task<HashSet<SeriesKey>> InsertAsync(
        ForecastingDb db,
        NewFit[] fits,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (skus, locations) = Array.ConvertAll(fits, f => f.Key).Columns();
        var asOf = Array.ConvertAll(fits, f => f.AsOf);
        var through = Array.ConvertAll(fits, f => f.Through);
        var protection = Array.ConvertAll(fits, f => f.ProtectionDays);
        var documents = Array.ConvertAll(fits, f => f.Document);
        var histories = Array.ConvertAll(fits, f => f.History);
        var lines = Array.ConvertAll(fits, f => f.Lines);
        var now = time.GetUtcNow();
        var stored = await db
            .Database.SqlQuery<Series>(
                $"""
                INSERT INTO forecasting.series_fits AS f
                    (sku, location, version, fitted_at, as_of, through, protection_days, document, history)
                SELECT sku, location, 1, {now}, as_of, through, protection_days, document::json, history
                FROM unnest({skus}, {locations}, {asOf}, {through}, {protection}, {documents}, {histories}, {lines})
                    AS n (sku, location, as_of, through, protection_days, document, history, lines)
                WHERE lines = (SELECT coalesce(sum(d.lines), 0) FROM forecasting.demand AS d
                               WHERE d.sku = n.sku AND d.location = n.location AND d.day <= n.through)
                ORDER BY sku COLLATE "C", location COLLATE "C"
                ON CONFLICT (sku, location) DO UPDATE SET
                    version = f.version + 1, fitted_at = excluded.fitted_at, as_of = excluded.as_of,
                    through = excluded.through,
                    protection_days = excluded.protection_days, document = excluded.document, history = excluded.history
                RETURNING sku, location
                """
            )
            .ToListAsync(ct);
        return [.. stored.Select(s => SeriesKey.Of(s.Sku, s.Location))];
    }

    private sealed record Series(string Sku, string Location);
}
