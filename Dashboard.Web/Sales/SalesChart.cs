using Microsoft.AspNetCore.Html;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>Revenue, and below it units with returns taken off.</summary>
internal static class SalesChart
{
    /// <param name="rows">Ascending and without gaps; of hours, or of days, weeks or months.</param>
    public static Chart Of(string key, string title, SalesPeriod by, IReadOnlyList<PeriodSales> rows, IHtmlContent asOf)
    {
        var hours = by == SalesPeriod.Hour;
        return new(
            key,
            title,
            T("Bars of revenue and of units; the same numbers are in the table below."),
            new()
            {
                Days = hours ? null : [.. rows.Select(row => row.First)],
                Numbers = hours ? [.. rows.Select(row => (double)row.Hour!.Value)] : null,
                Across = hours ? SaleWords.Period(by) : null,
                Panels =
                [
                    ChartPanel.Money(
                        T("Revenue"),
                        [Bars(T("Revenue"), ChartColor.Accent, rows.Select(r => r.Revenue))]
                    ),
                    new(T("Units"), [Bars(T("Units"), ChartColor.Second, rows.Select(Units))], 4),
                ],
            },
            new(
                hours ? T("By hour of the day; returns are taken off") : T("Newest first; returns are taken off"),
                [
                    new(Show.Word(by), SaleWords.Period(by)),
                    new("revenue", T("Revenue"), v => Show.Money(v)),
                    new("units", T("Units"), v => Show.Units(v)),
                    new("lines", T("Lines"), v => Show.Count((long)v)),
                ],
                [.. (hours ? rows : rows.Reverse()).Select(Row)]
            ),
            asOf
        );
    }

    private static ChartSeries Bars(string name, ChartColor color, IEnumerable<decimal> values) =>
        new(name, ChartShape.Bars, color, [.. values.Select(v => (double?)v)]);

    private static object?[] Row(PeriodSales row) =>
        [row.Hour is { } hour ? $"{hour:00}:00" : row.First, row.Revenue, Units(row), (decimal)row.Lines];

    private static decimal Units(PeriodSales row) => row.UnitsSold - row.UnitsReturned;
}
