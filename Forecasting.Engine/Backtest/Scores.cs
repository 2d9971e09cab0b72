namespace SmartInventory.Forecasting.Engine.Backtest;

/// <summary>
/// Measures of error. All are relative to the series' own day-to-day change, from its first sale on, so that they can
/// be averaged over series. Absolute errors are avoided on purpose: on sparse demand they reward forecasting nothing.
/// </summary>
public static class Scores
{
    /// <summary>Mean |y(t) - y(t-1)| over neighbours that are both known; 0 when there are none.</summary>
    public static double AbsoluteScale(ReadOnlySpan<double> history)
    {
        var (sum, count) = (0.0, 0);
        for (var t = 1; t < history.Length; t++)
        {
            var change = Math.Abs(history[t] - history[t - 1]);
            if (double.IsNaN(change))
                continue;
            sum += change;
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    /// <summary>Mean (y(t) - y(t-1))^2 over neighbours that are both known; 0 when there are none.</summary>
    public static double SquaredScale(ReadOnlySpan<double> history)
    {
        var (sum, count) = (0.0, 0);
        for (var t = 1; t < history.Length; t++)
        {
            var change = history[t] - history[t - 1];
            if (double.IsNaN(change))
                continue;
            sum += change * change;
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    /// <summary>
    /// The pinball loss max(q (a - z), (q - 1)(a - z)) of forecasting <paramref name="quantile"/> for the probability
    /// when <paramref name="actual"/> came (Koenker and Bassett 1978; no factor 2).
    /// </summary>
    public static double Pinball(double probability, double actual, double quantile)
    {
        var difference = actual - quantile;
        return Math.Max(probability * difference, (probability - 1) * difference);
    }
}
