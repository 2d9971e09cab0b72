using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// Seasonal-trend decomposition by loess (Cleveland, Cleveland, McRae and Terpenning 1990, "STL: a seasonal-trend
/// decomposition
/// procedure based on loess", Journal of Official Statistics 6), and for several seasons at once its repetition season
/// by season
/// (Bandara, Hyndman and Bergmeir 2021, "MSTL"). The series must have no gaps.
/// </summary>
internal static class Stl
{
    /// <summary>A seasonal window that makes the season the same every cycle.</summary>
    public const int Periodic = int.MaxValue;

    private const int InnerPasses = 2;

    /// <summary>
    /// Splits <paramref name="y"/> into season, trend and the rest. With less than two seasons of data the season is
    /// zero.
    /// </summary>
    /// <param name="window">Seasonal loess window in cycles, odd, 7 or more; or <see cref="Periodic"/>.</param>
    /// <param name="robustPasses">Passes that weigh outliers down; 0 for none.</param>
    public static void Decompose(
        ReadOnlySpan<double> y,
        int period,
        int window,
        int robustPasses,
        Span<double> season,
        Span<double> trend,
        Scratch scratch
    )
    {
        var n = y.Length;
        season[..n].Clear();
        trend[..n].Clear();
        if (n == 0)
            return;
        using var frame = scratch.Enter();
        if (period < 2 || n < 2 * period)
        {
            Smooth(y, Odd(Math.Max(7, n / 2)), 1, 1, [], trend);
            return;
        }

        var periodic = window == Periodic;
        var seasonal = periodic ? 10 * n + 1 : window;
        var trendWindow = Odd((int)Math.Ceiling(1.5 * period / (1 - 1.5 / seasonal)));
        var lowWindow = Odd(period);
        var weights = scratch.Take(robustPasses > 0 ? n : 0);
        var work = scratch.Take(n);
        var cycle = scratch.Take(n + 2 * period);
        var low = scratch.Take(n + 2 * period);
        var swap = scratch.Take(n + 2 * period);
        weights.Fill(1);
        for (var outer = 0; outer <= robustPasses; outer++)
        {
            for (var pass = 0; pass < InnerPasses; pass++)
            {
                for (var t = 0; t < n; t++)
                    work[t] = y[t] - trend[t];
                Cycles(work, period, seasonal, periodic ? 0 : 1, weights, cycle, scratch);

                // The low frequencies of the cycles are trend that leaked in.
                var length = Average(cycle, period, swap);
                length = Average(swap[..length], period, low);
                length = Average(low[..length], 3, swap);
                Smooth(swap[..length], lowWindow, 1, Jump(lowWindow), [], low);
                for (var t = 0; t < n; t++)
                {
                    season[t] = cycle[period + t] - low[t];
                    work[t] = y[t] - season[t];
                }
                Smooth(work, trendWindow, 1, Jump(trendWindow), weights, trend);
            }
            if (outer < robustPasses)
                Bisquare(y, season, trend, weights, work);
        }

        if (!periodic)
            return;
        for (var phase = 0; phase < period; phase++)
        {
            var (sum, count) = (0.0, 0);
            for (var t = phase; t < n; t += period, count++)
                sum += season[t];
            for (var t = phase; t < n; t += period)
                season[t] = sum / count;
        }
    }

    /// <summary>
    /// Several seasons, shortest first: each is estimated from the series without the others, twice. Seasons that the
    /// history does not hold twice stay zero.
    /// </summary>
    /// <param name="seasons">Receives one season after the other, each as long as <paramref name="y"/>.</param>
    public static void DecomposeSeveral(
        ReadOnlySpan<double> y,
        ReadOnlySpan<int> periods,
        Span<double> seasons,
        Span<double> trend,
        Scratch scratch
    )
    {
        var n = y.Length;
        using var frame = scratch.Enter();
        var rest = scratch.Take(n);
        y.CopyTo(rest);
        seasons[..(n * periods.Length)].Clear();
        for (var pass = 0; pass < (periods.Length > 1 ? 2 : 1); pass++)
        {
            for (var i = 0; i < periods.Length; i++)
            {
                var season = seasons.Slice(i * n, n);
                for (var t = 0; t < n; t++)
                    rest[t] += season[t];
                Decompose(rest, periods[i], 11 + 4 * i, 0, season, trend, scratch);
                for (var t = 0; t < n; t++)
                    rest[t] -= season[t];
            }
        }
    }

