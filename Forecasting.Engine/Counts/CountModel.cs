using System.Numerics;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Counts;

/// <summary>How widely counts scatter around their expectation.</summary>
/// <param name="Overdispersion">Var = mean + overdispersion x mean^2 within a period (negative binomial; 0 is
/// Poisson).</param>
/// <param name="Drift">Squared coefficient of variation of the mean level over the next <paramref name="Window"/>
/// periods.</param>
/// <param name="Window">Periods over which the drift was measured.</param>
internal readonly record struct CountSpread(double Overdispersion, double Drift, int Window);

/// <summary>
/// Counts per period as a negative-binomial distribution around an expectation, the expectation itself uncertain by a
/// gamma factor
/// that a whole path shares and that wanders on (Snyder, Ord and Beaumont 2012, "Forecasting the intermittent demand
/// for slow-moving
/// inventories", International Journal of Forecasting 28, for the distribution). The shared factor is what makes sums
/// over a lead
/// time as wide as they are: days drawn independently make them too narrow.
/// </summary>
internal static class CountModel
{
    /// <summary>Cycles that teach profile and spread; older ones describe another time.</summary>
    private const int ProfileCycles = 52;
    private const int SpreadCycles = 26;

    /// <summary>
    /// Factor per phase of the season (index 0: the first value of <paramref name="y"/>), mean 1, shrunk by what chance
    /// would
    /// make as in <see cref="SeasonalAdjustment"/>. A phase of which nothing is known has 1 and is in no mean.
    /// </summary>
    public static void Profile(ReadOnlySpan<double> y, Span<double> profile, Scratch scratch)
    {
        var season = profile.Length;
        profile.Fill(1);
        if (season < 2 || y.Length < 4 * season)
            return;
        using var frame = scratch.Enter();
        var sums = scratch.Take(season);
        var counts = scratch.Take(season);
        double sum = 0,
            squares = 0,
            count = 0;
        for (var t = Math.Max(0, y.Length - ProfileCycles * season); t < y.Length; t++)
        {
            if (double.IsNaN(y[t]))
                continue;
            sums[t % season] += y[t];
            counts[t % season]++;
            sum += y[t];
            squares += y[t] * y[t];
            count++;
        }
        if (!(sum > 0))
            return;
        var mean = sum / count;
        var variance = Math.Max(0, squares / count - mean * mean);
        var known = season - counts.Count(0.0);
        if (known < 2)
            return;
        double size = 0,
            chance = 0;
        for (var i = 0; i < season; i++)
        {
            if (counts[i] == 0)
                continue;
            profile[i] = sums[i] / counts[i] / mean;
            size += (profile[i] - 1) * (profile[i] - 1) / (known - 1);
            chance += variance / counts[i] / (mean * mean) / known;
        }
        var keep = size > 0 ? Math.Max(0, 1 - Math.Max(0, known - 3.0) / (known - 1) * Math.Min(1, chance / size)) : 0;
        var total = 0.0;
        for (var i = 0; i < season; i++)
        {
            profile[i] = 1 + keep * (profile[i] - 1);
            total += counts[i] == 0 ? 0 : profile[i] / known;
        }
        for (var i = 0; i < season; i++)
            profile[i] = counts[i] == 0 ? 1 : profile[i] / total;
    }

