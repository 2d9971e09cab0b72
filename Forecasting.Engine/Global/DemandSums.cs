using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// Running sums of a series in lent memory, so that the statistics of any window at any origin cost two look-ups. What
/// is below
/// zero counts as zero, what is not a number as unknown.
/// </summary>
internal readonly ref struct DemandSums
{
    /// <summary>
    /// Nobody sells more, or less than nothing: so no square and no feature overflows or vanishes.
    /// </summary>
    private const double Largest = 1e15,
        Smallest = 1e-9;

    private readonly Span<double> _values,
        _sum,
        _square,
        _known,
        _zeros,
        _run,
        _slow,
        _fast;

    /// <param name="y">Consecutive periods, oldest first.</param>
    /// <param name="first">The number of the first, or of the first one ahead when there is none.</param>
    public DemandSums(Cadence cadence, ReadOnlySpan<double> y, int first, Scratch work)
    {
        (Cadence, First) = (cadence, first);
        _values = work.Take(y.Length);
        _sum = work.Take(y.Length + 1);
        _square = work.Take(y.Length + 1);
        _known = work.Take(y.Length + 1);
        _zeros = work.Take(y.Length + 1);
        _run = work.Take(y.Length + 1);
        _slow = work.Take(y.Length + 1);
        _fast = work.Take(y.Length + 1);
        Start = y.Length;
        for (var t = 0; t < y.Length; t++)
        {
            var value = Clean(y[t]);
            var known = !double.IsNaN(value);
            _values[t] = value;
            if (known && value > 0 && Start == y.Length)
                Start = t;
            _sum[t + 1] = _sum[t] + (known ? value : 0);
            _square[t + 1] = _square[t] + (known ? value * value : 0);
            _known[t + 1] = _known[t] + (known ? 1 : 0);
            _zeros[t + 1] = _zeros[t] + (value == 0 ? 1 : 0);
            _run[t + 1] =
                !known ? _run[t]
                : value == 0 ? _run[t] + 1
                : 0;
            if (t < Start)
                continue;

            // Until a memory is full it is a plain mean.
            var age = t - Start + 1;
            _slow[t + 1] = known ? _slow[t] + Math.Max(cadence.Slow, 1.0 / age) * (value - _slow[t]) : _slow[t];
            _fast[t + 1] = known ? _fast[t] + Math.Max(cadence.Fast, 1.0 / age) * (value - _fast[t]) : _fast[t];
        }
    }

    /// <summary>A demand as it is counted; NaN is unknown.</summary>
    public static double Clean(double value) =>
        !double.IsFinite(value) ? double.NaN
        : value < Smallest ? 0
        : Math.Min(value, Largest);

    public Cadence Cadence { get; }

    /// <summary>The number of the first period.</summary>
    public int First { get; }

    public int Length => _values.Length;

    /// <summary>Index of the first sale; the length of the series when nothing was sold.</summary>
    public int Start { get; }

    public ReadOnlySpan<double> Values => _values;

    public double Slow(int origin) => _slow[origin];

    public double Fast(int origin) => _fast[origin];

    public double ZeroRun(int origin) => _run[origin];

    /// <summary>
    /// Mean of the known ones among <paramref name="periods"/> before an index, not from before the first sale.
    /// </summary>
    public double Mean(int end, int periods)
    {
        var (from, to) = Window(end, periods);
        var known = _known[to] - _known[from];
        return known > 0 ? (_sum[to] - _sum[from]) / known : double.NaN;
    }

    public double Deviation(int end, int periods)
    {
        var (from, to) = Window(end, periods);
        var known = _known[to] - _known[from];
        if (known < 2)
            return 0;
        var mean = (_sum[to] - _sum[from]) / known;
        return Math.Sqrt(Math.Max(0, (_square[to] - _square[from]) / known - mean * mean));
    }

    public double ZeroShare(int end, int periods)
    {
        var (from, to) = Window(end, periods);
        var known = _known[to] - _known[from];
        return known > 0 ? (_zeros[to] - _zeros[from]) / known : 1;
    }

    /// <summary>
    /// Mean over the same weekday in the weeks before an origin; of longer periods over the same time in the years
    /// before.
    /// </summary>
    public double PhaseMean(int origin, int step, int cycles)
    {
        var (sum, count) = (0.0, 0);
        var season = Cadence.Season;
        for (var t = origin + step % season - season; cycles > 0 && t >= Start; t -= season, cycles--)
        {
            if (double.IsNaN(_values[t]))
                continue;
            sum += _values[t];
            count++;
        }
        return count > 0 ? sum / count : double.NaN;
    }

    private (int From, int To) Window(int end, int periods)
    {
        var to = Math.Clamp(end, 0, Length);
        return (Math.Min(to, Math.Max(Start, to - periods)), to);
    }
}
