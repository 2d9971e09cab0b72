using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// The Theta family on series without gaps. A season is taken out first by multiplicative (else additive) classical
/// decomposition when its autocorrelation passes the 90% test, and put back at the end (Assimakopoulos and Nikolopoulos
/// 2000,
/// "The theta model", International Journal of Forecasting 16).
/// </summary>
internal static class Theta
{
    private const double LowestAlpha = .1;
    private const double HighestAlpha = .99;

    /// <summary>
    /// The first errors say more about the start than about the model, and are not counted (as by the authors).
    /// </summary>
    private const int Skip = 3;

    /// <summary>
    /// The standard method as R's <c>thetaf</c>: simple exponential smoothing with half of the linear trend as drift
    /// (Hyndman and Billah 2003, "Unmasking the Theta method").
    /// </summary>
    public static void Standard(ReadOnlySpan<double> y, int season, in ForecastOutput output, Scratch scratch)
    {
        if (Trivial(y, output))
            return;
        using var frame = scratch.Enter();
        var adjusted = scratch.Take(y.Length);
        var indices = scratch.Take(Math.Max(1, season));
        var kind = Deseasonalise(y, season, adjusted, indices, scratch);

        var n = y.Length;
        var (_, slope) = Line(adjusted);
        var fit = new SmoothingFit(adjusted, trend: false, dynamic: false, skip: 0);
        var alpha = fit.Search(1e-4, .9999);
        var best = fit.At(alpha);
        var level = best.Level0;
        var decay = 1.0;
        for (var t = 0; t < n; t++)
        {
            output.Fitted[t] = level + slope / 2 * (1 - decay) / alpha;
            level += alpha * (adjusted[t] - level);
            decay *= 1 - alpha;
        }
        for (var h = 0; h < output.Point.Length; h++)
            output.Point[h] = level + slope / 2 * (h + (1 - decay) / alpha);
        output.Response.Fill(alpha);
        Seasonality.Restore(output.Fitted, 0, indices, kind);
        Seasonality.Restore(output.Point, n, indices, kind);
    }

    /// <summary>
    /// The optimised Theta model: theta, alpha and the first level by least squares, the trend line of the whole
    /// history
    /// (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016, "Models for optimising the theta method and their
    /// relationship to state space models", International Journal of Forecasting 32).
    /// </summary>
    public static void Optimised(ReadOnlySpan<double> y, int season, in ForecastOutput output, Scratch scratch) =>
        Fit(y, season, dynamic: false, output, scratch);

    /// <summary>
    /// The dynamic optimised Theta model of the same paper: the trend line is updated with every value.
    /// <para>
    /// Its one-step forecast is linear in the first level and in 1 - 1/theta once alpha is given. Both are therefore
    /// solved exactly for each alpha, and only alpha is searched: a search in three dimensions becomes one in one.
    /// </para>
    /// </summary>
    public static void Dynamic(ReadOnlySpan<double> y, int season, in ForecastOutput output, Scratch scratch) =>
        Fit(y, season, dynamic: true, output, scratch);

    private static void Fit(ReadOnlySpan<double> y, int season, bool dynamic, in ForecastOutput output, Scratch scratch)
    {
        if (Trivial(y, output))
            return;
        using var frame = scratch.Enter();
        var adjusted = scratch.Take(y.Length);
        var indices = scratch.Take(Math.Max(1, season));
        var kind = Deseasonalise(y, season, adjusted, indices, scratch);
        Adjusted(adjusted, dynamic, output);
        Seasonality.Restore(output.Fitted, 0, indices, kind);
        Seasonality.Restore(output.Point, y.Length, indices, kind);
    }

    /// <summary>The model on a series that has no season.</summary>
    public static void Adjusted(ReadOnlySpan<double> y, bool dynamic, in ForecastOutput output)
    {
        if (Trivial(y, output))
            return;
        var n = y.Length;
        var fit = new SmoothingFit(y, trend: true, dynamic, Math.Min(Skip, n / 4));
        var alpha = fit.Search(LowestAlpha, HighestAlpha);
        var (_, level, weight) = fit.At(alpha);

        var (intercept, slope) = dynamic ? (0, 0) : Line(y);
        var mean = 0.0;
        var decay = 1.0;
        for (var t = 0; t < n; t++)
        {
            output.Fitted[t] = level + weight * (decay * intercept + (1 - decay * (1 - alpha)) / alpha * slope);
            level += alpha * (y[t] - level);
            decay *= 1 - alpha;
            if (dynamic)
                Follow(t + 1, y[t], ref mean, ref intercept, ref slope);
        }
        for (var h = 0; h < output.Point.Length; h++)
        {
            var next = level + weight * (decay * intercept + (1 - decay * (1 - alpha)) / alpha * slope);
            output.Point[h] = next;
            level += alpha * (next - level);
            decay *= 1 - alpha;
            if (dynamic)
                Follow(n + h + 1, next, ref mean, ref intercept, ref slope);
        }
        output.Response.Fill(alpha);
    }

    /// <summary>Least-squares line after one more value, the count included being <paramref name="t"/>.</summary>
    private static void Follow(int t, double value, ref double mean, ref double intercept, ref double slope)
    {
        slope = t == 1 ? 0 : ((t - 2) * slope + 6.0 / t * (value - mean)) / (t + 1);
        mean += (value - mean) / t;
        intercept = mean - slope * (t + 1) / 2;
    }

