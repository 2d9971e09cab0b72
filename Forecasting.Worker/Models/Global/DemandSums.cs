using SmartInventory.Forecasting.Models.Classical;

namespace SmartInventory.Forecasting.Models.Global;

/// <summary>Running sums of a series, so that the statistics of any window at any origin cost two look-ups.</summary>
internal sealed class DemandSums
{
    private readonly double[] _sum, _square;
    private readonly int[] _known, _zeros, _run;
    private readonly double[] _slow, _fast;

    public DemandSums(double[] y, int firstDay)
    {
        Values = y;
        FirstDay = firstDay;
        (_sum, _square, _slow, _fast) = (new double[y.Length + 1], new double[y.Length + 1], new double[y.Length + 1], new double[y.Length + 1]);
        (_known, _zeros, _run) = (new int[y.Length + 1], new int[y.Length + 1], new int[y.Length + 1]);
        Start = y.Length;
        for (var t = 0; t < y.Length; t++)
        {
            var value = double.IsFinite(y[t]) ? Math.Max(0, y[t]) : double.NaN;
            var known = !double.IsNaN(value);
            if (known && value > 0 && Start == y.Length)
                Start = t;
            _sum[t + 1] = _sum[t] + (known ? value : 0);
            _square[t + 1] = _square[t] + (known ? value * value : 0);
            _known[t + 1] = _known[t] + (known ? 1 : 0);
            _zeros[t + 1] = _zeros[t] + (value == 0 ? 1 : 0);
            _run[t + 1] = !known ? _run[t] : value == 0 ? _run[t] + 1 : 0;
            if (t < Start)
                continue;

            // Until a memory is full it is a plain mean.
            var age = t - Start + 1;
            _slow[t + 1] = known ? _slow[t] + Math.Max(.03, 1.0 / age) * (value - _slow[t]) : _slow[t];
            _fast[t + 1] = known ? _fast[t] + Math.Max(.1, 1.0 / age) * (value - _fast[t]) : _fast[t];
        }
    }

    public double[] Values { get; }
    public int FirstDay { get; }

    /// <summary>Index of the first sale; the length of the series when nothing was sold.</summary>
    public int Start { get; }

    public double Slow(int origin) => _slow[origin];
    public double Fast(int origin) => _fast[origin];
    public int ZeroRun(int origin) => _run[origin];

    /// <summary>Mean of the known days among <paramref name="days"/> before an index, not from before the first sale.</summary>
    public double Mean(int end, int days)
    {
        var (from, to) = Window(end, days);
        var known = _known[to] - _known[from];
        return known > 0 ? (_sum[to] - _sum[from]) / known : double.NaN;
    }

    public double Deviation(int end, int days)
    {
        var (from, to) = Window(end, days);
        var known = _known[to] - _known[from];
        if (known < 2)
            return 0;
        var mean = (_sum[to] - _sum[from]) / known;
        return Math.Sqrt(Math.Max(0, (_square[to] - _square[from]) / known - mean * mean));
    }

    public double ZeroShare(int end, int days)
    {
        var (from, to) = Window(end, days);
        var known = _known[to] - _known[from];
        return known > 0 ? (double)(_zeros[to] - _zeros[from]) / known : 1;
    }

    /// <summary>Mean over the same weekday in the weeks before an origin.</summary>
    public double WeekdayMean(int origin, int step, int weeks)
    {
        var (sum, count) = (0.0, 0);
        var t = origin + step;
        while (t >= origin)
            t -= 7;
        for (; weeks > 0 && t >= Start; t -= 7, weeks--)
        {
            if (!double.IsFinite(Values[t]))
                continue;
            sum += Math.Max(0, Values[t]);
            count++;
        }
        return count > 0 ? sum / count : double.NaN;
    }

    private (int From, int To) Window(int end, int days)
    {
        var to = Math.Clamp(end, 0, Values.Length);
        return (Math.Min(to, Math.Max(Start, to - days)), to);
    }
}

/// <summary>What a series is measured against at one origin: its own level and weekdays.</summary>
internal sealed class GlobalBase
{
    private readonly double[] _profile = new double[7];
    private int _origin;

    public double Level { get; private set; }

    public double At(int step) => Level * Profile(step);

    public double Profile(int step) => _profile[(_origin + step) % 7];

    public void Measure(DemandSums series, int origin, double peers, Scratch work)
    {
        _origin = origin;
        var age = origin - series.Start;
        if (age < 1)
        {
            _profile.AsSpan().Fill(1);
            Level = peers;
            return;
        }
        CountModel.Profile(series.Values.AsSpan(0, origin), _profile, work);
        var recent = (Or(series.Mean(origin, 28), 0) + Or(series.Mean(origin, 56), 0) + series.Slow(origin)) / 3;

        // The first weeks of a product say little: its peers count as one more week. No level is exactly zero.
        var own = (recent * Math.Min(age, 56) + peers * 3) / (Math.Min(age, 56) + 3);
        Level = Math.Max(age < 56 ? own : recent, .05 * Or(series.Mean(origin, 364), 0) + 1e-3);
    }

    private static double Or(double value, double other) => double.IsNaN(value) ? other : value;
}
