using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>
/// What replenishment needs of a forecast: the expected demand per day and the distribution of the demand of the first
/// N days together, for every N up to the horizon. Of one thread.
/// </summary>
public sealed class DemandOutlook
{
    private readonly double[] _expected;
    private readonly double[] _levels;
    private readonly double[] _scores;
    private readonly double[][] _cumulative;
    private readonly int _median;
    private readonly List<int> _asked = [];

    /// <param name="mean">Expected units per day; at least one day.</param>
    /// <param name="levels">Probabilities, ascending.</param>
    /// <param name="cumulative">[level][N - 1]: units that the first N days stay within.</param>
    public DemandOutlook(double[] mean, double[] levels, double[][] cumulative)
    {
        (Mean, _levels, _cumulative) = (mean, levels, cumulative);
        _scores = Array.ConvertAll(levels, Normal.Quantile);
        _median = Math.Max(0, Array.BinarySearch(levels, .5));
        _expected = new double[mean.Length + 1];
        for (var d = 0; d < mean.Length; d++)
            _expected[d + 1] = _expected[d] + mean[d];
    }

    /// <summary>Expected units per day.</summary>
    public double[] Mean { get; }

    /// <summary>Days that are forecast.</summary>
    public int Horizon => Mean.Length;

    /// <summary>Numbers of days, within the horizon, whose distribution was asked for until now.</summary>
    public IReadOnlyList<int> Asked => _asked;

    /// <summary>The quantiles of the demand of so many days, in the order of the levels, units.</summary>
    public double[] Sums(int days) => Array.ConvertAll(_cumulative, row => row[days - 1]);

    /// <summary>Demand times a factor.</summary>
    public DemandOutlook Times(double factor) =>
        new(
            Array.ConvertAll(Mean, m => m * factor),
            _levels,
            Array.ConvertAll(_cumulative, row => Array.ConvertAll(row, q => q * factor))
        );

    /// <summary>
    /// Expected demand of the first <paramref name="days"/> days; beyond the horizon at its average rate.
    /// </summary>
    public double Expected(int days) =>
        days <= 0 ? 0
        : days <= Horizon ? _expected[days]
        : _expected[Horizon] * days / Horizon;

    /// <summary>
    /// The units that the demand of the first <paramref name="days"/> days stays within, with the probability. Between
    /// two levels, and beyond the outermost, along a straight line over normal scores, which is exact for normal
    /// demand. Beyond the horizon the expectation grows with the days and the distance from it with their square root.
    /// </summary>
    public double Quantile(double probability, int days)
    {
        if (days <= 0)
            return 0;
        var upper = 0;
        while (upper < _levels.Length - 1 && _levels[upper] < probability)
            upper++;
        upper = Math.Max(upper, Math.Min(1, _levels.Length - 1));
        var high = At(upper, days);
        if (_levels[upper] == probability || upper == 0)
            return high;

        // Beyond the last level the line runs from the median: the last two levels are too close to point anywhere.
        var lower = probability > _levels[^1] ? _median : upper - 1;
        var low = At(lower, days);
        var z = Normal.Quantile(Math.Clamp(probability, 0.001, 0.9999));
        return Math.Max(0, low + (high - low) * (z - _scores[lower]) / (_scores[upper] - _scores[lower]));
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
        var last = _levels.Length - 1;
        for (var upper = last + 1; upper > 0; upper--)
        {
            var from = upper > last ? _median : upper - 1;
            var (zFrom, zTo) = (_scores[from], _scores[Math.Min(upper, last)]);
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

    /// <summary>The variance of the demand of so many days, units squared.</summary>
    public double Variance(int days)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < Draws; i++)
        {
            var units = Quantile((i + .5) / Draws, days);
            sum += units;
            squares += units * units;
        }
        return Math.Max(0, squares / Draws - sum / Draws * (sum / Draws));
    }

    /// <summary>Adds the demand of so many days to a mixture.</summary>
    internal void AddTo(DemandTable table, double weight, int days)
    {
        Span<double> sample = stackalloc double[Draws];
        for (var i = 0; i < Draws; i++)
            sample[i] = Quantile((i + .5) / Draws, days);
        table.AddSample(weight, sample);
    }

    /// <summary>The quantile of a level for any number of days from 1 on.</summary>
    private double At(int level, int days)
    {
        var within = Math.Min(days, Horizon);
        if (_asked.Count == 0 || (_asked[^1] != within && !_asked.Contains(within)))
            _asked.Add(within);
        return days <= Horizon
            ? _cumulative[level][days - 1]
            : Math.Max(
                0,
                Expected(days)
                    + (_cumulative[level][Horizon - 1] - Expected(Horizon)) * Math.Sqrt((double)days / Horizon)
            );
    }

    private const int Draws = 256;
}
