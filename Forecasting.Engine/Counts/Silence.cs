using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Counts;

/// <summary>
/// A series that fell silent: so many zeros in a row that its sales before make them unlikely. It is out of stock, out
/// of season or gone, and it comes back or it does not; no level between the two describes that (the two states of
/// Teunter, Syntetos and Babai 2011 as a distribution). Each path comes back on a day of its own, or not within the
/// horizon, as often and as large as silences of that length have ended (<see cref="Returns"/>).
/// </summary>
internal static class Silence
{
    public const int ShortestRun = 5;
    private const int Memory = 364;

    /// <summary>
    /// How far the chance follows what is expected of this series: halfway in logarithms. On M5 (skip 3 and 9, three
    /// origins each) neither all of it nor nothing was better in both.
    /// </summary>
    private const double Believed = .5;

    /// <summary>A longer gap between two sales was silence too, and says nothing about the level.</summary>
    private const int LongestGap = 28;

    /// <summary>Chance of the run below which it is not chance: e^-3.</summary>
    private const double Unlikely = 3;

    /// <summary>Squared coefficient of variation of the level with which a path comes back.</summary>
    private const double Uncertain = .5;

    /// <summary>Whether a series is silent.</summary>
    /// <param name="y">Oldest first; NaN is unknown.</param>
    /// <param name="past">What it was before.</param>
    /// <param name="run">For how many known periods it has been silent.</param>
    public static bool Is(ReadOnlySpan<double> y, out SilencePast past, out int run)
    {
        var last = y.Length - 1;
        run = 0;
        for (; last >= 0 && !(y[last] > 0); last--)
            run += y[last] == 0 ? 1 : 0;
        past = default;
        if (run < ShortestRun)
            return false;
        past = Before(y, last);
        return past.Level > 0 && run >= past.From;
    }

    /// <summary>What a series was up to one of its sales; nothing where too few of them tell.</summary>
    public static SilencePast Before(ReadOnlySpan<double> y, int last)
    {
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
        if (sales < 2)
            return default;
        var surprise = -Math.Log((zeros + 1.0) / (days + 2));
        return new(sum / days, Math.Max(ShortestRun, (int)Math.Min(int.MaxValue, Unlikely / surprise) + 1), surprise);
    }

    /// <summary>Draws <see cref="Shocks.Paths"/> paths, step-major, some of which are silent throughout.</summary>
    /// <param name="point">What is expected per step.</param>
    /// <param name="past">From <see cref="Is"/>.</param>
    /// <param name="run">From <see cref="Is"/>.</param>
    /// <param name="returns">How silences end.</param>
    /// <param name="overdispersion">As in <see cref="CountSpread"/>.</param>
    /// <param name="paths">Receives the paths.</param>
    /// <param name="scratch">The thread's memory.</param>
    /// <returns>False, and nothing is drawn, when no less is expected than a return would bring.</returns>
    public static bool TryDraw(
        ReadOnlySpan<double> point,
        SilencePast past,
        int run,
        Returns returns,
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
        var back = returns.Size * past.Level;
        if (!(mean < back))
            return false;
        using var frame = scratch.Enter();
        var factors = scratch.Take(Shocks.Paths);
        var levels = Shocks.Uniform(-1);
        var shares = Shocks.Uniform(-2);
        for (var p = 0; p < factors.Length; p++)
            factors[p] = GammaDistribution.Point(levels[p], 1 / Uncertain) * Uncertain * back;
        var means = scratch.Take(Shocks.Paths);
        // The part of its time that a path is back for, by all series; what is expected says the same of this one.
        var (silent, waited) = (1.0, run);
        var usual = 0.0;
        for (var h = 0; h < point.Length; h++)
        {
            if (point[h] > 0 || !(mean > 0))
                silent *= 1 - returns.Chance(waited++, past.Surprise);
            usual += (1 - silent) / point.Length;
        }
        var faster = Math.Pow(Math.Clamp(mean / back / usual, .01, 100), Believed);
        (silent, waited) = (1.0, run);
        for (var h = 0; h < point.Length; h++)
        {
            // What is expected of a step against the others is the week's shape; a closed one brings nobody back.
            var shape = mean > 0 ? point[h] / mean : 1;
            var before = silent;
            if (shape > 0)
                silent *= Math.Pow(1 - returns.Chance(waited++, past.Surprise), faster);
            for (var p = 0; p < means.Length; p++)
                means[p] = shares[p] >= silent ? factors[p] * shape : 0;
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            CountModel.NegativeBinomialPoints(Shocks.Uniform(h), means, overdispersion, step);

            // A silence ends with a sale.
            for (var p = 0; p < step.Length; p++)
            {
                if (shares[p] >= silent && shares[p] < before)
                    step[p] = Math.Max(1, step[p]);
            }
        }
        return true;
    }
}

/// <summary>What a series was like while it sold.</summary>
/// <param name="Level">What was sold per period; 0 where nobody knows.</param>
/// <param name="From">From how many zeros on it is silent.</param>
/// <param name="Surprise">How unlikely a zero was: minus the logarithm of its chance.</param>
internal readonly record struct SilencePast(double Level, int From, double Surprise);
