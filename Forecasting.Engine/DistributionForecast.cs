namespace SmartInventory.Forecasting.Engine;

/// <summary>A forecast as a distribution, in the unit of the history that it was made from.</summary>
/// <param name="Method">The method that made it.</param>
/// <param name="Reason">Why this method, in a sentence.</param>
/// <param name="Probabilities">Of the rows of both tables, ascending.</param>
/// <param name="Mean">Expected value per step; step 0 comes right after the history.</param>
/// <param name="Quantiles">[probability][step]: what the step stays at or below with that probability.</param>
/// <param name="Cumulative">
/// [probability][sum]: the same of the sum of the first periods, for each number of periods that was asked for; else
/// [probability][n - 1]
/// for the first n.
/// </param>
public sealed record DistributionForecast(
    string Method,
    FormattableString Reason,
    double[] Probabilities,
    double[] Mean,
    double[][] Quantiles,
    double[][] Cumulative
);
