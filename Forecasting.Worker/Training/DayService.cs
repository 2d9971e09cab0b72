using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.Forecasting.Training;

/// <summary>
/// Begins the day of a location when its clock moved (a new day, an import), when much was added to its past, or on
/// request: trains the model over all series, once a day for all locations, marks the location's series, whose
/// forecasts now begin on another day, and asks for refits: of a part of them on an ordinary day, of all when most of
/// what they learn from is new. It waits for an import to end: training in its middle would be work for nothing. Of
/// several workers one does this at a time.
/// </summary>
internal sealed partial class DayService(
    IServiceScopeFactory scopes,
    NpgsqlDataSource source,
    LocationClocks clocks,
    GlobalTraining training,
    WakeSignal signal,
    SalesTraffic traffic,
    TimeProvider time,
    ILogger<DayService> log
) : Loop(time, log)
{
    /// <summary>So many trading days more than the last training saw are worth another.</summary>
    private const int NewDays = 7;

    /// <summary>Every series has its turn once in so many days.</summary>
    private const int RefitDays = 7;

    /// <summary>Names the lock of whoever trains: one for all workers on a database.</summary>
    private const long LockKey = 0x496E765F54726169;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>A shop that never pauses is trained all the same, and so is an import that takes hours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BulkPatience = TimeSpan.FromMinutes(10);

    private readonly ILogger _log = log;
    private readonly Dictionary<string, DateTimeOffset> _dueSince = new(StringComparer.Ordinal);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        await OneWorker.RunAsync(source, LockKey, () => TrainDueAsync(ct), ct);
        return Tick;
    }

    private async Task TrainDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var trainings = await db.Trainings.AsNoTracking().ToDictionaryAsync(t => t.Location, ct);
        var heads = await clocks.HeadsAsync(db, ct);
        var due = new List<(string Location, bool Ordinary)>();
        foreach (var (location, asOf, _, days) in heads)
        {
            if (trainings.TryGetValue(location, out var last) && last.AsOf == asOf && days - last.Days <= NewDays)
            {
                _dueSince.Remove(location);
                continue;
            }
            _dueSince.TryAdd(location, Time.GetUtcNow());
            var waited = Time.GetUtcNow() - _dueSince[location];
            if (traffic.IsQuiet(location, Quiet) || waited >= (traffic.InBulk ? BulkPatience : Patience))
                due.Add((location, last?.AsOf is not null && days - last.Days <= NewDays));
        }
        if (due.Count == 0)
            return;

        using var bulk = traffic.Training();
        var isFirst = await TrainAsync(db, heads, due.Exists(d => !d.Ordinary), ct);
        var now = await clocks.ReadAsync(db, [.. due.Select(d => d.Location)], ct);
        foreach (var (location, ordinary) in due)
        {
            await BeginAsync(db, location, now[location], ordinary, ct);
            _dueSince.Remove(location);
        }
        if (isFirst)
            await db.RequestKnownAsync(null, RefitReason.Training, Time, ct);
    }

    /// <summary>
    /// Trains once a day, and when much is new. What keeps it from that does not keep days from beginning.
    /// </summary>
    /// <returns>Whether it was the first training.</returns>
    private async Task<bool> TrainAsync(
        ForecastingDb db,
        List<LocationHead> heads,
        bool muchIsNew,
        CancellationToken ct
    )
    {
        var asOf = heads.Max(h => h.AsOf);
        var locations = heads
            .Where(h => GlobalInput.IsOfItsTime(h.AsOf.DayNumber, asOf.DayNumber))
            .Select(h => h.Location)
            .ToArray();
        try
        {
            return (muchIsNew || !await GlobalTraining.HasAsync(db, asOf, ct))
                && await training.TrainAsync(db, asOf, locations, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogUntrained(_log, e);
            return false;
        }
    }

    private async Task BeginAsync(
        ForecastingDb db,
        string location,
        LocationClock clock,
        bool ordinary,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.BeginDayAsync(location, clock, Time, ct);
        var marked = await db.MarkKnownAsync(null, location, Need.Forecast, Lane.Routine, Time, ct);
        var refits = ordinary
            ? await db.RequestKnownAsync(
                location,
                RefitReason.Schedule,
                Time,
                ct,
                (RefitDays, clock.AsOf.DayNumber % RefitDays)
            )
            : await db.RequestKnownAsync(location, RefitReason.Training, Time, ct);
        await transaction.CommitAsync(ct);
        LogBegun(_log, clock.AsOf, location, marked, refits);
        signal.Wake();
    }

    [LoggerMessage(LogLevel.Information, "Began {AsOf} at {Location}: {Marked} series to refresh, {Refits} to fit")]
    private static partial void LogBegun(ILogger logger, DateOnly asOf, string location, int marked, int refits);

    [LoggerMessage(LogLevel.Error, "Training the global model failed; forecasts go on with the one before")]
    private static partial void LogUntrained(ILogger logger, Exception exception);
}
