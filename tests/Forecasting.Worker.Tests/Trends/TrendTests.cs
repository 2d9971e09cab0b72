using FsCheck;
using FsCheck.Xunit;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;
using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Tests.Trends;

public sealed class TrendTests
{
    private static readonly DateOnly Sunday = new(2024, 6, 30);

    private static double[] Days(int count, Func<int, double> demand) =>
        Enumerable.Range(0, count).Select(demand).ToArray();

    [Fact]
    public void Steady_demand_is_flat()
    {
        var motion = TrendRule.Measure(Days(200, _ => 4), 99.5m, Sunday);
        Assert.Equal(new ProductMotion(4, 0, 0, TrendDirection.Flat, 99.5m, null, null), motion);
    }

    [Fact]
    public void Growth_shows_in_change_slope_and_direction()
    {
        var motion = TrendRule.Measure(Days(84, t => 10 + t / 7), 0, Sunday);
        Assert.Equal(19.5, motion.UnitsPerDay, 9);
        Assert.Equal(19.5 / 15.5 - 1, motion.Change!.Value, 9);
        Assert.Equal(7, motion.SlopePerWeek, 9);
        Assert.Equal(TrendDirection.Rising, motion.Direction);
        Assert.Equal(TrendDirection.Falling, TrendRule.Measure(Days(84, t => 40 - t / 7), 0, Sunday).Direction);
    }

    [Fact]
    public void One_wild_week_does_not_bend_the_slope()
    {
        var motion = TrendRule.Measure(Days(84, t => t is >= 40 and < 47 ? 900 : 10), 0, Sunday);
        Assert.Equal(0, motion.SlopePerWeek);
        Assert.Equal(TrendDirection.Flat, motion.Direction);
    }

    [Fact]
    public void A_weekday_that_clearly_sells_more_is_named()
    {
        var motion = TrendRule.Measure(Days(84, t => t % 7 == 4 ? 9 : 3), 0, Sunday);
        Assert.Equal(DayOfWeek.Friday, motion.PeakWeekday);
        Assert.Equal(9.0 / 27, motion.PeakWeekdayShare!.Value, 9);
        Assert.Null(TrendRule.Measure(Days(84, t => t == 80 ? 50 : 0), 0, Sunday).PeakWeekday);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(55)]
    public void A_short_past_has_no_change(int days)
    {
        var motion = TrendRule.Measure(Days(days, _ => 2), 0, Sunday);
        Assert.Null(motion.Change);
        Assert.Equal(days == 0 ? 0 : 2, motion.UnitsPerDay);
        Assert.Equal(TrendDirection.Flat, motion.Direction);
    }

    [Fact]
    public void From_nothing_to_something_has_no_ratio() =>
        Assert.Null(TrendRule.Measure(Days(84, t => t >= 60 ? 2 : 0), 0, Sunday).Change);

    [Property]
    public void No_days_throw_or_give_anything_but_numbers(NormalFloat[] days)
    {
        var motion = TrendRule.Measure(Array.ConvertAll(days, d => Math.Clamp(d.Get, -1e9, 1e9)), 0, Sunday);
        Assert.True(double.IsFinite(motion.UnitsPerDay) && double.IsFinite(motion.SlopePerWeek));
        Assert.True(motion.Change is null || double.IsFinite(motion.Change.Value));
        Assert.True(motion.PeakWeekdayShare is null or (>= 0.2 and <= 1));
    }

    [Fact]
    public void Pareto_puts_the_one_that_crosses_a_border_into_the_better_class() =>
        Assert.Equal([1, 0, 1, 0, 2, 2], Movers.Pareto([3, 60, 12, 22, 3, 0]));

    [Fact]
    public void Movers_are_told_apart()
    {
        MoverInput Product(double revenue, double velocity, int firstDaysAgo, int? lastDaysAgo) =>
            new(revenue, velocity, firstDaysAgo + 1, lastDaysAgo);
        var results = Movers.Classify([
            Product(10, 90, 400, 0),
            Product(90, 15, 400, 0),
            Product(0, 4, 400, 3),
            Product(0, 0, 400, 90),
            Product(0, 1, 10, 1),
            Product(0, 0, 400, null),
        ]);
        Assert.Equal(
            [MoverClass.Fast, MoverClass.Steady, MoverClass.Slow, MoverClass.Dead, MoverClass.New, MoverClass.Dead],
            results.Select(r => r.Class)
        );
        Assert.Equal("BACCCC", string.Concat(results.Select(r => r.Abc)));
        Assert.Equal([0.1, 0.9, 0, 0, 0, 0], results.Select(r => r.RevenueShare));
    }

    [Fact]
    public void Without_any_revenue_nobody_has_a_share() =>
        Assert.Equal(0, Movers.Classify([new(0, 0, 0, null)])[0].RevenueShare);

    [Fact]
    public void A_silent_stretch_does_not_age_what_sold_before_it()
    {
        SeriesDay Day(int daysAgo) => new(Sunday.AddDays(-daysAgo), 5, 0, 10, 1);
        // Sold daily for 60 days, then nobody recorded anything for 5,000 days, then one sale today.
        SeriesDay[] days = [.. Enumerable.Range(5_001, 60).Reverse().Select(Day), Day(0)];
        DayRange silence = new(Sunday.AddDays(-5_000), Sunday.AddDays(-1));

        var trend = TrendBuilder.Build("A", [(days, [silence])], Sunday);
        var literal = TrendBuilder.Build("A", [(days, [])], Sunday);

        // 5,000 days are 714 whole weeks and two days, which stay.
        Assert.Equal(63, trend.KnownDays);
        Assert.Equal(26 * 5 / 28.0, trend.UnitsPerDay, 6);
        Assert.Equal(260, trend.Revenue28);
        Assert.Equal(5 / 28.0, literal.UnitsPerDay, 6);
    }
}
