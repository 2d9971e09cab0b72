using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Sales;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Overview;

/// <summary>The last days with sales. Pure.</summary>
/// <param name="Chart">Null when nothing was ever sold.</param>
/// <param name="Revenue">Of the last 28 days of the chart.</param>
/// <param name="Change">Against the 28 days before; null when those were zero.</param>
public sealed record SalesSummary(Chart? Chart, decimal Revenue, decimal Units, long Lines, double? Change)
{
    private const int Span = 28;

    public static SalesSummary Of(IReadOnlyList<DailySales> rows)
    {
        if (rows.Count == 0)
            return new SalesSummary(null, 0, 0, 0, null);
        var byDay = rows.ToDictionary(row => row.Day);
        var last = rows.Max(row => row.Day);
        List<DateOnly> days = [];
        for (var day = rows.Min(row => row.Day); day <= last; day = day.AddDays(1))
            days.Add(day);

        var chart = SalesChart.Of(
            "sales",
            T("Revenue and units per day"),
            SalesPeriod.Day,
            [
                .. days.Select(day => byDay.GetValueOrDefault(day) ?? new(day, 0, 0, 0, 0))
                    .Select(row => new PeriodSales(
                        row.Day,
                        null,
                        row.UnitsSold,
                        row.UnitsReturned,
                        row.Revenue,
                        row.Lines
                    )),
            ],
            Rich($"Up to the last day with a sale, {Show.Day(last)}")
        );
        var recent = rows.Where(row => row.Day > last.AddDays(-Span)).ToList();
        var before = rows.Where(row => row.Day <= last.AddDays(-Span) && row.Day > last.AddDays(-2 * Span))
            .Sum(row => row.Revenue);
        var revenue = recent.Sum(row => row.Revenue);
        return new SalesSummary(
            chart,
            revenue,
            recent.Sum(row => row.UnitsSold - row.UnitsReturned),
            recent.Sum(row => row.Lines),
            before > 0 ? (double)(revenue / before) - 1 : null
        );
    }
}