    /// <summary>Fills the answer for histories that leave nothing to fit: empty, one or two values, constant.</summary>
    private static bool Trivial(ReadOnlySpan<double> y, in ForecastOutput output)
    {
        var constant = true;
        for (var t = 1; t < y.Length && constant; t++)
            constant = y[t] == y[0];
        if (!constant && y.Length > 2)
            return false;
        var last = y.IsEmpty ? 0 : y[^1];
        output.Point.Fill(last);
        output.Response.Fill(1);
        for (var t = 0; t < y.Length; t++)
            output.Fitted[t] = t == 0 ? double.NaN : y[t - 1];
        return true;
    }

    internal static SeasonKind Deseasonalise(
        ReadOnlySpan<double> y,
        int season,
        Span<double> adjusted,
        Span<double> indices,
        Scratch scratch
    )
    {
        y.CopyTo(adjusted);
        if (Seasonality.Strength(y, season) <= Seasonality.ThetaLimit)
            return SeasonKind.None;
        foreach (var kind in (ReadOnlySpan<SeasonKind>)[SeasonKind.Multiplicative, SeasonKind.Additive])
        {
            if (!Seasonality.Indices(y, season, kind, indices, scratch))
                continue;
            var smallest = double.PositiveInfinity;
            foreach (var index in indices)
                smallest = Math.Min(smallest, index);
            if (kind == SeasonKind.Multiplicative && smallest < .01)
                continue;
            Seasonality.Remove(y, indices, kind, adjusted);
            return kind;
        }
        return SeasonKind.None;
    }

    /// <summary>Least-squares line over times 1..n.</summary>
    internal static (double Intercept, double Slope) Line(ReadOnlySpan<double> y)
    {
        var n = y.Length;
        var centre = (n + 1) / 2.0;
        var mean = Seasonality.Mean(y);
        double across = 0,
            along = 0;
        for (var t = 0; t < n; t++)
        {
            across += (t + 1 - centre) * (y[t] - mean);
            along += (t + 1 - centre) * (t + 1 - centre);
        }
        var slope = along > 0 ? across / along : 0;
        return (mean - slope * centre, slope);
    }

    /// <summary>Sum of squared one-step errors of exponential smoothing, with all but alpha solved for.</summary>
    private readonly ref struct SmoothingFit(ReadOnlySpan<double> y, bool trend, bool dynamic, int skip)
    {
        private readonly ReadOnlySpan<double> _y = y;

        public double Search(double low, double high)
        {
            ReadOnlySpan<double> grid = [low, Math.Max(low, .05), Math.Max(low, .15), .22, .35, .5, .65, .8, .92, high];
            var best = 0;
            var least = double.PositiveInfinity;
            for (var i = 0; i < grid.Length; i++)
            {
                var error = At(grid[i]).Error;
                if (error < least)
                    (best, least) = (i, error);
            }
            var (a, b) = (grid[Math.Max(0, best - 1)], grid[Math.Min(grid.Length - 1, best + 1)]);
            const double Golden = 0.6180339887498949;
            var (left, right) = (b - Golden * (b - a), a + Golden * (b - a));
            var (errorLeft, errorRight) = (At(left).Error, At(right).Error);
            while (b - a > .0005)
            {
                if (errorLeft <= errorRight)
                {
                    (b, right, errorRight) = (right, left, errorLeft);
                    left = b - Golden * (b - a);
                    errorLeft = At(left).Error;
                }
                else
                {
                    (a, left, errorLeft) = (left, right, errorRight);
                    right = a + Golden * (b - a);
                    errorRight = At(right).Error;
                }
            }
            var found = Math.Clamp((a + b) / 2, low, high);
            return At(found).Error < least ? found : grid[best];
        }

        /// <summary>The error at an alpha, and the first level and trend weight (1 - 1/theta) that give it.</summary>
        public (double Error, double Level0, double Weight) At(double alpha)
        {
            // error(t) = r(t) - c(t) (level0 - first value) - q(t) weight
            double rr = 0,
                rc = 0,
                rq = 0,
                cc = 0,
                cq = 0,
                qq = 0;
            double level = _y[0],
                decay = 1,
                mean = 0;
            var (intercept, slope) = trend && !dynamic ? Line(_y) : (0, 0);
            for (var t = 0; t < _y.Length; t++)
            {
                var value = _y[t];
                var r = value - level;
                var q = trend ? decay * intercept + (1 - decay * (1 - alpha)) / alpha * slope : 0;
                if (t >= skip)
                {
                    rr += r * r;
                    rc += r * decay;
                    cc += decay * decay;
                    rq += r * q;
                    cq += decay * q;
                    qq += q * q;
                }
                if (dynamic)
                    Follow(t + 1, value, ref mean, ref intercept, ref slope);
                level += alpha * r;
                decay *= 1 - alpha;
            }

            // theta >= 1 means a weight from 0 (simple smoothing) to 1.
            var determinant = cc * qq - cq * cq;
            var weight = determinant > 1e-12 * cc * qq ? Math.Clamp((cc * rq - cq * rc) / determinant, 0, 1) : 0;
            var level0 = (rc - weight * cq) / cc;
            var error =
                rr
                - 2 * level0 * rc
                - 2 * weight * rq
                + level0 * level0 * cc
                + 2 * level0 * weight * cq
                + weight * weight * qq;
            return (Math.Max(0, error), _y[0] + level0, weight);
        }
    }
}
