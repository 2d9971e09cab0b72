using SmartInventory.Forecasting.Accuracy;
using SmartInventory.Forecasting.Engine;

namespace SmartInventory.Forecasting.Tests.Accuracy;

/// <summary>The arithmetic of scores, without a store.</summary>
public sealed class ScoringTests
{
    private static readonly float[] Quantiles = [0, 1, 2, 4, 6, 8, 10, 11, 12];

    private static LoggedForecast Forecast(int days = 1, float absoluteScale = 2, float squaredScale = 4) =>
        new()
        {
            Sku = "A",
            Location = "X",
            Model = "m",
            Days = days,
            Expected = 6,
            Quantiles = Quantiles,
            Naive = 5,
            NaiveDeviation = 0,
            AbsoluteScale = absoluteScale,
            SquaredScale = squaredScale,
        };

    [Fact]
    public void A_forecast_is_scored_by_the_measures_of_the_backtest()
    {
        // By hand: losses .05 x 9, .1 x 8, .25 x 6, .5 x 4, .75 x 2, then 0 at .9, then .05 x 1.
        var score = ForecastScore.Of(Forecast(), 10);
        Assert.Equal(16 / 4f, score.SquaredError);
        Assert.Equal((0.45f + 0.8f + 1.5f + 2 + 1.5f + 0 + 0.05f) / 7 / 2, score.Pinball!.Value, 1e-5f);
        // Naive without spread: every quantile is its expectation, so the mean of the levels weighs the distance.
        Assert.Equal(25 / 4f, score.NaiveSquaredError);
        Assert.Equal(5 * 0.5f / 2, score.NaivePinball!.Value, 1e-5f);
        Assert.Equal((true, true), (score.Inside80, score.Inside95));
    }

    [Theory]
    [InlineData(2, true, true)]
    [InlineData(1, false, true)]
    [InlineData(0, false, true)]
    [InlineData(10.5, false, true)]
    [InlineData(12.5, false, false)]
    public void Ends_of_an_interval_are_inside(double actual, bool inside80, bool inside95)
    {
        var score = ForecastScore.Of(Forecast(), actual);
        Assert.Equal((inside80, inside95), (score.Inside80, score.Inside95));
    }

    [Fact]
    public void A_sum_is_scaled_by_the_root_of_its_days()
    {
        var (one, nine) = (ForecastScore.Of(Forecast(), 10), ForecastScore.Of(Forecast(9), 10));
        Assert.Equal(one.SquaredError!.Value / 9, nine.SquaredError!.Value, 1e-5f);
        Assert.Equal(one.Pinball!.Value / 3, nine.Pinball!.Value, 1e-5f);
    }

    [Fact]
    public void A_series_that_never_changed_has_no_scaled_score()
    {
        var score = ForecastScore.Of(Forecast(absoluteScale: 0, squaredScale: 0), 10);
        Assert.Null(score.SquaredError);
        Assert.Null(score.Pinball);
        Assert.Null(score.NaivePinball);
        Assert.True(score.Inside80);
    }

    [Fact]
    public void All_scored_levels_are_forecast() =>
        Assert.Equal(ForecastScore.Levels, ForecastScore.LevelIndex.Select(i => Forecaster.Probabilities[i]));

    private static TrackingSignal Track(IEnumerable<double> errors)
    {
        var (signal, day) = (new TrackingSignal { Sku = "A", Location = "X" }, new DateOnly(2024, 1, 1));
        foreach (var error in errors)
            signal = signal.Next(day = day.AddDays(1), 10 + error, 10);
        return signal;
    }

    [Fact]
    public void Errors_that_cancel_out_leave_the_signal_low()
    {
        var signal = Track(Enumerable.Range(0, 100).Select(t => t % 2 == 0 ? 3.0 : -3.0));
        Assert.InRange(signal.Value, -0.1, 0.1);
        Assert.Equal((100, null), (signal.Observations, signal.DriftedOn));
    }

    [Fact]
    public void Errors_in_one_direction_drift_once_and_again_only_if_they_go_on()
    {
        var before = Track(Enumerable.Repeat(1.0, TrackingSignal.EnoughDays - 1));
        Assert.Equal((1.0, null), (before.Value, before.DriftedOn));

        var day = before.Day.AddDays(1);
        var drifted = before.Next(day, 11, 10);
        Assert.Equal((0.0, day), (drifted.Error, drifted.DriftedOn));
        Assert.True(drifted.AbsoluteError > 0.9);

        var helped = drifted;
        for (var t = 1; t <= 60; t++)
            helped = helped.Next(day.AddDays(t), t % 2 == 0 ? 11 : 9, 10);
        Assert.Equal(day, helped.DriftedOn);

        var persisting = drifted;
        for (var t = 1; t <= 60; t++)
            persisting = persisting.Next(day.AddDays(t), 11, 10);
        Assert.True(persisting.DriftedOn > day);
    }

    [Fact]
    public void The_signal_is_the_same_in_any_unit()
    {
        double[] errors = [1, -4, 2, 2, 5, -1, 3];
        Assert.Equal(Track(errors).Value, Track(errors.Select(e => e * 1_000)).Value, 1e-9);
    }

    [Fact]
    public void A_perfect_forecast_has_no_signal() => Assert.Equal(0, Track(Enumerable.Repeat(0.0, 50)).Value);
}