    /// <summary>Smooths every phase on its own, one value past both ends.</summary>
    private static void Cycles(
        ReadOnlySpan<double> y,
        int period,
        int window,
        int degree,
        ReadOnlySpan<double> weights,
        Span<double> cycle,
        Scratch scratch
    )
    {
        var n = y.Length;
        using var frame = scratch.Enter();
        var longest = (n - 1) / period + 1;
        var values = scratch.Take(longest);
        var heavy = scratch.Take(weights.IsEmpty ? 0 : longest);
        var smooth = scratch.Take(longest);
        for (var phase = 0; phase < period; phase++)
        {
            var count = (n - 1 - phase) / period + 1;
            for (var i = 0; i < count; i++)
            {
                values[i] = y[phase + i * period];
                if (!weights.IsEmpty)
                    heavy[i] = weights[phase + i * period];
            }
            var own = values[..count];
            var ownWeights = weights.IsEmpty ? heavy : heavy[..count];
            Smooth(own, window, degree, Jump(window), ownWeights, smooth[..count]);
            var right = Math.Min(window, count);
            if (!Loess(own, window, degree, -1, 0, right - 1, ownWeights, out var before))
                before = smooth[0];
            if (!Loess(own, window, degree, count, Math.Max(0, count - window), count - 1, ownWeights, out var after))
                after = smooth[count - 1];
            cycle[phase] = before;
            for (var i = 0; i < count; i++)
                cycle[phase + (i + 1) * period] = smooth[i];
            cycle[phase + (count + 1) * period] = after;
        }
    }

    /// <summary>Loess at every <paramref name="jump"/>th value, straight lines between.</summary>
    private static void Smooth(
        ReadOnlySpan<double> y,
        int window,
        int degree,
        int jump,
        ReadOnlySpan<double> weights,
        Span<double> smooth
    )
    {
        var n = y.Length;
        if (n < 2)
        {
            y.CopyTo(smooth);
            return;
        }
        jump = Math.Min(jump, n - 1);
        var last = 0;
        for (var t = 0; ; t = Math.Min(t + jump, n - 1))
        {
            var (left, right) = Nearest(t, window, n);
            if (!Loess(y, window, degree, t, left, right, weights, out smooth[t]))
                smooth[t] = y[t];
            for (var between = last + 1; between < t; between++)
                smooth[between] = smooth[last] + (smooth[t] - smooth[last]) * (between - last) / (t - last);
            last = t;
            if (t == n - 1)
                return;
        }
    }

    private static (int Left, int Right) Nearest(int t, int window, int n)
    {
        if (window >= n)
            return (0, n - 1);
        var left = Math.Clamp(t - window / 2, 0, n - window);
        return (left, left + window - 1);
    }

    private static bool Loess(
        ReadOnlySpan<double> y,
        int window,
        int degree,
        double at,
        int left,
        int right,
        ReadOnlySpan<double> weights,
        out double value
    )
    {
        var n = y.Length;
        var reach = Math.Max(at - left, right - at);
        if (window > n)
            reach += (window - n) / 2;
        double sum = 0,
            sumX = 0,
            sumXX = 0,
            sumY = 0,
            sumXY = 0;
        for (var j = left; j <= right; j++)
        {
            var distance = Math.Abs(j - at);
            if (distance > .999 * reach)
                continue;
            var w = 1.0;
            if (distance > .001 * reach)
            {
                var share = distance / reach;
                w = 1 - share * share * share;
                w = w * w * w;
            }
            if (!weights.IsEmpty)
                w *= weights[j];
            var x = j - at;
            sum += w;
            sumX += w * x;
            sumXX += w * x * x;
            sumY += w * y[j];
            sumXY += w * x * y[j];
        }
        value = 0;
        if (!(sum > 0))
            return false;
        value = sumY / sum;
        if (degree > 0)
        {
            var centre = sumX / sum;
            var spread = sumXX / sum - centre * centre;
            if (spread > 1e-6 * (n - 1) * (n - 1))
                value -= centre * (sumXY / sum - centre * value) / spread;
        }
        return true;
    }

    private static int Average(ReadOnlySpan<double> y, int window, Span<double> average)
    {
        var length = y.Length - window + 1;
        var sum = 0.0;
        for (var t = 0; t < window; t++)
            sum += y[t];
        average[0] = sum / window;
        for (var t = 1; t < length; t++)
        {
            sum += y[t + window - 1] - y[t - 1];
            average[t] = sum / window;
        }
        return length;
    }

    private static void Bisquare(
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> season,
        ReadOnlySpan<double> trend,
        Span<double> weights,
        Span<double> work
    )
    {
        for (var t = 0; t < y.Length; t++)
            weights[t] = work[t] = Math.Abs(y[t] - season[t] - trend[t]);
        work.Sort();
        var n = y.Length;
        var limit = 3 * (work[(n - 1) / 2] + work[n / 2]);
        foreach (ref var weight in weights)
        {
            var share = limit > 0 ? weight / limit : 0;
            weight =
                share < .001 ? 1
                : share < .999 ? (1 - share * share) * (1 - share * share)
                : 0;
        }
    }

    private static int Jump(int window) => Math.Max(1, (window + 9) / 10);

    private static int Odd(int value) => value | 1;
}
