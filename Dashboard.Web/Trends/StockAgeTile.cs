using System.Globalization;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>Counted stock by age.</summary>
/// <param name="Totals">All of it.</param>
/// <param name="Oldest">Where the most money is old.</param>
public sealed record StockAgeTile(Loaded<StockAgeTotals> Totals, Loaded<Page<StockAge>> Oldest)
{
    private const int BarWidth = 1_000;

    /// <summary>The parts of a bar, by money, else by units.</summary>
    public static IEnumerable<(StockAgeRange Range, string From, string Width)> Parts(StockAgeTotals totals)
    {
        var shares = totals.Ages.Select(a =>
            totals.Value > 0 ? (a.Value ?? 0) / totals.Value : a.Units / totals.OnHand
        );
        var from = 0m;
        foreach (var (bucket, share) in totals.Ages.Zip(shares))
        {
            yield return (bucket.Range, Text(from), Text(share * BarWidth));
            from += share * BarWidth;
        }
    }

    public static string Label(StockAgeRange range) =>
        range switch
        {
            StockAgeRange.Month => T("0 to 30"),
            StockAgeRange.Quarter => T("31 to 90"),
            StockAgeRange.HalfYear => T("91 to 180"),
            StockAgeRange.Year => T("181 to 365"),
            StockAgeRange.Older => T("over 365"),
            _ => T("unknown"),
        };

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
