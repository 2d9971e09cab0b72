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

    public static string Of(DecimalMark mark) => mark == DecimalMark.Comma ? T("comma") : T("point");
}
