using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Forecasting.Trends;

/// <summary>
/// Keeps trends fresh. One looks at all locations of a product, so it waits for a moment and is computed once for all
/// sales of that moment; the classes, which compare all products, wait a little longer.
/// </summary>
internal sealed class TrendService(
    IServiceScopeFactory scopes,
    NpgsqlDataSource source,
    LocationClocks clocks,
    TimeProvider time,
    ILogger<TrendService> log
) : Loop(time, log)
{
    private const int BatchSize = 50;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Comparison = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Segmentation = TimeSpan.FromMinutes(1);

    private bool _changed = true;
    private bool _cellsChanged;
    private long _compared;
    private DateTimeOffset _segmented;

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        var busy = await ComputeDueAsync(ct) == BatchSize;
        if (_changed && (_compared == 0 || Time.GetElapsedTime(_compared) >= Comparison))
            await CompareAsync(ct);
        if (_cellsChanged && Time.GetUtcNow() - _segmented >= Segmentation)
            await SegmentAsync(ct);
        return busy ? TimeSpan.Zero : Tick;
    }

    private async Task<int> ComputeDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var now = Time.GetUtcNow();
        var claims = await TrendStore.ClaimAsync(db, now - Wait, now, now + Lease, BatchSize, ct);
        if (claims.Count == 0)
            return 0;
        var skus = claims.ConvertAll(c => c.Sku).ToArray();
        var keys = await db
            .Forecasts.Where(f => skus.Contains(f.Sku))
            .Select(f => SeriesKey.Of(f.Sku, f.Location))
            .ToListAsync(ct);
        var pasts = await SeriesPast.ReadAsync(source, keys, ct);
        var clock = await clocks.ReadAsync(db, [.. keys.Select(k => k.Location).Distinct()], ct);
        var trends = pasts
            .GroupBy(p => p.Key.Sku)
            .Select(series =>
                TrendBuilder.Build(
                    series.Key,
                    [.. series.Select(s => ((IReadOnlyList<SeriesDay>)s.Value.Days, clock[s.Key.Location].Silences))],
                    series.Max(s => clock[s.Key.Location].AsOf)
                )
            );
        await db.UpsertAsync(
            pasts.Select(p =>
                TurnoverBuilder.Build(
                    p.Key,
                    p.Value.Days,
                    clock[p.Key.Location].Silences,
                    clock[p.Key.Location].AsOf,
                    p.Value.Kept?.Fit
                )
            ),
            ct
        );
        var stockOuts = await StockOutLog.ReadAsync(db, skus, ct);
        var marks = await SeriesMarks.ReadAsync(db, skus, ct);
        await AnomalyStore.RenewAsync(db, skus, pasts, clock, stockOuts, marks, ct);
        // The classes compare all products and are written after the rest.
        await db.UpsertAsync(trends, ct, t => t.Class, t => t.Abc, t => t.RevenueShare);
        await TrendStore.ClearAsync(db, claims, Time, ct);
        _changed = true;
        return claims.Count;
    }

    private async Task CompareAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        await TrendStore.ClassifyAsync(db, ct);
        (_changed, _cellsChanged) = (false, true);
        _compared = Time.GetTimestamp();
    }

    /// <summary>Cells look at all series; what they are for can wait.</summary>
    private async Task SegmentAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await SegmentStore.RenewAsync(scope.ServiceProvider.GetRequiredService<ForecastingDb>(), Time, ct);
        _cellsChanged = false;
        _segmented = Time.GetUtcNow();
    }
}
