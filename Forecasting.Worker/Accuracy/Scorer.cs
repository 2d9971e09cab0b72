using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>
/// Compares what was forecast with what came, once a day and location: claim, take back what later sales changed, score
/// batch by batch. A scorer that dies in between leaves the rest to the next.
/// </summary>
internal sealed class Scorer(IServiceScopeFactory scopes, LocationClocks clocks, TimeProvider time)
{
    /// <summary>Sales that arrive so many days late still count: their days are scored again.</summary>
    public const int LateDays = 7;

    private const int BatchSize = 2_000;

    /// <summary>Scores every location whose day has turned since it was last scored.</summary>
    /// <returns>How many forecasts were looked at.</returns>
    public async Task<int> ScoreDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var zones = await db.Locations.AsNoTracking().ToDictionaryAsync(l => l.Code, l => l.TimeZone, ct);
        var (settled, scored) = (0, new List<(string Location, DateOnly Day)>());
        foreach (var scoring in await db.Scorings.AsNoTracking().OrderBy(s => s.Location).ToListAsync(ct))
        {
            var today = LocationClock.DayOf(zones.GetValueOrDefault(scoring.Location), time.GetUtcNow());
            if (scoring.Day >= today || !await Scorings.ClaimAsync(db, scoring.Location, today, time, ct))
                continue;
            settled += await ScoreAsync(db, scoring.Location, today, ct);
            scored.Add((scoring.Location, today));
        }
        if (scored.Count > 0)
            await scope.ServiceProvider.GetRequiredService<AccuracyReader>().KeepAsync(ct);
        foreach (var (location, day) in scored)
            await Scorings.EndAsync(db, location, day, ct);
        return settled;
    }

    private async Task<int> ScoreAsync(ForecastingDb db, string location, DateOnly today, CancellationToken ct)
    {
        await TakeBackAsync(db, location, today, ct);

        // A day on which nobody there sold anything is only known to be quiet, and not silent, once sales have come
        // after it.
        var last = await db
            .LocationDays.Where(d => d.Location == location)
            .Select(d => d.Last)
            .SingleOrDefaultAsync(ct);
        var silences = (await clocks.ReadAsync(db, [location], ct))[location].Silences;
        var settled = 0;
        while (true)
        {
            var due = await db
                .ForecastLog.AsNoTracking()
                .Where(f => f.Location == location && !f.Settled && f.Due < today && f.Due <= last)
                .OrderBy(f => f.Due)
                .ThenBy(f => f.Sku)
                .Take(BatchSize)
                .ToListAsync(ct);
            if (due.Count == 0)
                break;
            await SettleAsync(db, location, due, silences, ct);
            settled += due.Count;
            await Scorings.HoldAsync(db, location, time, ct);
        }
        return settled;
    }

    /// <summary>Scored forecasts whose days have other sales by now wait to be scored again.</summary>
    private static Task<int> TakeBackAsync(ForecastingDb db, string location, DateOnly today, CancellationToken ct)
    {
        var oldest = today.AddDays(-LateDays);
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE forecasting.forecast_log AS l SET settled = false
            FROM forecasting.forecast_log AS f
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(greatest(net, 0)), 0) AS units
                FROM (SELECT sum(sold - returned) AS net FROM forecasting.demand AS d
                      WHERE d.sku = f.sku AND d.location = f.location AND d.day > f.as_of AND d.day <= f.due
                      GROUP BY d.day) AS days) AS came
            WHERE f.location = {location} AND f.settled AND f.due >= {oldest} AND f.due < {today}
              AND came.units <> coalesce(f.actual, 0)
              AND l.sku = f.sku AND l.location = f.location AND l.as_of = f.as_of AND l.span = f.span
            """,
            ct
        );
    }

    private async Task SettleAsync(
        ForecastingDb db,
        string location,
        List<LoggedForecast> due,
        DayRange[] silences,
        CancellationToken ct
    )
    {
        var skus = due.Select(f => f.Sku).Distinct().ToArray();
        var sold = await ReadSoldAsync(db, location, skus, due.Min(f => f.AsOf), due.Max(f => f.Due), ct);
        var stockOuts = await StockOutLog.ReadAsync(db, skus, ct);
        var marks = await SeriesMarks.ReadAsync(db, skus, ct);
        var actuals = due.ConvertAll(f =>
        {
            var key = SeriesKey.Of(f.Sku, location);
            return Actual(
                f,
                sold,
                silences,
                stockOuts.GetValueOrDefault(key) ?? [],
                marks.GetValueOrDefault(key)?.Unknown ?? []
            );
        });

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await WriteAsync(db, location, due, actuals, ct);
        await TrackAsync(db, location, due, actuals, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Units that came in the forecast's days; null when the demand of one of them is unknown.</summary>
    private static decimal? Actual(
        LoggedForecast forecast,
        Dictionary<(string Sku, DateOnly Day), decimal> sold,
        DayRange[] silences,
        DayRange[] withoutStock,
        DayRange[] leftOut
    )
    {
        var sum = 0m;
        for (var day = forecast.AsOf.AddDays(1); day <= forecast.Due; day = day.AddDays(1))
        {
            var units = sold.GetValueOrDefault((forecast.Sku, day));
            if (
                Array.Exists(leftOut, s => s.Contains(day))
                || units == 0
                    && (
                        Array.Exists(silences, s => s.Contains(day)) || Array.Exists(withoutStock, s => s.Contains(day))
                    )
            )
                return null;
            sum += units;
        }
        return sum;
    }

    /// <summary>Net units of days with a sale, never below zero, as the history of a forecast takes them.</summary>
    private static async Task<Dictionary<(string Sku, DateOnly Day), decimal>> ReadSoldAsync(
        ForecastingDb db,
        string location,
        string[] skus,
        DateOnly after,
        DateOnly until,
        CancellationToken ct
    )
    {
        var rows = await db
            .Database.SqlQuery<SoldDay>(
                $"""
                SELECT d.sku, d.day, sum(d.sold - d.returned) AS units FROM unnest({skus}) AS k (sku)
                JOIN forecasting.demand AS d ON d.sku = k.sku AND d.location = {location} AND d.day > {after}
                    AND d.day <= {until}
                GROUP BY d.sku, d.day HAVING sum(d.sold - d.returned) > 0
                """
            )
            .ToListAsync(ct);
        return rows.ToDictionary(r => (r.Sku, r.Day), r => r.Units);
    }

    private static Task<int> WriteAsync(
        ForecastingDb db,
        string location,
        List<LoggedForecast> due,
        List<decimal?> actuals,
        CancellationToken ct
    )
    {
        var scores = due.Zip(actuals, (f, actual) => actual is { } units ? ForecastScore.Of(f, (double)units) : null)
            .ToList();
        var (skus, asOf) = (due.Select(f => f.Sku).ToArray(), due.Select(f => f.AsOf).ToArray());
        var (spans, actual) = (due.Select(f => f.Span.ToString()).ToArray(), actuals.ToArray());
        var (errors, losses) = (
            scores.Select(s => s?.SquaredError).ToArray(),
            scores.Select(s => s?.Pinball).ToArray()
        );
        var (naiveErrors, naiveLosses) = (
            scores.Select(s => s?.NaiveSquaredError).ToArray(),
            scores.Select(s => s?.NaivePinball).ToArray()
        );
        var (inside80, inside95) = (
            scores.Select(s => s?.Inside80).ToArray(),
            scores.Select(s => s?.Inside95).ToArray()
        );
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE forecasting.forecast_log AS l SET
                settled = true, actual = n.actual, squared_error = n.error, pinball = n.loss,
                naive_squared_error = n.naive_error,
                naive_pinball = n.naive_loss, inside80 = n.inside80, inside95 = n.inside95
            FROM unnest({skus}, {asOf}, {spans}, {actual}, {errors}, {losses}, {naiveErrors}, {naiveLosses},
                {inside80}, {inside95})
                AS n (sku, as_of, span, actual, error, loss, naive_error, naive_loss, inside80, inside95)
            WHERE l.sku = n.sku AND l.location = {location} AND l.as_of = n.as_of AND l.span = n.span
            """,
            ct
        );
    }

    /// <summary>
    /// Takes the day-ahead errors into the series' signals, each day once, and asks for refits where they drift.
    /// </summary>
    private async Task TrackAsync(
        ForecastingDb db,
        string location,
        List<LoggedForecast> due,
        List<decimal?> actuals,
        CancellationToken ct
    )
    {
        var days = due.Zip(actuals, (Forecast, Actual) => (Forecast, Actual))
            .Where(d => d.Forecast.Span == ForecastSpan.DayAhead && d.Actual is not null)
            .ToLookup(d => d.Forecast.Sku);
        var skus = days.Select(d => d.Key).Order(StringComparer.Ordinal).ToArray();
        if (skus.Length == 0)
            return;
        var before = await db
            .TrackingSignals.AsNoTracking()
            .Where(s => s.Location == location && skus.Contains(s.Sku))
            .ToDictionaryAsync(s => s.Sku, ct);
        var (signals, drifting) = (new List<TrackingSignal>(skus.Length), new List<SeriesKey>());
        foreach (var sku in skus)
        {
            var signal = before.GetValueOrDefault(sku) ?? new() { Sku = sku, Location = location };
            var (known, drifted) = (signal.Day, signal.DriftedOn);
            foreach (var (forecast, actual) in days[sku].Where(d => d.Forecast.Due > known))
                signal = signal.Next(forecast.Due, (double)actual!.Value, forecast.Expected);
            signals.Add(signal);
            if (signal.DriftedOn != drifted)
                drifting.Add(SeriesKey.Of(sku, location));
        }
        await db.UpsertAsync(signals, ct);
        if (drifting.Count > 0)
            await db.RequestAsync(drifting, RefitReason.Drift, time, ct);
    }

    private sealed record SoldDay(string Sku, DateOnly Day, decimal Units);
}
