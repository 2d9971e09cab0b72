using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Refits;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.Forecasting.Refresh;

/// <summary>
/// The light lane: brings dirty series up to date by the fit that is kept of them. Claim, read, forecast, write to
/// Postgres with the announcement, write to Redis, clear the mark. A worker that dies anywhere in between leaves the
/// mark, and the work is done again.
/// </summary>
internal sealed class Refresher(
    IServiceScopeFactory scopes,
    NpgsqlDataSource source,
    SeriesReader reader,
    ForecastCache cache,
    Refitter refitter,
    ForecastMetrics metrics,
    TimeProvider time
)
{
    /// <summary>More causes than these in one batch are an import; their traces would only repeat each other.</summary>
    private const int TracedCauses = 20;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentBag<ForecastWorkspace> _workspaces = [];

    /// <summary>
    /// Refreshes up to <paramref name="most"/> series of a lane that were left alone for <paramref name="quiet"/> or
    /// are dirty for <paramref name="patience"/>.
    /// </summary>
    /// <param name="longest">
    /// With more work than can be done: how long those may wait that are far from their reorder point.
    /// </param>
    /// <returns>How many were refreshed; 0 when none was due.</returns>
    public async Task<int> RefreshDueAsync(
        Lane lane,
        TimeSpan quiet,
        TimeSpan patience,
        int most,
        TimeSpan? longest,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var claims = longest is { } wait
            ? await db.ClaimNearestAsync(lane, quiet, patience, wait, most, time, ct)
            : await db.ClaimDueAsync(lane, quiet, patience, most, time, ct);
        if (claims.Count > 0)
            await RefreshAsync(db, claims, ct);
        else if (lane == Lane.Fresh)
            metrics.Lag = TimeSpan.Zero;
        return claims.Count;
    }

    /// <summary>Fits and refreshes all series of a product now.</summary>
    public async Task RefreshProductAsync(string sku, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var locations = await db
            .Forecasts.Where(f => f.Sku == sku)
            .Select(f => f.Location)
            .Union(db.Dirty.Where(d => d.Sku == sku).Select(d => d.Location))
            .ToListAsync(ct);
        if (locations.Count == 0)
            return;
        await refitter.RefitAsync(locations.ConvertAll(l => SeriesKey.Of(sku, l)), ct);
        // The refit marked them. What another worker is at already is waited for.
        var marked = await db.Dirty.Where(d => d.Sku == sku).MaxAsync(d => (long?)d.Touch, ct);
        while (true)
        {
            var claims = await db.ClaimProductAsync(sku, time, ct);
            if (claims.Count > 0)
                await RefreshAsync(db, claims, ct);
            if (!await db.Dirty.AnyAsync(d => d.Sku == sku && d.Touch <= marked, ct))
                return;
            await Task.Delay(Poll, time, ct);
        }
    }

    /// <summary>Writes to Redis what it missed while it was away, by forgetting it there.</summary>
    public async Task PayCacheDebtsAsync(CancellationToken ct)
    {
        if (!cache.IsTried)
            return;
        await using var scope = scopes.CreateAsyncScope();
        await CacheDebts.PayAsync(scope.ServiceProvider.GetRequiredService<ForecastingDb>(), cache, ct);
    }

    private async Task RefreshAsync(ForecastingDb db, List<DirtyClaim> claims, CancellationToken ct)
    {
        claims.Sort(
            (a, b) =>
                string.CompareOrdinal(a.Sku, b.Sku) is var sku and not 0
                    ? sku
                    : string.CompareOrdinal(a.Location, b.Location)
        );
        using var activity = StartActivity(claims);
        var data = await reader.ReadAsync(db, claims.ConvertAll(c => c.Key), ct);
        var kept = await ReadKeptAsync(db, claims, ct);
        // Other terms may ask for another lead time than the kept forecast reaches and was tested for.
        bool IsOld(DirtyClaim claim) =>
            claim.Refit
            || !kept.TryGetValue(claim.Key, out var document)
            || document.ProtectionDays != SeriesComputation.ProtectionDays(claim.Key, data);
        var old = claims.Where(IsOld).Select(c => c.Key).ToHashSet();
        data = data with { Pasts = await SeriesPast.ReadAsync(source, old, ct) };

        var series = Compute(claims, old, kept, data, ct);
        activity?.SetTag("series", claims.Count);
        activity?.SetTag("series.forecast", old.Count);
        var documents = await ForecastStore.StoreAsync(db, series, data, time, ct);
        if (!await cache.WriteAsync(documents))
            await CacheDebts.OweAsync(db, claims.ConvertAll(c => c.Key), ct);
        await db.ClearAsync(claims, ct);
        var now = time.GetUtcNow();
        metrics.Lag = now - claims.Min(c => c.DirtySince);
        foreach (var claim in claims)
            metrics.Refreshed(claim.Priority, now - claim.DirtySince);
    }

    /// <summary>
    /// The refresh continues the trace of the sale that caused it. Of several causes it continues the first, and leaves
    /// a span with a link to itself in the others.
    /// </summary>
    private static Activity? StartActivity(List<DirtyClaim> claims)
    {
        var causes = claims
            .Select(c => c.TraceParent)
            .Distinct()
            .Take(TracedCauses)
            .Select(t => ActivityContext.TryParse(t, null, isRemote: true, out var cause) ? cause : default)
            .Where(c => c != default)
            .ToList();
        var activity = TelemetryExtensions.Source.StartActivity(
            "refresh forecasts",
            ActivityKind.Consumer,
            causes.FirstOrDefault(),
            links: causes.Skip(1).Select(c => new ActivityLink(c))
        );
        foreach (var cause in activity is null ? [] : causes.Skip(1))
        {
            TelemetryExtensions
                .Source.StartActivity(
                    "refresh forecasts (batch)",
                    ActivityKind.Consumer,
                    cause,
                    links: [new ActivityLink(activity!.Context)]
                )
                ?.Dispose();
        }
        return activity;
    }

    private static async Task<Dictionary<SeriesKey, ForecastDocument>> ReadKeptAsync(
        ForecastingDb db,
        List<DirtyClaim> claims,
        CancellationToken ct
    )
    {
        var cheap = claims.Where(c => !c.Refit).ToList();
        if (cheap.Count == 0)
            return [];
        var rows = await StoredForecast.ReadAsync(db, cheap.ConvertAll(c => c.Key), ct);
        return rows.ToDictionary(f => f.Key, f => ForecastDocument.FromJson(f.Value.Document));
    }

    private Refreshed[] Compute(
        List<DirtyClaim> claims,
        HashSet<SeriesKey> old,
        Dictionary<SeriesKey, ForecastDocument> kept,
        SeriesData data,
        CancellationToken ct
    )
    {
        var series = new Refreshed[claims.Count];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = ct,
        };
        Parallel.For(
            0,
            claims.Count,
            options,
            () => _workspaces.TryTake(out var work) ? work : new ForecastWorkspace(),
            (i, _, work) =>
            {
                var key = claims[i].Key;
                if (old.Contains(key))
                {
                    var computed = SeriesComputation.Forecast(key, data, work);
                    series[i] = new(key, computed.Document, true, computed.Wanted, computed.Promotions);
                }
                else
                    series[i] = new(key, kept[key], false, null, []);
                return work;
            },
            _workspaces.Add
        );
        return series;
    }
}
