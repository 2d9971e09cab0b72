using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Cli.Import;

/// <summary>
/// Terms by supplier and SKU: those that are missing are added, the others take what the file says. An empty cell, or a
/// column that the file does not have, changes nothing. The server judges the rows, in a dry run too.
/// </summary>
internal sealed class TermImport(TableImportOptions options, Invocation run)
    : TableImport<UpsertTerm>(T("a terms file"), Required, Optional, options, run)
{
    public static readonly string[] Required = ["supplier", "sku"];

    // The name is for people: it is in the list that can be exported, and changes nothing.
    public static readonly string[] Optional =
    [
        "productName",
        "supplierSku",
        "leadTimeDays",
        "moq",
        "packMultiple",
        "unitCost",
        "priceBreaks",
        "preferred",
    ];

    protected override UpsertTerm Map(TableFields row) =>
        new()
        {
            Supplier = row.Needed("supplier"),
            Sku = row.Needed("sku"),
            SupplierSku = row.Text("supplierSku"),
            LeadTimeDays = row.Whole("leadTimeDays"),
            Moq = row.Number("moq"),
            PackMultiple = row.Number("packMultiple"),
            UnitCost = row.Number("unitCost", NumberSigns.Currency),
            PriceBreaks = row.PriceBreaks("priceBreaks"),
            Preferred = row.Flag("preferred"),
        };

    protected override async Task SendAsync(IReadOnlyList<Parsed<UpsertTerm>> batch, CancellationToken ct)
    {
        var result = await Run.Catalog.UpsertSupplierTerms(
            new UpsertTerms { Mode = BatchMode.RejectFailedRows, Terms = [.. batch.Select(row => row.Value)] },
            DryRun ? true : null,
            ct: ct
        );
        foreach (var answer in result.Rows)
            Settle(batch[answer.Row], answer, answer.Outcome);
    }
}
