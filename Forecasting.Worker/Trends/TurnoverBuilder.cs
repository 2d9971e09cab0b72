using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Adds up what one series sold of late.</summary>
internal static class TurnoverBuilder
{
    public static StoredTurnover Build(
        SeriesKey key,
        IReadOnlyList<SeriesDay> days,
        DayRange[] silences,
        DateOnly asOf,
        SeriesFit? fit
    )
    {
        DateOnly? last = null;
        int knownDays = 0,
            sinceLast = int.MaxValue;
        decimal units28 = 0,
            revenue28 = 0,
            units365 = 0,
            revenue365 = 0;
        foreach (var day in days)
        {
            if (day.Day > asOf)
                continue;
            var age = TrendBuilder.KnownAge(day.Day, asOf, silences);
            if (day.Sold > 0)
            {
                knownDays = Math.Max(knownDays, age + 1);
                sinceLast = Math.Min(sinceLast, age);
                last = last is null || day.Day > last ? day.Day : last;
            }
            var net = day.Sold - day.Returned;
            if (age < TrendRule.WindowDays)
                (units28, revenue28) = (units28 + net, revenue28 + day.Revenue);
            if (age < TrendRule.YearDays)
                (units365, revenue365) = (units365 + net, revenue365 + day.Revenue);
        }
        return new()
        {
            Sku = key.Sku,
            Location = key.Location,
            AsOf = asOf,
            LastSale = last,
            KnownDays = knownDays,
            DaysSinceLastSale = last is null ? null : sinceLast,
            Units28 = decimal.Round(units28, 4),
            Revenue28 = decimal.Round(revenue28, 4),
            Units365 = decimal.Round(units365, 4),
            Revenue365 = decimal.Round(revenue365, 4),
            Rmsse = Rmsse(fit),
        };
    }

    /// <summary>
    /// The backtest's error of the method that was chosen. What never changed was not compared and has no error at all.
    /// </summary>
    private static double? Rmsse(SeriesFit? fit) =>
        fit is not { EnoughData: true } ? null
        : fit.Scores.Count == 0 ? 0
        : fit.Scores.FirstOrDefault(s => s.Model == fit.Model)?.Rmsse is { } rmsse ? Math.Round(rmsse, 6)
        : null;
}
