using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Models;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>
/// Trains the pooled regression of a location when its clock moved (a new day, an import), when much was added to its
/// past, or on request, and marks all its series, whose forecasts now begin on another day. It waits for an import to
/// end: training in its middle would be work for nothing.
/// </summary>
public sealed partial class TrainingService(
    IServiceScopeFactory scopes, NpgsqlDataSource source, Pulse pulse, TimeProvider time, ILogger<TrainingService> log)
    : BackgroundService
{
    /// <summary>So many trading days more than the last training saw are worth another.</summary>
    private const int NewDays = 7;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>A shop that never pauses is trained all the same, and so is an import that takes hours.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BulkPatience = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, DateTimeOffset> _dueSince = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TrainDueAsync(stoppingToken);
                await Task.Delay(Tick, time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogRetry(log, e);
                await Task.Delay(TimeSpan.FromSeconds(2), time, stoppingToken);
            }
        }
    }

    private async Task TrainDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var trainings = await db.Trainings.AsNoTracking().ToDictionaryAsync(t => t.Location, ct);
        foreach (var (location, asOf, days) in await LocationClock.HeadsAsync(db, time, ct))
        {
            if (trainings.TryGetValue(location, out var last) && last.AsOf == asOf && days - last.Days <= NewDays)
            {
                _dueSince.Remove(location);
                continue;
            }
            _dueSince.TryAdd(location, time.GetUtcNow());
            var waited = time.GetUtcNow() - _dueSince[location];
            if (!pulse.IsQuiet(location, Quiet) && waited < (pulse.InBulk ? BulkPatience : Patience))
                continue;
            var clocks = await LocationClock.ReadAsync(db, [location], time, ct);
            await TrainAsync(db, location, clocks[location], ct);
            _dueSince.Remove(location);
        }
    }

    private async Task TrainAsync(ForecastingDb db, string location, LocationClock clock, CancellationToken ct)
    {
        using var activity = TelemetryExtensions.Source.StartActivity("train calendar");
        activity?.SetTag("location", location);
        using var bulk = pulse.Training();
        var started = time.GetTimestamp();
        var series = await ReadAsync(location, ct);
        // A day that still runs has only seen a part of its sales.
        var cutOff = clock.AsOf.DayNumber - (clock.InProgress ? 1 : 0);
        var ladder = CalendarRegression.TrainLadder(series, cutOff, clock.Silences, ct);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.CalendarFactors.Where(f => f.Location == location).ExecuteDeleteAsync(ct);
        db.CalendarFactors.AddRange(ladder.Profiles.Select(p => new CalendarFactors
        {
            Location = location,
            CutOff = DateOnly.FromDayNumber(p.CutOff),
            FirstDay = DateOnly.FromDayNumber(p.FirstDay),
            Factors = p.Factors,
        }));
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO forecasting.trainings (location, as_of, days, trained_at) VALUES ({location}, {clock.AsOf}, {clock.Days}, {now})
             ON CONFLICT (location) DO UPDATE SET as_of = excluded.as_of, days = excluded.days, trained_at = excluded.trained_at
             """, ct);
        var marked = await db.MarkKnownAsync(null, location, refit: true, routine: true, time, ct);
        await transaction.CommitAsync(ct);
        LogTrained(log, location, series.Count, clock.AsOf, time.GetElapsedTime(started).TotalMilliseconds, marked);
        pulse.Wake();
    }

    private async Task<List<CalendarRegression.SparseSeries>> ReadAsync(string location, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            SELECT sku, day, sum(sold - returned)::real FROM forecasting.demand WHERE location = $1
            GROUP BY sku, day HAVING sum(sold - returned) > 0 ORDER BY sku, day
            """);
        command.Parameters.Add(new() { Value = location });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var all = new List<CalendarRegression.SparseSeries>();
        var (days, demand, current) = (new List<int>(), new List<float>(), (string?)null);
        while (await reader.ReadAsync(ct))
        {
            var sku = reader.GetString(0);
            if (sku != current)
            {
                Flush();
                current = sku;
            }
            days.Add(reader.GetFieldValue<DateOnly>(1).DayNumber);
            demand.Add(reader.GetFloat(2));
        }
        Flush();
        return all;

        void Flush()
        {
            if (days.Count > 0)
                all.Add(new([.. days], [.. demand]));
            days.Clear();
            demand.Clear();
        }
    }

    [LoggerMessage(LogLevel.Information, "Trained the calendar of {Location} on {Series} series up to {AsOf} in {Milliseconds:0} ms; {Marked} series to refresh")]
    private static partial void LogTrained(ILogger logger, string location, int series, DateOnly asOf, double milliseconds, int marked);

    [LoggerMessage(LogLevel.Warning, "Training failed and will be tried again")]
    private static partial void LogRetry(ILogger logger, Exception exception);
}
