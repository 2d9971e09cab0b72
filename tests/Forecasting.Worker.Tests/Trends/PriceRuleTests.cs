using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Tests.Trends;

public sealed class PriceRuleTests
{
    /// <summary>A Monday.</summary>
    private static readonly int Monday = new DateOnly(2023, 1, 2).DayNumber;

    /// <summary>Demand by chance, negative binomial around a level with a week, a year and an elasticity.</summary>
    private static PricedDays Simulate(
        int seed,
        double elasticity,
        double level,
        Func<int, double> price,
        int days = 730,
        double year = .3
    )
    {
        var random = new Random(seed);
        var (demand, revenue) = (new double[days], new double[days]);
        for (var t = 0; t < days; t++)
        {
            var mean =
                level
                * (t % 7 == 5 ? 2 : .8)
                * Math.Exp(year * Math.Sin(2 * Math.PI * t / 365))
                * Math.Pow(price(t) / 10, elasticity);
            // A gamma of shape 4 makes the variance mean + mean² / 4.
            var gamma = 0.0;
            for (var i = 0; i < 4; i++)
                gamma -= Math.Log(1 - random.NextDouble()) / 4;
            var (left, count) = (mean * gamma, -1);
            for (; left >= 0; count++)
                left += Math.Log(1 - random.NextDouble());
            (demand[t], revenue[t]) = (count, count * price(t));
        }

        return new(demand, revenue, [.. Enumerable.Range(Monday, days)]);
    }

    private static double Steps(int t) =>
        (t / 60 % 3) switch
        {
            0 => 10,
            1 => 12,
            _ => 9,
        };

    [Theory]
    [InlineData(-1.5, 8)]
    [InlineData(-3, 5)]
    [InlineData(0, 20)]
    public void The_interval_holds_the_elasticity_as_often_as_it_says(double elasticity, double level)
    {
        const int Runs = 200;
        var estimates = Enumerable
            .Range(1, Runs)
            .Select(seed => PriceRule.Measure([Simulate(seed, elasticity, level, Steps)]))
            .ToList();

        Assert.All(estimates, e => Assert.Equal((3, 9d, 12d, null), (e.Prices, e.Lowest, e.Highest, e.Reason)));
        Assert.InRange(estimates.Average(e => e.Elasticity!.Value), elasticity - .1, elasticity + .1);
        // Of 200 intervals of 90%, between 83% and 97% hold it but for a chance in a thousand.
        Assert.InRange(estimates.Count(e => e.Low <= elasticity && elasticity <= e.High) / (double)Runs, .83, .97);
    }

    [Fact]
    public void One_change_of_price_for_good_is_enough()
    {
        var effects = Enumerable
            .Range(1, 100)
            .Select(seed => PriceRule.Measure([Simulate(seed, -2, 10, t => t < 400 ? 10 : 12, year: 0)]))
            .ToList();

        Assert.InRange(effects.Average(e => e.Elasticity!.Value), -2.3, -1.7);
        Assert.InRange(effects.Count(e => e.Low <= -2 && e.High >= -2), 80, 98);
    }

    [Fact]
    public void A_price_that_never_changed_says_nothing()
    {
        var effect = PriceRule.Measure([Simulate(1, -2, 10, _ => 10)]);
        Assert.Equal(new(0, null, null, 0, null, null, null, PriceRule.TooFewPrices), effect);
        // Neither do four percent, nor a week at another price, nor days on which somebody got a rebate.
        Assert.Equal(effect, PriceRule.Measure([Simulate(1, -2, 10, t => t < 400 ? 10 : 10.4)]));
        Assert.Equal(effect, PriceRule.Measure([Simulate(1, -2, 10, t => t is >= 400 and < 407 ? 7 : 10)]));
        Assert.Equal(effect, PriceRule.Measure([Simulate(1, -2, 10, t => t % 5 == 0 ? 7 : 10)]));
        Assert.Equal(effect, PriceRule.Measure([]));
    }

    [Fact]
    public void Too_few_sales_at_another_price_say_nothing()
    {
        var series = Simulate(1, 0, 10, t => t < 700 ? 10 : 20);
        for (var t = 700; t < 730; t++)
            (series.Demand[t], series.Revenue[t]) = (t == 702 ? 5 : 0, t == 702 ? 100 : 0);
        Assert.Equal(PriceRule.TooFewSales, PriceRule.Measure([series]).Reason);
    }

    [Fact]
    public void A_week_at_a_low_price_among_those_that_last_is_left_out()
    {
        static double WithPromotions(int t) => t % 60 < 5 ? Steps(t) * .6 : Steps(t);
        var effects = Enumerable
            .Range(1, 100)
            .Select(seed => PriceRule.Measure([Simulate(seed, -1, 8, WithPromotions)]))
            .ToList();
        Assert.All(effects, e => Assert.Equal((3, 9d, 12d), (e.Prices, e.Lowest, e.Highest)));
        Assert.All(effects, e => Assert.InRange(e.Days, 640, 680));
        Assert.InRange(effects.Average(e => e.Elasticity!.Value), -1.15, -.85);
    }

    [Fact]
    public void Unknown_days_closed_weekdays_and_a_dearer_place_do_not_disturb()
    {
        var (alone, both) = (new List<PriceEffect>(), new List<PriceEffect>());
        for (var seed = 1; seed <= 60; seed++)
        {
            var series = Simulate(seed, -1.5, 8, Steps);
            for (var t = 0; t < 730; t++)
            {
                if (t % 7 == 6)
                    (series.Demand[t], series.Revenue[t]) = (0, 0);
                if (t is > 200 and < 240)
                    series.Demand[t] = double.NaN;
            }

            alone.Add(PriceRule.Measure([series]));
            // What is sold elsewhere at a price of its own that never changes says nothing, and takes nothing away.
            Assert.Equal(alone[^1], PriceRule.Measure([series, Simulate(100 + seed, 0, 30, _ => 30)]));
            both.Add(PriceRule.Measure([series, Simulate(200 + seed, -1.5, 30, t => 3 * Steps(t))]));
        }

        Assert.InRange(alone.Average(e => e.Elasticity!.Value), -1.65, -1.35);
        Assert.InRange(both.Average(e => e.Elasticity!.Value), -1.65, -1.35);
        Assert.True(both.Average(e => e.High - e.Low) < .8 * alone.Average(e => e.High - e.Low));
    }
}
