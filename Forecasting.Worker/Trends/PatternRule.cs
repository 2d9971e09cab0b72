using System.Globalization;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Trends;

/// <summary>What is regular in a product's days: pure functions of them.</summary>
internal static class PatternRule
{
    /// <summary>Three years, as the forecast looks back.</summary>
    public const int MostDays = 3 * TrendRule.YearDays;

    /// <summary>A trend is that of the last half year: older slopes say little of now.</summary>
    public const int TrendWeeks = 26;

    private const int LaunchDays = 13 * Week;
    private const int Week = DailyDemand.Season;
    private const int WeeksOfYear = 52;

    /// <summary>Two-sided 90%.</summary>
    private const double Confident = 1.645;

    public static List<ProfileEntry> Weekdays(ReadOnlySpan<double> demand, ReadOnlySpan<int> days) =>
        Profile(
            demand,
            days,
            [.. Enumerable.Range(1, 7).Select(d => ((DayOfWeek)(d % 7)).ToString())],
            day => ((int)day.DayOfWeek + 6) % 7
        );

    public static List<ProfileEntry> Months(ReadOnlySpan<double> demand, ReadOnlySpan<int> days) =>
        Profile(demand, days, CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12], day => day.Month - 1);

    private static List<ProfileEntry> Profile(
        ReadOnlySpan<double> demand,
        ReadOnlySpan<int> days,
        string[] names,
        Func<DateOnly, int> placeOf
    )
    {
        var (sums, counts) = (new double[names.Length], new int[names.Length]);
        for (var t = 0; t < demand.Length; t++)
        {
            if (double.IsNaN(demand[t]))
                continue;
            var place = placeOf(DateOnly.FromDayNumber(days[t]));
            (sums[place], counts[place]) = (sums[place] + demand[t], counts[place] + 1);
        }
        var mean = counts.Sum() == 0 ? 0 : sums.Sum() / counts.Sum();
        return
        [
            .. names.Select(
                (name, i) =>
                    counts[i] == 0
                        ? new ProfileEntry(name, 0, null, null)
                        : new ProfileEntry(
                            name,
                            counts[i],
                            Math.Round(sums[i] / counts[i], 4),
                            mean > 0 ? Math.Round(sums[i] / counts[i] / mean, 4) : null
                        )
            ),
        ];
    }

    /// <summary>
    /// Strength of a season, max(0, 1 - Var(R) / Var(S + R)) of Wang, Smith and Hyndman (2006, "Characteristic-based
    /// clustering for time series data"), here with the classical decomposition: trend by a centred moving average,
    /// season by the mean of each place in it. NaN is unknown.
    /// </summary>
    /// <returns>Null with less than <paramref name="fewest"/> seasons that have a trend, or without any
    /// change.</returns>
    public static double? Strength(ReadOnlySpan<double> values, int period, double fewest)
    {
        var half = period / 2;
        var (sums, counts) = (new double[period], new int[period]);
        var rest = new double[values.Length];
        Array.Fill(rest, double.NaN);
        var known = 0;
        for (var t = half; t + half < values.Length; t++)
        {
            var level = Level(values, t, period);
            if (double.IsNaN(values[t]) || double.IsNaN(level))
                continue;
            rest[t] = values[t] - level;
            (sums[t % period], counts[t % period]) = (sums[t % period] + rest[t], counts[t % period] + 1);
            known++;
        }
        if (known < fewest * period)
            return null;
        var seasonal = rest.Where(r => !double.IsNaN(r)).ToArray();
        var left = rest.Select((r, t) => r - (counts[t % period] == 0 ? 0 : sums[t % period] / counts[t % period]))
            .Where(r => !double.IsNaN(r))
            .ToArray();
        var all = Variance(seasonal);
        return all <= 1e-12 ? null : Math.Max(0, 1 - Variance(left) / all);
    }

    /// <summary>
    /// The mean of one season around a day; of an even one the ends count half. NaN where much is unknown.
    /// </summary>
    private static double Level(ReadOnlySpan<double> values, int t, int period)
    {
        var half = period / 2;
        var (sum, weight) = (0.0, 0.0);
        for (var i = -half; i <= half; i++)
        {
            var w = period % 2 == 0 && Math.Abs(i) == half ? .5 : 1;
            if (!double.IsNaN(values[t + i]))
                (sum, weight) = (sum + w * values[t + i], weight + w);
        }
        return 2 * weight < period ? double.NaN : sum / weight;
    }

    private static double Variance(double[] values)
    {
        if (values.Length == 0)
            return 0;
        var mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }

    /// <summary>
    /// Sums of seven days, the last ending with the last value; a week with more than three unknown days is unknown,
    /// else those count as its mean.
    /// </summary>
    public static double[] Weekly(ReadOnlySpan<double> demand)
    {
        var weeks = new double[demand.Length / Week];
        var first = demand.Length - weeks.Length * Week;
        for (var w = 0; w < weeks.Length; w++)
        {
            var (sum, known) = (0.0, 0);
            foreach (var value in demand.Slice(first + w * Week, Week))
            {
                if (!double.IsNaN(value))
                    (sum, known) = (sum + value, known + 1);
            }
            weeks[w] = known < Week - 3 ? double.NaN : sum * Week / known;
        }
        return weeks;
    }

    public static double? WeekStrength(ReadOnlySpan<double> demand) => Strength(demand, Week, 3);

    public static double? YearStrength(ReadOnlySpan<double> demand) => Strength(Weekly(demand), WeeksOfYear, 1);

    /// <summary>
    /// Theil-Sen slope with Sen's interval (Sen 1968; Gilbert 1987, section 16.5): of the sorted pairwise slopes those
    /// that lie the root of Kendall's variance, times 1.645, around the middle.
    /// </summary>
    public static TrendEstimate Trend(ReadOnlySpan<double> weekly)
    {
        if (weekly.Length > TrendWeeks)
            weekly = weekly[^TrendWeeks..];
        var slopes = new List<double>();
        var known = 0;
        for (var i = 0; i < weekly.Length; i++)
        {
            known += double.IsNaN(weekly[i]) ? 0 : 1;
            for (var j = i + 1; j < weekly.Length; j++)
            {
                var slope = (weekly[j] - weekly[i]) / (j - i);
                if (!double.IsNaN(slope))
                    slopes.Add(slope);
            }
        }
        if (known < 4)
            return new(known, null, null, null);
        slopes.Sort();
        var n = slopes.Count;
        var median = n % 2 == 1 ? slopes[n / 2] : (slopes[n / 2 - 1] + slopes[n / 2]) / 2;
        var reach = Confident * Math.Sqrt(known * (known - 1.0) * (2 * known + 5) / 18);
        // Ranks count from 1: the lower is (n - reach) / 2, the upper the one after (n + reach) / 2.
        return new(
            known,
            Math.Round(median, 4),
            Math.Round(slopes[Math.Clamp((int)Math.Round((n - reach) / 2) - 1, 0, n - 1)], 4),
            Math.Round(slopes[Math.Clamp((int)Math.Round((n + reach) / 2), 0, n - 1)], 4)
        );
    }

    public static LifeStage Stage(int knownDays, int daysSinceLastSale, TrendEstimate trend) =>
        daysSinceLastSale >= Movers.DeadDays ? LifeStage.Ended
        : knownDays < LaunchDays ? LifeStage.Launch
        : trend.Low > 0 ? LifeStage.Growth
        : trend.High < 0 ? LifeStage.Decline
        : LifeStage.Maturity;

    public static PromotionEffect? Promotions(IEnumerable<DayMark> marks)
    {
        var days = marks.Where(m => m.Kind == DayMarkKind.Promotion).ToList();
        if (days.Count == 0)
            return null;
        var (units, expected) = (days.Sum(d => d.Demand), days.Sum(d => d.Expected));
        return new(
            days.Count,
            Math.Round(units, 4),
            Math.Round(expected, 4),
            expected > 0 ? Math.Round(units / expected - 1, 4) : null
        );
    }
}
