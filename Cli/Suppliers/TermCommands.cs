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
    private static View<SupplierProduct> Terms =>
        new View<SupplierProduct>()
            .Also("supplier", T("Supplier"), p => p.Terms.Supplier)
            .With("sku", T("SKU"), p => p.Sku)
            .With("productName", T("Name"), p => p.ProductName)
            .With("supplierSku", T("Supplier SKU"), p => p.Terms.SupplierSku)
            .With("leadTimeDays", T("Lead time"), p => p.Terms.LeadTimeDays)
            .With("moq", T("MOQ"), p => p.Terms.Moq)
            .With("packMultiple", T("Pack"), p => p.Terms.PackMultiple)
            .Money("unitCost", T("Unit cost"), p => p.Terms.UnitCost)
            .With("priceBreaks", T("Price breaks"), p => TermsText.Of(p.Terms.PriceBreaks))
            .With("preferred", T("Preferred"), p => p.Terms.Preferred);

    public static Command List(Inv inv)
    {
        var code = SupplierCommands.Code();
        var sku = Inputs.Text("--sku", T("Only this product."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "terms",
            T("Lists what a supplier delivers, and how."),
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
        var supplierSku = Inputs.Text("--supplier-sku", T("What the supplier calls it; \"\" for no name."));
        var leadTime = Inputs.Whole("--lead-time", T("Days from order to goods."));
        var unitCost = Inputs.Number("--unit-cost", T("What the supplier charges."));
        var moq = Inputs.Number("--moq", T("Minimum order quantity."));
        var pack = Inputs.Number("--pack", T("Orders are a multiple of this."));
        var breaks = Inputs.Text("--breaks", T($"Price breaks: {TermsText.BreaksForm}; \"\" for none."));
        var preferred = new Option<bool>("--preferred") { Description = T("Order it here, and not elsewhere.") };
        return inv.Verb(
            "set-terms",
            T("Says how a supplier delivers a product; what is not named stays."),
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
        ) ?? throw new Failure(T($"--breaks '{text}' is not of the form {TermsText.BreaksForm}."), ExitCode.Usage);
}
