using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Suppliers;

/// <summary>What a supplier asks for the products that it delivers.</summary>
internal static class TermCommands
{
    // As CSV it is what `inv import terms` reads.
    private static readonly View<SupplierProduct> Terms = new View<SupplierProduct>()
        .With("supplier", null, p => p.Terms.Supplier)
        .With("sku", "SKU", p => p.Sku)
        .With("productName", "Name", p => p.ProductName)
        .With("supplierSku", "Supplier SKU", p => p.Terms.SupplierSku)
        .With("leadTimeDays", "Lead time", p => p.Terms.LeadTimeDays)
        .With("moq", "MOQ", p => p.Terms.Moq)
        .With("packMultiple", "Pack", p => p.Terms.PackMultiple)
        .With("unitCost", "Unit cost", p => p.Terms.UnitCost)
        .With("priceBreaks", "Price breaks", p => TermsText.Of(p.Terms.PriceBreaks))
        .With("preferred", "Preferred", p => p.Terms.Preferred);

    public static Command List(Inv inv)
    {
        var code = SupplierCommands.Code();
        var sku = Inputs.Text("--sku", "Only this product.");
        var limit = Inputs.Limit();
        return inv.Verb(
            "terms",
            "Lists what a supplier delivers, and how.",
            ["inv supplier terms ACME", "inv supplier terms ACME --limit 100000 -o csv > terms.csv"],
            [code, sku, limit],
            async (run, ct) =>
                run.Show(
                    Terms,
                    await Listing<SupplierProduct>.ReadAsync(
                        run.Get(limit),
                        (size, after) => run.Catalog.ListSupplierTerms(run.Get(code), size, after, run.Get(sku), ct)
                    )
                )
        );
    }

    public static Command Set(Inv inv)
    {
        var code = SupplierCommands.Code();
        var sku = Inputs.Sku();
        var supplierSku = Inputs.Text("--supplier-sku", "What the supplier calls it; \"\" for no name.");
        var leadTime = Inputs.Whole("--lead-time", "Days from order to goods.");
        var unitCost = Inputs.Number("--unit-cost", "What the supplier charges.");
        var moq = Inputs.Number("--moq", "Minimum order quantity.");
        var pack = Inputs.Number("--pack", "Orders are a multiple of this.");
        var breaks = Inputs.Text("--breaks", $"Price breaks: {TermsText.BreaksForm}; \"\" for none.");
        var preferred = new Option<bool>("--preferred") { Description = "Order it here, and not elsewhere." };
        return inv.Verb(
            "set-terms",
            "Says how a supplier delivers a product; what is not named stays.",
            ["inv supplier set-terms ACME LAMP-1 --lead-time 14 --unit-cost 11 --breaks \"100:10.50|500:9.80\""],
            [code, sku, supplierSku, leadTime, unitCost, moq, pack, breaks, preferred],
            async (run, ct) =>
            {
                var row = new UpsertTerm
                {
                    Supplier = run.Get(code),
                    Sku = run.Get(sku),
                    SupplierSku = run.Get(supplierSku),
                    LeadTimeDays = run.Get(leadTime),
                    UnitCost = run.Get(unitCost),
                    Moq = run.Get(moq),
                    PackMultiple = run.Get(pack),
                    PriceBreaks = run.Get(breaks) is { } text ? Breaks(text) : null,
                    Preferred = run.Get(preferred) ? true : null,
                };
                await run.Catalog.UpsertSupplierTerms(new UpsertTerms { Terms = [row] }, key: run.Key, ct: ct);
                var now = await run.Catalog.ListSupplierTerms(run.Get(code), 1, sku: run.Get(sku), ct: ct);
                return run.Show(Terms, now.Items.Single());
            }
        );
    }

    private static IReadOnlyList<PriceBreakRequest> Breaks(string text) =>
        TermsText.Breaks(
            text,
            part =>
                decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : null
        ) ?? throw new Failure($"--breaks '{text}' is not of the form {TermsText.BreaksForm}.", ExitCode.Usage);
}
