using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Accuracy;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Forecasts meet what came, day by day. The location is unknown here, so its days are those of UTC.</summary>
public sealed class AccuracyFlowTests : IAsyncLifetime
{
    private const string Path = "/api/v1/forecasts/accuracy";
    private static readonly DateOnly Today = WorkerHost.Today;

    private readonly WorkerHost _worker = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _worker.InitializeAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private Task<List<LoggedForecast>> Log(string sku) =>
        _worker.Db(db =>
            db.ForecastLog.AsNoTracking()
                .Where(f => f.Sku == sku)
                .OrderBy(f => f.AsOf)
                .ThenBy(f => f.Span)
                .ToListAsync(Ct)
        );

    /// <summary>The clock goes on by days, and every location's log is scored up to there.</summary>
    private async Task Advance(int days)
    {
        _worker.Ahead += TimeSpan.FromDays(days);
        var day = Today.AddDays(_worker.Ahead.Days);
        await WorkerHost.Until(() =>
            _worker.Db(db => db.Scorings.AllAsync(s => s.Day >= day && s.ClaimedUntil == null, Ct))
        );
    }

    private async Task<LoggedForecast> Logged(string sku, DateOnly asOf, ForecastSpan span = ForecastSpan.DayAhead)
    {
        LoggedForecast? row = null;
        await WorkerHost.Until(async () =>
            (row = (await Log(sku)).Find(f => f.AsOf == asOf && f.Span == span)) is not null
        );
        return row!;
    }

    /// <summary>Sells, and waits until that day is known: nobody scores a day before.</summary>
    private async Task Sell(string sku, DateOnly day, decimal quantity)
    {
        await _worker.Publish(new SalesRecorded([WorkerHost.Line(sku, day, quantity)]));
        await WorkerHost.Until(() => _worker.Db(db => db.Demand.AnyAsync(d => d.Sku == sku && d.Day == day, Ct)));
    }

    [Fact]
    public async Task The_last_forecast_of_a_day_is_scored_by_what_the_next_one_brings()
    {
        var none = (await _worker.Get<ForecastAccuracy>(Path))!;
        Assert.Equal((28, null, 0L), (none.Days, none.From, none.DayAhead.Forecasts));
        Assert.Empty(none.Models);

        await _worker.Publish(WorkerHost.History("DAY", 120));
        await _worker.Publish(WorkerHost.History("PAST", 120, "OLD", new(2011, 12, 9)));
        await Logged("DAY", Today);
        await Sell("DAY", Today, 40);
        var forecast = (
            await _worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/DAY?horizon=30",
                f => f[0].AsOf == Today && f[0].Candidates.Count > 0 && f[0].Cumulative[13].Mean > 80
            )
        )[0];
        await _worker.Settled(241);
        await WorkerHost.Until(async () => (await Logged("DAY", Today)).ForecastVersion >= forecast.Version);
        forecast = (await _worker.Get<List<ForecastResponse>>("/api/v1/forecasts/DAY?horizon=30"))![0];

        var log = await Log("DAY");
        Assert.Equal([(ForecastSpan.DayAhead, 1), (ForecastSpan.LeadTime, 14)], log.ConvertAll(f => (f.Span, f.Days)));
        Assert.All(
            log,
            f =>
                Assert.Equal(
                    (forecast.Model, forecast.Fit?.Version, false, null),
                    (f.Model, f.FitVersion, f.Settled, f.Actual)
                )
        );
        Assert.Equal(
            (true, null),
            (forecast.Fit!.FittedAt > DateTimeOffset.UtcNow.AddMinutes(-5), forecast.Fit.GlobalModel)
        );
        Assert.Equal((float)forecast.Days[0].Mean, log[0].Expected);
        Assert.Equal(forecast.Cumulative[13].Mean, log[1].Expected, 1e-3);
        Assert.Equal(
            forecast
                .Levels.Zip(forecast.Cumulative[13].Quantiles)
                .Where(l => ForecastScore.Levels.Contains(l.First))
                .Select(l => (float)l.Second),
            log[1].Quantiles
        );

