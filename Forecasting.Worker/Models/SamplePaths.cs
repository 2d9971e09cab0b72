using System.Numerics;

namespace SmartInventory.Forecasting.Models;

/// <summary>
/// Possible futures of a series, drawn by a block bootstrap of its one-step residuals (Kuensch 1989; for forecasts:
/// Bergmeir, Hyndman and Benitez 2016, "Bagging exponential smoothing methods using STL decomposition and Box-Cox
/// transformation"). A block is a whole week that begins on the weekday of the first step, so that a quiet weekday stays
/// quiet and neighbouring days stay dependent: sums over a lead time come out as wide as they are.
/// <para>All arrays are step-major: the values of step h over all paths lie side by side.</para>
/// </summary>
public static class SamplePaths
{
    /// <summary>Older weeks than these say little about tomorrow's spread.</summary>
    public const int WeeksBack = 52;

    private const int Week = ForecastModels.Season;

    /// <summary>
    /// Draws <c>paths.Length / horizon</c> paths of daily demand.
    /// </summary>
    /// <param name="input">The history, at least two weeks long.</param>
    /// <param name="model">The method's answer to the history.</param>
    /// <param name="whole">Round to whole units.</param>
    /// <param name="seed">Equal seeds draw equal weeks, so that methods are compared on the same luck.</param>
    /// <param name="residuals">Scratch, as long as the history.</param>
    /// <param name="shocks">Scratch, as long as <paramref name="paths"/>.</param>
    /// <param name="starts">Scratch, one per path.</param>
    /// <param name="paths">Receives the demand, never below zero.</param>
    public static void Draw(
        in ForecastInput input,
        in ForecastOutput model,
        bool whole,
        ulong seed,
        Span<double> residuals,
        Span<double> shocks,
        Span<int> starts,
        Span<double> paths)
    {
        var n = input.Demand.Length;
        var horizon = model.Point.Length;
        var count = starts.Length;
        for (var t = 0; t < n; t++)
            residuals[t] = input.Demand[t] - model.Fitted[t];
        FillUnknown(residuals[..n]);

        // The first week of a history has no honest fit yet.
        var weeks = Math.Clamp((n - Week) / Week, 1, WeeksBack);
        var random = new StableRandom(seed);
        for (var h = 0; h < horizon; h++)
        {
            if (h % Week == 0)
            {
                foreach (ref var start in starts)
                    start = Math.Max(0, n - Week * (1 + random.Next(weeks)));
            }
            var offset = h % Week;
            var shock = shocks.Slice(h * count, count);
            for (var p = 0; p < count; p++)
                shock[p] = residuals[starts[p] + offset];

            var step = paths.Slice(h * count, count);
            step.Fill(model.Point[h]);
            AddScaled(step, shock, 1);
            for (var k = 0; k < h; k++)
            {
                if (model.Response[k] != 0)
                    AddScaled(step, shocks.Slice((h - 1 - k) * count, count), model.Response[k]);
            }
        }

        foreach (ref var value in paths[..(horizon * count)])
            value = Tidy(value, whole);
    }

    /// <summary>
    /// Paths for a series too short to learn from: its known days drawn again, times a factor per path that is as
    /// wide as the history is short (gamma with mean 1 and shape 1 + known days / 7).
    /// </summary>
    public static void DrawWithoutModel(
        ReadOnlySpan<double> demand, bool whole, ulong seed, Span<double> factors, Span<double> paths)
    {
        var horizon = paths.Length / factors.Length;
        var known = 0;
        foreach (var value in demand)
            known += double.IsNaN(value) ? 0 : 1;
        if (known == 0)
        {
            paths.Clear();
            return;
        }

        // Factors first, then step by step: a longer horizon continues a shorter one.
        var shape = 1 + known / Week;
        var random = new StableRandom(seed);
        foreach (ref var factor in factors)
        {
            factor = 0;
            for (var i = 0; i < shape; i++)
                factor -= Math.Log(random.NextUnit()) / shape;
        }
        for (var h = 0; h < horizon; h++)
        {
            for (var p = 0; p < factors.Length; p++)
            {
                double value;
                do
                    value = demand[random.Next(demand.Length)];
                while (double.IsNaN(value));
                paths[h * factors.Length + p] = Tidy(value * factors[p], whole);
            }
        }
    }

    /// <summary>Turns daily paths into running sums over the steps, in place.</summary>
    public static void Accumulate(Span<double> paths, int count)
    {
        for (var h = 1; h * count < paths.Length; h++)
            AddScaled(paths.Slice(h * count, count), paths.Slice((h - 1) * count, count), 1);
    }

    /// <summary>
    /// The quantile of an ascending sample as its smallest value with at least that share at or below it (type 1 of
    /// Hyndman and Fan 1996): always a value that was drawn, so whole stays whole and order is kept.
    /// </summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.IsEmpty)
            return 0;
        var rank = (int)Math.Ceiling(probability * sorted.Length - 1e-9) - 1;
        return sorted[Math.Clamp(rank, 0, sorted.Length - 1)];
    }

    private static double Tidy(double value, bool whole)
    {
        if (!(value > 0))
            return 0;
        return whole ? Math.Round(value) : value;
    }

    /// <summary>An unknown residual becomes that of the week before, or of the next week known; without any, zero.</summary>
    private static void FillUnknown(Span<double> residuals)
    {
        for (var t = Week; t < residuals.Length; t++)
        {
            if (double.IsNaN(residuals[t]))
                residuals[t] = residuals[t - Week];
        }
        for (var t = residuals.Length - 1; t >= 0; t--)
        {
            if (double.IsNaN(residuals[t]))
                residuals[t] = t + Week < residuals.Length ? residuals[t + Week] : 0;
        }
    }

    /// <summary>target += factor x source. Multiply and add stay two roundings, so any vector width agrees.</summary>
    private static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var i = 0;
        var width = Vector<double>.Count;
        var scale = new Vector<double>(factor);
        for (; i <= target.Length - width; i += width)
        {
            var sum = new Vector<double>(target[i..]) + scale * new Vector<double>(source[i..]);
            sum.CopyTo(target[i..]);
        }
        for (; i < target.Length; i++)
            target[i] += factor * source[i];
    }
}
