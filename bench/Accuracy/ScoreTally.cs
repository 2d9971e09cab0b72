using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Backtest;

namespace SmartInventory.Accuracy;

/// <summary>The scores of one method, gathered series by series; definitions in docs/forecasting.md.</summary>
/// <param name="sums">Numbers of periods whose sums are scored.</param>
public sealed class ScoreTally(string method, string? group, int[] sums)
{
    /// <summary>Probabilities whose pinball loss is averaged; the ends of both intervals come with them.</summary>
    public static readonly double[] Probabilities = [.025, .05, .1, .25, .5, .75, .9, .95, .975];

    private readonly Mean _smape = new(),
        _mase = new(),
        _rmsse = new(),
        _pinball = new();
    private readonly Mean[] _sums = Means(sums);
    private readonly Mean _inside80 = new(),
        _inside95 = new();
    private readonly Mean[] _sum80 = Means(sums),
        _sum95 = Means(sums);
    private readonly SortedDictionary<string, int> _chosen = new(StringComparer.Ordinal);
    private double _forecast,
        _actual;
    private int _noScale;

    public int Series { get; private set; }
    public double CpuSeconds { get; set; }

    public void Add(ForecastTask task, DistributionForecast forecast)
    {
        if (task.Truth is not { } truth)
            return;
        Series++;
        _chosen[forecast.Method] = _chosen.GetValueOrDefault(forecast.Method) + 1;
        var history = FromFirstSale(task.Scale);
        var absolute = Scores.AbsoluteScale(history);
        var squared = Scores.SquaredScale(history);
        var seasonal = SeasonalScale(task.Scale, Math.Max(1, (int)Math.Round(task.Season)));
        if (!(absolute > 0))
            _noScale++;

        double smape = 0,
            error = 0,
            square = 0,
            pinball = 0;
        var known = 0;
        for (var h = 0; h < truth.Length; h++)
        {
            var (came, said) = (truth[h], forecast.Mean[h]);
            if (double.IsNaN(came))
                continue;
            known++;
            var size = Math.Abs(came) + Math.Abs(said);
            smape += size > 0 ? 200 * Math.Abs(came - said) / size : 0;
            error += Math.Abs(came - said);
            square += (came - said) * (came - said);
            _forecast += said;
            _actual += came;
            pinball += Pinball(forecast.Quantiles, h, came);
            _inside80.Add(Inside(forecast.Quantiles, h, came, 2, 6));
            _inside95.Add(Inside(forecast.Quantiles, h, came, 0, 8));
        }
        if (known == 0)
            return;
        _smape.Add(smape / known);
        if (seasonal > 0)
            _mase.Add(error / known / seasonal);
        if (squared > 0)
            _rmsse.Add(Math.Sqrt(square / known / squared));
        if (absolute > 0)
            _pinball.Add(pinball / known / absolute);
        for (var i = 0; i < sums.Length; i++)
        {
            var periods = sums[i];
            if (periods > truth.Length)
                continue;
            var sum = truth[..periods].Sum();
            if (double.IsNaN(sum))
                continue;
            if (absolute > 0)
                _sums[i].Add(Pinball(forecast.Cumulative, i, sum) / absolute / Math.Sqrt(periods));
            _sum80[i].Add(Inside(forecast.Cumulative, i, sum, 2, 6));
            _sum95[i].Add(Inside(forecast.Cumulative, i, sum, 0, 8));
        }
    }

    public ScoreLine Line() =>
        new(
            method,
            group,
            Series,
            _noScale,
            _smape.Value,
            _mase.Value,
            _rmsse.Value,
            _actual != 0 ? _forecast / _actual - 1 : null,
            _pinball.Value,
            [.. _sums.Select(s => s.Value)],
            _inside80.Value,
            _inside95.Value,
            [.. _sum80.Select(s => s.Value)],
            [.. _sum95.Select(s => s.Value)],
            Math.Round(CpuSeconds, 3),
            CpuSeconds > 0 ? Math.Round(Series / CpuSeconds, 1) : null,
            _chosen
        );

    private static Mean[] Means(int[] sums) => Array.ConvertAll(sums, _ => new Mean());

    private static double Pinball(double[][] quantiles, int step, double came)
    {
        // .05 to .95: the outermost two belong to the 95% interval only.
        var sum = 0.0;
        for (var q = 1; q < Probabilities.Length - 1; q++)
            sum += Scores.Pinball(Probabilities[q], came, quantiles[q][step]);
        return sum / (Probabilities.Length - 2);
    }

    private static double Inside(double[][] quantiles, int step, double came, int low, int high) =>
        came >= quantiles[low][step] && came <= quantiles[high][step] ? 1 : 0;

    private static ReadOnlySpan<double> FromFirstSale(double[] history)
    {
        var first = Array.FindIndex(history, v => v != 0 && !double.IsNaN(v));
        return first < 0 ? [] : history.AsSpan(first);
    }

    private static double SeasonalScale(double[] history, int season)
    {
        var mean = new Mean();
        for (var t = season; t < history.Length; t++)
        {
            var change = Math.Abs(history[t] - history[t - season]);
            if (!double.IsNaN(change))
                mean.Add(change);
        }
        return mean.Value ?? 0;
    }

    private sealed class Mean
    {
        private double _sum;
        private int _count;

        public double? Value => _count == 0 ? null : _sum / _count;

        public void Add(double value)
        {
            _sum += value;
            _count++;
        }
    }
}

/// <summary>A row of the result. Null: could not be measured.</summary>
public sealed record ScoreLine(
    string Method,
    string? Group,
    int N,
    int WithoutScale,
    double? Smape,
    double? Mase,
    double? Rmsse,
    double? Bias,
    double? Pinball,
    double?[] PinballSums,
    double? Coverage80,
    double? Coverage95,
    double?[] Coverage80Sums,
    double?[] Coverage95Sums,
    double CpuSeconds,
    double? SeriesPerSecondPerCore,
    IReadOnlyDictionary<string, int> Chosen
);
