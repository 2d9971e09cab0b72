using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Overview;

/// <summary>The last days with sales. Pure.</summary>
/// <param name="Chart">Null when nothing was ever sold.</param>
/// <param name="Revenue">Of the last 28 days of the chart.</param>
/// <param name="Change">Against the 28 days before; null when those were zero.</param>
public sealed record SalesSummary(
    DailyChart? Chart,
    DateOnly? Last,
    decimal Revenue,
    decimal Units,
    long Lines,
    double? Change
)
{
    private const int Span = 28;

    public static SalesSummary Of(IReadOnlyList<DailySales> rows)
    {
        if (rows.Count == 0)
            return new SalesSummary(null, null, 0, 0, 0, null);
        var byDay = rows.ToDictionary(row => row.Day);
        var last = rows.Max(row => row.Day);
        List<DateOnly> days = [];
        for (var day = rows.Min(row => row.Day); day <= last; day = day.AddDays(1))
            days.Add(day);

        var chart = new DailyChart(
            days,
            [.. days.Select(day => byDay.TryGetValue(day, out var row) ? row.Revenue : 0)],
            [.. days.Select(day => byDay.TryGetValue(day, out var row) ? row.UnitsSold - row.UnitsReturned : 0)]
        );
        var recent = rows.Where(row => row.Day > last.AddDays(-Span)).ToList();
        var before = rows.Where(row => row.Day <= last.AddDays(-Span) && row.Day > last.AddDays(-2 * Span))
            .Sum(row => row.Revenue);
        var revenue = recent.Sum(row => row.Revenue);
        return new SalesSummary(
            chart,
            last,
            revenue,
            recent.Sum(row => row.UnitsSold - row.UnitsReturned),
            recent.Sum(row => row.Lines),
            before > 0 ? (double)(revenue / before) - 1 : null
        );
    }
}
