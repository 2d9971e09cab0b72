using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.Forecasting.Refits;

/// <summary>
/// The heavy lane: reads the whole demand of series, chooses how to forecast them, keeps the choice, and marks them for
/// the light lane, which alone writes forecasts.
/// </summary>
internal sealed partial class Refitter(
    IServiceScopeFactory scopes,
    NpgsqlDataSource source,
    SeriesReader reader,
    RefitThreads threads,
    ForecastMetrics metrics,
    WakeSignal signal,
    TimeProvider time,
    ILogger<Refitter> log
)
{
    /// <summary>
    /// The newest days are read from the ledger: sales of the last weeks do not make the kept history wrong.
    /// </summary>
    public const int OpenDays = 28;

    private const int Attempts = 3;

    /// <summary>
    /// Does the requests of a batch that are still waiting for it; those that were answered or taken back are left
    /// alone.
    /// </summary>
    public async Task RefitBatchAsync(Guid batch, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var requests = await db.RefitRequests.AsNoTracking().Where(r => r.Batch == batch).ToListAsync(ct);
        if (requests.Count == 0)
            return;
        var stored = await RefitAsync(db, requests.ConvertAll(r => new SeriesKey(r.Sku, r.Location)), batch, ct);
        foreach (var reason in requests.Where(r => stored.Contains(new(r.Sku, r.Location))).GroupBy(r => r.Reason))
            metrics.Refitted(reason.Key, reason.Count());
    }

    /// <summary>Lets the requests of a batch be sent again.</summary>
    public async Task GiveBackAsync(Guid batch, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        await db
            .RefitRequests.Where(r => r.Batch == batch)
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.Batch, (Guid?)null).SetProperty(r => r.SentAt, (DateTimeOffset?)null),
                ct
            );
    }

    /// <summary>Fits series now, whether or not anybody asked for it before.</summary>
    public async Task RefitAsync(IReadOnlyList<SeriesKey> keys, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var left = keys;
        for (var attempt = 1; left.Count > 0 && attempt <= Attempts; attempt++)
        {
            var stored = await RefitAsync(db, left, null, ct);
            metrics.Refitted(RefitReason.Asked, stored.Count);
            left = [.. left.Where(k => !stored.Contains(k))];
        }
        if (left.Count > 0)
            await db.RequestAsync(left, RefitReason.Asked, time, ct);
    }

    private async Task<HashSet<SeriesKey>> RefitAsync(
        ForecastingDb db,
        IReadOnlyList<SeriesKey> keys,
        Guid? batch,
        CancellationToken ct
    )
    {
        using var activity = TelemetryExtensions.Source.StartActivity("refit series");
        activity?.SetTag("series", keys.Count);
        var started = time.GetTimestamp();
        var sorted = keys.OrderBy(k => k.Sku, StringComparer.Ordinal)
            .ThenBy(k => k.Location, StringComparer.Ordinal)
            .ToArray();
        var data = await reader.ReadAsync(db, sorted, ct);
        var days = await DemandStore.SeriesAsync(source, [.. sorted.Select(k => (k, DateOnly.MinValue))], [], ct);
        data = data with
        {
            Pasts = sorted.ToDictionary(k => k, k => new SeriesPast(null, days.GetValueOrDefault(k) ?? [])),
        };
        var fits = new NewFit[sorted.Length];
        await threads.ForAsync(sorted.Length, (i, work) => fits[i] = Fit(sorted[i], data, work), ct);
        var stored = await StoreAsync(db, fits, batch, ct);
        LogRefitted(log, stored.Count, sorted.Length, time.GetElapsedTime(started).TotalMilliseconds);
        signal.Wake();
        return stored;
    }

    private NewFit Fit(SeriesKey key, SeriesData data, ForecastWorkspace work)
    {
        var started = time.GetTimestamp();
        var fit = SeriesComputation.Fit(key, data, work);
        var asOf = data.Clocks[key.Location].AsOf;
        var through = asOf.AddDays(-OpenDays);
        var known = data.Pasts[key].Days.TakeWhile(d => d.Day <= through).ToArray();
        metrics.RefitTook(time.GetElapsedTime(started));
        return new(
            key,
            asOf,
            through,
            SeriesComputation.ProtectionDays(key, data),
            new FitDocument(fit, data.Model?.Version ?? 0).ToJson(),
            HistoryCodec.Encode(known),
            known.Sum(d => d.Lines)
        );
    }

    /// <summary>
    /// Keeps the fits whose demand is still what they were made from and, in a batch, whose requests are still its own;
    /// their requests go, and their series are marked.
    /// </summary>
    private async Task<HashSet<SeriesKey>> StoreAsync(
        ForecastingDb db,
        NewFit[] fits,
        Guid? batch,
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
            .Database.SqlQuery<Stored>(
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

    private sealed record NewFit(
        SeriesKey Key,
        DateOnly AsOf,
        DateOnly Through,
        int ProtectionDays,
        string Document,
        byte[] History,
        long Lines
    );

    private sealed record Stored(string Sku, string Location);

    [LoggerMessage(LogLevel.Debug, "Fitted {Stored} of {Series} series in {Milliseconds:0} ms")]
    private static partial void LogRefitted(ILogger logger, int stored, int series, double milliseconds);
}
