using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Trends;

internal static class TrendCommands
{
    private static readonly View<TrendResponse> Trends = new View<TrendResponse>()
        .With("sku", "SKU", t => t.Sku)
        .With("name", "Name", t => t.Name)
        .With("class", "Class", t => t.Class)
        .With("abcClass", "ABC", t => t.AbcClass)
        .With("xyzClass", "XYZ", t => t.XyzClass)
        .With("rmsse", null, t => t.Rmsse)
        .With("direction", "Direction", t => new Styled(t.Direction, Colour(t.Direction)))
        .With("unitsPerDay", "Units/day", t => Estimate.Of(t.UnitsPerDay))
        .With(
            "change",
            "Change",
            t => t.Change is { } change ? change.ToString("+0%;-0%;0%", CultureInfo.InvariantCulture) : null
        )
        .With("slopePerWeek", null, t => t.SlopePerWeek)
        .With("revenue28", "Revenue 28 d", t => t.Revenue28)
        .With("revenueShare", null, t => t.RevenueShare)
        .With("peakWeekday", null, t => t.PeakWeekday)
        .With("peakWeekdayShare", null, t => t.PeakWeekdayShare)
        .With("turnover", "Turns/year", t => t.Turnover)
        .With("daysOfCover", "Cover, days", t => Estimate.Of(t.DaysOfCover))
        .With("lastSale", "Last sale", t => t.LastSale)
        .With("asOf", null, t => t.AsOf);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "trend",
            "What moves, and which way.",
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
        var sort = Inputs.Word<TrendSort>("--sort", "Order of the list.");
        var mover = Inputs.Word<MoverClass>("--class", "Only products that move like this.");
        var search = Inputs.Text("--search", "Only products whose SKU or name contains this.");
        var abc = Inputs.Word<ValueClass>("--abc", "Only products of this class by value.");
        var xyz = Inputs.Word<ForecastClass>("--xyz", "Only products of this class by forecastability.");
        var filter = new MatrixOptions();
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            "Lists products by turnover and trend.",
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
            "Shows one product's turnover and trend.",
            ["inv trend show 85123A"],
            [sku],
            async (run, ct) => run.Show(Trends, await run.Forecasting.GetTrend(run.Get(sku), ct))
        );
    }

    private static readonly View<MatrixCell> MatrixCells = new View<MatrixCell>()
        .With("abc", "ABC", c => c.Abc)
        .With("xyz", "XYZ", c => c.Xyz)
        .With("products", "Products", c => c.Figures.Products)
        .With("untested", "Untested", c => c.Figures.Untested)
        .With("units", "Units, year", c => c.Figures.Units)
        .With("revenue", "Revenue, year", c => c.Figures.Revenue)
        .With("revenueShare", null, c => c.Figures.RevenueShare)
        .With("stockValue", "Stock value", c => c.Figures.StockValue)
        .With("costUnknown", null, c => c.Figures.CostUnknown)
        .With("hint", "What to do", c => c.Hint);

    private static Command Matrix(Inv inv)
    {
        var filter = new MatrixOptions();
        return inv.Verb(
            "matrix",
            "Shows products by value (ABC) and by how well they are forecast (XYZ), with what to do with them.",
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
                            .. run.Format == OutputFormat.Table ? (MatrixCell[])[new("all", "", matrix.Total, "")] : [],
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
