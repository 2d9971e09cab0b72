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
        var stored = await RefitAsync(db, requests.ConvertAll(r => SeriesKey.Of(r.Sku, r.Location)), batch, ct);
        foreach (
            var reason in requests.Where(r => stored.Contains(SeriesKey.Of(r.Sku, r.Location))).GroupBy(r => r.Reason)
        )
            metrics.Refitted(reason.Key, reason.Count());
    }

    /// <summary>Lets the requests of a batch be sent again.</summary>
    public async Task GiveBackAsync(Guid batch, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ForecastingDb>().GiveBackAsync(batch, ct);
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
        var sorted = keys.Order().ToArray();
        var data = await reader.ReadAsync(db, sorted, ct);
        var days = await DemandStore.SeriesAsync(source, [.. sorted.Select(k => (k, DateOnly.MinValue))], [], ct);
        data = data with
        {
            Pasts = sorted.ToDictionary(k => k, k => new SeriesPast(null, days.GetValueOrDefault(k) ?? [])),
        };
        var fits = new NewFit[sorted.Length];
        await threads.ForAsync(sorted.Length, (i, work) => fits[i] = Fit(sorted[i], data, work), ct);
        var stored = await FitStore.StoreAsync(db, fits, batch, time, ct);
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

    [LoggerMessage(LogLevel.Debug, "Fitted {Stored} of {Series} series in {Milliseconds:0} ms")]
    private static partial void LogRefitted(ILogger logger, int stored, int series, double milliseconds);
}
