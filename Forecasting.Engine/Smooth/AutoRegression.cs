using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// Autoregression on the changes of a series, by Burg's method (Burg 1967; Box and Jenkins 1970 for the differences),
/// the
/// order by AICc. Half of the mean change lives on as drift: the shrinkage that made the Theta method (Hyndman and
/// Billah 2003).
/// </summary>
internal static class AutoRegression
{
    public const int LargestOrder = 13;
    private const double DriftKept = .5;

    public static void Differenced(ReadOnlySpan<double> y, in ForecastOutput output, Scratch scratch)
    {
        var n = y.Length;
        var count = n - 1;
        output.Response.Fill(1);
        output.Point.Fill(n > 0 ? y[^1] : 0);
        for (var t = 0; t < n; t++)
            output.Fitted[t] = t == 0 ? double.NaN : y[t - 1];
        if (count < 4)
            return;

        using var frame = scratch.Enter();
        var horizon = output.Point.Length;
        var changes = scratch.Take(count + horizon);
        for (var t = 0; t < count; t++)
            changes[t] = y[t + 1] - y[t];
        var mean = Seasonality.Mean(changes[..count]);
        for (var t = 0; t < count; t++)
            changes[t] -= mean;

        var weights = scratch.Take(LargestOrder);
        var order = Burg(changes[..count], Math.Min(LargestOrder, count / 4), weights, scratch);
        var drift = mean * DriftKept;
        for (var t = 1; t < n; t++)
        {
            // From the first change with a full past on.
            if (t - 1 >= order)
                output.Fitted[t] = y[t - 1] + mean + Next(changes, t - 1, weights[..order]);
        }
        var level = y[^1];
        for (var h = 0; h < horizon; h++)
        {
            changes[count + h] = Next(changes, count + h, weights[..order]);
            level += drift + changes[count + h];
            output.Point[h] = level;
        }

        // psi(k) of the changes by recursion, summed up for the level.
        var psi = scratch.Take(horizon + 1);
        psi[0] = 1;
        var sum = 1.0;
        for (var k = 1; k <= horizon; k++)
        {
            for (var i = 0; i < Math.Min(order, k); i++)
                psi[k] += weights[i] * psi[k - 1 - i];
            sum += psi[k];
            output.Response[k - 1] = sum;
        }
    }

    private static double Next(ReadOnlySpan<double> z, int t, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * z[t - 1 - i];
        return sum;
    }

    /// <summary>Writes the weights of the best order, the most recent value first, and returns the order.</summary>
    private static int Burg(ReadOnlySpan<double> z, int largest, Span<double> weights, Scratch scratch)
    {
        var n = z.Length;
        using var frame = scratch.Enter();
        var forward = scratch.Take(n);
        var backward = scratch.Take(n);
        var current = scratch.Take(largest);
        var before = scratch.Take(largest);
        z.CopyTo(forward);
        z.CopyTo(backward);
        var variance = 0.0;
        foreach (var value in z)
            variance += value * value / n;
        if (!(variance > 1e-30))
            return 0;

        var least = n * Math.Log(variance) + 2;
        var order = 0;
        for (var k = 1; k <= largest; k++)
        {
            double across = 0,
                along = 0;
            for (var t = k; t < n; t++)
            {
                across += forward[t] * backward[t - 1];
                along += forward[t] * forward[t] + backward[t - 1] * backward[t - 1];
            }
            if (!(along > 0))
                break;
            var reflection = 2 * across / along;
            current.CopyTo(before);
            for (var i = 0; i < k - 1; i++)
                current[i] = before[i] - reflection * before[k - 2 - i];
            current[k - 1] = reflection;
            for (var t = n - 1; t >= k; t--)
            {
                var (f, b) = (forward[t], backward[t - 1]);
                forward[t] = f - reflection * b;
                backward[t] = b - reflection * f;
            }
            variance *= 1 - reflection * reflection;
            if (!(variance > 1e-30) || n - k - 2 <= 0)
                break;
            double count = k + 1;
            var criterion = n * Math.Log(variance) + 2 * count + 2 * count * (count + 1) / (n - count - 1);
            if (criterion >= least)
                continue;
            least = criterion;
            order = k;
            current[..k].CopyTo(weights);
        }
        return order;
    }
}
