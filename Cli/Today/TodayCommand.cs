using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Cli.Replenishment;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Today;

/// <summary>How does the shop stand, and what is to be done? The page Today on one screen.</summary>
internal static class TodayCommand
{
    private const int Few = 5;
    private const string Fill = "Fill rate";

    private static readonly View<Figure> Figures = new View<Figure>()
        .With("figure", "", f => f.Name)
        .With("value", "", f => f.Value)
        .With("before", null, f => f.Before)
        .With("change", null, f => f.Change)
        .With("note", "", f => f.Note);

    private static readonly View<SuggestionResponse> Urgent = new View<SuggestionResponse>()
        .With("urgency", "Urgency", s => new Styled(s.Urgency, ReplenishCommands.Colour(s.Urgency)))
        .With("sku", "SKU", s => s.Sku)
        .With("name", "Name", s => s.Name, rank: 1)
        .With("location", "Location", s => s.Location)
        .With("orderQuantity", "Order", s => s.OrderQuantity)
        .With("orderBy", "By", s => s.OrderBy)
        .With("supplier", "From", s => s.Supplier)
        .With("stockOutOn", "Out on", s => s.StockOutOn, rank: 1);

    private static readonly View<PurchaseOrderResponse> Orders = new View<PurchaseOrderResponse>()
        .With("number", "Order", o => o.Number)
        .With("supplier", "Supplier", o => o.Supplier)
        .With("location", "For", o => o.Location)
        .With("expectedOn", "Expected", o => o.ExpectedOn)
        .With("value", "Value", o => o.Value)
        .With("createdBy", "Made by", o => o.CreatedBy, rank: 1);

    public static Command Create(Inv inv)
    {
        var location = Inputs.Text("--location", "Only this location.");
        var supplier = Inputs.Text("--supplier", "Only what this supplier delivers.");
        return inv.Verb(
            "today",
            "Shows on one screen how the shop stands against four weeks before, and what waits to be done.",
            ["inv today", "inv today --location LONDON", "inv today -o csv", "inv today --json figures,worklist"],
            [location, supplier],
            async (run, ct) => Print(run, await ReadAsync(run, run.Get(location), run.Get(supplier), ct))
        );
    }

    private static async Task<TodayAnswer> ReadAsync(
        Invocation run,
        string? location,
        string? supplier,
        CancellationToken ct
    )
    {
        // All at once: whoever asks waits for the slowest only.
        var figures = run.Forecasting.GetTrendFigures(location: location, supplier: supplier, ct: ct);
        var worklist = run.Forecasting.GetWorklistSummary(location: location, supplier: supplier, ct: ct);
        var suggestions = run.Forecasting.ListSuggestions(Few, location: location, supplier: supplier, ct: ct);
        // A supplier's goods are not told from others in what forecasts were worth.
        var accuracy = supplier is null ? run.Forecasting.GetAccuracy(location: location, ct: ct) : null;
        var stock = run.Catalog.LevelTotals(location: location, supplier: supplier, state: LevelState.InStock, ct: ct);
        var orders = run.Catalog.GetOrderBoard(supplier, location, ct: ct);
        var approvals = run.Catalog.ListPurchaseOrders(
            Few,
            supplier: supplier,
            location: location,
            approvable: true,
            ct: ct
        );
        var late = run.Catalog.ListPurchaseOrders(Few, supplier: supplier, location: location, late: true, ct: ct);
        var known = await figures;
        var before = run.Catalog.LevelTotals(
            location: location,
            supplier: supplier,
            state: LevelState.InStock,
            asOf: LocationTime.OnClock(known.From.ToDateTime(TimeOnly.MinValue)),
            ct: ct
        );
        return new(
            known,
            await stock,
            await before,
            await worklist,
            (await suggestions).Items,
            (await orders).Columns,
            (await approvals).Items,
            (await late).Items,
            accuracy is null ? null : await accuracy
        );
    }

    private static int Print(Invocation run, TodayAnswer today)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(new View<TodayAnswer>(), today);
        var figures = FiguresOf(today);
        if (run.Format == OutputFormat.Csv)
            return run.Show(Figures, figures);

