using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Trends;

internal static class TrendCommands
{
    private static View<TrendResponse> Trends =>
        new View<TrendResponse>()
            .With("sku", T("SKU"), t => t.Sku)
            .With("name", T("Name"), t => t.Name)
            .With("class", T("Class"), t => t.Class)
            .With("abcClass", T("ABC"), t => t.AbcClass)
            .With("xyzClass", T("XYZ"), t => t.XyzClass)
            .Also("rmsse", T("RMSSE"), t => t.Rmsse)
            .With("direction", T("Direction"), t => new Styled(t.Direction, Colour(t.Direction)))
            .With("unitsPerDay", T("Units/day"), t => Estimate.Of(t.UnitsPerDay))
            .With("change", T("Change"), t => Cells.Change(t.Change))
            .Also("slopePerWeek", T("Slope per week"), t => t.SlopePerWeek)
            .Money("revenue28", T("Revenue 28 d"), t => t.Revenue28)
            .Also("revenueShare", T("Revenue share"), t => t.RevenueShare)
            .Also("peakWeekday", T("Peak weekday"), t => t.PeakWeekday)
            .Also("peakWeekdayShare", T("Peak weekday share"), t => t.PeakWeekdayShare)
            .With("turnover", T("Turns/year"), t => t.Turnover)
            .With("daysOfCover", T("Cover, days"), t => Estimate.Of(t.DaysOfCover))
            .With("lastSale", T("Last sale"), t => t.LastSale)
            .Also("asOf", T("As of"), t => t.AsOf);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "trend",
            T("What moves, and which way."),
            List(inv),
            Show(inv),
            Matrix(inv),
            WindowCommands.Stock(inv),
            WindowCommands.Totals(inv),
            WindowCommands.Anomalies(inv),
            PatternCommand.Create(inv),
            TogetherCommand.Create(inv)
        );

    private static Command List(Inv inv)
    {
        var sort = Inputs.Word<TrendSort>("--sort", T("Order of the list."));
        var mover = Inputs.Word<MoverClass>("--class", T("Only products that move like this."));
        var search = Inputs.Text("--search", T("Only products whose SKU or name contains this."));
        var abc = Inputs.Word<ValueClass>("--abc", T("Only products of this class by value."));
        var xyz = Inputs.Word<ForecastClass>("--xyz", T("Only products of this class by forecastability."));
        var filter = new MatrixOptions();
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists products by turnover and trend."),
            [
                "inv trend list --sort growth --limit 20",
                "inv trend list --class dead -o csv",
                "inv trend list --abc a --xyz z --location LONDON",
            ],
            [sort, mover, search, abc, xyz, .. filter.All, limit],
            async (run, ct) =>
                run.Show(
                    Trends,
                    await Listing<TrendResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Forecasting.ListTrends(
                                size,
                                after,
                                run.Get(sort),
                                run.Get(mover),
                                run.Get(search),
                                run.Get(abc),
                                run.Get(xyz),
                                run.Get(filter.Location),
                                run.Get(filter.Category),
                                run.Get(filter.Supplier),
                                run.Get(filter.By),
                                run.Get(filter.A),
                                run.Get(filter.B),
                                run.Get(filter.X),
                                run.Get(filter.Y),
                                ct
                            )
                    )
                )
        );
    }

    private static Command Show(Inv inv)
    {
        var sku = Inputs.Sku();
        return inv.Verb(
            "show",
            T("Shows one product's turnover and trend."),
            ["inv trend show 85123A"],
            [sku],
            async (run, ct) => run.Show(Trends, await run.Forecasting.GetTrend(run.Get(sku), ct))
        );
    }

    private static View<MatrixCell> MatrixCells =>
        new View<MatrixCell>()
            .With("abc", T("ABC"), c => c.Abc)
            .With("xyz", T("XYZ"), c => c.Xyz)
            .With("products", T("Products"), c => c.Figures.Products)
            .With("untested", T("Untested"), c => c.Figures.Untested)
            .With("units", T("Units, year"), c => c.Figures.Units)
            .Money("revenue", T("Revenue, year"), c => c.Figures.Revenue)
            .Also("revenueShare", T("Revenue share"), c => c.Figures.RevenueShare)
            .Money("stockValue", T("Stock value"), c => c.Figures.StockValue)
            .Also("costUnknown", T("Cost unknown"), c => c.Figures.CostUnknown)
            .With("hint", T("What to do"), c => c.Hint);

    private static Command Matrix(Inv inv)
    {
        var filter = new MatrixOptions();
        return inv.Verb(
            "matrix",
            T("Shows products by value (ABC) and by how well they are forecast (XYZ), with what to do with them."),
            [
                "inv trend matrix",
                "inv trend matrix --by units --location LONDON",
                "inv trend matrix --a 0.7 --b 0.9 --x 0.75 --y 0.95",
            ],
            filter.All,
            async (run, ct) =>
            {
                var matrix = await run.Forecasting.GetTrendMatrix(
                    run.Get(filter.By),
                    run.Get(filter.A),
                    run.Get(filter.B),
                    run.Get(filter.X),
                    run.Get(filter.Y),
                    run.Get(filter.Location),
                    run.Get(filter.Category),
                    run.Get(filter.Supplier),
                    ct
                );
                return run.Format == OutputFormat.Json
                    ? run.Show(new View<TrendMatrix>(), matrix)
                    : run.Show(
                        MatrixCells,
                        [
                            .. matrix.Cells,
                            .. run.Format == OutputFormat.Table
                                ? (MatrixCell[])[new(T("all"), "", matrix.Total, "")]
                                : [],
                        ]
                    );
            }
        );
    }

    private static string Colour(TrendDirection direction) =>
        direction switch
        {
            TrendDirection.Rising => "green",
            TrendDirection.Falling => "red",
            _ => "default",
        };
}
