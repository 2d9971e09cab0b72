using SmartInventory.Forecasting.Engine.Backtest;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Tests;

public sealed class KernelTests
{
    [Fact]
    public void Simple_smoothing_agrees_with_the_textbook() =>
        Assert.Equal(13.2992, SimpleExponentialSmoothing.Next([12, 15, 11, 14, 16], 0.2), 10);

    [Fact]
    public void Simple_smoothing_skips_unknown_days() =>
        Assert.Equal(
            SimpleExponentialSmoothing.Next([12, 15, 11], 0.3),
            SimpleExponentialSmoothing.Next(
                [double.NaN, 12, double.NaN, 15, double.NaN, double.NaN, 11, double.NaN],
                0.3
            )
        );

    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new[] { 4.0 }, 4)]
    [InlineData(new[] { double.NaN }, 0)]
    [InlineData(new[] { 0.0, 0, 0 }, 0)]
    [InlineData(new[] { 3.0, 3, 3, 3 }, 3)]
    public void Simple_smoothing_of_a_degenerate_history(double[] history, double expected)
    {
        Assert.Equal(expected, SimpleExponentialSmoothing.Next(history, SimpleExponentialSmoothing.BestAlpha(history)));
    }

    [Fact]
    public void The_best_alpha_is_no_worse_than_any_on_a_fine_grid()
    {
        var history = Series.Weekly(200);
        var found = SimpleExponentialSmoothing.SquaredError(history, SimpleExponentialSmoothing.BestAlpha(history));
        for (var alpha = 0.01; alpha < 0.99; alpha += 0.005)
            Assert.True(found <= SimpleExponentialSmoothing.SquaredError(history, alpha) * 1.0005, $"alpha {alpha}");
    }

    [Fact]
    public void A_step_in_level_wants_a_larger_alpha_than_noise()
    {
        var noise = Series.Weekly(140);
        var step = Enumerable.Range(0, 140).Select(t => t < 70 ? 5.0 : 50.0).ToArray();
        Assert.True(SimpleExponentialSmoothing.BestAlpha(step) > 0.9);
        Assert.True(SimpleExponentialSmoothing.BestAlpha(noise) < 0.2);
    }

    [Fact]
    public void Seasonal_naive_repeats_the_last_week()
    {
        var point = new double[10];
        SeasonalNaive.Forecast([9, 9, 1, 2, 3, 4, 5, 6, 7], 7, point);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 1, 2, 3], point);
    }

    [Fact]
    public void Seasonal_naive_looks_further_back_over_unknown_days()
    {
        var point = new double[7];
        SeasonalNaive.Forecast([1, 2, 3, 4, 5, 6, 7, 8, double.NaN, 10, 11, 12, 13, 14], 7, point);
        Assert.Equal([8, 2, 10, 11, 12, 13, 14], point);
    }

    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new[] { 4.0 }, 4)]
    [InlineData(new[] { double.NaN, double.NaN }, 0)]
    [InlineData(new[] { 0.0, 2 }, 2)]
    public void Seasonal_naive_of_less_than_a_season_repeats_what_it_has(double[] history, double last)
    {
        var point = new double[8];
        SeasonalNaive.Forecast(history, 7, point);
        Assert.Contains(last, point);
        Assert.All(point, value => Assert.Contains(value, (double[])[.. history, 0]));
    }

    [Fact]
    public void Scales_read_only_neighbours_that_are_both_known()
    {
        double[] history = [1, 4, double.NaN, 10, 8];
        Assert.Equal(2.5, Scores.AbsoluteScale(history));
        Assert.Equal(6.5, Scores.SquaredScale(history));
        Assert.Equal(0, Scores.AbsoluteScale([5]));
    }

    [Fact]
    public void Pinball_punishes_the_side_that_the_probability_names()
    {
        Assert.Equal(9, Scores.Pinball(0.9, actual: 20, quantile: 10));
        Assert.Equal(1, Scores.Pinball(0.9, actual: 10, quantile: 20), 12);
        Assert.Equal(0, Scores.Pinball(0.9, actual: 10, quantile: 10));
    }

    [Fact]
    public void The_random_numbers_are_those_of_the_paper()
    {
        // First outputs of SplitMix64 for seed 1234567, as published with the reference implementation.
        var random = new StableRandom(1234567);
        Assert.Equal(6457827717110365317UL, random.NextWord());
        Assert.Equal(3203168211198807973UL, random.NextWord());
    }
}