        var (output, window) = (run.Shell.Out, today.Figures);
        output.WriteLine(
            Paint.With(run.Shell, "bold", $"Today, {Cells.Text(window.AsOf)}")
                + $"  {window.Days} days to {Day(window.To)} against the {window.Days} before"
        );
        Card.Write(run.Shell, [.. figures.Select(f => (f.Name, (object?)f.Line))]);
        if (window.Standing.Count > 0)
            output.WriteLine(
                Paint.With(run.Shell, "grey", $"History, in no figure: {string.Join(", ", window.Standing)}")
            );
        var total = today.Worklist.Total;
        Part(
            run,
            $"To order: {Cells.Text(total.Lines)} for {Cells.Text(total.Cost)}, {Cells.Text(total.Late)} late, "
                + $"{Cells.Text(total.Now)} today, {Cells.Text(total.Soon)} soon",
            Urgent,
            today.Suggestions
        );
        Part(run, "Waits for your approval", Orders, today.Approvals);
        Part(run, "Late deliveries", Orders, today.Late);
        if (today.Worklist.CountFirst > 0)
            output.WriteLine(
                $"{Cells.Text(today.Worklist.CountFirst)} sell and were never counted: "
                    + "inv replenish list --advice count-first"
            );
        output.WriteLine(
            Paint.With(run.Shell, "grey", "More: inv replenish list, inv order board, inv forecast accuracy")
        );
        return ExitCode.Ok;
    }

    /// <summary>A short list under its name; what is empty takes no line.</summary>
    private static void Part<T>(Invocation run, string title, View<T> view, IReadOnlyList<T> items)
    {
        if (items.Count == 0)
            return;
        run.Shell.Out.WriteLine();
        run.Shell.Out.WriteLine(Paint.With(run.Shell, "bold", title));
        run.Show(view, items);
    }

    private static List<Figure> FiguresOf(TodayAnswer today)
    {
        var (window, stock) = (today.Figures, today.Stock);
        var (sold, margin, fill) = (window.Sold, window.Margin, window.Fill);
        var open = today.Orders.Where(c =>
            c.Stage is OrderStage.Approved or OrderStage.Sent or OrderStage.PartlyReceived
        );
        var drafts = today.Orders.Where(c => c.Stage is OrderStage.Draft or OrderStage.AwaitsYou).Sum(c => c.Orders);
        var (openValue, late) = (open.Sum(c => c.Value), open.Sum(c => c.Late));
        var (excess, counted) = (window.Stock.ExcessValue, window.Stock.Value);
        double? valueChange = today.StockBefore.Value > 0 ? (double)(stock.Value / today.StockBefore.Value) - 1 : null;
        List<Figure> figures =
        [
            new(
                "Revenue",
                sold?.Revenue,
                sold?.RevenueBefore,
                sold?.RevenueChange,
                sold is null
                    ? "not known yet: no whole day with a sale"
                    : $"{Changed(sold.RevenueChange)}; {Money(window.RevenueToday)} today"
            ),
            new(
                "Margin",
                margin?.Margin,
                margin?.Before,
                margin?.Change,
                margin is null
                    ? "not known yet: nothing with a known cost was sold"
                    : Changed(margin.Change)
                        + (margin.Share is { } share ? $"; {Percent(share)} of the revenue" : "")
                        + (margin.CostUnknown > 0 ? $", without {Money(margin.CostUnknown)} of unknown cost" : "")
            ),
            new(
                Fill,
                fill?.Rate,
                fill?.Before,
                fill is { Rate: { } rate, Before: { } was } ? Math.Round(rate - was, 4) : null,
                fill?.Rate is null
                    ? "not known yet: nothing counted was sold"
                    : Points(fill.Rate - fill.Before)
                        + (
                            fill.DaysWithout > 0
                                ? $"; {Cells.Text(fill.DaysWithout)} days without stock, some "
                                    + $"{Estimate.Text((double)fill.Missed)} missed"
                                : "; no day without stock is known"
                        )
            ),
            new("Stock value", stock.Value, today.StockBefore.Value, Round(valueChange), Changed(valueChange)),
            new(
                "Excess",
                excess,
                null,
                null,
                counted > 0
                    ? $"{Percent((double)(excess / counted))} of the counted stock's value"
                    : "nothing is counted"
            ),
            new("Out of stock", today.Worklist.OutOfStock, null, null, "now, and expected to sell"),
            new("At risk", today.Worklist.AtRisk, null, null, "sold out within 14 days, although open orders count"),
            new(
                "Open orders",
                open.Sum(c => c.Orders),
                null,
                null,
                $"for {Money(openValue)}, {Cells.Text(late)} late; {Cells.Text(drafts)} in draft"
            ),
        ];
        if (today.Accuracy is { } accuracy)
        {
            var (bias, before) = (accuracy.DayAhead.Bias, accuracy.Before?.DayAhead);
            figures.Add(
                new(
                    "Forecast bias",
                    bias,
                    before,
                    bias - before,
                    bias is null
                        ? "not known yet: no forecast was scored"
                        : (
                            bias > 0 ? "too high"
                            : bias < 0 ? "too low"
                            : "neither too high nor too low"
                        ) + (before is { } then ? $"; {Signed(then)} before" : "")
                )
            );
        }
        return figures;
    }

    private static string Changed(double? change) =>
        change is not { } by ? "nothing before to compare with"
        : Math.Abs(by) < 0.005 ? "as before"
        : $"{(by > 0 ? "up" : "down")} {Percent(Math.Abs(by))}";

    private static string Points(double? change) =>
        change is not { } by ? "nothing before to compare with"
        : Math.Abs(by) < 0.0005 ? "as before"
        : $"{(by > 0 ? "up" : "down")} {Math.Abs(by * 100).ToString("0.#", CultureInfo.InvariantCulture)} points";

    private static double? Round(double? change) => change is { } by ? Math.Round(by, 6) : null;

    private static string Percent(double share) => share.ToString("0%", CultureInfo.InvariantCulture);

    private static string Signed(double share) => share.ToString("+0.#%;-0.#%;0%", CultureInfo.InvariantCulture);

    private static string Money(decimal money) => money.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <param name="Note">What goes with it, in words: to what it changed, or why it is not known.</param>
    private sealed record Figure(string Name, object? Value, object? Before, double? Change, string Note)
    {
        /// <summary>As one line of a card.</summary>
        public string Line =>
            Value switch
            {
                null => Note,
                double rate when Name == Fill => $"{rate.ToString("0.#%", CultureInfo.InvariantCulture)}, {Note}",
                double share => $"{Signed(share)}, {Note}",
                decimal money => $"{Money(money)}, {Note}",
                _ => $"{Cells.Text(Value)}, {Note}",
            };
    }
}

/// <summary>What <c>inv today</c> knows.</summary>
internal sealed record TodayAnswer(
    TrendFigures Figures,
    LevelTotals Stock,
    LevelTotals StockBefore,
    WorklistSummary Worklist,
    IReadOnlyList<SuggestionResponse> Suggestions,
    IReadOnlyList<OrderColumn> Orders,
    IReadOnlyList<PurchaseOrderResponse> Approvals,
    IReadOnlyList<PurchaseOrderResponse> Late,
    ForecastAccuracy? Accuracy
);
