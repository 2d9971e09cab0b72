using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Backtest;

/// <summary>
/// What a forecast is measured against once the days have come, taken from the same history at the same time: the
/// series' own
/// day-to-day change, and what the seasonal naive method expected (Hyndman and Athanasopoulos, Forecasting: Principles
/// and
/// Practice, 3rd ed., sections 5.2 and 5.5).
/// </summary>
/// <param name="NaiveDay">Seasonal naive's expectation of the next day, units.</param>
/// <param name="NaiveSum">The same for the sum of the protection days.</param>
/// <param name="NaiveDeviation">Root mean squared difference to the same weekday a week before; 0 in the first
/// week.</param>
/// <param name="AbsoluteScale">Mean |y(t) - y(t-1)|; 0 for a series that never changed: it is left out of scaled
/// scores.</param>
/// <param name="SquaredScale">Mean (y(t) - y(t-1))^2.</param>
public sealed record NaiveBaseline(
    double NaiveDay,
    double NaiveSum,
    double NaiveDeviation,
    double AbsoluteScale,
    double SquaredScale
)
{
    private const int Season = 7;
    private const int Digits = 6;

    /// <param name="demand">Units per day from the first sale on, <see cref="double.NaN"/> where unknown.</param>
    /// <param name="protectionDays">Days of the sum, at least 1.</param>
    /// <returns>Null for a series that never sold.</returns>
    public static NaiveBaseline? Of(ReadOnlySpan<double> demand, int protectionDays)
    {
        if (demand.IsEmpty)
            return null;
        var week = new double[Season];
        SeasonalNaive.Forecast(demand, Season, week);
        var sum = 0.0;
        for (var h = 0; h < protectionDays; h++)
            sum += week[h % Season];
        return new(
            Math.Round(week[0], Digits),
            Math.Round(sum, Digits),
            Math.Round(Deviation(demand), Digits),
            Math.Round(Scores.AbsoluteScale(demand), Digits),
            Math.Round(Scores.SquaredScale(demand), Digits)
        );
    }

    /// <summary>
    /// Seasonal naive's quantile of the sum of the next days. A week's error stays in all weeks after it, so that the
    /// variance of a
    /// weekday that occurs n times in the sum is n(n + 1)(2n + 1)/6 times that of one day.
    /// </summary>
    public static double NaiveQuantile(double probability, double expected, double deviation, int days)
    {
        var (weeks, rest) = Math.DivRem(days, Season);
        var variance = rest * SquaresTo(weeks + 1) + (Season - rest) * SquaresTo(weeks);
        return Math.Max(0, expected + Normal.Quantile(probability) * deviation * Math.Sqrt(variance));
    }

    private static double SquaresTo(int n) => n * (n + 1.0) * (2 * n + 1) / 6;

    private static double Deviation(ReadOnlySpan<double> demand)
    {
        var fitted = new double[demand.Length];
        SeasonalNaive.Fit(demand, Season, fitted);
        var (sum, count) = (0.0, 0);
        for (var t = 0; t < demand.Length; t++)
        {
            var error = demand[t] - fitted[t];
            if (double.IsNaN(error))
                continue;
            sum += error * error;
            count++;
        }
        return count == 0 ? 0 : Math.Sqrt(sum / count);
    }
}
