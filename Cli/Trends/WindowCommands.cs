using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Trends;

/// <summary>Stock that lies, what was sold in a window, and days that stand out.</summary>
internal static class WindowCommands
{
    private static View<StockTrend> Stocks =>
        new View<StockTrend>()
            .With("sku", T("SKU"), s => s.Sku)
            .With("name", T("Name"), s => s.Name)
            .With("category", null, s => s.Category)
            .With("supplier", null, s => s.Supplier)
            .With("motion", T("Moves"), s => s.Motion)
            .With("onHand", T("On hand"), s => s.OnHand)
            .Money("value", T("Value"), s => s.Value)
            .With("excessUnits", T("Excess"), s => Estimate.Of(s.ExcessUnits))
            .Money("excessValue", T("In money"), s => s.ExcessValue)
            .With("unitsPerDay", null, s => Estimate.Of(s.UnitsPerDay))
            .With("daysOfCover", T("Cover, days"), s => Estimate.Of(s.DaysOfCover))
            .With("turnover", T("Turns/year"), s => s.Turnover)
            .With("sellThrough", null, s => s.SellThrough)
            .With("gmroi", T("GMROI"), s => s.Gmroi)
            .With("lastSale", null, s => s.LastSale)
            .With("daysSinceLastSale", null, s => s.DaysSinceLastSale)
            .With("reason", T("Why"), s => s.Reason);

    private static View<(string Motion, StockTrendTotals Totals)> Motions =>
        new View<(string Motion, StockTrendTotals Totals)>()
            .With("motion", T("Moves"), m => m.Motion)
            .With("products", T("Products"), m => m.Totals.Products)
            .With("costUnknown", T("Cost unknown"), m => m.Totals.CostUnknown)
            .Money("value", T("Value"), m => m.Totals.Value)
            .Money("excessValue", T("Excess"), m => m.Totals.ExcessValue)
            .With("turnover", T("Turns/year"), m => m.Totals.Turnover)
            .With("gmroi", T("GMROI"), m => m.Totals.Gmroi);

    private static View<WindowGroup> Groups =>
        new View<WindowGroup>()
            .With("key", "", g => g.Key ?? T("(none)"))
            .With("name", T("Name"), g => g.Name)
            .With("units", T("Units"), g => g.Figures.Units)
            .With("unitsBefore", T("Before"), g => g.Figures.UnitsBefore)
            .With("unitsChange", T("Change"), g => Cells.Change(g.Figures.UnitsChange))
            .Money("revenue", T("Revenue"), g => g.Figures.Revenue)
            .Money("revenueBefore", T("Before"), g => g.Figures.RevenueBefore)
            .With("revenueChange", T("Change"), g => Cells.Change(g.Figures.RevenueChange));

    private static View<AnomalyResponse> Odd =>
        new View<AnomalyResponse>()
            .With("kind", T("What"), a => a.Kind)
            .With("from", T("From"), a => a.From)
            .With("to", T("To"), a => a.To)
            .With("sku", T("SKU"), a => a.Sku)
            .With("name", T("Name"), a => a.Name)
            .With("location", T("Location"), a => a.Location)
            .With("actual", T("Came"), a => a.Actual)
            .With("expected", T("Expected"), a => Estimate.Of(a.Expected))
            .With("probability", T("Probability"), a => a.Probability.ToString("0.0e+0", Languages.Reader));

