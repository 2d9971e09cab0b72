using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.GlobalModels;
using SmartInventory.Forecasting.Refits;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.Forecasting.Training;

/// <summary>
/// Trains the model over all series of all locations and keeps it under a new version. One worker at a time may call
/// it.
/// </summary>
internal sealed partial class GlobalTraining(
    NpgsqlDataSource source,
    SeriesReader reader,
    RefitThreads threads,
    TimeProvider time,
    ILogger<GlobalTraining> log
)
{
    /// <summary>The longest step that is learned.</summary>
    private const int Horizon = 56;

    /// <summary>What weeks are learned from, and the year before it that it is compared with.</summary>
    private const int Days = 1_830;
    private const int Most = 3_000;
    private const int Portion = 300;
    private const int Kept = 3;

    /// <summary>Whether a model of that day is there already.</summary>
    public static Task<bool> HasAsync(ForecastingDb db, DateOnly asOf, CancellationToken ct) =>
        db.Models.AnyAsync(m => m.Kind == GlobalModelStore.Kind && m.AsOf >= asOf, ct);

    /// <param name="asOf">The newest day of any location.</param>
    /// <param name="locations">Those to learn from.</param>
    /// <returns>Whether it is the first model; false too when there are too few series to learn from.</returns>
    public async Task<bool> TrainAsync(ForecastingDb db, DateOnly asOf, string[] locations, CancellationToken ct)
    {
        using var activity = TelemetryExtensions.Source.StartActivity("train global model");
        var started = time.GetTimestamp();
        var series = await ReadAsync(db, asOf.AddDays(-Days), locations, ct);
        if (series.Count < GlobalModel.FewestSeries)
            return false;
        using var bytes = new MemoryStream();
        await threads.ForAsync(
            1,
            (_, _) => DayAndWeekModels.Train(series, Horizon, YearAhead.DrawnWeeks).Save(bytes),
            ct
        );

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var first = !await db.Models.AnyAsync(m => m.Kind == GlobalModelStore.Kind, ct);
        var model = new StoredModel
        {
            Kind = GlobalModelStore.Kind,
            TrainedAt = time.GetUtcNow(),
            AsOf = asOf,
            Series = series.Count,
            Bytes = bytes.ToArray(),
        };
        db.Models.Add(model);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        var kept = await db
            .Models.Where(m => m.Kind == GlobalModelStore.Kind)
            .OrderByDescending(m => m.Version)
            .Take(Kept)
            .Select(m => m.Version)
            .ToListAsync(ct);
        // Those of a kind of which no more are made go with the old ones.
        await db.Models.Where(m => !kept.Contains(m.Version)).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        LogTrained(
            log,
            model.Version,
            series.Count,
            model.Bytes.Length >> 10,
            time.GetElapsedTime(started).TotalMilliseconds
        );
        return first;
    }

    /// <summary>Every nth series, so that time and memory do not grow with their number.</summary>
    private async Task<List<GlobalSeries>> ReadAsync(
        ForecastingDb db,
        DateOnly after,
        string[] locations,
        CancellationToken ct
    )
    {
        // One that an import brought may not have a forecast yet.
        var known = await db
            .Forecasts.Select(f => new { f.Sku, f.Location })
            .Union(db.Dirty.Select(d => new { d.Sku, d.Location }))
            .Where(k => locations.Contains(k.Location))
            .ToListAsync(ct);
        var every = Math.Max(1, (known.Count + Most - 1) / Most);
        var keys = known
            .Select(k => SeriesKey.Of(k.Sku, k.Location))
            .OrderBy(k => k.Sku, StringComparer.Ordinal)
            .ThenBy(k => k.Location, StringComparer.Ordinal)
            .Where((_, i) => i % every == 0);
        var (series, work) = (new List<GlobalSeries>(), new ForecastWorkspace());
        foreach (var portion in keys.Chunk(Portion))
        {
            var days = await DemandStore.SeriesAsync(source, [.. portion.Select(k => (k, after))], [], ct);
            var data = await reader.ReadAsync(db, portion, ct) with
            {
                Pasts = portion.ToDictionary(k => k, k => new SeriesPast(null, days.GetValueOrDefault(k) ?? [])),
            };
            foreach (var key in portion)
            {
                SeriesComputation.Prepare(key, data, work);
                if (GlobalInput.Learn(key, data, work.History) is { } one)
                    series.Add(one);
            }
        }
        return series;
    }

    [LoggerMessage(
        LogLevel.Information,
        "Trained global model {Version} on {Series} series: {Kilobytes} KB in {Milliseconds:0} ms"
    )]
    private static partial void LogTrained(
        ILogger logger,
        long version,
        int series,
        int kilobytes,
        double milliseconds
    );
}
