using SmartInventory.Forecasting.Forecasts;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Adds a product's series over its locations up to its trend.</summary>
public static class TrendBuilder
{
    public static StoredTrend Build(string sku, IReadOnlyCollection<IReadOnlyList<SeriesDay>> series, DateOnly asOf)
    {
        DateOnly? first = null, last = null;
        decimal revenue28 = 0, revenue365 = 0;
        var units = new double[TrendRule.LookBackDays];
        foreach (var day in series.SelectMany(days => days))
        {
            if (day.Day > asOf)
                continue;
            var age = asOf.DayNumber - day.Day.DayNumber;
            if (day.Sold > 0)
            {
                first = first is null || day.Day < first ? day.Day : first;
                last = last is null || day.Day > last ? day.Day : last;
            }
            if (age < TrendRule.LookBackDays)
                units[^(age + 1)] += (double)(day.Sold - day.Returned);
            if (age < TrendRule.WindowDays)
                revenue28 += day.Revenue;
            if (age < 365)
                revenue365 += day.Revenue;
        }

        var known = first is { } start ? Math.Min(units.Length, asOf.DayNumber - start.DayNumber + 1) : 0;
        var motion = TrendRule.Measure(units.AsSpan(units.Length - known), revenue28, asOf);
        return new StoredTrend
        {
            Sku = sku,
            AsOf = asOf,
            FirstSale = first,
            LastSale = last,
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
}
