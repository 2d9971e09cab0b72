using System.CommandLine;
using System.Text.Json;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Sales;

internal static class ExportCommands
{
    /// <summary>Exactly the columns of the import: what goes out can come in again.</summary>
    private static readonly View<SaleResponse> Lines = new View<SaleResponse>()
        .With("sku", "SKU", s => s.Sku)
        .With("location", "Location", s => s.Location)
        .With("quantity", "Quantity", s => s.Quantity)
        .With("kind", "Kind", s => s.Kind)
        .With("unitPrice", "Unit price", s => s.UnitPrice)
        .With("soldAt", "Sold at", s => s.SoldAt)
        .With("channel", "Channel", s => s.Channel)
        .With("externalId", "External id", s => s.ExternalId)
        .With("customer", "Customer", s => s.Customer);

    public static Command Create(Inv inv) => inv.Noun("export", "Whole tables, page by page, for other programs.", Sales(inv));

    private static Command Sales(Inv inv)
    {
        var filter = new SaleFilter();
        return inv.Verb("sales", "Exports all sales that match, as CSV; with -o json as one array.",
            ["inv export sales --from 2011-01-01 --to 2011-12-31 > sales-2011.csv", "inv export sales --sku 85123A -o json"],
            filter.All,
            async (run, ct) =>
            {
                var output = run.Shell.Out;
                var json = run.Format == OutputFormat.Json;
                if (json) output.Write('[');
                else Lines.WriteHeader(output);
                long count = 0;
                string? after = null;
                do
                {
                    var page = await filter.Read(run, Limits.MaxPage, after, ct);
                    if (json) WriteJson(output, page.Items, count == 0);
                    else Lines.WriteRows(output, page.Items);
                    // Page by page, so that a reader who has gone is noticed.
                    await output.FlushAsync(ct);
                    count += page.Items.Count;
                    after = page.Next;
                }
                while (after is not null);
                if (json) output.WriteLine(']');
                run.Say($"{count:N0} lines exported.");
                return ExitCode.Ok;
            });
    }

    private static void WriteJson(TextWriter output, IReadOnlyList<SaleResponse> sales, bool first)
    {
        foreach (var sale in sales)
        {
            output.Write(first ? "\n" : ",\n");
            output.Write(JsonSerializer.Serialize(sale, ContractsJson.Options));
            first = false;
        }
    }
}
