using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

internal enum SeasonKind
{
    None,
    Additive,
    Multiplicative,
}

/// <summary>Is there a season, and what does it look like: the classical tools.</summary>
internal static class Seasonality
{
    /// <summary>One-sided 5% point of the normal distribution, the 90% test of the Theta method.</summary>
    public const double ThetaLimit = 1.6448536269514722;

    /// <summary>
    /// How many standard errors the autocorrelation at lag <paramref name="season"/> is away from zero, its variance by
    /// Bartlett's formula (Assimakopoulos and Nikolopoulos 2000). 0 when the series is constant or not two seasons
    /// long.
    /// </summary>
    public static double Strength(ReadOnlySpan<double> y, int season)
    {
        var n = y.Length;
        if (season <= 1 || n < 2 * season)
            return 0;
        var mean = Mean(y);
        var variance = 0.0;
        foreach (var value in y)
            variance += (value - mean) * (value - mean);
        if (!(variance > 1e-20 * mean * mean * n) || variance == 0)
            return 0;

        var sum = 0.0;
        for (var lag = 1; lag < season; lag++)
        {
            var r = Autocovariance(y, mean, lag) / variance;
            sum += r * r;
        }
        return Autocovariance(y, mean, season) / variance / Math.Sqrt((1 + 2 * sum) / n);
    }

    /// <summary>
    /// Classical decomposition by a centred moving average (Macaulay 1931, as in R's <c>decompose</c>): writes one
    /// index per
    /// phase, index 0 belonging to the first value. Needs two full seasons.
    /// </summary>
    /// <returns>False when the indices cannot be formed: too short, or multiplicative on values that are not
    /// positive.</returns>
    public static bool Indices(
        ReadOnlySpan<double> y,
        int season,
        SeasonKind kind,
        Span<double> indices,
        Scratch scratch
    )
    {
        indices[..season].Fill(kind == SeasonKind.Multiplicative ? 1 : 0);
        var n = y.Length;
        if (season <= 1 || n < 2 * season)
            return false;
        using var frame = scratch.Enter();
        var trend = scratch.Take(n);
        var (from, to) = CentredAverage(y, season, trend);
        var sums = scratch.Take(season);
        var counts = scratch.Take(season);
        for (var t = from; t < to; t++)
        {
            double detrended;
            if (kind == SeasonKind.Multiplicative)
            {
                if (!(trend[t] > 0))
                    return false;
                detrended = y[t] / trend[t];
            }
            else
            {
                detrended = y[t] - trend[t];
            }
            sums[t % season] += detrended;
            counts[t % season]++;
        }

        var mean = 0.0;
        for (var i = 0; i < season; i++)
        {
            indices[i] =
                counts[i] > 0 ? sums[i] / counts[i]
                : kind == SeasonKind.Multiplicative ? 1
                : 0;
            mean += indices[i] / season;
        }
        for (var i = 0; i < season; i++)
        {
            if (kind == SeasonKind.Additive)
                indices[i] -= mean;
            else if (mean > 0)
                indices[i] /= mean;
            if (kind == SeasonKind.Multiplicative && !(indices[i] > 0))
                return false;
        }
        return true;
    }

    /// <summary>Mean of a whole season around each value; returns where it is defined.</summary>
    public static (int From, int To) CentredAverage(ReadOnlySpan<double> y, int season, Span<double> trend)
    {
        var half = season / 2;
        var even = season % 2 == 0;
        var n = y.Length;
        for (var t = half; t < n - half; t++)
        {
            var sum = 0.0;
            for (var k = -half; k <= half; k++)
                sum += even && (k == -half || k == half) ? y[t + k] / 2 : y[t + k];
            trend[t] = sum / season;
        }
        return (half, n - half);
    }

    /// <summary>Takes the season out of a series.</summary>
    public static void Remove(
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> indices,
        SeasonKind kind,
        Span<double> adjusted
    )
    {
        for (int t = 0, i = 0; t < y.Length; t++, i = i + 1 == indices.Length ? 0 : i + 1)
            adjusted[t] = kind switch
            {
                SeasonKind.Multiplicative => y[t] / indices[i],
                SeasonKind.Additive => y[t] - indices[i],
                _ => y[t],
            };
    }

    /// <summary>Puts the season back, in place, the first value belonging to phase <paramref name="start"/>.</summary>
    public static void Restore(Span<double> values, int start, ReadOnlySpan<double> indices, SeasonKind kind)
    {
        if (kind == SeasonKind.None)
            return;
        for (int t = 0, i = start % indices.Length; t < values.Length; t++, i = i + 1 == indices.Length ? 0 : i + 1)
        {
            if (kind == SeasonKind.Multiplicative)
                values[t] *= indices[i];
            else
                values[t] += indices[i];
        }
    }

    public static double Mean(ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        foreach (var value in y)
            sum += value;
        return y.IsEmpty ? 0 : sum / y.Length;
    }

    private static double Autocovariance(ReadOnlySpan<double> y, double mean, int lag)
    {
        var sum = 0.0;
        for (var t = lag; t < y.Length; t++)
            sum += (y[t] - mean) * (y[t - lag] - mean);
        return sum;
    }
}
