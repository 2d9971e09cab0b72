using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Refits;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.Forecasting.Groups;

/// <summary>
/// Adds up the year ahead of all products by category and location, once a day and location: when the day has begun,
/// its forecasts are there and their methods chosen. One thread, in portions; it rests while an import runs or very
/// much is sold. Of several workers one does this at a time.
/// </summary>
internal sealed partial class GroupService(
    IServiceScopeFactory scopes,
    NpgsqlDataSource source,
    LocationClocks clocks,
    SeriesReader reader,
    RefitThreads threads,
    SalesTraffic traffic,
    TimeProvider time,
    ILogger<GroupService> log
) : Loop(time, log)
{
    /// <summary>Names the lock of whoever adds up: one for all workers on a database.</summary>
    private const long LockKey = 0x496E765F47726F75;

    /// <summary>Series between two rests: some tenths of a second.</summary>
    private const int Portion = 50;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    /// <summary>A shop whose forecasts are never all done is added up all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly ILogger _log = log;

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        if (!IsBusy)
            await OneWorker.RunAsync(source, LockKey, () => AddUpDueAsync(ct), ct);
        return Tick;
    }

    private bool IsBusy => traffic.InBulk || traffic.IsHeavy;

    private async Task AddUpDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var running = (await clocks.ReadAsync(db, await GroupStore.LocationsAsync(db, ct), ct))
            .Where(c => c.Value.InProgress)
            .ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        var kept = await db.GroupDays.AsNoTracking().ToDictionaryAsync(d => d.Location, ct);
        if (kept.Keys.Where(location => !running.ContainsKey(location)).ToArray() is { Length: > 0 } gone)
            await GroupStore.ForgetAsync(db, gone, ct);
        var due = await DueAsync(db, running, kept, ct);
        if (due.Count > 0)
            await AddUpAsync(db, due, running, ct);
    }

    /// <summary>The locations to add up, each with when its day began.</summary>
    private async Task<Dictionary<string, DateTimeOffset>> DueAsync(
        ForecastingDb db,
        Dictionary<string, LocationClock> running,
        Dictionary<string, GroupDay> kept,
        CancellationToken ct
    )
    {
        var begun = await db.Trainings.AsNoTracking().ToDictionaryAsync(t => t.Location, ct);
        var due = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        if (begun.Count == 0)
            return due;
        var newest = begun.Values.Max(d => d.TrainedAt);
        foreach (var (location, clock) in running)
        {
            // Where nothing was ever sold no day begins: it goes with those of other locations, from which it is
            // guessed.
            var day = begun.GetValueOrDefault(location);
            if (day is null ? clock.Days > 0 : day.AsOf != clock.AsOf)
                continue;
            var since = day?.TrainedAt ?? newest;
            if (kept.GetValueOrDefault(location) is not { } last || last.AsOf != clock.AsOf || last.BegunAt < since)
                due[location] = since;
        }
        if (due.Count == 0)
            return due;
        var unsettled = await GroupStore.UnsettledAsync(db, ct);
        foreach (var (location, since) in due)
        {
            if (unsettled.Contains(location) && Time.GetUtcNow() - since < Patience)
                due.Remove(location);
        }
        return due;
    }

    private async Task AddUpAsync(
        ForecastingDb db,
        Dictionary<string, DateTimeOffset> due,
        Dictionary<string, LocationClock> clock,
        CancellationToken ct
    )
    {
        var started = Time.GetTimestamp();
        var sums = due.Keys.ToDictionary(location => location, _ => new GroupSums(), StringComparer.Ordinal);
        var series = await GroupStore.SeriesAsync(db, [.. due.Keys], ct);
        foreach (var portion in series.Chunk(Portion))
        {
            while (IsBusy)
                await Task.Delay(Tick, Time, ct);
            var keys = Array.ConvertAll(portion, s => s.Key);
            var data = await reader.ReadAsync(db, keys, ct) with
            {
                Pasts = await SeriesPast.ReadAsync(source, keys, ct),
            };
            // A day that has begun meanwhile is added up as a whole, soon.
            if (data.Clocks.Any(c => c.Value.AsOf != clock[c.Key].AsOf))
                return;
            await threads.ForAsync(1, (_, work) => Add(portion, data, sums, work), ct);
        }
        var now = Time.GetUtcNow();
        await GroupStore.ReplaceAsync(
            db,
            [
                .. due.Select(d => new GroupDay
                {
                    Location = d.Key,
                    AsOf = clock[d.Key].AsOf,
                    BegunAt = d.Value,
                    ComputedAt = now,
                    Series = sums[d.Key].Series,
                }),
            ],
            sums,
            ct
        );
        LogAddedUp(_log, series.Count, due.Count, Time.GetElapsedTime(started).TotalMilliseconds);
    }

    private static void Add(
        (SeriesKey Key, string Category)[] portion,
        SeriesData data,
        Dictionary<string, GroupSums> sums,
        ForecastWorkspace work
    )
    {
        foreach (var (key, category) in portion)
        {
            var (weeks, months) = SeriesComputation.Expected(key, data, work);
            sums[key.Location].Add(category, weeks, months);
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Added up the year ahead of {Series} series at {Locations} locations in {Milliseconds:0} ms"
    )]
    private static partial void LogAddedUp(ILogger logger, int series, int locations, double milliseconds);
}
