using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Adds a product's series over its locations up to its trend.</summary>
internal static class TrendBuilder
{
    /// <summary>
    /// Ages are counted in known days: a location's silent stretches are left out by whole weeks, as they are in the
    /// forecast, so that a gap in the record does not turn every product into a dead one.
    /// </summary>
    public static StoredTrend Build(
        string sku,
        IReadOnlyCollection<(IReadOnlyList<SeriesDay> Days, DayRange[] Silences)> series,
        DateOnly asOf
    )
    {
        DateOnly? first = null,
            last = null;
        int knownDays = 0,
            sinceLast = int.MaxValue;
        decimal revenue28 = 0,
            revenue365 = 0;
        var units = new double[TrendRule.LookBackDays];
        foreach (var (day, silences) in series.SelectMany(s => s.Days, (s, day) => (day, s.Silences)))
        {
            if (day.Day > asOf)
                continue;
            var age = KnownAge(day.Day, asOf, silences);
            if (day.Sold > 0)
            {
                knownDays = Math.Max(knownDays, age + 1);
                sinceLast = Math.Min(sinceLast, age);
                first = first is null || day.Day < first ? day.Day : first;
                last = last is null || day.Day > last ? day.Day : last;
            }
            if (age < TrendRule.LookBackDays)
                units[^(age + 1)] += (double)(day.Sold - day.Returned);
            if (age < TrendRule.WindowDays)
                revenue28 += day.Revenue;
            if (age < TrendRule.YearDays)
                revenue365 += day.Revenue;
        }

        var known = Math.Min(units.Length, knownDays);
        var motion = TrendRule.Measure(units.AsSpan(units.Length - known), revenue28, asOf);
        return new StoredTrend
        {
            Sku = sku,
            AsOf = asOf,
            FirstSale = first,
            LastSale = last,
            KnownDays = knownDays,
            DaysSinceLastSale = last is null ? null : sinceLast,
            UnitsPerDay = Math.Round(motion.UnitsPerDay, 6),
            Change = motion.Change is { } change ? Math.Round(change, 6) : null,
            SlopePerWeek = Math.Round(motion.SlopePerWeek, 6),
            Direction = motion.Direction,
            Revenue28 = decimal.Round(motion.Revenue28, 4),
            Revenue365 = decimal.Round(revenue365, 4),
            PeakWeekday = motion.PeakWeekday,
            PeakWeekdayShare = motion.PeakWeekdayShare is { } share ? Math.Round(share, 4) : null,
        };
    }

    /// <summary>Days from a day to the as-of day, without the whole weeks of silent stretches between them.</summary>
    internal static int KnownAge(DateOnly day, DateOnly asOf, DayRange[] silences)
    {
        var age = asOf.DayNumber - day.DayNumber;
        foreach (var silence in silences)
        {
            if (silence.First > day && silence.Last <= asOf)
                age -= (silence.Last.DayNumber - silence.First.DayNumber + 1) / DailyDemand.Season * DailyDemand.Season;
        }
        return age;
    }
}
