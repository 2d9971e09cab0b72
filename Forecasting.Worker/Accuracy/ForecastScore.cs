using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Backtest;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>
/// How one logged forecast did, in the measures of docs/forecasting.md. Errors are relative to the series' own
/// day-to-day change; of a sum of n days they are divided by the root of n as well. Null where that change is 0.
/// </summary>
/// <param name="SquaredError">Squared error of the expectation / squared scale: the part that RMSSE is the root of the
/// mean of.</param>
/// <param name="Pinball">Mean pinball loss over .05 .1 .25 .5 .75 .9 .95 / absolute scale.</param>
/// <param name="NaiveSquaredError">The same of seasonal naive's expectation.</param>
/// <param name="NaivePinball">The same of seasonal naive's quantiles.</param>
/// <param name="Inside80">Whether what came lies inside [q.1, q.9], ends included.</param>
/// <param name="Inside95">Whether what came lies inside [q.025, q.975], ends included.</param>
internal sealed record ForecastScore(
    float? SquaredError,
    float? Pinball,
    float? NaiveSquaredError,
    float? NaivePinball,
    bool Inside80,
    bool Inside95
)
{
    /// <summary>The quantiles that are logged. The pinball loss is taken at all but the outermost.</summary>
    public static readonly double[] Levels = [.025, .05, .1, .25, .5, .75, .9, .95, .975];

    /// <summary>Where <see cref="Levels"/> stand in <see cref="Forecaster.Probabilities"/>.</summary>
    public static readonly int[] LevelIndex = Array.ConvertAll(Levels, IndexOf);

    public static ForecastScore Of(LoggedForecast forecast, double actual)
    {
        var quantiles = forecast.Quantiles;
        var (loss, naiveLoss) = (0.0, 0.0);
        for (var q = 1; q < Levels.Length - 1; q++)
        {
            var naive = NaiveBaseline.NaiveQuantile(Levels[q], forecast.Naive, forecast.NaiveDeviation, forecast.Days);
            loss += Scores.Pinball(Levels[q], actual, quantiles[q]);
            naiveLoss += Scores.Pinball(Levels[q], actual, naive);
        }
        var absolute = (Levels.Length - 2) * forecast.AbsoluteScale * Math.Sqrt(forecast.Days);
        var squared = forecast.SquaredScale * forecast.Days;
        return new(
            Over(Math.Pow(actual - forecast.Expected, 2), squared),
            Over(loss, absolute),
            Over(Math.Pow(actual - forecast.Naive, 2), squared),
            Over(naiveLoss, absolute),
            Inside(2),
            Inside(0)
        );

        bool Inside(int low) => actual >= quantiles[low] && actual <= quantiles[^(low + 1)];
    }

    private static float? Over(double value, double scale) => scale > 0 ? (float)(value / scale) : null;

    private static int IndexOf(double level)
    {
        var levels = Forecaster.Probabilities;
        for (var i = 0; i < levels.Length; i++)
        {
            if (Math.Abs(levels[i] - level) < 1e-9)
                return i;
        }
        throw new InvalidOperationException($"Forecasts have no quantile of {level}, which is scored.");
    }
}