    /// <summary>
    /// Measures the spread around a running mean of four cycles, the mean that was known before each period.
    /// </summary>
    public static CountSpread Spread(ReadOnlySpan<double> y, ReadOnlySpan<double> profile, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var n = y.Length;
        var window = CountEnsemble.Memory(profile.Length);
        var from = Math.Max(window, n - SpreadCycles * window / 4);
        double excess = 0,
            weight = 0;
        double blockExcess = 0,
            blockWeight = 0,
            blocks = 0;
        var seen = 0.0;
        var known = 0;
        var levels = scratch.Take(n);
        for (var t = 0; t < n; t++)
        {
            levels[t] = known > 0 ? seen / known : double.NaN;
            if (!double.IsNaN(y[t]))
            {
                seen += y[t] / profile[t % profile.Length];
                known++;
            }
            if (t >= window && !double.IsNaN(y[t - window]))
            {
                seen -= y[t - window] / profile[(t - window) % profile.Length];
                known--;
            }
        }
        for (var t = Math.Min(from, n); t < n; t++)
        {
            var expected = levels[t] * profile[t % profile.Length];
            if (double.IsNaN(expected) || double.IsNaN(y[t]) || !(expected > 0))
                continue;
            var error = y[t] - expected;
            excess += error * error - expected;
            weight += expected * expected;
        }
        var overdispersion = weight > 0 ? Math.Clamp(excess / weight, 0, 50) : 0;

        // The same over blocks of four cycles: what is wider than periods on their own explain is the level moving.
        for (var start = Math.Max(window, n - 13 * window); start + window <= n; start += window)
        {
            double sum = 0,
                expectation = 0,
                own = 0;
            for (var t = start; t < start + window; t++)
            {
                var expected = levels[start] * profile[t % profile.Length];
                if (double.IsNaN(expected) || double.IsNaN(y[t]))
                    continue;
                sum += y[t];
                expectation += expected;
                own += expected + overdispersion * expected * expected;
            }
            if (!(expectation > 0))
                continue;
            blockExcess += (sum - expectation) * (sum - expectation) - own;
            blockWeight += expectation * expectation;
            blocks++;
        }
        var measured = blockWeight > 0 ? Math.Clamp(blockExcess / blockWeight, 0, 2) : 0;
        var drift = Caution * (measured * blocks + PriorDrift * PriorBlocks) / (blocks + PriorBlocks);
        return new(overdispersion, drift, window);
    }

    /// <summary>Part of the level's uncertainty that is there on the first day; the rest grows day by day.</summary>
    private const double KnownToday = .4;

    /// <summary>What the level of an item does in a month when its own past says nothing yet.</summary>
    private const double PriorDrift = .1;
    private const double Caution = 1.2;
    private const double PriorBlocks = 6;

    /// <summary>Draws <see cref="Shocks.Paths"/> paths around <paramref name="point"/>, step-major.</summary>
    public static void Draw(ReadOnlySpan<double> point, CountSpread spread, Span<double> paths, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var factors = scratch.Take(Shocks.Paths);
        var shares = Shocks.Uniform(-1);
        var start = spread.Drift * KnownToday;
        for (var p = 0; p < factors.Length; p++)
            factors[p] = start > 0 ? CountShape(shares[p], start) : 1;

        // The mean of a walk over a window has a third of the variance at its end.
        var walk = Math.Sqrt(3 * (1 - KnownToday) * spread.Drift / spread.Window);
        var means = scratch.Take(Shocks.Paths);
        for (var h = 0; h < point.Length; h++)
        {
            if (walk > 0)
                Walk(factors, Shocks.Normal(h), walk);
            for (var p = 0; p < means.Length; p++)
                means[p] = point[h] * factors[p];
            NegativeBinomialPoints(
                Shocks.Uniform(h),
                means,
                spread.Overdispersion,
                paths.Slice(h * Shocks.Paths, Shocks.Paths)
            );
        }
    }

    /// <summary>Each path's level goes a step on, by another path's shock: level and count are independent.</summary>
    private static void Walk(Span<double> factors, ReadOnlySpan<double> moves, double walk)
    {
        var half = factors.Length / 2;
        Step(factors[..half], moves[half..(2 * half)], walk);
        Step(factors[half..], moves[..(factors.Length - half)], walk);

        static void Step(Span<double> factors, ReadOnlySpan<double> moves, double walk)
        {
            var width = Vector<double>.Count;
            var i = 0;
            for (; i <= factors.Length - width; i += width)
            {
                var grown = Vector.Exp(new Vector<double>(moves[i..]) * walk - new Vector<double>(walk * walk / 2));
                (new Vector<double>(factors[i..]) * grown).CopyTo(factors[i..]);
            }
            for (; i < factors.Length; i++)
                factors[i] *= Math.Exp(walk * moves[i] - walk * walk / 2);
        }
    }

    private static double CountShape(double share, double drift) => GammaDistribution.Point(share, 1 / drift) * drift;

    /// <summary>Means above this have no sum taken: see <see cref="FarFromZero"/>.</summary>
    private const double MostMean = 200;
    private const int MostCount = 100_000;

