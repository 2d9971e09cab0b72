using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>What the pages of sales say of a line.</summary>
public static class SaleWords
{
    public static string Url(Guid id) => $"/sales/{id}";

    /// <summary>Where lines that were recorded together are shown.</summary>
    public static string RecordedUrl(IEnumerable<Guid> ids) =>
        $"/sales/recorded?ids={string.Join('.', ids.Select(id => id.ToString("N")))}";

    /// <summary>All lines of a receipt: a number is one within its channel, location and day.</summary>
    public static string ReceiptUrl(SaleResponse sale) =>
        Query.Address(
            "/sales",
            ("receipt", sale.Receipt),
            ("channel", sale.Channel),
            ("location", sale.Location),
            ("from", SalesFilter.Day(sale.Day)),
            ("to", SalesFilter.Day(sale.Day))
        );

    /// <summary>Whether it counts: it neither was taken back nor takes another one back.</summary>
    public static bool Counts(SaleResponse sale) => sale is { VoidOf: null, VoidedBy: null };

    /// <summary>Which way goods or money went: what came back is below zero.</summary>
    public static decimal WithSign(SaleResponse sale, decimal value) => sale.Kind == SaleKind.Return ? -value : value;

    public static string Kind(SaleKind kind) => kind == SaleKind.Return ? T("Return") : T("Sale");

    public static string Period(SalesPeriod period) =>
        period switch
        {
            SalesPeriod.Hour => T("Hour of the day"),
            SalesPeriod.Week => T("Week"),
            SalesPeriod.Month => T("Month"),
            _ => T("Day"),
        };
}
