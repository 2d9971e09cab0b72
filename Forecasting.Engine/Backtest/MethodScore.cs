namespace SmartInventory.Forecasting.Engine.Backtest;

/// <summary>
/// How a method would have done on this series, had it been asked at earlier origins (Tashman 2000, "Out-of-sample
/// tests of forecasting accuracy"). Null where nothing could be measured, never a made-up zero.
/// </summary>
/// <param name="Model">The method.</param>
/// <param name="Origins">How many origins it was scored at.</param>
/// <param name="Rmsse">Root mean squared scaled error of the expected demand per step.</param>
/// <param name="Pinball">Scaled pinball loss over the seven quantiles .05 to .95 per step.</param>
/// <param name="CumulativePinball">The same for the sum over the horizon, its scale times the root of the
/// horizon.</param>
/// <param name="Bias">Sum of forecasts / sum of actual demand - 1; null when nothing was sold.</param>
/// <param name="Coverage80">Share of steps inside the 80% interval.</param>
/// <param name="Coverage95">Share of steps inside the 95% interval.</param>
public sealed record MethodScore(
    string Model,
    int Origins,
    double? Rmsse,
    double? Pinball,
    double? CumulativePinball,
    double? Bias,
    double? Coverage80,
    double? Coverage95
)
{
    /// <summary>What methods are chosen by: the mean of both pinball losses, or the one that is known.</summary>
    public double? Loss => Pinball is null ? null : (Pinball + (CumulativePinball ?? Pinball)) / 2;
}
