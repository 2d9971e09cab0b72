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
        .With("direction", "Direction", t => new Styled(t.Direction, Colour(t.Direction)))
        .With("unitsPerDay", "Units/day", t => t.UnitsPerDay)
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
        .With("daysOfCover", "Cover, days", t => t.DaysOfCover)
        .With("lastSale", "Last sale", t => t.LastSale)
        .With("asOf", null, t => t.AsOf);

    public static Command Create(Inv inv) => inv.Noun("trend", "What moves, and which way.", List(inv), Show(inv));

    private static Command List(Inv inv)
    {
        var sort = Inputs.Word<TrendSort>("--sort", "Order of the list.");
        var mover = Inputs.Word<MoverClass>("--class", "Only products that move like this.");
        var search = Inputs.Text("--search", "Only products whose SKU or name contains this.");
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            "Lists products by turnover and trend.",
            ["inv trend list --sort growth --limit 20", "inv trend list --class dead -o csv"],
            [sort, mover, search, limit],
            async (run, ct) =>
                run.Show(
                    Trends,
                    await Listing<TrendResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Forecasting.ListTrends(size, after, run.Get(sort), run.Get(mover), run.Get(search), ct)
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

    private static string Colour(TrendDirection direction) =>
        direction switch
        {
            TrendDirection.Rising => "green",
            TrendDirection.Falling => "red",
            _ => "default",
        };
}
