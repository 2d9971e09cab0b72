using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.Files;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>What an import is about, in numbers and words.</summary>
public static class ImportWords
{
    public static string Sales(long count) => T(count, $"{Show.Count(count)} sale", $"{Show.Count(count)} sales");

    public static string Returns(long count) => T(count, $"{Show.Count(count)} return", $"{Show.Count(count)} returns");

    public static string Products(long count) =>
        T(count, $"{Show.Count(count)} product", $"{Show.Count(count)} products");

    public static string Locations(long count) =>
        T(count, $"{Show.Count(count)} location", $"{Show.Count(count)} locations");

    /// <summary>What became of the rows, in sentences.</summary>
    public static IEnumerable<string> Stored(ImportSummary report)
    {
        yield return T($"{Sales(report.Accepted)} and {Returns(report.Returns)} were stored.");
        if (report.Duplicates > 0)
            yield return T(
                report.Duplicates,
                $"{Show.Count(report.Duplicates)} was there before.",
                $"{Show.Count(report.Duplicates)} were there before."
            );
        if (report.RejectedTotal > 0)
            yield return T(
                report.RejectedTotal,
                $"{Show.Count(report.RejectedTotal)} row was rejected.",
                $"{Show.Count(report.RejectedTotal)} rows were rejected."
            );
    }

    public static string Of(ImportState state) =>
        state switch
        {
            ImportState.Open => T("not finished"),
            ImportState.Finished => T("imported"),
            _ => T("undone"),
        };

    /// <summary>The word that rejected rows are counted under, as a reader says it.</summary>
    public static string Reason(string word) =>
        word switch
        {
            "columns" => T("Columns"),
            "skipped" => T("No sale, as the settings say"),
            "sku" => T("SKU"),
            "unknown-sku" => T("SKU that is not known"),
            "archived-product" => T("Archived product"),
            "quantity" => T("Quantity"),
            "kind" => T("Sale or return"),
            "unit-price" => T("Price for one"),
            "line-total" => T("Money for the line"),
            "discount" => T("Discount"),
            "promotion" => T("Promotion"),
            "sold-at" => T("Sold at"),
            "zone" => T("Time zone"),
            "location" => T("Location"),
            "unknown-location" => T("Location that is not known"),
            "archived-location" => T("Archived location"),
            "external-id" => T("The line's own number"),
            "channel" => T("Channel"),
            "customer" => T("Customer"),
            "receipt" => T("Receipt"),
            "unknown-field" => T("Field that is not known"),
            // What is no product in a file of Online Retail.
            "invoice" => T("Invoice number"),
            "postage" => T("Postage"),
            "fee" => T("Fee"),
            "sample" => T("Sample"),
            "bad-debt" => T("Bad debt"),
            "manual" => T("Entered by hand"),
            "voucher" => T("Voucher"),
            "correction" => T("Correction"),
            // A server that is newer than this page may count under more.
            _ => word,
        };

    public static string Of(DecimalMark mark) => mark == DecimalMark.Comma ? T("comma") : T("point");
}
