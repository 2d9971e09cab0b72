using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Trends;

/// <summary>Products that were on the same receipts.</summary>
internal static class TogetherCommand
{
    private static readonly View<TogetherPair> Pairs = new View<TogetherPair>()
        .With("sku", "SKU", p => p.Sku)
        .With("with", "With", p => p.With)
        .With("receipts", "Receipts", p => p.Receipts)
        .With("receiptsOfSku", "Of SKU", p => p.ReceiptsOfSku)
        .With("receiptsOfWith", "Of the other", p => p.ReceiptsOfWith)
        .With("expected", null, p => p.Expected)
        .With("support", null, p => p.Support)
        .With("confidence", "Confidence", p => p.Confidence.ToString("0.#%", CultureInfo.InvariantCulture))
        .With("lift", "Lift", p => p.Lift)
        .With("liftAtLeast", "At least", p => p.LiftAtLeast);

    public static Command Create(Inv inv)
    {
        var sku = new Argument<string?>("sku")
        {
            Description = "The product's SKU. Without it: the strongest pairs of all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var location = Inputs.Text("--location", "Only what was sold at this location.");
        var from = Inputs.Date("--from", "First day. Default: the 365 days up to the last day with a sale.");
        var to = Inputs.Date("--to", "Last day.");
        var least = Inputs.Whole("--least", "Fewest receipts with both. Default 3.");
        var limit = Inputs.Whole("--limit", "How many pairs, at most 200. Default 20.");
        return inv.Verb(
            "together",
            "Shows what is bought together, by how much more often than by chance at the least.",
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
            return "Nothing was sold.";
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"{from:yyyy-MM-dd} to {together.To:yyyy-MM-dd}: {together.Receipts:N0} receipts"
        );
        if (together.ReceiptsOfSku is { } own)
            words += string.Create(CultureInfo.InvariantCulture, $", {own:N0} with it");
        if (together.Shortened)
            words += "; days before are left out, there is too much to read at once";
        if (together.WithoutReceipt > 0)
            words += string.Create(
                CultureInfo.InvariantCulture,
                $"; {(double)together.WithoutReceipt / together.Lines:0.#%} of the lines have no receipt: not counted"
            );
        return $"{words}.";
    }
}