    /// <summary>What is so unlikely is not looked for.</summary>
    private const double Never = 1e-14;
    private const double LeastOverdispersion = 1e-6;

    /// <summary>Per path the smallest count with at least that share at or below it.</summary>
    /// <param name="shares">Between 0 and 1, one per path.</param>
    /// <param name="means">The expectation of each path; none is expected where it is not above 0.</param>
    /// <param name="overdispersion">As in <see cref="CountSpread"/>.</param>
    /// <param name="counts">Receives the counts.</param>
    public static void NegativeBinomialPoints(
        ReadOnlySpan<double> shares,
        ReadOnlySpan<double> means,
        double overdispersion,
        Span<double> counts
    )
    {
        // Half of the time of a forecast is spent here, so paths are counted side by side.
        var width = Vector<double>.Count;
        for (var at = 0; at < shares.Length; at += width)
        {
            if (shares.Length < width)
            {
                for (var p = 0; p < shares.Length; p++)
                    counts[p] = NegativeBinomialPoint(shares[p], means[p], overdispersion);
                return;
            }
            // The last ones are counted with some before them, which come out as they did.
            var from = Math.Min(at, shares.Length - width);
            var mean = new Vector<double>(means[from..]);
            if (Vector.GreaterThanAny(mean, new Vector<double>(MostMean)))
            {
                for (var p = from; p < from + width; p++)
                    counts[p] = NegativeBinomialPoint(shares[p], means[p], overdispersion);
            }
            else
                CountUp(new(shares[from..]), mean, overdispersion).CopyTo(counts[from..]);
        }
    }

    private static Vector<double> CountUp(Vector<double> share, Vector<double> mean, double overdispersion)
    {
        Vector<double> probability,
            ratio,
            shift;
        if (overdispersion < LeastOverdispersion)
        {
            probability = Vector.Exp(-mean);
            (ratio, shift) = (Vector<double>.Zero, mean);
        }
        else
        {
            var size = 1 / overdispersion;
            var sizes = new Vector<double>(size);
            ratio = mean / (mean + sizes);
            shift = ratio * (size - 1);
            probability = Vector.Exp(size * Vector.Log(sizes / (sizes + mean)));
        }
        var sum = probability;
        var count = Vector<double>.Zero;
        var open = Vector.GreaterThan(mean, Vector<double>.Zero) & Vector.LessThan(sum, share);
        for (var k = 1; k <= MostCount && open != Vector<long>.Zero; k++)
        {
            count = Vector.ConditionalSelect(open, new Vector<double>(k), count);
            probability *= ratio + shift / new Vector<double>(k);
            sum += probability;
            var over =
                Vector.LessThan(probability, new Vector<double>(Never)) & Vector.LessThan(mean, new Vector<double>(k));
            open = Vector.AndNot(open & Vector.LessThan(sum, share), over);
        }
        return count;
    }

    /// <summary>Smallest count with at least that share at or below it.</summary>
    public static double NegativeBinomialPoint(double share, double mean, double overdispersion)
    {
        if (!(mean > 0))
            return 0;
        if (mean > MostMean)
            return FarFromZero(share, mean, overdispersion);
        double probability,
            ratio,
            shift;
        if (overdispersion < LeastOverdispersion)
        {
            probability = Math.Exp(-mean);
            (ratio, shift) = (0, mean);
        }
        else
        {
            var size = 1 / overdispersion;
            ratio = mean / (mean + size);
            shift = ratio * (size - 1);
            probability = Math.Exp(size * Math.Log(size / (size + mean)));
        }
        // P(k) = P(k - 1) (ratio + shift / k), for both distributions.
        var sum = probability;
        var count = 0;
        while (sum < share && count < MostCount)
        {
            count++;
            probability *= ratio + shift / count;
            sum += probability;
            if (probability < Never && count > mean)
                break;
        }
        return count;
    }

    /// <summary>Far from zero the gamma distribution is as good and needs no sum.</summary>
    private static double FarFromZero(double share, double mean, double overdispersion)
    {
        var variance = mean + overdispersion * mean * mean;
        var shape = mean * mean / variance;
        return Math.Round(GammaDistribution.Point(share, shape) * variance / mean);
    }
}
