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
        var z = Normal.Quantile(Math.Clamp(probability, 0.001, 0.9999));
        var upper = Array.FindIndex(Levels, level => level >= probability);
        upper = Math.Clamp(upper < 0 ? Levels.Length - 1 : upper, Math.Min(1, Levels.Length - 1), Levels.Length - 1);
        var high = At(upper, days);
        if (Levels[upper] == probability || upper == 0)
            return high;

        // Beyond the last level the line runs from the median: the last two levels are too close to point anywhere.
        var lower = probability > Levels[^1] ? Math.Max(0, Array.BinarySearch(Levels, 0.5)) : upper - 1;
        var (zLow, zHigh) = (Normal.Quantile(Levels[lower]), Normal.Quantile(Levels[upper]));
        var low = At(lower, days);
        return Math.Max(0, low + (high - low) * (z - zLow) / (zHigh - zLow));
    }

    /// <summary>
    /// What the demand of the first <paramref name="days"/> days is short of <paramref name="supply"/>: how probable
    /// that is, and how many units are expected to be missing, E[(demand - supply)+]. Exact for the distribution that
    /// <see cref="Quantile"/> draws: over normal scores its quantiles are lines, of which the loss is known in closed
    /// form (the unit loss function; Silver, Pyke and Thomas 2017, appendix II). Below zero, supply is owed already.
    /// </summary>
    public (double Probability, double Units) Shortage(double supply, int days)
    {
        if (supply < 0)
        {
            var (_, units) = Shortage(0, days);
            return (1, units - supply);
        }
        if (days <= 0)
            return (0, 0);
        var (probability, missing) = (0.0, 0.0);
        // From the top down, until a line ends below the supply. The last one has no end, and begins at the median.
        var last = Levels.Length - 1;
        var median = Math.Max(0, Array.BinarySearch(Levels, 0.5));
        for (var upper = last + 1; upper > 0; upper--)
        {
            var from = upper > last ? median : upper - 1;
            var (zFrom, zTo) = (Normal.Quantile(Levels[from]), Normal.Quantile(Levels[Math.Min(upper, last)]));
            var (low, high) = (At(from, days), At(Math.Min(upper, last), days));
            var slope = zTo > zFrom ? (high - low) / (zTo - zFrom) : 0;
            var (begin, end) = upper > last ? (zTo, double.PositiveInfinity) : (zFrom, zTo);
            // The lowest line goes on below the lowest level.
            if (upper == 1)
                begin = double.NegativeInfinity;
            if (slope > 0)
                begin = Math.Max(begin, zTo + (supply - high) / slope);
            else if (high <= supply)
                break;
            if (begin >= end)
                break;
            var mass = Normal.Cumulative(end) - Normal.Cumulative(begin);
            probability += mass;
            missing += (high - slope * zTo - supply) * mass + slope * (Normal.Density(begin) - Normal.Density(end));
        }
        return (Math.Clamp(probability, 0, 1), Math.Max(0, missing));
    }

    /// <summary>The quantile of a level for any number of days from 1 on.</summary>
    private double At(int level, int days) =>
        days <= Horizon
            ? Cumulative[level][days - 1]
            : Math.Max(
                0,
                Expected(days)
                    + (Cumulative[level][Horizon - 1] - Expected(Horizon)) * Math.Sqrt((double)days / Horizon)
            );
}