        await Advance(1);
        await Sell("DAY", Today.AddDays(1), 6);
        await Logged("DAY", Today.AddDays(1));
        Assert.Equal(0, (await _worker.Get<ForecastAccuracy>(Path))!.DayAhead.Forecasts);
        await Advance(1);

        var accuracy = (await _worker.Get<ForecastAccuracy>(Path))!;
        Assert.Equal((Today.AddDays(1), Today.AddDays(1)), (accuracy.From, accuracy.To));
        var (scores, mean, row) = (accuracy.DayAhead, forecast.Days[0].Mean, (await Log("DAY"))[0]);
        Assert.Equal((1, 1L, true, 6m), (scores.Series, scores.Forecasts, row.Settled, row.Actual));
        Assert.Equal(Math.Sqrt(Math.Pow(6 - mean, 2) / row.SquaredScale), scores.Rmsse!.Value, 1e-3);
        Assert.Equal(mean / 6 - 1, scores.Bias!.Value, 1e-3);
        Assert.Equal(row.Pinball!.Value, scores.ScaledPinball!.Value, 1e-3);
        Assert.Equal(1 - row.Pinball!.Value / row.NaivePinball!.Value, scores.BetterThanNaive!.Value, 1e-3);
        Assert.Equal(0, accuracy.LeadTime.Forecasts);
        Assert.Equal((forecast.Model, scores), (Assert.Single(accuracy.Models).Model, accuracy.Models[0].DayAhead));
        var weeks = (await _worker.Get<AccuracyByWeek>(Path + "/weeks?location=ldn"))!;
        var due = Today.AddDays(1);
        Assert.Equal(
            [(due.AddDays(-((int)due.DayOfWeek + 6) % 7), scores, 0L)],
            weeks.Weeks.Select(w => (w.Monday, w.DayAhead, w.LeadTime.Forecasts))
        );
        Assert.Empty((await _worker.Get<AccuracyByWeek>(Path + "/weeks?location=OLD"))!.Weeks);
        // What was imported of 2011 was known when it was forecast.
        Assert.Empty(await Log("PAST"));

        // A sale that arrives late counts all the same.
        await Sell("DAY", Today.AddDays(1), 3);
        await Sell("DAY", Today.AddDays(2), 5);
        await _worker.Settled(244);
        await Advance(1);
        Assert.Equal(9, (await Log("DAY"))[0].Actual);
        Assert.Equal(2, (await _worker.Get<ForecastAccuracy>(Path + "?sku=day&location=ldn"))!.DayAhead.Forecasts);
        Assert.Equal(0, (await _worker.Get<ForecastAccuracy>(Path + "?location=OLD"))!.DayAhead.Forecasts);
        Assert.Null((await _worker.Get<ForecastAccuracy>(Path))!.Before);
        var last = (await _worker.Get<ForecastAccuracy>(Path + "?days=1"))!;
        Assert.Equal(1, last.DayAhead.Forecasts);
        Assert.Equal(
            (Today.AddDays(1), Today.AddDays(1), null),
            (last.Before!.From, last.Before.To, last.Before.LeadTime)
        );
        Assert.Equal(mean / 9 - 1, last.Before.DayAhead!.Value, 1e-3);
        Assert.Equal(2, (await _worker.Db(db => db.TrackingSignals.SingleAsync(s => s.Sku == "DAY", Ct))).Observations);

