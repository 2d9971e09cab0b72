using System.Net;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Lists, errors and a Redis that is not there.</summary>
public sealed class ReadsTests : IAsyncLifetime
{
    // Nobody listens on port 1: the worker runs without Redis from its start.
    private readonly WorkerHost _worker = new() { Cache = "127.0.0.1:1" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _worker.InitializeAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task Without_Redis_everything_is_served_from_Postgres_and_owed()
    {
        await _worker.Publish(WorkerHost.History("LOST", 60));
        var forecast = (await _worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/LOST", f => f.Count == 1))[0];
        Assert.Equal(56, forecast.Days.Count);
        Assert.Single((await _worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/LOST"))!);
        Assert.NotNull(await _worker.GetUntil<TrendResponse>("/api/v1/trends/LOST", _ => true));
        var health = (await _worker.Get<Contracts.Status.HealthReport>("/health"))!;
        Assert.Equal(
            ("degraded", "degraded", "healthy"),
            (health.Status, health.Checks["redis"].Status, health.Checks["postgres"].Status)
        );
        Assert.True(await _worker.Db(db => db.CacheDebts.AnyAsync(d => d.Sku == "LOST", Ct)));
    }

    [Fact]
    public async Task A_new_day_begins_without_a_sale()
    {
        await _worker.Publish(WorkerHost.History("MIDNIGHT", 60));
        var before = (
            await _worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/MIDNIGHT",
                f => f.Count == 1 && f[0].Candidates.Count > 0
            )
        )[0];
        _worker.Ahead = TimeSpan.FromDays(1);
        var after = (
            await _worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/MIDNIGHT", f => f[0].AsOf > before.AsOf)
        )[0];
        Assert.Equal(before.Days[1].Date, after.Days[0].Date);
        // Beyond four weeks without any sale of the location its clock goes back to its last day.
        _worker.Ahead = TimeSpan.FromDays(40);
        await _worker.GetUntil<List<ForecastResponse>>(
            "/api/v1/forecasts/MIDNIGHT",
            f => f[0].AsOf == WorkerHost.Today.AddDays(-1)
        );
    }

    [Fact]
    public async Task A_weekday_on_which_a_location_never_sold_is_closed_until_it_sells()
    {
        static bool IsOpen(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        SaleLine[] lines =
        [
            .. Enumerable
                .Range(1, 12 * 7)
                .Select(d => WorkerHost.Today.AddDays(-d))
                .Where(IsOpen)
                .Select(day => WorkerHost.Line("WORKDAYS", day, 5 + day.DayNumber % 3, "BER")),
        ];
        await _worker.Publish(new SalesRecorded(lines));
        await _worker.Settled(lines.Length);
        var closed = (
            await _worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/WORKDAYS?horizon=14",
                f => f is [{ Fit: not null }]
            )
        )[0];
        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], closed.ClosedWeekdays);
        Assert.Contains(closed.Notes, n => n.ToString().Contains("Saturday, Sunday", StringComparison.Ordinal));
        Assert.All(closed.Days, row => Assert.Equal(IsOpen(row.Date), row.Mean > 0));
        Assert.All(
            closed.Days.Where(row => !IsOpen(row.Date)),
            row => Assert.All(row.Quantiles, q => Assert.Equal(0, q))
        );
        // Ten days of six, on whichever day of the week it is asked.
        Assert.InRange(closed.Cumulative[13].Mean, 55, 65);

        var saturday = WorkerHost.Today.AddDays(-1);
        while (saturday.DayOfWeek != DayOfWeek.Saturday)
            saturday = saturday.AddDays(-1);
        await _worker.Publish(new SalesRecorded([WorkerHost.Line("WORKDAYS", saturday, 6, "BER")]));
        var open = await _worker.GetUntil<List<ForecastResponse>>(
            "/api/v1/forecasts/WORKDAYS?horizon=14",
            f => f[0].ClosedWeekdays.SequenceEqual([DayOfWeek.Sunday])
        );
        Assert.All(
            open[0].Days.Where(row => row.Date.DayOfWeek == DayOfWeek.Saturday),
            row => Assert.InRange(row.Mean, 1, 12)
        );
    }

    [Fact]
    public async Task Slowest_is_what_lies_and_not_what_came_back()
    {
        static IEnumerable<SaleLine> Daily(string sku, int first, int last, int step = 1) =>
            Enumerable
                .Range(last, first - last + 1)
                .Where(d => (d - last) % step == 0)
                .Select(d => WorkerHost.Line(sku, WorkerHost.Today.AddDays(-d), 1));
        SaleLine[] lines =
        [
            .. Daily("LIES", 90, 50),
            .. Daily("SLOW", 65, 5, step: 10),
            .. Daily("BACK", 60, 1),
            WorkerHost.Line("BACK", WorkerHost.Today.AddDays(-1), 200, kind: SaleKind.Return),
            .. Daily("GONE", 90, 70),
        ];
        await _worker.Publish(new SalesRecorded(lines));
        await _worker.Publish(
            new ProductChanged([.. new[] { "LIES", "SLOW", "BACK", "GONE" }.Select(sku => WorkerHost.Product(sku))])
        );
        await _worker.Publish(
            new StockChanged([
                new StockState("LIES", "LDN", 1, 5, 0, true),
                new StockState("SLOW", "LDN", 1, 5, 0, true),
                new StockState("BACK", "LDN", 1, 5, 0, true),
                new StockState("GONE", "LDN", 1, 0, 0, true),
            ])
        );
        await _worker.Settled(lines.Length);
        await _worker.GetUntil<Page<TrendResponse>>(
            "/api/v1/trends",
            p => p.Items.Count == 4 && p.Items.Count(t => t.Turnover is not null) == 3
        );

        var slowest = await All<TrendResponse>("/api/v1/trends?sort=slowest&limit=1");

        Assert.Equal(["LIES", "SLOW", "BACK", "GONE"], slowest.Select(t => t.Sku));
        Assert.Equal(0, slowest[2].UnitsPerDay);
    }

    [Fact]
    public async Task Pages_hold_every_item_once_in_order()
    {
        for (var i = 0; i < 7; i++)
        {
            await _worker.Publish(
                new SalesRecorded([
                    .. Enumerable
                        .Range(1, 60)
                        .Select(d => WorkerHost.Line($"P-{i}", WorkerHost.Today.AddDays(-d), 1 + i % 4)),
                ])
            );
        }
        await _worker.Publish(
            new ProductChanged([
                .. new[] { 0, 2, 3, 4, 5 }.Select(i => WorkerHost.Product($"P-{i}")),
                WorkerHost.Product("P-6") with
                {
                    Archived = true,
                },
                WorkerHost.Product("P-1") with
                {
                    Name = "50%_off\\",
                },
            ])
        );
        // P-5 sells and was never counted.
        await _worker.Publish(
            new StockChanged([
                .. Enumerable
                    .Range(0, 7)
                    .Where(i => i != 5)
                    .Select(i => new StockState($"P-{i}", "LDN", 1, i == 2 ? 10_000 : i, 0, true)),
            ])
        );
        await _worker.Settled(420);
        await _worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?all=true",
            p => p.Items.Count == 6 && p.Items.All(s => s.OnHand > 0 || s.Sku is "P-0" or "P-5")
        );

        foreach (var sort in (string[])["revenue", "velocity", "slowest", "growth"])
        {
            var trends = await All<TrendResponse>($"/api/v1/trends?sort={sort}&limit=2");
            Assert.Equal(["P-0", "P-1", "P-2", "P-3", "P-4", "P-5", "P-6"], trends.Select(t => t.Sku).Order());
            Func<TrendResponse, double> key = sort switch
            {
                "velocity" => t => -t.UnitsPerDay,
                // All were sold yesterday; of P-0 and P-5 no stock is known that could lie.
                "slowest" => t => t.UnitsPerDay + (t.Sku is "P-0" or "P-5" ? 100 : 0),
                "growth" => t => -t.Change ?? 2,
                _ => t => (double)-t.Revenue28,
            };
            Assert.Equal(trends.OrderBy(key).ThenBy(t => t.Sku).Select(t => t.Sku), trends.Select(t => t.Sku));
        }
        Assert.Equal(["P-1"], (await All<TrendResponse>("/api/v1/trends?search=%25_off%5C")).Select(t => t.Sku));
        var classes = await All<TrendResponse>("/api/v1/trends?limit=3");
        foreach (var mover in classes.Select(t => t.Class).Distinct())
        {
            var word = mover.ToString().ToLowerInvariant();
            Assert.Equal(
                classes.Count(t => t.Class == mover),
                (await All<TrendResponse>($"/api/v1/trends?mover={word}&limit=3")).Count
            );
        }

        // P-6 is archived. What each sells a day is 1, 2, 3, 4, 1 and 2, at one price; nothing of P-5 is counted.
        var matrix = (await _worker.Get<TrendMatrix>("/api/v1/trends/matrix"))!;
        Assert.Equal(new(0.8, 0.95, 0.8, 1), matrix.Thresholds);
        Assert.Equal((6, 60 * 13m, 60 * 13 * 2.5m), (matrix.Total.Products, matrix.Total.Units, matrix.Total.Revenue));
        Assert.Equal(1.25m * (1 + 10_000 + 3 + 4), matrix.Total.StockValue);
        Assert.Equal(
            ["AX", "AY", "AZ", "BX", "BY", "BZ", "CX", "CY", "CZ"],
            matrix.Cells.Select(c => $"{c.Abc}{c.Xyz}")
        );
        Assert.Equal(matrix.Total.Revenue, matrix.Cells.Sum(c => c.Figures.Revenue));
        Assert.Equal(matrix.Total.StockValue, matrix.Cells.Sum(c => c.Figures.StockValue));
        // 4 + 3 + 2 + 2 of 13 pass .8 with the fourth.
        Assert.Equal(4, matrix.Cells.Where(c => c.Abc == "A").Sum(c => c.Figures.Products));
        foreach (var cell in matrix.Cells)
        {
            var listed = await All<TrendResponse>(
                $"/api/v1/trends?abc={cell.Abc.ToLowerInvariant()}&xyz={cell.Xyz.ToLowerInvariant()}&limit=2"
            );
            Assert.Equal(cell.Figures.Products, listed.Count);
            Assert.All(listed, t => Assert.Equal((cell.Abc, cell.Xyz), (t.AbcClass, t.XyzClass)));
        }
        var narrow = await All<TrendResponse>("/api/v1/trends?abc=a&by=units&a=0.2&b=0.3&category=things");
        Assert.Equal(["P-3"], narrow.Select(t => t.Sku));
        Assert.Equal(
            (0, 0, 6),
            (
                (await _worker.Get<TrendMatrix>("/api/v1/trends/matrix?supplier=ACME"))!.Total.Products,
                (await _worker.Get<TrendMatrix>("/api/v1/trends/matrix?location=NOWHERE"))!.Total.Products,
                (await _worker.Get<TrendMatrix>("/api/v1/trends/matrix?category=Things"))!.Total.Products
            )
        );

        // 10,000 of P-2 at three a day: the two weeks of an order are less than 90 days. P-5 was never counted.
        var stock = await All<StockTrend>("/api/v1/trends/stock?limit=2");
        Assert.Equal(["P-1", "P-2", "P-3", "P-4"], stock.Select(s => s.Sku).Order());
        Assert.Equal(("P-2", StockMotion.Slow, 10_000m), (stock[0].Sku, stock[0].Motion, stock[0].OnHand));
        Assert.Equal(10_000 - 90 * 27 * 3 / 28m, stock[0].ExcessUnits, 3);
        Assert.Equal(stock[0].ExcessUnits * 1.25m, stock[0].ExcessValue!.Value, 3);
        Assert.All(stock.Skip(1), s => Assert.Equal((StockMotion.Fast, 0m), (s.Motion, s.ExcessUnits)));
        Assert.Equal(
            stock.OrderByDescending(s => s.DaysOfCover).ThenBy(s => s.Sku, StringComparer.Ordinal).Select(s => s.Sku),
            (await All<StockTrend>("/api/v1/trends/stock?sort=cover&limit=1")).Select(s => s.Sku)
        );
        Assert.Equal(3, (await All<StockTrend>("/api/v1/trends/stock?motion=fast&limit=2")).Count);
        Assert.Empty(await All<StockTrend>("/api/v1/trends/stock?motion=slow&cover=3660"));
        var lying = (await _worker.Get<StockTrendSummary>("/api/v1/trends/stock/summary"))!;
        Assert.Equal((4, 0, 90), (lying.Total.Products, lying.Total.CostUnknown, lying.CoverDays));
        Assert.Equal(stock.Sum(s => s.Value), lying.Total.Value);
        Assert.Equal(stock[0].ExcessValue, lying.Total.ExcessValue);
        Assert.Equal([3, 0, 1, 0, 0], lying.Motions.Select(m => m.Totals.Products));
        Assert.Equal(
            0,
            (await _worker.Get<StockTrendSummary>("/api/v1/trends/stock/summary?category=Other"))!.Total.Products
        );

        // Whole days: today has none. Nothing is known to have been without stock, and P-5 is not counted.
        var figures = (await _worker.Get<TrendFigures>("/api/v1/trends/figures"))!;
        Assert.Equal(
            (28, WorkerHost.Today.AddDays(-28), WorkerHost.Today.AddDays(-1), 0m),
            (figures.Days, figures.From, figures.To, figures.RevenueToday)
        );
        Assert.Equal(new(28 * 16m, 28 * 40m, 28 * 16m, 28 * 40m, 0, 0), figures.Sold);
        Assert.Equal(new(28 * 20m, 28 * 20m, 0, 0.5, 0), figures.Margin);
        Assert.Equal(new(1, 1, 0, 0), figures.Fill);
        Assert.Equal(lying.Total, figures.Stock);
        var nothing = (await _worker.Get<TrendFigures>("/api/v1/trends/figures?supplier=ACME&days=7"))!;
        Assert.Equal((null, null, null, 0), (nothing.Sold, nothing.Margin, nothing.Fill, nothing.Stock.Products));

        // 60 days, the last of them yesterday; today is the as-of day. P-6 is archived and was sold all the same.
        var totals = (await _worker.Get<TrendTotals>("/api/v1/trends/totals?limit=2"))!;
        Assert.Equal(
            (WorkerHost.Today.AddDays(-27), WorkerHost.Today, WorkerHost.Today.AddDays(-55)),
            (totals.From, totals.To, totals.AgainstFrom)
        );
        Assert.Equal((7, 2), (totals.Count, totals.Groups.Count));
        Assert.Equal((27 * 16m, 28 * 16m), (totals.Total.Units, totals.Total.UnitsBefore));
        Assert.Equal(27.0 / 28 - 1, totals.Total.RevenueChange!.Value, 6);
        Assert.Equal(("P-3", "The P-3", 27 * 4 * 2.5m), Of(totals.Groups[0]));
        var byCategory = (
            await _worker.Get<TrendTotals>(
                $"/api/v1/trends/totals?by=category&from={WorkerHost.Today.AddDays(-2):O}&against=last-year"
            )
        )!;
        Assert.Equal(("Things", "Things", 2 * 16 * 2.5m), Of(Assert.Single(byCategory.Groups)));
        Assert.Equal((0m, null), (byCategory.Total.RevenueBefore, byCategory.Total.RevenueChange));
        Assert.Equal(byCategory.From.AddDays(-364), byCategory.AgainstFrom);
        foreach (
            var (by, key, name) in ((string, string?, string)[])
                [("location", "LDN", "LDN"), ("supplier", null, "(none)")]
        )
        {
            var only = Assert.Single((await _worker.Get<TrendTotals>($"/api/v1/trends/totals?by={by}"))!.Groups);
            Assert.Equal((key, name, totals.Total.Revenue), Of(only));
        }
        Assert.Empty((await _worker.Get<TrendTotals>("/api/v1/trends/totals?supplier=ACME"))!.Groups);
        static (string?, string, decimal) Of(WindowGroup group) => (group.Key, group.Name, group.Figures.Revenue);

        var due = await All<SuggestionResponse>("/api/v1/replenishment?limit=2");
        Assert.Equal(["P-0", "P-1", "P-3", "P-4"], due.Select(s => s.Sku).Order());
        Assert.Equal(
            due.OrderByDescending(s => s.WaitingCost).ThenBy(s => s.Urgency).ThenBy(s => s.Sku).Select(s => s.Sku),
            due.Select(s => s.Sku)
        );
        Assert.All(due, s => Assert.True(s.WaitingCost > 0));
        var uncounted = Assert.Single(await All<SuggestionResponse>("/api/v1/replenishment?advice=count-first"));
        Assert.Equal(
            ("P-5", Urgency.None, 0m, null),
            (uncounted.Sku, uncounted.Urgency, uncounted.OrderQuantity, uncounted.OrderBy)
        );
        Assert.True(uncounted.WaitingCost > 0);
        Assert.Equal(
            ["P-2"],
            (await All<SuggestionResponse>("/api/v1/replenishment?advice=nothing")).Select(s => s.Sku)
        );

        var summary = (await _worker.Get<WorklistSummary>("/api/v1/replenishment/summary?by=category"))!;
        Assert.Equal((4, 1), (summary.Total.Lines, summary.CountFirst));
        Assert.Equal(due.Sum(s => s.WaitingCost), summary.Total.WaitingCost);
        Assert.Equal(due.Sum(s => s.Cost), summary.Total.Cost);
        Assert.Equal(("Things", summary.Total), (Assert.Single(summary.Groups).Key, summary.Groups[0].Totals));
        Assert.Empty(summary.Standing);
        // Nothing of P-0 is there; of P-1, P-3 and P-4 as much as is sold in a few days.
        Assert.Equal((1, 3), (summary.OutOfStock, summary.AtRisk));
        Assert.Equal(["P-0"], (await All<SuggestionResponse>("/api/v1/replenishment?risk=out")).Select(s => s.Sku));
        Assert.Equal(
            ["P-1", "P-3", "P-4"],
            (await All<SuggestionResponse>("/api/v1/replenishment?risk=at-risk&limit=1")).Select(s => s.Sku).Order()
        );
        var none = (await _worker.Get<WorklistSummary>("/api/v1/replenishment/summary?supplier=ACME"))!;
        Assert.Equal((0, 0), (none.Total.Lines, none.CountFirst));
        foreach (
            var (query, field) in (IEnumerable<(string, string)>)
                [
                    ("?advice=perhaps", "advice"),
                    ("?advice=order&all=true", "advice"),
                    ("?urgency=very", "urgency"),
                    ("?risk=some", "risk"),
                    ("/summary?by=colour", "by"),
                    ("/summary?supplier=!!", "supplier"),
                ]
        )
        {
            using var refused = await _worker.Http.GetAsync($"/api/v1/replenishment{query}", Ct);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains($"\"{field}\":", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        Assert.Equal(6, (await All<SuggestionResponse>("/api/v1/replenishment?limit=2&all=true")).Count);
        Assert.Empty(await All<SuggestionResponse>("/api/v1/replenishment?location=NOWHERE"));
        Assert.Contains(
            "The product is archived: nothing is ordered.",
            (await _worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/P-6"))!
                [0]
                .Notes.Select(n => n.ToString())
        );
    }

    [Fact]
    public async Task Bad_requests_name_every_bad_field_at_once()
    {
        var (status, body) = await _worker.Problem(
            HttpMethod.Get,
            "/api/v1/forecasts/A?location=a%20b&horizon=1000000"
        );
        Assert.Equal(400, status);
        Assert.Equal(
            $$"""{"location":["{{Code.Rule}}"],"horizon":["must be between 1 and 180"]}""",
            body.GetProperty("errors").ToString().Replace("\\u0027", "'", StringComparison.Ordinal)
        );

        string[] bad =
        [
            "/api/v1/forecasts/A?horizon=0",
            "/api/v1/forecasts/A?horizon=-1",
            "/api/v1/forecasts/A?horizon=x",
            "/api/v1/forecasts/A?grain=year",
            "/api/v1/forecasts/A?grain=week&horizon=53",
            "/api/v1/forecasts/A?grain=month&horizon=13",
            "/api/v1/forecasts/A/history?days=0",
            "/api/v1/trends?limit=0",
            "/api/v1/trends?limit=-1",
            "/api/v1/trends?limit=1000000",
            "/api/v1/trends?sort=size",
            "/api/v1/trends?mover=Fast",
            "/api/v1/trends?abc=d",
            "/api/v1/trends?xyz=X",
            "/api/v1/trends?location=!",
            "/api/v1/trends/matrix?a=x",
            "/api/v1/trends?after=abc",
            "/api/v1/trends?after=WyJ0cmVuZHMvcmV2ZW51ZSIsIk5hTiIsIkEiXQ",
            "/api/v1/replenishment?limit=501",
            "/api/v1/replenishment?location=!",
            "/api/v1/replenishment?all=perhaps",
            "/api/v1/replenishment?after=WyJ4Il0",
        ];
        foreach (var path in bad)
            Assert.Equal((400, path), ((await _worker.Problem(HttpMethod.Get, path)).Status, path));
    }

    [Fact]
    public async Task Days_that_stand_out_are_listed_with_what_was_expected()
    {
        await _worker.Publish(WorkerHost.History("ODD", 120));
        await _worker.Publish(WorkerHost.History("EVEN", 120));
        await _worker.Publish(WorkerHost.History("ODD", 120, "YRK"));
        var (spiked, other) = (WorkerHost.Today.AddDays(-10), WorkerHost.Today.AddDays(-20));
        await _worker.Publish(
            new SalesRecorded([WorkerHost.Line("ODD", spiked, 60), WorkerHost.Line("ODD", other, 70, "YRK")])
        );

        var found = await _worker.GetUntil<Page<AnomalyResponse>>(
            "/api/v1/trends/anomalies",
            p => p.Items.Count == 2 && p.Items.All(a => a.Kind == AnomalyKind.Spike)
        );
        Assert.Equal(
            [("ODD", "LDN", spiked), ("ODD", "YRK", other)],
            found.Items.Select(a => (a.Sku, a.Location, a.From))
        );
        Assert.All(found.Items, a => Assert.InRange(a.Actual - a.Expected, 50, 75));
        Assert.All(found.Items, a => Assert.InRange(a.Probability, 0, 0.001));
        Assert.Equal(
            found.Items.Select(a => a.Location),
            (await All<AnomalyResponse>("/api/v1/trends/anomalies?limit=1&sku=odd")).Select(a => a.Location)
        );
        Assert.Single(await All<AnomalyResponse>("/api/v1/trends/anomalies?location=YRK"));
        Assert.Single(await All<AnomalyResponse>($"/api/v1/trends/anomalies?from={spiked:O}"));
        Assert.Empty(await All<AnomalyResponse>("/api/v1/trends/anomalies?kind=silence"));
        Assert.Empty(await All<AnomalyResponse>("/api/v1/trends/anomalies?category=Other"));

        var even = (await _worker.Get<ProductPatterns>("/api/v1/trends/even/patterns"))!;
        Assert.Equal((WorkerHost.Today.AddDays(-120), WorkerHost.Today), (even.From, even.AsOf));
        Assert.Equal(("Saturday", 8.0), (even.Weekdays[5].Name, even.Weekdays[5].PerDay));
        Assert.InRange(even.WeekStrength!.Value, .5, 1);
        Assert.Equal((LifeStage.Maturity, null, null), (even.Stage, even.YearStrength, even.Promotions));
        Assert.InRange(even.Trend.PerWeek!.Value, even.Trend.Low!.Value, even.Trend.High!.Value);
        var both = (await _worker.Get<ProductPatterns>("/api/v1/trends/ODD/patterns"))!;
        var one = (await _worker.Get<ProductPatterns>("/api/v1/trends/ODD/patterns?location=ldn"))!;
        Assert.Equal((null, "LDN"), (both.Location, one.Location));
        Assert.True(both.Weekdays.Sum(w => w.PerDay) > 1.9 * one.Weekdays.Sum(w => w.PerDay));
        var (status, body) = await _worker.Problem(HttpMethod.Get, "/api/v1/trends/ODD/patterns?location=NOWHERE");
        Assert.Equal(
            (404, "'ODD' was never sold at NOWHERE: there is no pattern."),
            (status, body.GetProperty("title").GetString())
        );
    }

    [Theory]
    [InlineData("matrix?by=size", "by", "must be one of revenue, units")]
    [InlineData("matrix?a=0", "a", "must be above 0")]
    [InlineData("matrix?a=0.9&b=0.9", "b", "must be above a")]
    [InlineData("matrix?b=1.5", "b", "must be at most 1")]
    [InlineData("matrix?x=2", "y", "must be above x")]
    [InlineData("matrix?x=0.12345", "x", "must have at most 4 digits after the point")]
    [InlineData("matrix?supplier=!", "supplier", Rules.Code)]
    [InlineData("stock?motion=lazy", "motion", "must be one of fast, steady, slow, dead, never-sold")]
    [InlineData("stock?cover=0", "cover", "must be between 1 and 3660")]
    [InlineData("stock?sort=name", "sort", "must be one of excess, value, cover")]
    [InlineData("stock?after=abc", "after", Rules.NoCursor)]
    [InlineData("stock/summary?location=!", "location", Rules.Code)]
    [InlineData("figures?days=0", "days", "must be between 1 and 366")]
    [InlineData("figures?supplier=!", "supplier", Rules.Code)]
    [InlineData("totals?by=colour", "by", "must be one of product, category, location, supplier")]
    [InlineData("totals?against=never", "against", "must be one of before, last-year")]
    [InlineData("totals?from=2026-13-01", "from", "must be a day like 2026-01-31")]
    [InlineData("totals?from=2026-02-02&to=2026-02-01", "from", "must not be after 2026-02-01")]
    [InlineData("totals?from=1990-01-01&to=2026-02-01", "from", "must be at most 3660 days before 2026-02-01")]
    [InlineData("totals?limit=501", "limit", "must be between 1 and 500")]
    [InlineData("anomalies?kind=odd", "kind", "must be one of spike, drop, silence")]
    [InlineData("anomalies?from=yesterday", "from", "must be a day like 2026-01-31")]
    [InlineData("anomalies?sku=-", "sku", Rules.Sku)]
    [InlineData("anomalies?after=abc", "after", Rules.NoCursor)]
    [InlineData("A/patterns?location=!", "location", Rules.Code)]
    [InlineData("?abc=d", "abc", "must be one of a, b, c")]
    public async Task What_is_wrong_with_a_question_about_trends_is_named(string query, string field, string reason)
    {
        var path = query[0] == '?' ? $"/api/v1/trends{query}" : $"/api/v1/trends/{query}";
        var (status, body) = await _worker.Problem(HttpMethod.Get, path);
        Assert.Equal(400, status);
        var error = Assert.Single(body.GetProperty("errors").EnumerateObject());
        Assert.Equal((field, reason), (error.Name, error.Value[0].GetString()));
    }

    [Fact]
    public async Task An_unknown_product_is_a_404_that_names_it()
    {
        foreach (
            var (method, path) in ((HttpMethod, string)[])
                [
                    (HttpMethod.Get, "/api/v1/forecasts/nobody"),
                    (HttpMethod.Get, "/api/v1/forecasts/NOBODY/history"),
                    (HttpMethod.Post, "/api/v1/forecasts/NOBODY/refresh"),
                    (HttpMethod.Get, "/api/v1/trends/NOBODY"),
                    (HttpMethod.Get, "/api/v1/trends/NOBODY/patterns"),
                    (HttpMethod.Get, "/api/v1/replenishment/NOBODY"),
                ]
        )
        {
            var (status, body) = await _worker.Problem(method, path);
            Assert.Equal((404, "No product has the SKU 'NOBODY'."), (status, body.GetProperty("title").GetString()));
        }

        var (_, malformed) = await _worker.Problem(HttpMethod.Get, "/api/v1/trends/-");
        Assert.Equal("No product has the SKU '-'.", malformed.GetProperty("title").GetString());
        Assert.Equal($"A SKU {Sku.Rule}.", malformed.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_product_that_never_sold_has_empty_lists()
    {
        await _worker.Publish(new ProductChanged([WorkerHost.Product("QUIET/1")]));
        Assert.Empty(await _worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/quiet%2F1", _ => true));
        Assert.Empty((await _worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/QUIET%2F1"))!);
        var (status, body) = await _worker.Problem(HttpMethod.Get, "/api/v1/trends/QUIET%2F1");
        Assert.Equal(
            (404, "'QUIET/1' was never sold: there is no trend."),
            (status, body.GetProperty("title").GetString())
        );
    }

    private async Task<List<T>> All<T>(string path)
    {
        var all = new List<T>();
        string? after = null;
        do
        {
            var page = (
                await _worker.Get<Page<T>>(
                    after is null
                        ? path
                        : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={after}"
                )
            )!;
            all.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        return all;
    }
}
