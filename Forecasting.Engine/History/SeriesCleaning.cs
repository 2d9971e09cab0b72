namespace SmartInventory.Forecasting.Engine.History;

/// <summary>Makes any sequence of numbers fit for the kernels.</summary>
internal static class SeriesCleaning
{
    /// <summary>
    /// Copies a history with its size brought near one by a power of two (which loses no digit), what is not a finite
    /// number as
    /// unknown, and leading unknowns reported by <see cref="SeriesTraits.Start"/>.
    /// </summary>
    public static SeriesTraits Clean(ReadOnlySpan<double> history, Span<double> clean)
    {
        var (start, known, zeros) = (-1, 0, 0);
        var (nonNegative, whole, constant) = (true, true, true);
        double largest = 0,
            first = 0,
            mean = 0;
        for (var t = 0; t < history.Length; t++)
        {
            var value = history[t];
            if (!double.IsFinite(value))
                continue;
            if (known++ == 0)
                (start, first) = (t, value);
            constant &= value == first;
            nonNegative &= value >= 0;
            whole &= Math.Floor(value) == value;
            zeros += value == 0 ? 1 : 0;
            largest = Math.Max(largest, Math.Abs(value));
            mean += (value - mean) / known;
        }
        if (known == 0)
            return new(0, 0, 0, true, true, true, 0, 0);

        // Ordinary sizes stay as they are.
        var exponent = largest is 0 or (> 1e-6 and < 1e9) ? 0 : Math.ILogB(largest);
        for (var t = 0; t < history.Length; t++)
            clean[t] = double.IsFinite(history[t]) ? Math.ScaleB(history[t], -exponent) : double.NaN;
        return new(start, known, exponent, nonNegative, whole, constant, (double)zeros / known, mean);
    }

    /// <summary>
    /// Fills gaps in place: with the mean of the neighbours one season away on both sides, else on a line between the
    /// known
    /// values around. The first and last value of the span are taken to be known or are set to the nearest known.
    /// </summary>
    public static void FillGaps(Span<double> y, int season)
    {
        var before = -1;
        for (var t = 0; t < y.Length; t++)
        {
            if (!double.IsNaN(y[t]))
            {
                before = t;
                continue;
            }
            if (season > 1)
            {
                var early = t >= season ? y[t - season] : double.NaN;
                var late = t + season < y.Length ? y[t + season] : double.NaN;
                if (!double.IsNaN(early) || !double.IsNaN(late))
                {
                    y[t] =
                        double.IsNaN(early) ? late
                        : double.IsNaN(late) ? early
                        : early / 2 + late / 2;
                    before = t;
                    continue;
                }
            }
            var after = t + 1;
            while (after < y.Length && double.IsNaN(y[after]))
                after++;
            y[t] = (before, after < y.Length) switch
            {
                (-1, false) => 0,
                (-1, true) => y[after],
                (_, false) => y[before],
                _ => y[before] + (y[after] - y[before]) * (t - before) / (after - before),
            };
            before = t;
        }
    }
}
