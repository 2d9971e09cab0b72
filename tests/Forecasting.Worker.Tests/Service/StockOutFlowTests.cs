using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using DemandHistory = SmartInventory.Contracts.Forecasting.DemandHistory;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Days without stock, from the stock's messages to the forecast.</summary>
public sealed class StockOutFlowTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static readonly DateOnly Today = WorkerHost.Today;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Noon(int daysAgo) => new(Today.AddDays(-daysAgo), new(12, 0), TimeSpan.Zero);

    private static SalesRecorded FiveADay(string sku, int from, int to) =>
        new([.. Enumerable.Range(to, from - to + 1).Select(ago => WorkerHost.Line(sku, Today.AddDays(-ago), 5))]);

    private Task<List<(DateOnly From, DateOnly? To)>> Stretches(string sku) =>
        worker.Db(async db =>
            (
                await db.StockOuts.AsNoTracking().Where(s => s.Sku == sku).OrderBy(s => s.FromDay).ToListAsync(Ct)
            ).ConvertAll(s => (s.FromDay, s.ToDay))
        );

    [Fact]
    public async Task Three_weeks_without_stock_do_not_lower_a_forecast()
    {
        await worker.Publish(new LocationChanged([new("LDN", 1, "London", "Europe/London", false)]));
        // Others go on selling, so that the location itself is not silent.
        await worker.Publish(FiveADay("OTHER", 130, 0));
        await worker.Publish(FiveADay("OUT", 130, 22));
        await worker.Publish(FiveADay("UNKNOWN", 130, 22));
        await worker.Publish(new StockChanged([new("OUT", "LDN", 3, 0, 0, true, Noon(22))]));
        await worker.Settled(131 + 2 * 109);
        await WorkerHost.Until(async () =>
            await Stretches("OUT") is [{ To: null } open] && open.From == Today.AddDays(-21)
        );

        var forecast = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/OUT",
                f =>
                    f.Count == 1
                    && f[0].Notes.Any(n => n.ToString().StartsWith("Without stock", StringComparison.Ordinal))
            )
        )[0];
        Assert.Contains(
            $"Without stock from {Today.AddDays(-21):d MMM yyyy} to {forecast.AsOf:d MMM yyyy}: "
                + "demand unknown, left out.",
            forecast.Notes.Select(n => n.ToString())
        );
        Assert.InRange(forecast.Cumulative[6].Mean / 7, 4.5, 5.5);
        // The same sales without knowing why they ended.
        var other = (await worker.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/UNKNOWN", f => f.Count == 1))[0];
        Assert.True(other.Cumulative[6].Mean / 7 < 3);

        var history = Assert.Single((await worker.Get<List<DemandHistory>>("/api/v1/forecasts/OUT/history?days=30"))!);
        Assert.Equal([new DayStretch(Today.AddDays(-21), history.AsOf)], history.WithoutStock);
        Assert.Equal(30 - (history.AsOf.DayNumber - Today.AddDays(-21).DayNumber + 1), history.Days.Count);
        Assert.All(history.Days, day => Assert.Equal(5, day.Sold));
    }

    [Fact]
    public async Task A_stretch_ends_with_the_goods_and_older_states_do_not_bring_it_back()
    {
        await worker.Publish(FiveADay("BACK", 90, 15));
        await worker.Publish(new StockChanged([new("BACK", "LDN", 5, 0, 0, true, Noon(15))]));
        await WorkerHost.Until(async () => await Stretches("BACK") is [{ To: null }]);
        await worker.Publish(new StockChanged([new("BACK", "LDN", 6, 40, 0, true, Noon(5))]));
        await WorkerHost.Until(async () => (await Stretches("BACK"))[0].To is not null);
        await worker.Publish(new StockChanged([new("BACK", "LDN", 4, 0, 0, true, Noon(16))]));
        await worker.Publish(new StockChanged([new("LATER", "LDN", 1, 0, 0, true, Noon(16))]));
        await WorkerHost.Until(async () => await Stretches("LATER") is [_]);

        Assert.Equal([(Today.AddDays(-14), Today.AddDays(-6))], await Stretches("BACK"));
        await worker.Publish(FiveADay("BACK", 5, 1));
        var forecast = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/BACK",
                f =>
                    f.Count == 1
                    && f[0]
                        .Notes.Any(n =>
                            n.ToString()
                            == $"Without stock from {Today.AddDays(-14):d MMM yyyy} to {Today.AddDays(-6):d MMM yyyy}: "
                                + "demand unknown, left out."
                        )
            )
        )[0];
        Assert.Equal(("BACK", "LDN"), (forecast.Sku, forecast.Location));
    }

    [Fact]
    public async Task What_was_missed_without_stock_lowers_the_fill_rate_and_history_is_in_no_figure()
    {
        // Five a day for ten weeks, but for nine days of the last four weeks without stock; two today.
        await worker.Publish(
            new SalesRecorded([
                .. Enumerable
                    .Range(1, 70)
                    .Where(ago => ago is < 6 or > 14)
                    .Select(ago => WorkerHost.Line("FILL", Today.AddDays(-ago), 5, "FIL")),
                WorkerHost.Line("FILL", Today, 2, "FIL"),
                WorkerHost.Line("FILL", Today.AddDays(-200), 7, "GON"),
            ])
        );
        await worker.Publish(new StockChanged([new("FILL", "FIL", 1, 0, 0, true, Noon(15))]));
        await WorkerHost.Until(async () => await Stretches("FILL") is [{ To: null }]);
        await worker.Publish(new StockChanged([new("FILL", "FIL", 2, 40, 0, true, Noon(5))]));

        var figures = await worker.GetUntil<TrendFigures>(
            "/api/v1/trends/figures?location=fil",
            f => f is { Fill: { DaysWithout: 9, Missed: > 0 }, Sold.Units: 95, RevenueToday: 5 }
        );

        Assert.Equal(new(95, 95 * 2.5m, 140, 350, -0.321429, -0.321429), figures.Sold);
        Assert.Equal(new(Math.Round(95 / 140.0, 4), 1, 9, 45), figures.Fill);
        // Nobody said what it costs.
        Assert.Null(figures.Margin);
        Assert.Empty(figures.Standing);
        var history = (await worker.Get<TrendFigures>("/api/v1/trends/figures?location=GON"))!;
        Assert.Equal((null, null, 0m), (history.Sold, history.Fill, history.RevenueToday));
        Assert.Equal(["GON"], history.Standing);
    }

    [Fact]
    public async Task Days_are_those_of_the_location()
    {
        await worker.Publish(new LocationChanged([new("TYO", 1, "Tokyo", "Asia/Tokyo", false)]));
        await WorkerHost.Until(() => worker.Db(db => db.Locations.AnyAsync(l => l.Code == "TYO", Ct)));
        // 20:00 UTC is the next day in Tokyo.
        var evening = new DateTimeOffset(Today.AddDays(-10), new(20, 0), TimeSpan.Zero);
        await worker.Publish(
            new StockChanged([new("ZONE", "TYO", 1, -2, 0, true, evening), new("ZONE", "LDN", 1, -2, 0, true, evening)])
        );
        await WorkerHost.Until(async () => (await Stretches("ZONE")).Count == 2);
        Assert.Equal([Today.AddDays(-9), Today.AddDays(-8)], (await Stretches("ZONE")).ConvertAll(s => s.From));
    }

    [Fact]
    public async Task A_state_that_does_not_say_since_when_is_taken_from_now()
    {
        await worker.Publish(new StockChanged([new("NOW", "LDN", 1, 0, 0, true)]));
        await WorkerHost.Until(async () => await Stretches("NOW") is [_]);
        Assert.InRange((await Stretches("NOW"))[0].From, Today, Today.AddDays(2));
    }
}
