namespace SmartInventory.Forecasting.Models.Classical;

/// <summary>
/// Where among its paths the truth lay, at earlier origins: a quantile is then read not at its own probability but at the share of
/// paths below which the truth lay that often (Kuleshov, Fenner and Ermon 2018, "Accurate uncertainties for deep learning using
/// calibrated regression"; for counts the share is drawn between below and up to, Czado, Gneiting and Held 2009). Kept apart by
/// the number of periods summed up and by the size of what was expected.
/// </summary>
public sealed class PathCalibration
{
    private static readonly int[] Periods = [1, 7, 14, 28, 56];
    private static readonly double[] Sizes = [1, 4, 16];

    /// <summary>That many observations count as much as the belief that the paths are right.</summary>
    private const double Trust = 60;

    private readonly List<double>[,] _shares = new List<double>[Periods.Length, Sizes.Length + 1];
    private StableRandom _random = new(99);
    private bool _sorted = true;

    public PathCalibration()
    {
        for (var p = 0; p < Periods.Length; p++)
        {
            for (var s = 0; s <= Sizes.Length; s++)
                _shares[p, s] = [];
        }
    }

    /// <summary>Learns from one forecast and what came; numbers of periods that are not kept are passed over.</summary>
    public void Add(int periods, double expected, ReadOnlySpan<double> paths, double came)
    {
        var at = Array.IndexOf(Periods, periods);
        if (at < 0 || double.IsNaN(came))
            return;
        var (below, equal) = (0, 0);
        foreach (var path in paths)
        {
            below += path < came ? 1 : 0;
            equal += path == came ? 1 : 0;
        }
        _shares[at, Size(expected)].Add((below + equal * _random.NextUnit()) / paths.Length);
        _sorted = false;
    }

    /// <summary>The share of paths at which the quantile of a sum is read. Rises with the probability.</summary>
    public double Share(double probability, int periods, double expected)
    {
        if (!_sorted)
        {
            foreach (var shares in _shares)
                shares.Sort();
            _sorted = true;
        }
        var size = Size(expected);
        var above = Array.FindIndex(Periods, p => p >= periods);
        if (above < 0)
            return One(probability, Periods.Length - 1, size);
        if (Periods[above] == periods)
            return One(probability, above, size);
        var part = Math.Log((double)periods / Periods[above - 1]) / Math.Log((double)Periods[above] / Periods[above - 1]);
        return (1 - part) * One(probability, above - 1, size) + part * One(probability, above, size);
    }

    private double One(double probability, int at, int size)
    {
        // A horizon that was never seen whole takes the longest that was.
        while (at > 0 && _shares[at, size].Count == 0)
            at--;
        var shares = _shares[at, size];
        if (shares.Count == 0)
            return probability;
        var place = probability * (shares.Count - 1);
        var low = (int)place;
        var high = Math.Min(low + 1, shares.Count - 1);
        var seen = shares[low] + (place - low) * (shares[high] - shares[low]);
        return (shares.Count * seen + Trust * probability) / (shares.Count + Trust);
    }

    private static int Size(double expected)
    {
        var size = 0;
        while (size < Sizes.Length && expected >= Sizes[size])
            size++;
        return size;
    }
}