        // Ninety days later nothing of it is left.
        await Sell("DAY", Today.AddDays(100), 5);
        await Advance(98);
        Assert.Contains(await Log("DAY"), f => f.Due < Today.AddDays(10));
        var now = _worker.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        foreach (var kept in _worker.Services.GetServices<Retention<ForecastingDb>>())
            await _worker.Db(db => kept.Delete(db, now - kept.Keep, Ct));
        Assert.DoesNotContain(await Log("DAY"), f => f.Due < Today.AddDays(10));
        Assert.Contains(await Log("DAY"), f => f.Due > Today.AddDays(10));
    }

    [Fact]
    public async Task A_lead_time_is_scored_when_its_days_are_over_and_unknown_days_are_not()
    {
        var quick = new SupplierTermState("ACME", 1, 0, 0, 1, true);
        foreach (var sku in (string[])["LEAD", "OUT"])
        {
            await _worker.Publish(
                new ProductChanged([WorkerHost.Product(sku, 1, quick) with { ReviewPeriodDays = 1 }])
            );
            await _worker.Publish(WorkerHost.History(sku, 90));
        }
        await WorkerHost.Until(async () =>
            (await Logged("LEAD", Today, ForecastSpan.LeadTime)).Days == 2
            && (await Logged("OUT", Today, ForecastSpan.LeadTime)).Days == 2
        );
        await _worker.Publish(
            new StockChanged([new("OUT", "LDN", 1, 0, 0, true, new(Today.AddDays(-1), default, TimeSpan.Zero))])
        );
        await WorkerHost.Until(() => _worker.Db(db => db.StockOuts.AnyAsync(s => s.Sku == "OUT", Ct)));

        // Nobody sells anything on the first day: only a sale after it says that it was quiet and not silent.
        await Advance(2);
        Assert.All(await Log("LEAD"), f => Assert.False(f.Settled));
        await Sell("LEAD", Today.AddDays(2), 7);
        await _worker.Settled(181);
        await Advance(1);

        var settled = (await Log("LEAD")).FindAll(f => f.AsOf == Today);
        Assert.Equal(
            [(ForecastSpan.DayAhead, 0m), (ForecastSpan.LeadTime, 7m)],
            settled.ConvertAll(f => (f.Span, f.Actual!.Value))
        );
        Assert.All(
            (await Log("OUT")).FindAll(f => f.Due <= Today.AddDays(2)),
            f => Assert.Equal((true, null, null), (f.Settled, f.Actual, f.Pinball))
        );
        var accuracy = (await _worker.Get<ForecastAccuracy>(Path))!;
        Assert.Equal((1, 1L), (accuracy.LeadTime.Series, accuracy.LeadTime.Forecasts));
        Assert.False(await _worker.Db(db => db.TrackingSignals.AnyAsync(s => s.Sku == "OUT", Ct)));
    }

    [Fact]
    public async Task A_series_that_drifts_is_named_and_asks_for_a_refit()
    {
        await _worker.Publish(WorkerHost.History("DRIFT", 90));
        await Logged("DRIFT", Today);
        await _worker.Db(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO forecasting.tracking_signals (sku, location, day, error, absolute_error, observations)
                VALUES ('DRIFT', 'LDN', {Today}, 3, 4, 40), ('CALM', 'LDN', {Today}, -1, 4, 40),
                    ('YOUNG', 'LDN', {Today}, 3, 4, 5)
                """,
                Ct
            )
        );
        Assert.Equal(
            [("DRIFT", 0.75), ("CALM", -0.25)],
            (await _worker.Get<ForecastAccuracy>(Path))!.Signals.Select(s => (s.Sku, s.Signal))
        );

        await WorkerHost.Until(() =>
            _worker.Db(async db =>
                await db.Fits.AnyAsync(f => f.Sku == "DRIFT", Ct) && !await db.RefitRequests.AnyAsync(Ct)
            )
        );
        var before = await FitVersion();
        await Sell("DRIFT", Today.AddDays(1), 90);
        await Advance(2);

        var signal = (await _worker.Get<ForecastAccuracy>(Path + "?sku=DRIFT"))!.Signals.Single();
        Assert.Equal((0.0, 41, Today.AddDays(1)), (signal.Signal, signal.Observations, signal.DriftedOn));
        await WorkerHost.Until(async () => await FitVersion() > before);

        Task<long> FitVersion() =>
            _worker.Db(db => db.Fits.Where(f => f.Sku == "DRIFT").Select(f => f.Version).SingleAsync(Ct));
    }

    [Fact]
    public async Task Methods_are_counted_and_the_series_that_missed_most_are_named_by_category()
    {
        foreach (var sku in (string[])["MUCH", "LITTLE"])
            await _worker.Publish(new ProductChanged([WorkerHost.Product(sku) with { Category = $"Lamps/{sku}" }]));
        await _worker.Publish(WorkerHost.History("MUCH", 120));
        await _worker.Publish(WorkerHost.History("LITTLE", 6));
        await _worker.Publish(WorkerHost.History("OTHER", 120, "OLD", new(2011, 12, 9)));
        await _worker.Settled(246);
        await WorkerHost.Until(() =>
            _worker.Db(async db => await db.Fits.CountAsync(Ct) == 3 && !await db.RefitRequests.AnyAsync(Ct))
        );

        var methods = (await _worker.Get<ForecastMethods>(Path + "/methods"))!;
        Assert.Equal((3, 0, 3), (methods.Series, methods.Waiting, methods.Methods.Sum(m => m.Series)));
        Assert.Equal(1, methods.Methods.Sum(m => m.Share), 1e-3);
        Assert.True(methods.FirstFittedAt <= methods.LastFittedAt);
        Assert.Equal(
            (1, ("LITTLE", "LDN", "The LITTLE")),
            (methods.NotEnoughData, methods.TooShort.Select(s => (s.Sku, s.Location, s.Name)).Single())
        );
        var below = (await _worker.Get<ForecastMethods>(Path + "/methods?category=lamps&location=LDN"))!;
        Assert.Equal((2, 2, 1), (below.Series, below.Methods.Sum(m => m.Series), below.NotEnoughData));
        var none = (await _worker.Get<ForecastMethods>(Path + "/methods?category=lamp"))!;
        Assert.Equal((0, 0, null), (none.Series, none.Methods.Count, none.LastFittedAt));

        await _worker.Db(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                UPDATE forecasting.forecast_log
                SET due = {Today}, settled = true, expected = 10, actual = CASE sku WHEN 'MUCH' THEN 4 ELSE 13.5 END,
                    pinball = 1, naive_pinball = 2, inside80 = true, inside95 = true
                WHERE span = 'DayAhead'
                """,
                Ct
            )
        );
        var worst = (await _worker.Get<WorstForecasts>(Path + "/worst?category=Lamps"))!;
        Assert.Equal(
            [("MUCH", 6.0, 15m, 7.5m), ("LITTLE", 3.5, 8.75m, 4.38m)],
            worst.Series.Select(s => (s.Sku, s.Error, s.Revenue!.Value, s.Margin!.Value))
        );
        Assert.Equal(
            ("The MUCH", 1L, 10.0, 4.0),
            (worst.Series[0].Name, worst.Series[0].Forecasts, worst.Series[0].Expected, worst.Series[0].Actual)
        );
        Assert.Single((await _worker.Get<WorstForecasts>(Path + "/worst?limit=1"))!.Series);
        Assert.Equal(2, (await _worker.Get<ForecastAccuracy>(Path + "?category=LAMPS"))!.DayAhead.Forecasts);
        Assert.Equal(1, (await _worker.Get<ForecastAccuracy>(Path + "?category=Lamps/Much"))!.DayAhead.Forecasts);
    }

    [Theory]
    [InlineData("/weeks?location=!")]
    [InlineData("/worst?days=91")]
    [InlineData("/worst?limit=0")]
    [InlineData("/methods?location=!")]
    public async Task Bad_questions_about_all_series_are_named(string question) =>
        Assert.Equal(400, (await _worker.Problem(HttpMethod.Get, Path + question)).Status);

    [Fact]
    public async Task Bad_questions_are_named()
    {
        foreach (var query in (string[])["?days=0", "?days=91", "?days=x", "?sku=a%20b", "?location=!"])
            Assert.Equal((400, query), ((await _worker.Problem(HttpMethod.Get, Path + query)).Status, query));
        Assert.Equal(404, (await _worker.Problem(HttpMethod.Get, Path + "?sku=NOBODY")).Status);
    }
}
