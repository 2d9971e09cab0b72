using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Tests.Trends;

public sealed class AnomalyRuleTests
{
    private const int Today = 739_000;

    private static double[] Steady(int days, double a, double b) =>
        [.. Enumerable.Range(0, days).Select(t => t % 2 == 0 ? a : b)];

    private static List<FoundAnomaly> Find(double[] demand) =>
        AnomalyRule.Find(demand, [.. Enumerable.Range(Today - demand.Length + 1, demand.Length)]);

    [Theory]
    // R: pnbinom(9, 5, .5, lower = FALSE); mean 5, variance 10. By hand from the sums of choose(k + 4, k) / 2^(k + 5).
    [InlineData(10, 5, 2, 0.08978271484375)]
    [InlineData(1, 5, 2, 0.96875)]
    [InlineData(0, 5, 2, 1)]
    // Size 1 is geometric: P(Y >= k) = (1 - 1/f)^k.
    [InlineData(3, 2, 3, 8.0 / 27)]
    public void Tails_are_those_of_the_negative_binomial(int count, double mean, double dispersion, double expected)
    {
        Assert.Equal(expected, CountTails.AtLeast(count, mean, dispersion), 12);
        Assert.Equal(1 - expected, CountTails.AtMost(count - 1, mean, dispersion), 12);
    }

    [Fact]
    public void None_is_the_size_th_power_and_large_counts_have_tails_too()
    {
        Assert.Equal(5 * Math.Log(.5), CountTails.LogNone(5, 2), 12);
        Assert.Equal(CountTails.AtMost(0, 5, 2), Math.Exp(CountTails.LogNone(5, 2)), 12);
        // Mean 10,000 and standard deviation 200, two of them above: the sum of the probabilities themselves.
        Assert.Equal(0.023823, CountTails.AtLeast(10_400, 10_000, 4), 6);
    }

    [Theory]
    [InlineData(.001, 1, .001)]
    [InlineData(.5, 2, .75)]
    [InlineData(1e-12, 90, 9e-11)]
    [InlineData(0, 90, 0)]
    public void Many_looks_make_the_unlikely_likelier(double probability, int looks, double expected) =>
        Assert.Equal(expected, AnomalyRule.AmongLooks(probability, looks), 14);

    [Fact]
    public void What_is_expected_is_the_mean_of_the_days_before_by_weekday()
    {
        // Twelve weeks of 7 on one day and 0 on the others, mean 1: (12 x 7 + 4) / 16 and 4 / 16.
        double[] demand = [.. Enumerable.Range(0, 85).Select(t => t % 7 == 3 ? 7.0 : 0)];
        Assert.Equal(88.0 / 16, AnomalyRule.Expect(demand, 80, 84).Mean, 12);
        Assert.Equal(.25, AnomalyRule.Expect(demand, 81, 84).Mean, 12);
        Assert.True(double.IsNaN(AnomalyRule.Expect(demand, 41, 41).Mean));
    }

    [Fact]
    public void A_spike_is_found_with_its_day_and_what_was_expected()
    {
        var demand = Steady(160, 4, 6);
        demand[150] = 25;
        var spike = Assert.Single(Find(demand));
        Assert.Equal((AnomalyKind.Spike, Today - 9, 25.0), (spike.Kind, spike.Last, spike.Actual));
        Assert.Equal(5, spike.Expected, 0);
        Assert.InRange(spike.Probability, 1e-12, 1e-4);
    }

    [Fact]
    public void A_silence_is_one_and_not_a_drop_and_counts_its_days()
    {
        var demand = Steady(160, 4, 6);
        for (var t = 152; t < 160; t++)
            demand[t] = 0;
        demand[155] = double.NaN;
        var silence = Assert.Single(Find(demand));
        Assert.Equal(
            (AnomalyKind.Silence, Today - 7, Today, 0.0),
            (silence.Kind, silence.First, silence.Last, silence.Actual)
        );
        Assert.Equal(7 * 5, silence.Expected, 0);
    }

    [Fact]
    public void A_week_that_sells_far_less_is_one_drop()
    {
        var demand = Steady(160, 9, 11);
        for (var t = 140; t < 150; t++)
            demand[t] = 4;
        var drop = Assert.Single(Find(demand));
        Assert.Equal((AnomalyKind.Drop, 6), (drop.Kind, drop.Last - drop.First));
        Assert.InRange(drop.First, Today - 19, Today - 10);
        Assert.Equal(28, drop.Actual, 0);
    }

    [Fact]
    public void Chance_alone_hardly_ever_stands_out()
    {
        var random = new Random(3);
        var found = 0;
        for (var i = 0; i < 300; i++)
            found += Find([.. Enumerable.Range(0, 174).Select(_ => (double)Poisson(random, 3))]).Count;
        Assert.InRange(found, 0, 3);
    }

    [Fact]
    public void Too_short_a_past_says_nothing()
    {
        Assert.Empty(Find([]));
        Assert.Empty(Find(Steady(42, 0, 900)));
        Assert.Empty(Find(new double[200]));
    }

    private static int Poisson(Random random, double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        for (; product > limit; count++)
            product *= random.NextDouble();
        return count;
    }
}
