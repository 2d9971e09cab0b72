namespace SmartInventory.Forecasting.Engine.History;

/// <summary>
/// A series as the methods want it: one number per day from the first sale on. Returns lower the day they fall on but
/// never below zero, since nobody demands a negative quantity. Days without stock are unknown unless something was
/// sold on them anyway.
/// </summary>
public sealed class DailyDemand
{
    /// <summary>
    /// A location that records nothing at all for longer than this is taken to be silent (closed, not connected, data
    /// still missing), not without customers. Those days are unknown rather than zero.
    /// </summary>
    public const int SilenceDays = 28;

    /// <summary>Days per season: an entry as many steps back is the same weekday.</summary>
    public const int Season = 7;

    /// <summary>Weeks that tell what a day sells.</summary>
    private const int Weeks = 4;

    private double[] _demand = [];
    private int[] _days = [];

    public int Length { get; private set; }
    public ReadOnlySpan<double> Demand => _demand.AsSpan(0, Length);
    public ReadOnlySpan<int> Days => _days.AsSpan(0, Length);

    /// <summary>Days whose demand is known.</summary>
    public int KnownDays { get; private set; }

    /// <summary>Days with a demand above zero.</summary>
    public int SaleDays { get; private set; }

    /// <summary>Whether every known day is a whole number: then forecasts are whole too.</summary>
    public bool Whole { get; private set; }

    /// <summary>
    /// Fills the history up to and with <paramref name="asOf"/>. Later rows are left out.
    /// </summary>
    /// <param name="rows">The series' days in ascending order, one row per day.</param>
    /// <param name="asOf">The last complete day.</param>
    /// <param name="silences">Stretches without data of the location, ascending; their whole weeks are cut out.</param>
    /// <param name="inProgress">
    /// Whether <paramref name="asOf"/> is still running. Its sales so far then only count when they already exceed
    /// what such a day sells in the end: until then the day is unknown, or every morning would look like a collapse of
    /// demand.
    /// </param>
    /// <param name="withoutStock">Stretches without stock, ascending.</param>
    /// <param name="closed">
    /// Weekdays of the location that are closed. Those that have opened since were no days of demand before; those that
    /// are still closed stay zeros, which is what will come.
    /// </param>
    public void Prepare(
        ReadOnlySpan<DayDemand> rows,
        DateOnly asOf,
        ReadOnlySpan<DayRange> silences = default,
        bool inProgress = false,
        ReadOnlySpan<DayRange> withoutStock = default,
        ReadOnlySpan<ClosedWeekday> closed = default
    )
    {
        (Length, KnownDays, SaleDays, Whole) = (0, 0, 0, true);
        var first = 0;
        while (first < rows.Length && rows[first].Sold - rows[first].Returned <= 0)
            first++;
        if (first == rows.Length || rows[first].Day > asOf)
            return;

        Reserve(asOf.DayNumber - rows[first].Day.DayNumber + 1);
        var (row, silence, outage) = (first, 0, 0);
        for (var day = rows[first].Day; day <= asOf; day = day.AddDays(1))
        {
            while (silence < silences.Length && silences[silence].Last < day)
                silence++;
            while (outage < withoutStock.Length && withoutStock[outage].Last < day)
                outage++;

            var silent = silence < silences.Length && silences[silence].Contains(day);
            if (silent)
            {
                // Whole weeks go, so that seven entries back stays the same weekday; the rest remains as unknown.
                var left = Math.Min(silences[silence].Last.DayNumber, asOf.DayNumber) - day.DayNumber + 1;
                if (left >= Season)
                {
                    day = day.AddDays(left / Season * Season - 1);
                    continue;
                }
            }

            double demand = 0;
            while (row < rows.Length && rows[row].Day < day)
                row++;
            if (row < rows.Length && rows[row].Day == day)
            {
                var net = Math.Max(0, rows[row].Sold - rows[row].Returned);
                demand = (double)net;
                Whole &= decimal.IsInteger(net);
            }
            if (inProgress && day == asOf && demand <= UsualDay())
                demand = double.NaN;
            if (
                demand == 0
                && (
                    silent
                    || (outage < withoutStock.Length && withoutStock[outage].Contains(day))
                    || WasClosed(closed, day)
                )
            )
                demand = double.NaN;
            Add(demand, day.DayNumber);
        }
    }

    /// <summary>
    /// Where a location recorded nothing for more than <see cref="SilenceDays"/>: the gaps between its trading days.
    /// </summary>
    public static List<DayRange> Silences(IEnumerable<DateOnly> tradingDaysAscending)
    {
        var silences = new List<DayRange>();
        DateOnly? last = null;
        foreach (var day in tradingDaysAscending)
        {
            if (last is { } before && day.DayNumber - before.DayNumber - 1 > SilenceDays)
                silences.Add(new(before.AddDays(1), day.AddDays(-1)));
            last = day;
        }
        return silences;
    }

    /// <summary>
    /// The last day that counts as known: today while the location's sales keep coming, else the last day it reported,
    /// so that a history that ends in the past is forecast from its own end.
    /// </summary>
    public static DateOnly AsOf(DateOnly lastTradingDay, DateOnly today) =>
        lastTradingDay.DayNumber >= today.DayNumber - SilenceDays ? today : lastTradingDay;

    private void Reserve(int length)
    {
        if (_demand.Length >= length)
            return;
        var size = Math.Max(512, length);
        (_demand, _days) = (new double[size], new int[size]);
    }

    /// <summary>
    /// What the next day may be taken to sell at least, when it is over: the most that an average day of the last four
    /// weeks, one of the last week and the same weekday sold. What is above is no low day by any of them.
    /// </summary>
    private double UsualDay()
    {
        var usual = Math.Max(Mean(Length - Weeks * Season, 1), Mean(Length - Season, 1));
        return Math.Max(usual, Mean(Length - Weeks * Season, Season));
    }

    /// <summary>Mean of every so many known days from one on; 0 without any.</summary>
    private double Mean(int first, int step)
    {
        var (sum, count) = (0.0, 0);
        for (var t = first < 0 ? (first % step + step) % step : first; t < Length; t += step)
        {
            if (double.IsNaN(_demand[t]))
                continue;
            sum += _demand[t];
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    private static bool WasClosed(ReadOnlySpan<ClosedWeekday> closed, DateOnly day)
    {
        foreach (var weekday in closed)
        {
            if (weekday.Until is not null && weekday.Contains(day))
                return true;
        }
        return false;
    }

    private void Add(double demand, int day)
    {
        _demand[Length] = demand;
        _days[Length++] = day;
        if (!double.IsNaN(demand))
            KnownDays++;
        if (demand > 0)
            SaleDays++;
    }
}
