using System.CommandLine;
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

    private static View<Figure> Figures =>
        new View<Figure>()
            .With("figure", "", f => f.Name)
            .With("value", "", f => f.Value)
            .With("before", null, f => f.Before)
            .With("change", null, f => f.Change)
            .With("note", "", f => f.Note);

    private static View<SuggestionResponse> Urgent =>
        new View<SuggestionResponse>()
            .With("urgency", T("Urgency"), s => new Styled(s.Urgency, ReplenishCommands.Colour(s.Urgency)))
            .With("sku", T("SKU"), s => s.Sku)
            .With("name", T("Name"), s => s.Name, rank: 1)
            .With("location", T("Location"), s => s.Location)
            .With("orderQuantity", T("Order"), s => s.OrderQuantity)
            .With("orderBy", T("By"), s => s.OrderBy)
            .With("supplier", T("From"), s => s.Supplier)
            .With("stockOutOn", T("Out on"), s => s.StockOutOn, rank: 1);

    private static View<PurchaseOrderResponse> Orders =>
        new View<PurchaseOrderResponse>()
            .With("number", T("Order"), o => o.Number)
            .With("supplier", T("Supplier"), o => o.Supplier)
            .With("location", T("For"), o => o.Location)
            .With("expectedOn", T("Expected"), o => o.ExpectedOn)
            .Money("value", T("Value"), o => o.Value)
            .With("createdBy", T("Made by"), o => o.CreatedBy, rank: 1);

    public static Command Create(Inv inv)
    {
        var location = Inputs.Text("--location", T("Only this location."));
        var supplier = Inputs.Text("--supplier", T("Only what this supplier delivers."));
        return inv.Verb(
            "today",
            T("Shows on one screen how the shop stands against four weeks before, and what waits to be done."),
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
        var installation = run.Catalog.GetInstallation(ct);
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
        run.Currency.Keep(await installation);
        return new(
            known,
            await stock,
            await before,
            await worklist,
            (await suggestions).Items,
            (await orders).Columns,
            (await approvals).Items,
            (await late).Items,
            accuracy is null ? null : await accuracy,
            await installation
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
            Paint.With(run.Shell, "bold", T($"Today, {Cells.Text(window.AsOf)}"))
                + $"  {T($"{window.Days} days to {Cells.Day(window.To)} against the {window.Days} before")}"
        );
        Card.Write(run.Shell, [.. figures.Select(f => (f.Name, (object?)f.Line(today)))]);
        if (window.Standing.Count > 0)
            output.WriteLine(
                Paint.With(run.Shell, "grey", T($"History, in no figure: {string.Join(", ", window.Standing)}"))
            );
        var total = today.Worklist.Total;
        Part(
            run,
            T(
                $"To order: {Cells.Text(total.Lines)} for {today.Money(total.Cost)}, {Cells.Text(total.Late)} late, "
                    + $"{Cells.Text(total.Now)} today, {Cells.Text(total.Soon)} soon"
            ),
            Urgent,
            today.Suggestions
        );
        Part(run, T("Waits for your approval"), Orders, today.Approvals);
        Part(run, T("Late deliveries"), Orders, today.Late);
        if (today.Worklist.CountFirst > 0)
            output.WriteLine(
                T(
                    $"{Cells.Text(today.Worklist.CountFirst)} sell and were never counted: "
                        + $"inv replenish list --advice count-first"
                )
            );
        output.WriteLine(
            Paint.With(run.Shell, "grey", T("More: inv replenish list, inv order board, inv forecast accuracy"))
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
                T("Revenue"),
                sold?.Revenue,
                sold?.RevenueBefore,
                sold?.RevenueChange,
                sold is null
                    ? T("not known yet: no whole day with a sale")
                    : T($"{Changed(sold.RevenueChange)}; {today.Money(window.RevenueToday)} today")
            ),
            new(T("Margin"), margin?.Margin, margin?.Before, margin?.Change, Words(today, margin)),
            new(
                T("Fill rate"),
                fill?.Rate,
                fill?.Before,
                fill is { Rate: { } rate, Before: { } was } ? Math.Round(rate - was, 4) : null,
                Words(fill),
                Signed: false
            ),
            new(T("Stock value"), stock.Value, today.StockBefore.Value, Round(valueChange), Changed(valueChange)),
            new(
                T("Excess"),
                excess,
                null,
                null,
                counted > 0
                    ? T($"{Percent((double)(excess / counted))} of the counted stock's value")
                    : T("nothing is counted")
            ),
            new(T("Out of stock"), today.Worklist.OutOfStock, null, null, T("now, and expected to sell")),
            new(
                T("At risk"),
                today.Worklist.AtRisk,
                null,
                null,
                T("sold out within 14 days, although open orders count")
            ),
            new(
                T("Open orders"),
                open.Sum(c => c.Orders),
                null,
                null,
                T($"for {today.Money(openValue)}, {Cells.Text(late)} late; {Cells.Text(drafts)} in draft")
            ),
        ];
        if (today.Accuracy is { } accuracy)
        {
            var (bias, before) = (accuracy.DayAhead.Bias, accuracy.Before?.DayAhead);
            figures.Add(new(T("Forecast bias"), bias, before, bias - before, Bias(bias, before)));
        }
        return figures;
    }

    private static string Words(TodayAnswer today, MarginFigures? margin)
    {
        if (margin is null)
            return T("not known yet: nothing with a known cost was sold");
        var words = Changed(margin.Change);
        if (margin.Share is { } share)
            words = T($"{words}; {Percent(share)} of the revenue");
        return margin.CostUnknown > 0
            ? T($"{words}, without {today.Money(margin.CostUnknown)} of unknown cost")
            : words;
    }

    private static string Words(FillFigures? fill)
    {
        if (fill?.Rate is null)
            return T("not known yet: nothing counted was sold");
        var (words, missed) = (Points(fill.Rate - fill.Before), Estimate.Text((double)fill.Missed));
        return fill.DaysWithout > 0
            ? T($"{words}; {Cells.Text(fill.DaysWithout)} days without stock, some {missed} missed")
            : T($"{words}; no day without stock is known");
    }

    private static string Bias(double? bias, double? before)
    {
        if (bias is null)
            return T("not known yet: no forecast was scored");
        var words =
            bias > 0 ? T("too high")
            : bias < 0 ? T("too low")
            : T("neither too high nor too low");
        return before is { } then ? T($"{words}; {SignedPercent(then)} before") : words;
    }

    private static string Changed(double? change) =>
        change is not { } by ? T("nothing before to compare with")
        : Math.Abs(by) < 0.005 ? T("as before")
        : by > 0 ? T($"up {Percent(by)}")
        : T($"down {Percent(-by)}");

    private static string Points(double? change) =>
        change is not { } by ? T("nothing before to compare with")
        : Math.Abs(by) < 0.0005 ? T("as before")
        : by > 0 ? T($"up {by * 100:0.#} points")
        : T($"down {by * -100:0.#} points");

    private static double? Round(double? change) => change is { } by ? Math.Round(by, 6) : null;

    private static string Percent(double share) => Cells.Percent(share, "0");

    private static string SignedPercent(double share) => Cells.Percent(share, "+0.#;-0.#;0");

    /// <param name="Note">What goes with it, in words: to what it changed, or why it is not known.</param>
    /// <param name="Signed">Whether a share of it is above or below zero.</param>
    private sealed record Figure(
        string Name,
        object? Value,
        object? Before,
        double? Change,
        string Note,
        bool Signed = true
    )
    {
        /// <summary>As one line of a card.</summary>
        public string Line(TodayAnswer today) =>
            Value switch
            {
                null => Note,
                double share => $"{(Signed ? SignedPercent(share) : Cells.Percent(share))}, {Note}",
                decimal money => $"{today.Money(money)}, {Note}",
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
    ForecastAccuracy? Accuracy,
    InstallationResponse Installation
)
{
    /// <summary>To the cent.</summary>
    public string Money(decimal money) => Currency.Text(money, Currency.Find(Installation.Currency), digits: 0);
}
