using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Counts;

/// <summary>
/// A series that fell silent: so many zeros in a row that its sales before make them unlikely. It is out of stock, out
/// of season or
/// gone, and it comes back or it does not; no level between the two describes that (the two states of Teunter, Syntetos
/// and Babai
/// 2011 as a distribution). A path is back with the chance that makes the mean of all paths what is expected, and then
/// sells most of
/// what it sold.
/// </summary>
internal static class Silence
{
    private const int ShortestRun = 5;
    private const int Memory = 364;

    /// <summary>A longer gap between two sales was silence too, and says nothing about the level.</summary>
    private const int LongestGap = 28;

    /// <summary>Chance of the run below which it is not chance: e^-3.</summary>
    private const double Unlikely = 3;

    /// <summary>What comes back sells less than before.</summary>
    private const double Returning = .7;

    /// <summary>Squared coefficient of variation of the level with which a path comes back.</summary>
    private const double Uncertain = .5;

    /// <summary>
    /// What a silent series sold per period while it sold; 0 for a series that is not silent. NaN is unknown.
    /// </summary>
    public static double LevelBefore(ReadOnlySpan<double> y)
    {
        var last = y.Length - 1;
        var run = 0;
        for (; last >= 0 && !(y[last] > 0); last--)
            run += y[last] == 0 ? 1 : 0;
        if (run < ShortestRun)
            return 0;
        double sum = 0;
        var (days, zeros, gap, sales) = (0, 0, 0, 0);
        for (var t = last; t >= Math.Max(0, last - Memory); t--)
        {
            if (y[t] > 0)
            {
                (days, zeros) = gap < LongestGap ? (days + gap, zeros + gap) : (days, zeros);
                (sum, days, sales, gap) = (sum + y[t], days + 1, sales + 1, 0);
            }
            else if (y[t] == 0)
            {
                gap++;
            }
        }
        return sales > 1 && run * -Math.Log((zeros + 1.0) / (days + 2)) > Unlikely ? sum / days : 0;
    }

    /// <summary>Draws <see cref="Shocks.Paths"/> paths, step-major, some of which are silent throughout.</summary>
    /// <param name="point">What is expected per step.</param>
    /// <param name="level">From <see cref="LevelBefore"/>.</param>
    /// <param name="overdispersion">As in <see cref="CountSpread"/>.</param>
    /// <param name="paths">Receives the paths.</param>
    /// <param name="scratch">The thread's memory.</param>
    /// <returns>False, and nothing is drawn, when no less is expected than a return would bring.</returns>
    public static bool TryDraw(
        ReadOnlySpan<double> point,
        double level,
        double overdispersion,
        Span<double> paths,
        Scratch scratch
    )
    {
        // Of the steps on which anything can come, as the level is.
        var (mean, open) = (0.0, 0);
        foreach (var expected in point)
            (mean, open) = expected > 0 ? (mean + expected, open + 1) : (mean, open);
        mean /= Math.Max(1, open);
        var back = mean / (Returning * level);
        if (!(back < 1))
            return false;
        using var frame = scratch.Enter();
        var factors = scratch.Take(Shocks.Paths);
        var levels = Shocks.Uniform(-1);
        var returns = Shocks.Uniform(-2);
        for (var p = 0; p < factors.Length; p++)
            factors[p] = returns[p] < back ? GammaDistribution.Point(levels[p], 1 / Uncertain) * Uncertain / back : 0;
        var means = scratch.Take(Shocks.Paths);
        for (var h = 0; h < point.Length; h++)
        {
            for (var p = 0; p < means.Length; p++)
                means[p] = point[h] * factors[p];
            CountModel.NegativeBinomialPoints(
                Shocks.Uniform(h),
                means,
                overdispersion,
                paths.Slice(h * Shocks.Paths, Shocks.Paths)
            );
        }
        return true;
    }
}
