using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Trends;

/// <summary>
/// What one product's own daily figures say; the classes that compare products come from <see cref="Movers"/>.
/// </summary>
internal sealed record ProductMotion(
    double UnitsPerDay,
    double? Change,
    double SlopePerWeek,
    TrendDirection Direction,
    decimal Revenue28,
    DayOfWeek? PeakWeekday,
    double? PeakWeekdayShare
);

/// <summary>Turnover and trend of one product: pure functions of its last days.</summary>
internal static class TrendRule
{
    public const int WindowDays = 28;
    public const int SlopeWeeks = 12;
    public const int YearDays = 365;

    /// <summary>How many days, ending with the as-of day, are looked at.</summary>
    public const int LookBackDays = SlopeWeeks * 7;

    /// <summary>At this confidence a slope is called a trend (two-sided 90%).</summary>
    private const double Confident = 1.645;

    private const int PeakSaleDays = 12;
    private const double PeakFactor = 1.4;

    /// <param name="units">
    /// Net units per day over all locations, the last entry being <paramref name="asOf"/>; at most
    /// <see cref="LookBackDays"/> are read, and days before the first sale are left out rather than zero.
    /// </param>
    /// <param name="revenue28">Net revenue of the last 28 days.</param>
    /// <param name="asOf">The day of the last entry.</param>
    public static ProductMotion Measure(ReadOnlySpan<double> units, decimal revenue28, DateOnly asOf)
    {
        if (units.Length > LookBackDays)
            units = units[^LookBackDays..];
        // More that came back than was sold is no speed below zero.
        var recent = Math.Max(0, Mean(units[Math.Max(0, units.Length - WindowDays)..]));
        double? change = null;
        if (units.Length >= 2 * WindowDays)
        {
            var before = Mean(units[^(2 * WindowDays)..^WindowDays]);
            if (before > 0)
                change = recent / before - 1;
        }

        var weeks = units.Length / 7;
        Span<double> weekly = stackalloc double[SlopeWeeks];
        weekly = weekly[..weeks];
        for (var w = 0; w < weeks; w++)
            weekly[w] = Sum(units.Slice(units.Length - 7 * (weeks - w), 7));
        var slope = TheilSen(weekly);
        var z = MannKendall(weekly);
        var direction =
            z > Confident && slope > 0 ? TrendDirection.Rising
            : z < -Confident && slope < 0 ? TrendDirection.Falling
            : TrendDirection.Flat;
        var (peak, share) = Peak(units, asOf);
        return new(recent, change, slope, direction, revenue28, peak, share);
    }

    /// <summary>The median of all pairwise slopes (Theil 1950, Sen 1968): a third of the points may lie.</summary>
    public static double TheilSen(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        if (n < 2)
            return 0;
        var slopes = new double[n * (n - 1) / 2];
        var k = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
                slopes[k++] = (values[j] - values[i]) / (j - i);
        }
        Array.Sort(slopes);
        return k % 2 == 1 ? slopes[k / 2] : (slopes[k / 2 - 1] + slopes[k / 2]) / 2;
    }

    /// <summary>
    /// The Mann-Kendall statistic as a normal score, with the correction for ties (Mann 1945, Kendall 1975); 0 below
    /// four values or when all are equal.
    /// </summary>
    public static double MannKendall(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        if (n < 4)
            return 0;
        var s = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
                s += Math.Sign(values[j] - values[i]);
        }

        Span<double> sorted = n <= 64 ? stackalloc double[n] : new double[n];
        values.CopyTo(sorted);
        sorted.Sort();
        double variance = n * (n - 1.0) * (2 * n + 5);
        for (var i = 0; i < n; )
        {
            var j = i;
            while (j < n && sorted[j] == sorted[i])
                j++;
            double t = j - i;
            variance -= t * (t - 1) * (2 * t + 5);
            i = j;
        }
        return variance <= 0 || s == 0 ? 0 : (s - Math.Sign(s)) / Math.Sqrt(variance / 18);
    }

    private static (DayOfWeek? Day, double? Share) Peak(ReadOnlySpan<double> units, DateOnly asOf)
    {
        Span<double> byDay = stackalloc double[7];
        var (total, saleDays) = (0.0, 0);
        for (var t = units.Length - units.Length / 7 * 7; t < units.Length; t++)
        {
            var sold = Math.Max(0, units[t]);
            byDay[(int)asOf.AddDays(t - units.Length + 1).DayOfWeek] += sold;
            total += sold;
            saleDays += sold > 0 ? 1 : 0;
        }
        if (saleDays < PeakSaleDays)
            return (null, null);
        var best = 0;
        for (var d = 1; d < 7; d++)
        {
            if (byDay[d] > byDay[best])
                best = d;
        }
        var share = byDay[best] / total;
        return share >= PeakFactor / 7 ? ((DayOfWeek)best, share) : (null, null);
    }

    private static double Mean(ReadOnlySpan<double> values) => values.IsEmpty ? 0 : Sum(values) / values.Length;

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