    public static Command Anomalies(Inv inv)
    {
        var kind = Inputs.Word<AnomalyKind>("--kind", T("Only these."));
        var sku = Inputs.Text("--sku", T("Only this product."));
        var from = Inputs.Date("--from", T("Only what ended on this day or later."));
        var (location, category, supplier) = Filters();
        var limit = Inputs.Limit();
        return inv.Verb(
            "anomalies",
            T("Lists spikes, drops and silences of the last 90 days, newest first, with how unlikely they are."),
            ["inv trend anomalies", "inv trend anomalies --kind silence --location LONDON --from 2011-12-01"],
            [kind, sku, from, location, category, supplier, limit],
            async (run, ct) =>
                run.Show(
                    Odd,
                    await Listing<AnomalyResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Forecasting.ListAnomalies(
                                size,
                                after,
                                run.Get(kind),
                                run.Get(sku),
                                run.Get(from),
                                run.Get(location),
                                run.Get(category),
                                run.Get(supplier),
                                ct
                            )
                    )
                )
        );
    }

    public static Command Stock(Inv inv)
    {
        var motion = Inputs.Word<StockMotion>("--motion", T("Only stock that moves like this."));
        var sort = Inputs.Word<StockSort>("--sort", T("Order of the list, largest first; default excess."));
        var cover = Inputs.Whole("--cover", T("Days that stock may last before the rest is excess; default 90."));
        var summary = new Option<bool>("--summary") { Description = T("In numbers, by how it moves.") };
        var (location, category, supplier) = Filters();
        var limit = Inputs.Limit();
        return inv.Verb(
            "stock",
            T("Lists counted stock by how it turns over, the most money in excess first, with the reason."),
            [
                "inv trend stock",
                "inv trend stock --motion dead --location LONDON -o csv",
                "inv trend stock --summary --cover 60",
            ],
            [motion, sort, cover, summary, location, category, supplier, limit],
            async (run, ct) =>
            {
                if (!run.Get(summary))
                    return run.Show(
                        Stocks,
                        await Listing<StockTrend>.ReadAsync(
                            run.Get(limit),
                            (size, after) =>
                                run.Forecasting.ListStockTrends(
                                    size,
                                    after,
                                    run.Get(motion),
                                    run.Get(sort),
                                    run.Get(cover),
                                    run.Get(location),
                                    run.Get(category),
                                    run.Get(supplier),
                                    ct
                                )
                        )
                    );
                var numbers = await run.Forecasting.GetStockTrendSummary(
                    run.Get(cover),
                    run.Get(location),
                    run.Get(category),
                    run.Get(supplier),
                    ct
                );
                return run.Format == OutputFormat.Json
                    ? run.Show(new View<StockTrendSummary>(), numbers)
                    : run.Show(
                        Motions,
                        [
                            .. numbers.Motions.Select(m => (Inputs.WordOf(m.Motion), m.Totals)),
                            .. run.Format == OutputFormat.Table
                                ? ((string, StockTrendTotals)[])[(T("all"), numbers.Total)]
                                : [],
                        ]
                    );
            }
        );
    }

    public static Command Totals(Inv inv)
    {
        var by = Inputs.Word<TotalsBy>("--by", T("What to add up by; default product."));
        var from = Inputs.Date("--from", T("First day; default 27 days before the last."));
        var to = Inputs.Date("--to", T("Last day; default the newest day of a location."));
        var against = Inputs.Word<TotalsAgainst>("--against", T("What to compare with; default before."));
        var (location, category, supplier) = Filters();
        var limit = Inputs.Limit();
        return inv.Verb(
            "totals",
            T("Shows what was sold in a window, against the one before it or the same weekdays 52 weeks before."),
            [
                "inv trend totals --by category",
                "inv trend totals --by supplier --from 2011-11-01 --to 2011-11-30 --against last-year",
            ],
            [by, from, to, against, location, category, supplier, limit],
            async (run, ct) =>
            {
                var totals = await run.Forecasting.GetTrendTotals(
                    run.Get(by),
                    run.Get(from),
                    run.Get(to),
                    run.Get(against),
                    Math.Min(run.Get(limit), Limits.MaxPage),
                    run.Get(location),
                    run.Get(category),
                    run.Get(supplier),
                    ct
                );
                if (run.Format == OutputFormat.Json)
                    return run.Show(new View<TrendTotals>(), totals);
                if (run.Format == OutputFormat.Csv)
                    return run.Show(Groups, totals.Groups);
                var code = run.Show(Groups, [.. totals.Groups, new(T("all"), "", totals.Total)]);
                run.Say(
                    T(
                        $"{totals.From:yyyy-MM-dd} to {totals.To:yyyy-MM-dd}, against "
                            + $"{totals.AgainstFrom:yyyy-MM-dd} to {totals.AgainstTo:yyyy-MM-dd}; "
                            + $"{totals.Groups.Count} of {totals.Count}."
                    )
                );
                return code;
            }
        );
    }

    private static (Option<string?> Location, Option<string?> Category, Option<string?> Supplier) Filters() =>
        (
            Inputs.Text("--location", T("Only what is sold or held at this location.")),
            Inputs.Text("--category", T("Only this category and those below it.")),
            Inputs.Text("--supplier", T("Only what is ordered from this supplier."))
        );
}
