namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>Reads distributions off sample paths.</summary>
internal static class QuantileTable
{
    /// <summary>Quantiles of each step, and of the sum of the first periods.</summary>
    /// <param name="paths">Step-major, horizon x <see cref="Shocks.Paths"/>; perhaps in another order
    /// afterwards.</param>
    /// <param name="mean">Expected value per step.</param>
    /// <param name="probabilities">Ascending.</param>
    /// <param name="sums">Numbers of periods to sum up, ascending; none for every number from 1 to the horizon.</param>
    /// <param name="calibration">Where among its paths the truth lay before; null to trust the paths.</param>
    /// <param name="work">The thread's memory.</param>
    /// <returns>[probability][step] and [probability][sum].</returns>
    public static (double[][] Steps, double[][] Sums) Read(
        Span<double> paths,
        ReadOnlySpan<double> mean,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<int> sums,
        PathCalibration? calibration,
        Scratch work
    )
    {
        using var frame = work.Enter();
        var horizon = mean.Length;
        var sum = work.Take(Shocks.Paths);
        var sorted = work.Take(Shocks.Paths);
        Span<int> ranks = stackalloc int[probabilities.Length];
        Span<double> found = stackalloc double[probabilities.Length];
        Rank(ranks, probabilities, null, 1, 0);
        var expected = 0.0;
        var steps = Table(probabilities.Length, horizon);
        var cumulative = Table(probabilities.Length, sums.IsEmpty ? horizon : sums.Length);
        var column = 0;
        for (var h = 0; h < horizon; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            Shocks.AddScaled(sum, step, 1);
            if (calibration is not null)
                Rank(ranks, probabilities, calibration, 1, mean[h]);
            Ranks.Read(step, ranks, found);
            for (var q = 0; q < ranks.Length; q++)
                steps[q][h] = found[q];
            expected += mean[h];
            if (!sums.IsEmpty && !sums.Contains(h + 1))
                continue;
            sum.CopyTo(sorted);
            if (calibration is not null)
                Rank(ranks, probabilities, calibration, h + 1, expected);
            Ranks.Read(sorted, ranks, found);
            for (var q = 0; q < ranks.Length; q++)
                cumulative[q][column] = Math.Clamp(found[q], double.MinValue, double.MaxValue);

            // Where nothing is below zero a sum cannot shrink, whatever the calibration of two lengths says.
            if (calibration is not null && column > 0)
            {
                foreach (var row in cumulative)
                    row[column] = Math.Max(row[column], row[column - 1]);
            }
            column++;
        }
        return (steps, cumulative);
    }

    /// <summary>
    /// The places of quantiles in an ascending sample: the smallest value with at least that share at or below it (type
    /// 1 of
    /// Hyndman and Fan 1996), always a value that was drawn, so whole stays whole and order is kept.
    /// </summary>
    public static void Rank(
        Span<int> ranks,
        ReadOnlySpan<double> probabilities,
        PathCalibration? calibration,
        int periods,
        double expected
    )
    {
        for (var q = 0; q < ranks.Length; q++)
        {
            var share = calibration?.Share(probabilities[q], periods, expected) ?? probabilities[q];
            ranks[q] = Math.Clamp((int)Math.Ceiling(share * Shocks.Paths - 1e-9) - 1, 0, Shocks.Paths - 1);
        }
    }

    private static double[][] Table(int rows, int columns)
    {
        var table = new double[rows][];
        for (var r = 0; r < rows; r++)
            table[r] = new double[columns];
        return table;
    }
}
