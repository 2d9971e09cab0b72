using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Trends;

/// <summary>Products that were on the same receipts.</summary>
internal static class TogetherCommand
{
    private static View<TogetherPair> Pairs =>
        new View<TogetherPair>()
            .With("sku", T("SKU"), p => p.Sku)
            .With("with", T("With"), p => p.With)
            .With("receipts", T("Receipts"), p => p.Receipts)
            .With("receiptsOfSku", T("Of SKU"), p => p.ReceiptsOfSku)
            .With("receiptsOfWith", T("Of the other"), p => p.ReceiptsOfWith)
            .With("expected", null, p => p.Expected)
            .With("support", null, p => p.Support)
            .With("confidence", T("Confidence"), p => Cells.Percent(p.Confidence))
            .With("lift", T("Lift"), p => p.Lift)
            .With("liftAtLeast", T("At least"), p => p.LiftAtLeast);

    public static Command Create(Inv inv)
    {
        var sku = new Argument<string?>("sku")
        {
            Description = T("The product's SKU. Without it: the strongest pairs of all."),
            Arity = ArgumentArity.ZeroOrOne,
        };
        var location = Inputs.Text("--location", T("Only what was sold at this location."));
        var from = Inputs.Date("--from", T("First day. Default: the 365 days up to the last day with a sale."));
        var to = Inputs.Date("--to", T("Last day."));
        var least = Inputs.Whole("--least", T("Fewest receipts with both. Default 3."));
        var limit = Inputs.Whole("--limit", T("How many pairs, at most 200. Default 20."));
        return inv.Verb(
            "together",
            T("Shows what is bought together, by how much more often than by chance at the least."),
            ["inv trend together 85123A", "inv trend together --location LONDON --from 2011-01-01 -o csv"],
            [sku, location, from, to, least, limit],
            async (run, ct) =>
            {
                var together = await run.Sales.SoldTogether(
                    run.Get(sku),
                    run.Get(location),
                    run.Get(from),
                    run.Get(to),
                    run.Get(least),
                    run.Get(limit),
                    ct
                );
                if (run.Format == OutputFormat.Json)
                    return run.Show(new View<SoldTogether>(), together);
                var code = run.Show(Pairs, together.Pairs);
                if (run.Format == OutputFormat.Table)
                    run.Say(Words(together));
                return code;
            }
        );
    }

    private static string Words(SoldTogether together)
    {
        if (together.From is not { } from)
            return T("Nothing was sold.");
        var words = T($"{from:yyyy-MM-dd} to {together.To:yyyy-MM-dd}: {together.Receipts:N0} receipts");
        if (together.ReceiptsOfSku is { } own)
            words = T($"{words}, {own:N0} with it");
        if (together.Shortened)
            words = T($"{words}; days before are left out, there is too much to read at once");
        if (together.WithoutReceipt > 0)
        {
            var share = Cells.Percent((double)together.WithoutReceipt / together.Lines);
            words = T($"{words}; {share} of the lines have no receipt: not counted");
        }
        return $"{words}.";
    }
}
