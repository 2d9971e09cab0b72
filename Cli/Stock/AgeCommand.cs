using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Stock;

/// <summary>How long stock has lain.</summary>
internal static class AgeCommand
{
    private static View<StockAge> Levels =>
        new View<StockAge>()
            .With("sku", T("SKU"), a => a.Sku)
            .With("name", T("Name"), a => a.Name)
            .With("location", T("Location"), a => a.Location)
            .With("onHand", T("On hand"), a => a.OnHand)
            .Money("value", T("Value"), a => a.Value)
            .With("month", T("To 30"), a => UnitsOf(a, StockAgeRange.Month))
            .With("quarter", T("To 90"), a => UnitsOf(a, StockAgeRange.Quarter))
            .With("halfYear", T("To 180"), a => UnitsOf(a, StockAgeRange.HalfYear))
            .With("year", T("To 365"), a => UnitsOf(a, StockAgeRange.Year))
            .With("older", T("Older"), a => UnitsOf(a, StockAgeRange.Older))
            .With("unknown", T("Unknown"), a => UnitsOf(a, StockAgeRange.Unknown))
            .With("meanAgeDays", T("Mean age"), a => a.MeanAgeDays)
            .With("oldestDay", T("Oldest"), a => a.OldestDay)
            .With("meanOnHand", T("Mean on hand"), a => a.MeanOnHand)
            .With("days", null, a => a.Days)
            .With("unitsOut", null, a => a.UnitsOut)
            .With("turnover", T("Turns/year"), a => a.Turnover);

    private static View<StockAgeBucket> Ranges =>
        new View<StockAgeBucket>()
            .With("range", T("Age"), b => b.Range)
            .With("units", T("Units"), b => b.Units)
            .Money("value", T("Value"), b => b.Value);

    public static Command Create(Inv inv)
    {
        var sku = Inputs.Text("--sku", T("Only this product."));
        var location = Inputs.Text("--location", T("Only this location."));
        var category = Inputs.Text("--category", T("Only this category and those below it."));
        var supplier = Inputs.Text("--supplier", T("Only what this supplier is the preferred one of."));
        var sort = Inputs.Word<StockAgeSort>("--sort", T("Order of the list, largest first; default age."));
        var summary = new Option<bool>("--summary") { Description = T("Add it up by age instead.") };
        var limit = Inputs.Limit();
        return inv.Verb(
            "age",
            T("Lists counted stock by how many units have lain for how many days, first in, first out."),
            ["inv stock age --location LONDON --sort old-value", "inv stock age --summary --category Light"],
            [sku, location, category, supplier, sort, summary, limit],
            async (run, ct) =>
            {
                if (!run.Get(summary))
                    return run.Show(
                        Levels,
                        await Listing<StockAge>.ReadAsync(
                            run.Get(limit),
                            (size, after) =>
                                run.Catalog.ListStockAges(
                                    size,
                                    after,
                                    run.Get(sort),
                                    run.Get(sku),
                                    run.Get(location),
                                    run.Get(category),
                                    run.Get(supplier),
                                    ct
                                )
                        )
                    );
                var totals = await run.Catalog.StockAgeTotals(
                    run.Get(sku),
                    run.Get(location),
                    run.Get(category),
                    run.Get(supplier),
                    ct
                );
                if (run.Format == OutputFormat.Json)
                    return run.Show(new View<StockAgeTotals>(), totals);
                var code = run.Show(Ranges, totals.Ages);
                if (run.Format == OutputFormat.Table)
                    run.Shell.Out.WriteLine(Words(totals));
                return code;
            }
        );
    }

    private static string Words(StockAgeTotals totals) =>
        T(
            $"{totals.Levels:N0} levels worth {totals.Value:N2}, {totals.CostUnknown:N0} without a cost; mean age "
                + $"{Text(totals.MeanAgeDays)} days, turns a year {Text(totals.Turnover)} "
                + $"(by the mean stock of the year)."
        );

    private static string Text(double? value) => value?.ToString("0.##", Languages.Reader) ?? T("unknown");

    private static decimal UnitsOf(StockAge age, StockAgeRange range) => age.Ages.Single(b => b.Range == range).Units;
}
