using SmartInventory.Forecasting.Engine.Backtest;

namespace SmartInventory.Forecasting.Engine.Tests.Backtest;

public sealed class NaiveBaselineTests
{
    [Fact]
    public void The_baseline_repeats_the_last_week()
    {
        double[] demand = [1, 2, 3, 4, 5, 6, 7, 2, 4, double.NaN, 8, 10, 12, 14];
        var baseline = NaiveBaseline.Of(demand, 9)!;
        Assert.Equal(2, baseline.NaiveDay);
        Assert.Equal(2 + 4 + 3 + 8 + 10 + 12 + 14 + 2 + 4, baseline.NaiveSum);
        Assert.Equal(Math.Sqrt((1 + 4 + 16 + 25 + 36 + 49) / 6.0), baseline.NaiveDeviation, 1e-6);
        Assert.Equal((1 + 1 + 1 + 1 + 1 + 1 + 5 + 2 + 2 + 2 + 2) / 11.0, baseline.AbsoluteScale, 1e-6);
        Assert.Equal((1 + 1 + 1 + 1 + 1 + 1 + 25 + 4 + 4 + 4 + 4) / 11.0, baseline.SquaredScale, 1e-6);
        Assert.Null(NaiveBaseline.Of([], 9));
    }

    [Fact]
    public void Naive_spreads_as_a_seasonal_random_walk_does()
    {
        // One day: one error. A week: seven of them. A fortnight: of each weekday, the first error twice and a second
        // one.
        Assert.Equal(Math.Sqrt(7), Spread(7) / Spread(1), 1e-9);
        Assert.Equal(Math.Sqrt(7 * (4 + 1)), Spread(14) / Spread(1), 1e-9);
        Assert.Equal(Math.Sqrt(4 + 1 + 6), Spread(8) / Spread(1), 1e-9);
        Assert.Equal(0, NaiveBaseline.NaiveQuantile(.05, 1, 50, 1));

        static double Spread(int days) => NaiveBaseline.NaiveQuantile(.9, 1_000, 2, days) - 1_000;
    }
}
