using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Refresh;
using StackExchange.Redis;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>What messages do, from the queue to the reads.</summary>
public sealed class FlowTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static readonly DateOnly Today = WorkerHost.Today;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sales_become_history_forecast_trend_and_suggestion()
    {
        await worker.Publish(new LocationChanged([new("LDN", 1, "London", "Europe/London", false)]));
        await worker.Publish(
            new ProductChanged([WorkerHost.Product("ALL", 1, new SupplierTermState("ACME", 5, 30, 12, 1.1m, true))])
        );
        await worker.Publish(WorkerHost.History("ALL", 120));
        await worker.Publish(new StockChanged([new("ALL", "LDN", 7, 20, 0, true)]));

        var forecast = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/all?horizon=14",
                f => f.Count == 1 && f[0].Candidates.Count > 0 && f[0].AsOf >= Today
            )
        )[0];
        Assert.Equal(("ALL", "LDN", ForecastStatus.Ok), (forecast.Sku, forecast.Location, forecast.Status));
        Assert.Equal(Forecaster.Probabilities.ToArray(), forecast.Levels);
        Assert.Equal(14, forecast.Days.Count);
        Assert.Equal(14, forecast.Cumulative.Count);
        Assert.Equal(forecast.AsOf.AddDays(1), forecast.Days[0].Date);
        Assert.InRange(forecast.Cumulative[6].Mean, 30, 38);
        Assert.Equal(["seasonal-naive", "counts", "imapa", "calendar"], forecast.Candidates.Select(c => c.Model));
        Assert.Equal(forecast.Model, Assert.Single(forecast.Candidates, c => c.Chosen).Model);
        Assert.All(forecast.Candidates, c => Assert.Equal((3, 12), (c.Origins, c.HorizonDays)));

        var history = Assert.Single(
            (await worker.Get<List<Contracts.Forecasting.DemandHistory>>("/api/v1/forecasts/ALL/history?days=30"))!
        );
        Assert.Equal(30, history.Days.Count);
        Assert.Equal(new DemandDay(history.AsOf, 0, 0, 0), history.Days[^1] with { Day = history.AsOf });
        Assert.InRange(history.Days[^2].Sold, 4, 8);
        Assert.Equal(history.Days[^2].Sold * 2.5m, history.Days[^2].Revenue);

        var explained = (
            await worker.GetUntil<List<SuggestionExplanation>>(
                "/api/v1/replenishment/ALL",
                s => s.Count == 1 && s[0].StockVersion == 7 && s[0].ForecastVersion >= forecast.Version
            )
        )[0];
        var suggestion = explained.Suggestion;
        Assert.Equal(
            ("The ALL", "ACME", 5, 1.1m, false),
            (suggestion.Name, suggestion.Supplier, suggestion.LeadTimeDays, suggestion.UnitCost, suggestion.Assumed)
        );
        Assert.Equal((20m, 0m, Urgency.Late), (suggestion.OnHand, suggestion.OnOrder, suggestion.Urgency));
        Assert.Equal(0, suggestion.OrderQuantity % 12);
        Assert.True(suggestion.OrderQuantity >= 36);
        Assert.Equal(suggestion.OrderQuantity * 1.1m, suggestion.Cost);
        Assert.Equal(
            "20 on hand + 0 on order",
            Assert.Single(explained.Steps, s => s.What.ToString() == "Stock position").Arithmetic.ToString()
        );
        Assert.Equal(
            (0.95m, 7, 30m, 12m),
            (explained.ServiceLevel, explained.ReviewPeriodDays, explained.Moq, explained.PackMultiple)
        );

        var trend = await worker.GetUntil<TrendResponse>(
            "/api/v1/trends/ALL",
            t => t.Class != MoverClass.Dead && t.RevenueShare > 0
        );
        Assert.Equal("The ALL", trend.Name);
        Assert.InRange(trend.UnitsPerDay, 4, 6);
        Assert.Equal(Today.AddDays(-1), trend.LastSale);
        Assert.InRange(trend.DaysOfCover!.Value, 3, 5);
    }

    [Fact]
    public async Task Demand_that_was_taken_back_was_never_there()
    {
        var history = WorkerHost.History("BACK", 60);
        await worker.Publish(history);
        // The newest line, of yesterday.
        var wrong = history.Lines[0] with
        {
            Id = Guid.CreateVersion7(),
            Quantity = 900,
            Amount = 2_250,
        };
        await worker.Publish(new SalesRecorded([wrong]));
        await worker.Publish(
            new SalesRecorded([wrong with { Id = Guid.CreateVersion7(), Quantity = -900, Amount = -2_250 }])
        );
        await worker.Publish(
            new SalesRecorded([history.Lines[^1] with { Id = Guid.CreateVersion7(), Channel = "end" }])
        );
        await worker.GetUntil<LedgerTotals>("/api/v1/forecasts/totals", t => t.Sources.Any(s => s.Source == "end"));

        var days = (
            await worker.GetUntil<List<Contracts.Forecasting.DemandHistory>>(
                "/api/v1/forecasts/BACK/history?days=10",
                h => h.Count == 1 && h[0].Days[^2].Revenue < 900
            )
        )[0].Days;
        Assert.InRange(days[^2].Sold, 4, 8);
        Assert.Equal(days[^2].Sold * 2.5m, days[^2].Revenue);
    }

    [Fact]
    public async Task The_same_message_again_counts_once()
    {
        var id = Guid.CreateVersion7();
        var sales = new SalesRecorded([
            WorkerHost.Line("ONCE", Today, 3, channel: "once"),
            WorkerHost.Line("ONCE", Today, 2, channel: "once"),
            WorkerHost.Line("ONCE", Today, 1, kind: SaleKind.Return, channel: "once"),
        ]);
        await worker.Publish(sales, id);
        await worker.Publish(sales, id);
        await worker.Publish(sales, id);
        var later = Guid.CreateVersion7();
        await worker.Publish(new SalesRecorded([WorkerHost.Line("ONCE", Today, 10, channel: "once")]), later);
        await worker.Consumed(id, times: 3);
        await worker.Consumed(later);

        var totals = (await worker.Get<LedgerTotals>("/api/v1/forecasts/totals?recount=true"))!;
        Assert.Equal(new SourceTotals("once", 15, 1, 4), Assert.Single(totals.Sources, s => s.Source == "once"));
        Assert.Equal(0, totals.Failed);
        Assert.Equal(0, totals.UnderWay["drift"]);
    }

    [Fact]
    public async Task Older_states_that_come_later_are_ignored()
    {
        await worker.Publish(WorkerHost.History("STATE", 60));
        await worker.Publish(new ProductChanged([WorkerHost.Product("STATE", 5) with { Name = "New" }]));
        await worker.Publish(
            new StockChanged([new("STATE", "LDN", 9, 90, 0, true), new("STATE", "LDN", 8, 80, 0, true)])
        );
        await worker.GetUntil<List<SuggestionExplanation>>(
            "/api/v1/replenishment/STATE",
            s => s.Count == 1 && s[0].StockVersion == 9 && s[0].Suggestion.Name == "New"
        );

        var (stock, product) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await worker.Publish(new StockChanged([new("STATE", "LDN", 4, 40, 0, true)]), stock);
        await worker.Publish(new ProductChanged([WorkerHost.Product("STATE", 4) with { Name = "Old" }]), product);
        await worker.Consumed(stock);
        await worker.Consumed(product);
        // Had they marked the series, it would be refreshed by then.
        await worker.Settled(60);

        var kept = (await worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/STATE"))![0];
        Assert.Equal((9, 90m, "New"), (kept.StockVersion, kept.Suggestion.OnHand, kept.Suggestion.Name));
    }

    [Fact]
    public async Task Days_that_stand_out_are_named_with_the_forecast()
    {
        await worker.Publish(
            new SalesRecorded([
                .. Enumerable
                    .Range(1, 120)
                    .Select(back =>
                        WorkerHost.Line(
                            "MARKED",
                            Today.AddDays(-back),
                            back == 50 ? 400 : 5 + back % 3,
                            price: back is >= 20 and < 23 ? 6 : 10
                        )
                    ),
            ])
        );
        var forecast = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/MARKED",
                f => f.Count == 1 && f[0].Marks.Count > 0
            )
        )[0];
        Assert.Equal(
            [
                (50, DemandMarkKind.Outlier),
                (22, DemandMarkKind.Promotion),
                (21, DemandMarkKind.Promotion),
                (20, DemandMarkKind.Promotion),
            ],
            forecast.Marks.Select(m => (Today.DayNumber - m.Day.DayNumber, m.Kind))
        );
        Assert.InRange(forecast.Marks[0].Expected, 5, 7);
    }

    [Fact]
    public async Task A_sale_of_today_refreshes_its_series()
    {
        await worker.Publish(WorkerHost.History("FRESH", 90));
        await worker.GetUntil<List<ForecastResponse>>(
            "/api/v1/forecasts/FRESH",
            f => f.Count == 1 && f[0].Candidates.Count > 0
        );
        await worker.Settled(90);
        var before = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/FRESH"))![0];
        var announced = await worker.Listen<ForecastChanged>();

        await worker.Publish(new SalesRecorded([WorkerHost.Line("FRESH", Today, 30)]));
        var after = (
            await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/FRESH", f => f[0].Version > before.Version)
        )[0];
        Assert.True(after.Cumulative[^1].Mean > before.Cumulative[^1].Mean);
        await WorkerHost.Until(() =>
        {
            lock (announced)
                return Task.FromResult(
                    announced.SelectMany(a => a.Items).Any(i => i.Sku == "FRESH" && i.Version == after.Version)
                );
        });
        Assert.Equal(
            30,
            (await worker.Get<List<Contracts.Forecasting.DemandHistory>>("/api/v1/forecasts/FRESH/history"))![0]
                .Days[^1]
                .Sold
        );
    }

    [Fact]
    public async Task A_stock_movement_renews_the_suggestion_without_a_refit()
    {
        await worker.Publish(WorkerHost.History("MOVE", 90));
        await worker.GetUntil<List<ForecastResponse>>(
            "/api/v1/forecasts/MOVE",
            f => f.Count == 1 && f[0].Candidates.Count > 0
        );
        // What other sales of this history still cause comes before, and not because of the stock.
        await worker.Settled(90);
        var before = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/MOVE"))![0];
        await worker.Publish(new StockChanged([new("MOVE", "LDN", 1, 5_000, 0, true)]));
        var after = (
            await worker.GetUntil<List<SuggestionExplanation>>(
                "/api/v1/replenishment/MOVE",
                s => s[0].StockVersion == 1
            )
        )[0];
        Assert.Equal(
            (Urgency.None, 0m, null),
            (after.Suggestion.Urgency, after.Suggestion.OrderQuantity, after.Suggestion.OrderBy)
        );
        var forecast = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/MOVE"))![0];
        Assert.Equal(before.ComputedAt, forecast.ComputedAt);
        Assert.True(forecast.Version > before.Version);
    }

    [Fact]
    public async Task One_trace_runs_from_the_message_to_the_write_to_Redis()
    {
        using var source = new ActivitySource("test");
        var seen = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Add,
        };
        ActivitySource.AddActivityListener(listener);

        ActivityTraceId trace;
        using (var request = source.StartActivity("request"))
        {
            trace = request!.TraceId;
            await worker.Publish(new SalesRecorded([WorkerHost.Line("TRACED", Today, 1)]));
        }
        // The write is part of the refresh, which ends after it.
        await WorkerHost.Until(() =>
            Task.FromResult(
                new[] { "redis write", "refresh forecasts" }.All(name =>
                    seen.Any(a => a.TraceId == trace && a.OperationName == name)
                )
            )
        );

        // From the write upwards, parent by parent, to the request.
        var byId = seen.Where(a => a.TraceId == trace).DistinctBy(a => a.SpanId).ToDictionary(a => a.SpanId);
        var span = byId.Values.First(a => a.OperationName == "redis write");
        var path = new List<string>();
        for (; ; span = byId[span.ParentSpanId])
        {
            path.Add(span.OperationName);
            if (!byId.ContainsKey(span.ParentSpanId))
                break;
        }
        Assert.Equal("redis write", path[0]);
        Assert.Equal("refresh forecasts", path[1]);
        Assert.Equal("request", path[^1]);
        Assert.Contains(
            path,
            name =>
                name.Contains("receive", StringComparison.Ordinal) || name.Contains("process", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_flushed_Redis_hides_nothing()
    {
        await worker.Publish(WorkerHost.History("FLUSH", 60));
        await worker.Publish(WorkerHost.History("FLUSH", 60, "PAR"));
        await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/FLUSH", f => f.Count == 2);
        await worker.Settled(120);
        var redis = worker.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        Assert.True(await redis.KeyExistsAsync(ForecastCache.ForecastKey("FLUSH")));

        await redis.KeyDeleteAsync([ForecastCache.ForecastKey("FLUSH"), ForecastCache.SuggestionKey("FLUSH")]);
        // One location is refreshed into the empty Redis: the other must not be missing for that.
        await worker.Publish(new StockChanged([new("FLUSH", "PAR", 1, 5, 0, true)]));
        await worker.GetUntil<List<SuggestionExplanation>>(
            "/api/v1/replenishment/FLUSH",
            s => s.Any(x => x.StockVersion == 1)
        );
        Assert.Equal(
            ["LDN", "PAR"],
            (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/FLUSH"))!.Select(f => f.Location)
        );
        Assert.Equal(
            ["LDN", "PAR"],
            (await worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/FLUSH"))!.Select(s =>
                s.Suggestion.Location
            )
        );
        Assert.Equal(
            ["PAR"],
            (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/FLUSH?location=par"))!.Select(f => f.Location)
        );
    }

    [Fact]
    public async Task An_imported_past_is_forecast_from_its_own_end_and_a_sale_today_keeps_it_alive()
    {
        var end = new DateOnly(2011, 12, 9);
        await worker.Publish(WorkerHost.History("PAST", 200, "OLD", end));
        var past = (await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/PAST", f => f.Count == 1))[0];
        Assert.Equal((end, end.AddDays(1)), (past.AsOf, past.Days[0].Date));
        Assert.Contains(
            "The location's last sale is of 9 Dec 2011: its clock stands there.",
            past.Notes.Select(n => n.ToString())
        );

        // Whatever is missing there, nothing of it is to be ordered today.
        await worker.Publish(new StockChanged([new("PAST", "OLD", 1, 1, 0, true)]));
        var then = (
            await worker.GetUntil<List<SuggestionExplanation>>(
                "/api/v1/replenishment/PAST",
                s => s is [{ StockVersion: 1 }]
            )
        )[0];
        Assert.Equal(
            (Advice.ClockStands, Urgency.None, 0m, null, null),
            (
                then.Suggestion.Advice,
                then.Suggestion.Urgency,
                then.Suggestion.OrderQuantity,
                then.Suggestion.OrderBy,
                then.Suggestion.WaitingCost
            )
        );
        Assert.Contains(then.Notes, n => n.ToString().Contains("stands at 9 Dec 2011", StringComparison.Ordinal));
        var summary = (await worker.Get<WorklistSummary>("/api/v1/replenishment/summary?location=old"))!;
        Assert.Equal(0, summary.Total.Lines);
        Assert.Equal([new("OLD", end, 1)], summary.Standing);

        await worker.Publish(new SalesRecorded([WorkerHost.Line("PAST", Today, 5, "OLD")]));
        var now = (await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/PAST", f => f[0].AsOf >= Today))[0];
        Assert.Contains(
            $"The location recorded no sale from 10 Dec 2011 to {Today.AddDays(-1):d MMM yyyy}: unknown, and left out.",
            now.Notes.Select(n => n.ToString())
        );
        Assert.InRange(now.Cumulative[27].Mean, 100, 180);
        var history = (
            await worker.Get<List<Contracts.Forecasting.DemandHistory>>("/api/v1/forecasts/PAST/history?days=3660")
        )![0];
        Assert.Equal(
            [(Today.AddDays(-3659) < end ? end.AddDays(1) : history.Silent[0].From, Today.AddDays(-1))],
            history.Silent.Select(s => (s.From, s.To))
        );
        Assert.Equal(5, Assert.Single(history.Days).Sold);
    }

    [Fact]
    public async Task A_horizon_beyond_the_kept_one_continues_it()
    {
        await worker.Publish(WorkerHost.History("FAR", 200));
        await worker.Settled(200);
        var near = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/FAR",
                f => f.Count == 1 && f[0].Candidates.Count > 0
            )
        )[0];
        var far = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/FAR?horizon=180"))![0];
        Assert.Equal(56, near.Days.Count);
        Assert.Equal(180, far.Days.Count);
        Assert.Equal(
            near.Cumulative.SelectMany(r => r.Quantiles),
            far.Cumulative.Take(56).SelectMany(r => r.Quantiles)
        );
    }

    [Fact]
    public async Task The_year_ahead_is_told_by_week_and_by_month_and_all_are_sums_of_the_same_days()
    {
        await worker.Publish(WorkerHost.History("YEAR", 400));
        await worker.Settled(400);
        var days = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/YEAR",
                f => f.Count == 1 && f[0].Candidates.Count > 0
            )
        )[0];
        var weeks = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/YEAR?grain=week"))![0];
        var months = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/YEAR?grain=month"))![0];
        var three = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/YEAR?grain=week&horizon=3"))![0];

        Assert.Equal((ForecastGrain.Day, 0), (days.Grain, days.Periods.Count));
        Assert.Equal((ForecastGrain.Week, 0, 0), (weeks.Grain, weeks.Days.Count, weeks.Cumulative.Count));
        Assert.Equal((days.Version, days.Model), (weeks.Version, weeks.Model));
        Assert.Equal(52, weeks.Periods.Count(p => p.From.DayOfWeek == DayOfWeek.Monday));
        Assert.Equal(12, months.Periods.Count(p => p.From.Day == 1));
        Assert.Equal(weeks.Periods.Take(three.Periods.Count).Select(p => p.Mean), three.Periods.Select(p => p.Mean));
        Assert.All(weeks.Periods.Concat(months.Periods), p => Assert.Equal(weeks.Levels.Count, p.Quantiles.Count));
        foreach (var period in weeks.Periods.Concat(months.Periods).Where(p => p.To <= days.Days[^1].Date))
        {
            var sum = days.Days.Where(d => d.Date >= period.From && d.Date <= period.To).Sum(d => d.Mean);
            Assert.Equal(sum, period.Mean, .01);
        }
    }

    [Fact]
    public async Task A_day_that_stands_out_is_marked()
    {
        var day = Today.AddDays(-20);
        await worker.Publish(WorkerHost.History("MARK", 120));
        await worker.Publish(new SalesRecorded([WorkerHost.Line("MARK", day, 300)]));
        var forecast = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/MARK",
                f => f.Count == 1 && f[0].Marks.Any(m => m.Demand > 300)
            )
        )[0];
        var mark = Assert.Single(forecast.Marks);
        Assert.Equal((day, DemandMarkKind.Outlier), (mark.Day, mark.Kind));
        Assert.InRange(mark.Expected, 4, 8);
        Assert.All(forecast.Candidates, c => Assert.NotNull(c.CumulativePinball));
    }

    [Fact]
    public async Task Computing_again_gives_the_same_numbers_under_a_new_version()
    {
        await worker.Publish(WorkerHost.History("AGAIN", 150));
        await worker.Settled(150);
        var before = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/AGAIN",
                f => f.Count == 1 && f[0].Candidates.Count > 0
            )
        )[0];
        var response = await worker.Http.PostAsync("/api/v1/forecasts/AGAIN/refresh", null, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var after = (
            await response.Content.ReadFromJsonAsync<List<ForecastResponse>>(Contracts.ContractsJson.Options, Ct)
        )![0];
        Assert.True(after.Version > before.Version);
        Assert.True(after.Fit!.Version > before.Fit!.Version);
        Assert.Equivalent(
            before with
            {
                Version = after.Version,
                ComputedAt = after.ComputedAt,
                Fit = after.Fit,
            },
            after,
            strict: true
        );
    }

    [Fact]
    public async Task Refreshing_everything_marks_every_series_and_ends_clean()
    {
        await worker.Publish(WorkerHost.History("EVERY", 80));
        await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/EVERY", f => f.Count == 1);
        var before = await worker.Db(db => db.Forecasts.SingleAsync(f => f.Sku == "EVERY", Ct));
        var response = await worker.Http.PostAsync("/api/v1/forecasts/refresh", null, Ct);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.True(
            (await response.Content.ReadFromJsonAsync<RefreshAccepted>(Contracts.ContractsJson.Options, Ct))!.Series
                >= 1
        );
        await WorkerHost.Until(() =>
            worker.Db(async db =>
                (await db.Forecasts.AsNoTracking().SingleAsync(f => f.Sku == "EVERY", Ct)).ComputedAt
                    > before.ComputedAt
                && !await db.Trainings.AnyAsync(t => t.AsOf == null, Ct)
                && !await db.Dirty.AnyAsync(Ct)
            )
        );
    }

    [Fact]
    public async Task Work_that_a_dead_worker_had_claimed_is_done_by_another()
    {
        await worker.Publish(WorkerHost.History("CLAIMED", 50));
        await worker.Publish(WorkerHost.History("CLAIMED-NOT", 50));
        var version = (await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/CLAIMED", f => f.Count == 1))[
            0
        ].Version;
        await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/CLAIMED-NOT", f => f.Count == 1);
        await worker.Settled(100);
        version = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/CLAIMED"))![0].Version;
        await worker.Db(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO forecasting.dirty_series
                    (sku, location, refit, priority, dirty_since, touched_at, touch, claimed_until)
                SELECT sku, 'LDN', true, 0, now() - interval '2 minutes', now() - interval '2 minutes',
                    nextval('forecasting.touch'), claimed_until
                FROM (VALUES ('CLAIMED', now() + interval '1 hour'), ('CLAIMED-NOT', NULL)) AS s (sku, claimed_until)
                """,
                Ct
            )
        );
        // Both are due at once, so that whoever takes the one would have taken the other.
        await WorkerHost.Until(async () => !await worker.Db(db => db.Dirty.AnyAsync(d => d.Sku == "CLAIMED-NOT", Ct)));
        Assert.Equal(version, (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/CLAIMED"))![0].Version);
        await worker.Db(db =>
            db.Dirty.Where(d => d.Sku == "CLAIMED")
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.ClaimedUntil, DateTimeOffset.UtcNow), Ct)
        );
        await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/CLAIMED", f => f[0].Version > version);
    }

    [Fact]
    public async Task Under_too_much_work_the_nearest_to_its_reorder_point_comes_first_and_nobody_waits_for_ever()
    {
        // A lane of their own, so that the worker leaves them alone.
        const Lane lane = (Lane)7;
        await worker.Db(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO forecasting.suggestions
                    (sku, location, urgency, archived, order_by, cost, days_to_reorder, document)
                SELECT sku, 'LDN', 'None', false, 'infinity', 0, days, 'null'
                FROM (VALUES ('NEAR-FAR', 90), ('NEAR-PASSED', -2), ('NEAR-SOON', 3), ('NEAR-OLD', 300))
                    AS s (sku, days);
                INSERT INTO forecasting.dirty_series (sku, location, refit, priority, dirty_since, touched_at, touch)
                SELECT sku, 'LDN', true, {(short)lane}, now() - since, now() - since, 0
                FROM (VALUES ('NEAR-FAR', interval '20 s'), ('NEAR-PASSED', interval '10 s'),
                    ('NEAR-SOON', interval '10 s'), ('NEAR-OLD', interval '90 s')) AS d (sku, since)
                """,
                Ct
            )
        );

        var taken = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var claims = await worker.Db(db =>
                db.ClaimNearestAsync(
                    lane,
                    TimeSpan.Zero,
                    TimeSpan.Zero,
                    TimeSpan.FromMinutes(1),
                    most: 1,
                    TimeProvider.System,
                    Ct
                )
            );
            taken.Add(Assert.Single(claims).Sku);
        }

        Assert.Equal(["NEAR-OLD", "NEAR-PASSED", "NEAR-SOON", "NEAR-FAR"], taken);
        await worker.Db(db => db.Dirty.Where(d => d.Priority == (short)lane).ExecuteDeleteAsync(Ct));
        await worker.Db(db => db.Suggestions.Where(s => s.Sku.StartsWith("NEAR-")).ExecuteDeleteAsync(Ct));
    }

    [Theory]
    [InlineData(ProductStatus.Draft, "The product is a draft: nothing is ordered.")]
    [InlineData(ProductStatus.Discontinued, "The product is discontinued: nothing is ordered.")]
    public async Task Only_active_products_are_ordered_again(ProductStatus status, string note)
    {
        var sku = $"STATUS-{status}".ToUpperInvariant();
        await worker.Publish(new ProductChanged([WorkerHost.Product(sku)]));
        await worker.Publish(WorkerHost.History(sku, 90));
        await worker.Publish(new StockChanged([new(sku, "LDN", 1, 1, 0, true)]));
        await worker.GetUntil<List<SuggestionExplanation>>(
            $"/api/v1/replenishment/{sku}",
            s => s is [{ Suggestion.OrderQuantity: > 0 }]
        );

        await worker.Publish(new ProductChanged([WorkerHost.Product(sku, version: 2) with { Status = status }]));

        var explained = (
            await worker.GetUntil<List<SuggestionExplanation>>(
                $"/api/v1/replenishment/{sku}",
                s => s[0].Suggestion.OrderQuantity == 0
            )
        )[0];
        Assert.Equal((Urgency.None, null), (explained.Suggestion.Urgency, explained.Suggestion.OrderBy));
        Assert.Contains(note, explained.Notes.Select(n => n.ToString()));
    }

    [Fact]
    public async Task Another_lead_time_asks_for_another_backtest()
    {
        await worker.Publish(
            new ProductChanged([WorkerHost.Product("LEAD", 1, new SupplierTermState("ACME", 3, 0, 0, 1, true))])
        );
        await worker.Publish(WorkerHost.History("LEAD", 300));
        await worker.GetUntil<List<ForecastResponse>>(
            "/api/v1/forecasts/LEAD",
            f => f.Count == 1 && f[0].Candidates.Count > 0 && f[0].Candidates[0].HorizonDays == 10
        );
        await worker.Publish(
            new ProductChanged([WorkerHost.Product("LEAD", 2, new SupplierTermState("ACME", 40, 0, 0, 1, true))])
        );
        await worker.GetUntil<List<ForecastResponse>>(
            "/api/v1/forecasts/LEAD?horizon=47",
            f => f[0].Candidates[0].HorizonDays == 47 && f[0].Days.Count == 47
        );
        await worker.Publish(new SupplierChanged([new("ACME", 1, "Acme", true)]));
        var explained = (
            await worker.GetUntil<List<SuggestionExplanation>>(
                "/api/v1/replenishment/LEAD",
                s => s[0].Suggestion.Assumed
            )
        )[0];
        Assert.Null(explained.Suggestion.Supplier);
        Assert.Contains(
            "No supplier delivers it: a lead time of 7 days without minimum or packs is assumed.",
            explained.Notes.Select(n => n.ToString())
        );
        await worker.Publish(new SupplierChanged([new("ACME", 2, "Acme", false)]));
    }
}
