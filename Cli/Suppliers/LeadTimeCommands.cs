using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Suppliers;

/// <summary>What a supplier promises, beside what came.</summary>
internal static class LeadTimeCommands
{
    // All of the supplier first, then its products; the view of all has the promise of a mean.
    private sealed record Row(string What, double? Promised, LeadTimeFigures? Measured, LearnedLeadTime? Learned);

    private static View<Row> Rows =>
        new View<Row>()
            .With("of", T("Lead time of"), r => r.What)
            .With("promisedDays", T("Promised"), r => r.Promised)
            .With("learnedDays", T("Expected"), r => r.Learned?.MedianDays)
            .With("learnedP90Days", T("90% within"), r => r.Learned?.P90Days)
            .With("weight", null, r => r.Learned?.Weight)
            .With("receipts", T("Receipts"), r => r.Measured?.Receipts)
            .With("deliveries", T("Deliveries"), r => r.Measured?.Deliveries)
            .With("meanDays", T("Mean"), r => r.Measured?.MeanDays)
            .With("medianDays", T("Median"), r => r.Measured?.MedianDays)
            .With("p90Days", T("P90"), r => r.Measured?.P90Days)
            .With("meanDaysLate", T("Days late"), r => r.Measured?.MeanDaysLate)
            .With("onTimeShare", T("On time"), r => r.Measured?.OnTimeShare);

    public static Command Show(Inv inv)
    {
        var code = SupplierCommands.Code();
        var sku = Inputs.Text("--sku", T("Only this product."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "lead-times",
            T(
                "Shows the lead times that receipts of the last two years show, beside what is "
                    + "promised: of the supplier "
                    + "as a whole and of its products."
            ),
            ["inv supplier lead-times ACME", "inv supplier lead-times ACME --sku LAMP-1 -o json"],
            [code, sku, limit],
            async (run, ct) =>
            {
                SupplierLeadTimes? whole = null;
                var products = await Listing<ProductLeadTimes>.ReadAsync(
                    run.Get(limit),
                    async (size, after) =>
                    {
                        var page = await run.Catalog.GetSupplierLeadTimes(run.Get(code), size, after, run.Get(sku), ct);
                        whole ??= page;
                        return page.Products;
                    }
                );
                if (run.Format == OutputFormat.Json)
                    return run.Show(
                        new View<SupplierLeadTimes>(),
                        whole! with
                        {
                            Products = new(products.Items, null),
                        }
                    );
                return run.Show(
                    Rows,
                    new Listing<Row>(
                        [
                            Whole(whole!),
                            .. products.Items.Select(p => new Row(p.Sku, p.PromisedDays, p.Measured, p.Learned)),
                        ],
                        products.More
                    )
                );
            }
        );
    }

    /// <summary>The row of the supplier as a whole.</summary>
    public static int Print(Invocation run, SupplierLeadTimes leadTimes)
    {
        run.Shell.Out.WriteLine();
        return run.Show(Rows, [Whole(leadTimes)]);
    }

    private static Row Whole(SupplierLeadTimes of) => new(of.Supplier, of.PromisedDays, of.Measured, of.Learned);
}
