using System.Numerics;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// Possible futures of a series of ordinary size: the method's one-step errors, normal, living on as its response says
/// (Hyndman
/// et al. 2008, chapter 6). In percent where all is positive, in units else. Dependent over the steps, so that sums
/// over a
/// lead time come out as wide as they are.
/// </summary>
internal static class SmoothPaths
{
    /// <summary>
    /// Errors on the history are smaller than those ahead, because the method was fitted to them, and its parameters
    /// are
    /// themselves uncertain: measured on origins before the ones that are scored.
    /// </summary>
    private const double Widening = 1.3;

    /// <summary>
    /// Degrees of freedom of the scale that a whole path shares: it turns the normal errors into Student's t over all
    /// steps at
    /// once (Kotz and Nadarajah 2004), since a series is surprising as a whole rather than step by step.
    /// </summary>
    private const double Freedom = 5;

    /// <summary>The scale of each path, around 1.</summary>
    private static readonly double[] Scales = Array.ConvertAll(
        Shocks.Uniform(-2).ToArray(),
        share => Math.Sqrt((Freedom - 2) / 2 / GammaDistribution.Point(share, Freedom / 2))
    );

    /// <summary>Draws <see cref="Shocks.Paths"/> paths, step-major.</summary>
    public static void Draw(ReadOnlySpan<double> y, in ForecastOutput model, Span<double> paths, Scratch scratch)
    {
        var relative = true;
        for (var t = 0; t < y.Length && relative; t++)
            relative = y[t] > 0 && !(model.Fitted[t] <= 0);
        for (var h = 0; h < model.Point.Length && relative; h++)
            relative = model.Point[h] > 0;

        using var frame = scratch.Enter();
        var sigma = Widening * Scale(y, model.Fitted, relative, scratch);
        var scales = scratch.Take(Shocks.Paths);
        Shocks.AddScaled(scales, Scales, sigma);
        for (var h = 0; h < model.Point.Length; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            Shocks.Normal(h).CopyTo(step);
            for (var k = 0; k < h; k++)
            {
                if (model.Response[k] != 0)
                    Shocks.AddScaled(step, Shocks.Normal(h - 1 - k), model.Response[k]);
            }
            Around(model.Point[h], relative, scales, step);
        }
    }

    /// <summary>Turns the errors of a step into values around its point.</summary>
    private static void Around(double point, bool relative, ReadOnlySpan<double> scales, Span<double> step)
    {
        var width = Vector<double>.Count;
        var p = 0;
        for (; relative && p <= step.Length - width; p += width)
        {
            var error = new Vector<double>(scales[p..]) * new Vector<double>(step[p..]);
            (point * Vector.Exp(Vector.Clamp(error, new(-Farthest), new(Farthest)))).CopyTo(step[p..]);
        }
        for (; p < step.Length; p++)
            step[p] = relative
                ? point * Math.Exp(Math.Clamp(scales[p] * step[p], -Farthest, Farthest))
                : point + scales[p] * step[p];
    }

    /// <summary>Too little to fit: the mean, as uncertain as the few values are different.</summary>
    public static void DrawShort(ReadOnlySpan<double> y, in ForecastOutput output, Span<double> paths)
    {
        NaiveMethods.Mean(y, output);
        double squares = 0;
        var known = 0;
        foreach (var value in y)
        {
            if (double.IsNaN(value))
                continue;
            squares += (value - output.Point[0]) * (value - output.Point[0]);
            known++;
        }
        var spread = Math.Sqrt(squares / Math.Max(1, known - 1));
        var common = spread / Math.Sqrt(known);
        for (var h = 0; h < output.Point.Length; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            step.Fill(output.Point[h]);
            Shocks.AddScaled(step, Shocks.Normal(-1), common);
            Shocks.AddScaled(step, Shocks.Normal(h), spread);
        }
    }

    /// <summary>
    /// Standard deviation of the one-step errors. The first few tell of the start rather than of the method, and an
    /// error in
    /// percent of more than <see cref="Furthest"/> typical ones counts as that: one slip near zero would widen
    /// everything.
    /// </summary>
    private static double Scale(ReadOnlySpan<double> y, ReadOnlySpan<double> fitted, bool relative, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var errors = scratch.Take(y.Length);
        var count = 0;
        for (var t = Math.Min(4, y.Length / 4); t < y.Length; t++)
        {
            var error = Math.Abs(relative ? Math.Log(y[t] / fitted[t]) : y[t] - fitted[t]);
            if (double.IsFinite(error))
                errors[count++] = error;
        }
        if (count == 0)
            return Deviation(y, relative);
        errors = errors[..count];
        errors.Sort();
        var typical = 1.4826 * errors[count / 2];
        var sum = 0.0;
        foreach (var error in errors)
        {
            var kept = relative && typical > 0 ? Math.Min(error, Furthest * typical) : error;
            sum += kept * kept;
        }
        return Math.Sqrt(sum / Math.Max(1, count - 2));
    }

    /// <summary>What a method without any fit is trusted: no more than the mean.</summary>
    private static double Deviation(ReadOnlySpan<double> y, bool relative)
    {
        double mean = 0,
            squares = 0;
        for (var t = 0; t < y.Length; t++)
        {
            var value = relative ? Math.Log(y[t]) : y[t];
            var before = value - mean;
            mean += before / (t + 1);
            squares += before * (value - mean);
        }
        return Math.Sqrt(squares / Math.Max(1, y.Length - 1));
    }

    private const double Furthest = 5;

    /// <summary>No path leaves a factor of 20 around the point: beyond lies the fit's failure, not a future.</summary>
    private const double Farthest = 3;
}
