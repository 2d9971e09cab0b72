using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Recording;

namespace SmartInventory.Sales.Api.History;

/// <summary>
/// What was sold on a demand day. Of everything it is kept in the daily totals; of a product, or of one kind of line,
/// it is added up from the lines.
/// </summary>
internal sealed record DaySum
{
    public DateOnly Day { get; init; }
    public decimal Sold { get; init; }
    public decimal Returned { get; init; }
    public decimal Revenue { get; init; }
    public long Lines { get; init; }

    /// <summary>One row per day with a line.</summary>
    public static IQueryable<DaySum> Of(SalesDb db, SaleQuery query) =>
        IsKept(query)
            ? Totals(db, query)
                .GroupBy(t => t.Day)
                .Select(g => new DaySum
                {
                    Day = g.Key,
                    Sold = g.Sum(t => t.Sold),
                    Returned = g.Sum(t => t.Returned),
                    Revenue = g.Sum(t => t.Revenue),
                    Lines = g.Sum(t => t.Lines),
                })
            : query
                .Apply(db)
                .GroupBy(s => s.Day)
                .Select(g => new DaySum
                {
                    Day = g.Key,
                    Sold = g.Sum(s => s.Kind == SaleKind.Sale ? s.Quantity : 0),
                    Returned = g.Sum(s => s.Kind == SaleKind.Return ? s.Quantity : 0),
                    Revenue = g.Sum(s => s.Kind == SaleKind.Sale ? s.Amount : -s.Amount),
                    Lines = g.LongCount(),
                });

    /// <summary>The days alone: no sum is needed to know the last one.</summary>
    public static IQueryable<DateOnly?> DaysOf(SalesDb db, SaleQuery query) =>
        IsKept(query) ? Totals(db, query).Select(t => (DateOnly?)t.Day) : query.Apply(db).Select(s => (DateOnly?)s.Day);

    private static bool IsKept(SaleQuery query) =>
        query
            is { Sku: null, Kind: null, Category: null, Import: null, Receipt: null, RecordedBy: null, ReturnOf: null };

    private static IQueryable<DailyTotal> Totals(SalesDb db, SaleQuery query)
    {
        var (location, channel, from, to) = (query.Location, query.Channel, query.From, query.To);
        return db.DailyTotals.Where(t =>
            (location == null || t.Location == location)
            && (channel == null || t.Channel == channel)
            && (from == null || t.Day >= from)
            && (to == null || t.Day <= to)
        );
    }
}
