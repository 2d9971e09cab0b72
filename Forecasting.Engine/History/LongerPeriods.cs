namespace SmartInventory.Forecasting.Engine.History;

/// <summary>A series of longer periods, made of days.</summary>
/// <param name="Values">Sums per period, oldest first; NaN is unknown.</param>
/// <param name="Days">The <see cref="DateOnly.DayNumber"/> of the first day of each.</param>
/// <param name="End">The day after the last one.</param>
public sealed record LongerPeriods(double[] Values, int[] Days, int End)
{
    /// <summary>Of a period of which less is known, nothing is.</summary>
    private const double KnownShare = .5;

    private const int Week = DailyDemand.Season;

    /// <summary>Whole weeks, of which the last one ends with the last day.</summary>
    /// <param name="demand">Oldest first; NaN is unknown.</param>
    /// <param name="days">The <see cref="DateOnly.DayNumber"/> of each, ascending; days that are left out are
    /// unknown.</param>
    public static LongerPeriods Weeks(ReadOnlySpan<double> demand, ReadOnlySpan<int> days)
    {
        if (days.IsEmpty)
            return new([], [], 0);
        var end = days[^1] + 1;
        var starts = new int[(end - days[0]) / Week + 1];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = end - (starts.Length - 1 - i) * Week;
        return Sum(demand, days, starts);
    }

    /// <summary>Whole calendar months.</summary>
    /// <param name="demand">As in <see cref="Weeks"/>.</param>
    /// <param name="days">As in <see cref="Weeks"/>.</param>
    public static LongerPeriods Months(ReadOnlySpan<double> demand, ReadOnlySpan<int> days)
    {
        if (days.IsEmpty)
            return new([], [], 0);
        var starts = new List<int>();
        var first = DateOnly.FromDayNumber(days[0]);
        for (
            var month = new DateOnly(first.Year, first.Month, 1);
            month.DayNumber <= days[^1] + 1;
            month = month.AddMonths(1)
        )
        {
            if (month.DayNumber >= days[0])
                starts.Add(month.DayNumber);
        }
        return starts.Count == 0 ? new([], [], 0) : Sum(demand, days, [.. starts]);
    }

    /// <summary>
    /// Means of something else over the same periods and some after them, such as a price; NaN where nothing is known.
    /// </summary>
    /// <param name="values">One per day.</param>
    /// <param name="days">The <see cref="DateOnly.DayNumber"/> of each, ascending.</param>
    /// <param name="ahead">Periods after the last one, as long as that.</param>
    public float[] Mean(ReadOnlySpan<float> values, ReadOnlySpan<int> days, int ahead = 0)
    {
        var means = new float[Days.Length == 0 ? 0 : Days.Length + ahead];
        var t = 0;
        for (var i = 0; i < means.Length; i++)
        {
            var (sum, known, first, end) = (0.0, 0, Start(i), Start(i + 1));
            for (; t < values.Length && days[t] < end; t++)
            {
                if (days[t] >= first && float.IsFinite(values[t]))
                    (sum, known) = (sum + values[t], known + 1);
            }
            means[i] = known > 0 ? (float)(sum / known) : float.NaN;
        }
        return means;
    }

    private int Start(int period) =>
        period < Days.Length ? Days[period] : End + (period - Days.Length) * (End - Days[^1]);

    /// <summary>
    /// Sums between one start and the next. What is not known of a period was as what is; whole units stay whole.
    /// </summary>
    private static LongerPeriods Sum(ReadOnlySpan<double> demand, ReadOnlySpan<int> days, int[] starts)
    {
        var values = new double[Math.Max(0, starts.Length - 1)];
        var whole = true;
        foreach (var value in demand)
            whole &= !double.IsFinite(value) || value == Math.Floor(value);
        var t = 0;
        for (var i = 0; i < values.Length; i++)
        {
            while (t < days.Length && days[t] < starts[i])
                t++;
            var (sum, known, length) = (0.0, 0, starts[i + 1] - starts[i]);
            for (; t < days.Length && days[t] < starts[i + 1]; t++)
            {
                if (double.IsFinite(demand[t]))
                    (sum, known) = (sum + demand[t], known + 1);
            }
            var all = known == length ? sum : sum * length / Math.Max(1, known);
            values[i] =
                known < KnownShare * length ? double.NaN
                : whole ? Math.Round(all)
                : all;
        }
        return new(values, starts[..values.Length], starts[^1]);
    }
}
