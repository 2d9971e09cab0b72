using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Counts;

/// <summary>
/// Levels of sparse demand: each method answers one number, the expected demand per period ahead. Unknown periods (NaN)
/// are
/// passed over; no known demand gives 0.
/// </summary>
internal static class Intermittent
{
    /// <summary>
    /// Size over interval, both smoothed when something is sold (Croston 1972, "Forecasting and stock control for
    /// intermittent
    /// demands", Operational Research Quarterly 23). Starts at the first size and the first interval.
    /// </summary>
    public static double Croston(ReadOnlySpan<double> y, double alpha)
    {
        var (size, interval) = SizeAndInterval(y, alpha);
        return interval > 0 ? size / interval : 0;
    }

    /// <summary>Croston without its bias (Syntetos and Boylan 2005, International Journal of Forecasting 21).</summary>
    public static double SyntetosBoylan(ReadOnlySpan<double> y, double alpha) => (1 - alpha / 2) * Croston(y, alpha);

    /// <summary>
    /// Size times probability, the probability updated every period, so that an item that dies is forecast to be dead
    /// (Teunter,
    /// Syntetos and Babai 2011, European Journal of Operational Research 214).
    /// </summary>
    public static double TeunterSyntetosBabai(ReadOnlySpan<double> y, double alphaSize, double alphaProbability)
    {
        double size = 0,
            probability = 0;
        var started = false;
        var known = 0;
        foreach (var value in y)
        {
            if (double.IsNaN(value))
                continue;
            known++;
            if (!started)
            {
                if (value == 0)
                    continue;
                (size, probability, started) = (value, 1.0 / known, true);
                continue;
            }
            probability += alphaProbability * ((value != 0 ? 1 : 0) - probability);
            if (value != 0)
                size += alphaSize * (value - size);
        }
        return size * probability;
    }

    /// <summary>
    /// Simple smoothing of sums over the mean interval between sales (Nikolopoulos, Syntetos, Boylan, Petropoulos and
    /// Assimakopoulos 2011, "ADIDA", Journal of the Operational Research Society 62).
    /// </summary>
    public static double Adida(ReadOnlySpan<double> y, Scratch scratch) => Aggregated(y, MeanInterval(y), scratch);

    /// <summary>
    /// Mean of <see cref="Adida"/> over all sums up to the mean interval (Petropoulos and Kourentzes 2015, "IMAPA").
    /// </summary>
    public static double Imapa(ReadOnlySpan<double> y, Scratch scratch)
    {
        var longest = Math.Min(MeanInterval(y), 64);
        var sum = 0.0;
        for (var k = 1; k <= longest; k++)
            sum += Aggregated(y, k, scratch);
        return sum / longest;
    }

    /// <summary>Mean of the last <paramref name="window"/> known periods, or of what there is.</summary>
    public static double RecentMean(ReadOnlySpan<double> y, int window)
    {
        var (sum, count) = (0.0, 0);
        for (var t = y.Length - 1; t >= 0 && count < window; t--)
        {
            if (double.IsNaN(y[t]))
                continue;
            sum += y[t];
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    /// <summary>
    /// Croston's two states: size of a sale and periods between sales; an interval of 0 when nothing was sold.
    /// </summary>
    public static (double Size, double Interval) SizeAndInterval(ReadOnlySpan<double> y, double alpha)
    {
        double size = 0,
            interval = 0;
        var since = 1;
        foreach (var value in y)
        {
            if (double.IsNaN(value))
                continue;
            if (value == 0)
            {
                since++;
                continue;
            }
            if (interval == 0)
                (size, interval) = (value, since);
            else
                (size, interval) = (size + alpha * (value - size), interval + alpha * (since - interval));
            since = 1;
        }
        return (size, interval);
    }

    private static int MeanInterval(ReadOnlySpan<double> y)
    {
        var (known, sales, lastSale) = (0, 0, 0);
        foreach (var value in y)
        {
            if (double.IsNaN(value))
                continue;
            known++;
            if (value != 0)
                (sales, lastSale) = (sales + 1, known);
        }
        return sales == 0 ? 1 : Math.Max(1, (int)Math.Round((double)lastSale / sales));
    }

    private static double Aggregated(ReadOnlySpan<double> y, int k, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var known = scratch.Take(y.Length);
        var count = 0;
        foreach (var value in y)
        {
            if (!double.IsNaN(value))
                known[count++] = value;
        }
        var buckets = count / k;
        if (buckets == 0)
            return count == 0 ? 0 : Seasonality.Mean(known[..count]);

        // The newest values fill whole buckets; the oldest are left over.
        var skip = count - buckets * k;
        var sums = scratch.Take(buckets);
        for (var i = 0; i < buckets * k; i++)
            sums[i / k] += known[skip + i];
        return SimpleExponentialSmoothing.Next(sums, SimpleExponentialSmoothing.BestAlpha(sums)) / k;
    }
}
