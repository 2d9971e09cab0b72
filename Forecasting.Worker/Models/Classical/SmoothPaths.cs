namespace SmartInventory.Forecasting.Models.Classical;

/// <summary>
/// Possible futures of a series of ordinary size: the method's one-step errors, normal, living on as its response says (Hyndman
/// et al. 2008, chapter 6). In percent where all is positive, in units else. Dependent over the steps, so that sums over a
/// lead time come out as wide as they are.
/// </summary>
public static class SmoothPaths
{
    /// <summary>
    /// Errors on the history are smaller than those ahead, because the method was fitted to them, and its parameters are
    /// themselves uncertain: measured on origins before the ones that are scored.
    /// </summary>
    private const double Widening = 1.03;

    /// <summary>
    /// Degrees of freedom of the scale that a whole path shares: it turns the normal errors into Student's t over all steps at
    /// once (Kotz and Nadarajah 2004), since a series is surprising as a whole rather than step by step.
    /// </summary>
    private const double Freedom = 5;

    /// <summary>Draws <see cref="Shocks.Paths"/> paths, step-major.</summary>
    public static void Draw(ReadOnlySpan<double> y, in ForecastOutput model, Span<double> paths, Scratch scratch)
    {
        var relative = true;
        for (var t = 0; t < y.Length && relative; t++)
            relative = y[t] > 0 && !(model.Fitted[t] <= 0);
        for (var h = 0; h < model.Point.Length && relative; h++)
            relative = model.Point[h] > 0;

        double sum = 0;
        var count = 0;
        for (var t = 0; t < y.Length; t++)
        {
            var error = relative ? Math.Log(y[t] / model.Fitted[t]) : y[t] - model.Fitted[t];
            if (!double.IsFinite(error))
                continue;
            sum += error * error;
            count++;
        }
        var sigma = count > 0 ? Widening * Math.Sqrt(sum / Math.Max(1, count - 2)) : 0;
        using var frame = scratch.Enter();
        var scales = scratch.Take(Shocks.Paths);
        var shares = Shocks.Uniform(-2);
        for (var p = 0; p < scales.Length; p++)
            scales[p] = sigma * Math.Sqrt((Freedom - 2) / 2 / CountModel.GammaPoint(shares[p], Freedom / 2));
        for (var h = 0; h < model.Point.Length; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            Shocks.Normal(h).CopyTo(step);
            for (var k = 0; k < h; k++)
            {
                if (model.Response[k] != 0)
                    Shocks.AddScaled(step, Shocks.Normal(h - 1 - k), model.Response[k]);
            }
            var point = model.Point[h];
            for (var p = 0; p < step.Length; p++)
                step[p] = relative ? point * Math.Exp(Math.Min(30, scales[p] * step[p])) : point + scales[p] * step[p];
        }
    }
}
