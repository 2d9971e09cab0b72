using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>
/// What replenishment needs of a forecast: the expected demand per day and the distribution of the demand of the first
/// N days together, for every N up to the horizon.
/// </summary>
/// <param name="Mean">Expected units per day; at least one day.</param>
/// <param name="Levels">Probabilities, ascending.</param>
/// <param name="Cumulative">[level][N - 1]: units that the first N days stay within.</param>
internal sealed record DemandOutlook(double[] Mean, double[] Levels, double[][] Cumulative)
{
    public int Horizon => Mean.Length;

    /// <summary>
    /// Expected demand of the first <paramref name="days"/> days; beyond the horizon at its average rate.
    /// </summary>
    public double Expected(int days)
    {
        var sum = 0.0;
        for (var d = 0; d < Math.Min(days, Horizon); d++)
            sum += Mean[d];
        return days <= Horizon ? sum : sum * days / Horizon;
    }

    /// <summary>
    /// The units that the demand of the first <paramref name="days"/> days stays within, with the probability. Between
    /// two levels, and beyond the outermost, along a straight line over normal scores, which is exact for normal
    /// demand. Beyond the horizon the expectation grows with the days and the distance from it with their square root.
    /// </summary>
    public double Quantile(double probability, int days)
    {
        if (days <= 0)
            return 0;
        if (days > Horizon)
        {
            var expected = Expected(Horizon);
            var spread = Quantile(probability, Horizon) - expected;
            return Math.Max(0, Expected(days) + spread * Math.Sqrt((double)days / Horizon));
        }

        var z = Normal.Quantile(Math.Clamp(probability, 0.001, 0.9999));
        var upper = Array.FindIndex(Levels, level => level >= probability);
        upper = Math.Clamp(upper < 0 ? Levels.Length - 1 : upper, Math.Min(1, Levels.Length - 1), Levels.Length - 1);
        var high = Cumulative[upper][days - 1];
        if (Levels[upper] == probability || upper == 0)
            return high;

        // Beyond the last level the line runs from the median: the last two levels are too close to point anywhere.
        var lower = probability > Levels[^1] ? Math.Max(0, Array.BinarySearch(Levels, 0.5)) : upper - 1;
        var (zLow, zHigh) = (Normal.Quantile(Levels[lower]), Normal.Quantile(Levels[upper]));
        var low = Cumulative[lower][days - 1];
        return Math.Max(0, low + (high - low) * (z - zLow) / (zHigh - zLow));
    }
}
