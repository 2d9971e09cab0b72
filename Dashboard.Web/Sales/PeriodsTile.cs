using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>What was sold in each hour, day, week or month.</summary>
/// <param name="Page">The page of the site, which knows the addresses.</param>
public sealed record PeriodsTile(Loaded<PeriodSums> Sums, SalesModel Page);

/// <summary>Sums without gaps between the first and the last. Pure.</summary>
/// <param name="Rows">Ascending; of hours those of the day, over all days of the window.</param>
/// <param name="ReadAt">When they were read.</param>
public sealed record PeriodSums(
    SalesPeriod By,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<PeriodSales> Rows,
    DateTimeOffset ReadAt
)
{
    /// <summary>Null where nothing was sold.</summary>
    public Chart? Chart =>
        Rows.Count == 0
            ? null
            : SalesChart.Of(
                "periods",
                By switch
                {
                    SalesPeriod.Hour => T("Revenue and units by hour of the day"),
                    SalesPeriod.Week => T("Revenue and units per week"),
                    SalesPeriod.Month => T("Revenue and units per month"),
                    _ => T("Revenue and units per day"),
                },
                By,
                Rows,
                Rich(
                    $"{Show.Day(From)} to {Show.Day(To)}, on the clock of each location; weeks begin on Monday. "
                        + $"As of {Show.Moment(ReadAt)}"
                )
            );

    public static PeriodSums Of(
        SalesPeriod by,
        DateOnly from,
        DateOnly to,
        IReadOnlyList<PeriodSales> rows,
        DateTimeOffset readAt
    )
    {
        if (rows.Count == 0)
            return new(by, from, to, [], readAt);
        if (by == SalesPeriod.Hour)
        {
            var hours = rows.ToLookup(row => row.Hour!.Value);
            var first = rows.Min(row => row.Hour!.Value);
            return new(
                by,
                from,
                to,
                [
                    .. Enumerable
                        .Range(first, rows.Max(row => row.Hour!.Value) - first + 1)
                        .Select(hour => new PeriodSales(
                            from,
                            hour,
                            hours[hour].Sum(row => row.UnitsSold),
                            hours[hour].Sum(row => row.UnitsReturned),
                            hours[hour].Sum(row => row.Revenue),
                            hours[hour].Sum(row => row.Lines)
                        )),
                ],
                readAt
            );
        }

        var known = rows.ToDictionary(row => row.First);
        List<PeriodSales> all = [];
        for (var day = rows[0].First; day <= rows[^1].First; day = Next(by, day))
            all.Add(known.GetValueOrDefault(day) ?? new PeriodSales(day, null, 0, 0, 0, 0));
        return new(by, from, to, all, readAt);
    }

    private static DateOnly Next(SalesPeriod by, DateOnly first) =>
        by switch
        {
            SalesPeriod.Week => first.AddDays(7),
            SalesPeriod.Month => first.AddMonths(1),
            _ => first.AddDays(1),
        };
}
