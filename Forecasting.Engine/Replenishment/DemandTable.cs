using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>
/// Any distribution of demand as probabilities on an even grid, so that small counts stay counts. It is filled by
/// adding weighted parts, one for each lead time that may come: a mixture of what is demanded meanwhile, not the demand
/// of a mean lead time. Used again and again without allocation; of one thread.
/// </summary>
public sealed class DemandTable : IDemandDistribution
{
    /// <summary>Points of the grid. Demand beyond the last one counts as the last one.</summary>
    public const int Points = 1024;

    /// <summary>Tails less likely than this are not followed.</summary>
    private const double Never = 1e-9;

    /// <summary>The natural logarithm of a probability of nothing below which a sum from nothing up is lost.</summary>
    private const double LeastStart = -600;

    /// <summary>From this shape on a gamma distribution is near counts that scatter less than Poisson's.</summary>
    private const double LargeShape = 10;

    private readonly double[] _probability = new double[Points];
    private readonly double[] _below = new double[Points];

    /// <summary>[i]: expected units beyond point i.</summary>
    private readonly double[] _loss = new double[Points];
    private int _used;

    /// <summary>Units between two points.</summary>
    public double Unit { get; private set; } = 1;

    public double Mean { get; private set; }

    /// <summary>Points that have a probability, up to the last.</summary>
    public int Count => _used;

    /// <summary>The probability of each point, the first of which is 0 units.</summary>
    public ReadOnlySpan<double> Probabilities => _probability.AsSpan(0, _used);

    /// <summary>
    /// Empties the table for demand of about that size, in steps of <paramref name="unit"/> or a power of two times it.
    /// </summary>
    /// <param name="unit">The smallest step: 1 for what is counted; above 0.</param>
    /// <param name="mean">Expected units.</param>
    /// <param name="deviation">Standard deviation, units.</param>
    public void Clear(double unit, double mean, double deviation)
    {
        _probability.AsSpan(0, _used).Clear();
        _used = 0;
        // The tail of rare and large demand falls by a factor e per variance / mean.
        var reach = mean > 0 ? mean + 8 * deviation + 8 * deviation * deviation / mean : 0;
        Unit = unit;
        while (Unit * (Points - 1) < reach)
            Unit *= 2;
    }

    /// <summary>
    /// Adds counts with that expectation and variance: negative binomial, Poisson where the variance is no larger, a
    /// gamma distribution far from zero.
    /// </summary>
    /// <param name="weight">The part's share.</param>
    /// <param name="mean">Units.</param>
    /// <param name="variance">Units squared.</param>
    public void AddCounts(double weight, double mean, double variance)
    {
        var m = mean / Unit;
        var v = variance / (Unit * Unit);
        if (!(m > 0))
        {
            Add(0, weight);
            return;
        }
        var excess = v - m;
        var poisson = excess <= 1e-6 * m;
        var size = poisson ? 0 : m * m / excess;
        var start = poisson ? -m : size * Math.Log(size / (size + m));
        if (start < LeastStart || (poisson && v < .9 * m && m * m > LargeShape * v))
        {
            AddGamma(weight, m, v);
            return;
        }
        // P(k) = P(k - 1) (ratio + shift / k), for both distributions.
        var ratio = poisson ? 0 : m / (m + size);
        var shift = poisson ? m : ratio * (size - 1);
        var probability = weight * Math.Exp(start);
        var rest = weight - probability;
        _probability[0] += probability;
        var (k, never) = (0, weight * Never);
        while (k < Points - 1 && rest > never)
        {
            k++;
            probability *= ratio + shift / k;
            rest -= probability;
            _probability[k] += probability;
            if (probability < 1e-3 * never && k > m)
                break;
        }
        _used = Math.Max(_used, k + 1);
        if (rest > 0)
            _probability[k] += rest;
    }

    /// <summary>Adds sampled demand, each value as likely as the others.</summary>
    /// <param name="weight">The part's share.</param>
    /// <param name="sample">Units; at least one.</param>
    public void AddSample(double weight, ReadOnlySpan<double> sample)
    {
        var share = weight / sample.Length;
        foreach (var value in sample)
            Add(value, share);
    }

    /// <summary>Makes the parts one distribution. Shares that do not sum up to 1 are brought there.</summary>
    public void Close()
    {
        if (_used == 0)
            Add(0, 1);
        var total = 0.0;
        for (var i = 0; i < _used; i++)
            total += _probability[i];
        var (below, mean) = (0.0, 0.0);
        for (var i = 0; i < _used; i++)
        {
            _probability[i] /= total;
            below += _probability[i];
            _below[i] = below;
            mean += i * _probability[i];
        }
        Mean = mean * Unit;
        _below[_used - 1] = 1;
        _loss[_used - 1] = 0;
        var above = 0.0;
        for (var i = _used - 2; i >= 0; i--)
        {
            above += _probability[i + 1];
            _loss[i] = _loss[i + 1] + above * Unit;
        }
    }

    public double Below(double stock) =>
        stock < 0 ? 0
        : stock >= (_used - 1) * Unit ? 1
        : _below[(int)(stock / Unit)];

    public double Quantile(double probability)
    {
        var (low, high) = (0, _used - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_below[middle] >= probability - 1e-12)
                high = middle;
            else
                low = middle + 1;
        }
        return low * Unit;
    }

    public double Loss(double stock)
    {
        if (stock <= 0)
            return Mean - stock;
        var place = stock / Unit;
        if (place >= _used - 1)
            return 0;
        var i = (int)place;
        return _loss[i] + (place - i) * (_loss[i + 1] - _loss[i]);
    }

    public double StockForLoss(double most)
    {
        var (low, high) = (0, _used - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_loss[middle] <= most)
                high = middle;
            else
                low = middle + 1;
        }
        return low * Unit;
    }

    private void AddGamma(double weight, double mean, double variance)
    {
        // The cube root of a gamma variable is nearly normal (Wilson and Hilferty 1931); the shape is large here.
        var shape = mean * mean / variance;
        var spread = 1 / (3 * Math.Sqrt(shape));
        var deviation = Math.Sqrt(variance);
        var first = (int)Math.Clamp(mean - 8 * deviation, 0, Points - 1);
        var last = (int)Math.Clamp(mean + 8 * deviation + 1, 0, Points - 1);
        var below = 0.0;
        for (var i = first; i < last; i++)
        {
            var upTo = Normal.Cumulative((Math.Cbrt((i + .5) / mean) - 1 + 1 / (9 * shape)) / spread);
            _probability[i] += weight * (upTo - below);
            below = upTo;
        }
        _probability[last] += weight * (1 - below);
        _used = Math.Max(_used, last + 1);
    }

    /// <summary>A value between two points counts at both, so that the expectation stays.</summary>
    private void Add(double value, double weight)
    {
        var place = Math.Clamp(value / Unit, 0, Points - 1);
        var i = (int)place;
        var part = place - i;
        _probability[i] += weight * (1 - part);
        if (part > 0)
            _probability[i + 1] += weight * part;
        _used = Math.Max(_used, part > 0 ? i + 2 : i + 1);
    }
}
