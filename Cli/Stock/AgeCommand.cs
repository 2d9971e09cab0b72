using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Stock;

/// <summary>How long stock has lain.</summary>
internal static class AgeCommand
{
    private static readonly View<StockAge> Levels = new View<StockAge>()
        .With("sku", "SKU", a => a.Sku)
        .With("name", "Name", a => a.Name)
        .With("location", "Location", a => a.Location)
        .With("onHand", "On hand", a => a.OnHand)
        .With("value", "Value", a => a.Value)
        .With("month", "To 30", a => UnitsOf(a, StockAgeRange.Month))
        .With("quarter", "To 90", a => UnitsOf(a, StockAgeRange.Quarter))
        .With("halfYear", "To 180", a => UnitsOf(a, StockAgeRange.HalfYear))
        .With("year", "To 365", a => UnitsOf(a, StockAgeRange.Year))
        .With("older", "Older", a => UnitsOf(a, StockAgeRange.Older))
        .With("unknown", "Unknown", a => UnitsOf(a, StockAgeRange.Unknown))
        .With("meanAgeDays", "Mean age", a => a.MeanAgeDays)
        .With("oldestDay", "Oldest", a => a.OldestDay)
        .With("meanOnHand", "Mean on hand", a => a.MeanOnHand)
        .With("days", null, a => a.Days)
        .With("unitsOut", null, a => a.UnitsOut)
        .With("turnover", "Turns/year", a => a.Turnover);

    private static readonly View<StockAgeBucket> Ranges = new View<StockAgeBucket>()
        .With("range", "Age", b => b.Range)
        .With("units", "Units", b => b.Units)
        .With("value", "Value", b => b.Value);

    public static Command Create(Inv inv)
    {
        var sku = Inputs.Text("--sku", "Only this product.");
        var location = Inputs.Text("--location", "Only this location.");
        var category = Inputs.Text("--category", "Only this category and those below it.");
        var supplier = Inputs.Text("--supplier", "Only what this supplier is the preferred one of.");
        var sort = Inputs.Word<StockAgeSort>("--sort", "Order of the list, largest first; default age.");
        var summary = new Option<bool>("--summary") { Description = "Add it up by age instead." };
        var limit = Inputs.Limit();
        return inv.Verb(
            "age",
            "Lists counted stock by how many units have lain for how many days, first in, first out.",
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
        string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.Levels:N0} levels worth {totals.Value:N2}, {totals.CostUnknown:N0} without a cost; mean age {
                Text(totals.MeanAgeDays)} days, turns a year {Text(totals.Turnover)} (by the mean stock of the year)."
        );

    private static string Text(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "unknown";

    private static decimal UnitsOf(StockAge age, StockAgeRange range) => age.Ages.Single(b => b.Range == range).Units;
}
