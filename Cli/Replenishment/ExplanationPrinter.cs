using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Replenishment;

/// <summary>A suggestion with all that it rests on, and the stock that it looks ahead at.</summary>
internal static class ExplanationPrinter
{
    private static View<Step> Steps =>
        new View<Step>()
            .With("sku", null, row => row.Of.Suggestion.Sku)
            .With("location", null, row => row.Of.Suggestion.Location)
            .With("step", "", row => row.Number)
            .With("what", T("Step"), row => row.Is.What.ToString())
            .With("arithmetic", T("Arithmetic"), row => row.Is.Arithmetic.ToString())
            .With("result", T("Result"), row => row.Is.Unit == "money" ? row.Is.Result : Estimate.Of(row.Is.Result))
            .With("unit", "", row => new Said(row.Is.Unit, row.Is.UnitInWords()));

    private static View<SupplierOption> Suppliers =>
        new View<SupplierOption>()
            .With("supplier", T("Supplier"), o => o.Supplier)
            .With("quantity", T("Order"), o => o.Quantity)
            .Money("unitCost", T("Unit cost"), o => o.UnitCost)
            .Money("cost", T("Cost"), o => o.Cost)
            .With("leadTimeDays", T("Days"), o => o.LeadTimeDays)
            .With("arrivesOn", T("Arrives"), o => o.ArrivesOn);

    private static View<Ahead> Days =>
        new View<Ahead>()
            .With("sku", null, row => row.Of.Sku)
            .With("location", null, row => row.Of.Location)
            .With("day", T("Day"), row => row.Is.Day)
            .With("supply", null, row => row.Is.AsItIs.Supply)
            .With("mean", T("Stock"), row => Estimate.Of(row.Is.AsItIs.Mean))
            .With("p10", T("P10"), row => Estimate.Of(row.Is.AsItIs.P10))
            .With("p50", null, row => row.Is.AsItIs.P50)
            .With("p90", T("P90"), row => Estimate.Of(row.Is.AsItIs.P90))
            .With("stockOutProbability", T("Out, %"), row => Percent(row.Is.AsItIs.StockOutProbability))
            .With("missing", T("Missing"), row => Estimate.Of(row.Is.AsItIs.Missing))
            .With("withOrder", T("With order"), row => Estimate.Of(row.Is.WithOrder?.Mean))
            .With("withOrderP10", null, row => row.Is.WithOrder?.P10)
            .With("withOrderP90", null, row => row.Is.WithOrder?.P90)
            .With("arrives", T("Arrives"), row => row.Arrives);

    private sealed record Step(SuggestionExplanation Of, ExplanationStep Is, int Number);

    /// <param name="Arrives">The orders that come on the day; null for none.</param>
    private sealed record Ahead(StockProjection Of, ProjectedDay Is, string? Arrives);

    /// <param name="run">The run.</param>
    /// <param name="explanations">By location.</param>
    /// <param name="projections">By location; read for tables, and where they are asked for.</param>
    /// <param name="asked">Whether the projection was asked for, day by day.</param>
    public static int Print(
        Invocation run,
        IReadOnlyList<SuggestionExplanation> explanations,
        IReadOnlyList<StockProjection> projections,
        bool asked
    )
    {
        if (asked && run.Format != OutputFormat.Table)
            return run.Format == OutputFormat.Json
                ? run.Show(new View<StockProjection>(), projections)
                : run.Show(Days, [.. projections.SelectMany(Rows)]);
        if (run.Format == OutputFormat.Json || explanations.Count == 0)
            return run.Show(
                new View<SuggestionExplanation>().With("sku", T("SKU"), e => e.Suggestion.Sku),
                explanations
            );
        if (run.Format == OutputFormat.Csv)
            return run.Show(Steps, [.. explanations.SelectMany(Numbered)]);

        foreach (var explanation in explanations)
            PrintOne(
                run,
                explanation,
                projections.FirstOrDefault(p => p.Location == explanation.Suggestion.Location),
                asked
            );
        return ExitCode.Ok;
    }

    private static void PrintOne(
        Invocation run,
        SuggestionExplanation explanation,
        StockProjection? projection,
        bool asked
    )
    {
        var (suggestion, output) = (explanation.Suggestion, run.Shell.Out);
        output.WriteLine(
            Paint.With(run.Shell, "bold", Cells.Text(T($"{suggestion.Sku} {suggestion.Name} at {suggestion.Location}")))
        );
        output.WriteLine(Paint.With(run.Shell, ReplenishCommands.Colour(suggestion.Urgency), Verdict(suggestion)));
        output.WriteLine();
        run.Show(Steps, [.. Numbered(explanation)]);
        var (level, review, lead) = (
            Cells.Percent((double)explanation.ServiceLevel),
            explanation.ReviewPeriodDays,
            suggestion.LeadTimeDays
        );
        output.WriteLine(
            suggestion.Assumed
                ? T(
                    $"Service level {level}, review every {review} days, lead time {lead} days, "
                        + $"no MOQ, no packs (assumed: no supplier's terms are known)."
                )
                : T(
                    $"Service level {level}, review every {review} days, lead time {lead} days, "
                        + $"MOQ {Cells.Text(explanation.Moq)}, pack of {Cells.Text(explanation.PackMultiple)}."
                )
        );
        if (explanation.Policy is { } policy)
            output.WriteLine(T($"Policy: {string.Join("; ", policy.InWords())}."));
        if (explanation.LeadTime is { } learned)
            output.WriteLine(T($"Lead time: {learned.InWords()}."));
        output.WriteLine(Backtest(explanation));
        if (explanation.WhySupplier is { } why)
            output.WriteLine(Cells.Text(why.ToString()));
        if (explanation.OtherSuppliers.Count > 0)
        {
            output.WriteLine(T("The same order from others:"));
            run.Show(Suppliers, explanation.OtherSuppliers);
        }
        output.WriteLine(
            T(
                $"From forecast {explanation.ForecastVersion} ({explanation.Model}) "
                    + $"and stock {explanation.StockVersion}, as of {suggestion.AsOf:yyyy-MM-dd}."
            )
        );
        if (explanation.Reproduced is { } same)
            output.WriteLine(
                same
                    ? T("Decided again from the inputs of then: the same.")
                    : T("Decided again from the inputs of then: not the same; the program decides differently by now.")
            );
        foreach (var note in explanation.Notes.Select(n => n.ToString()))
            output.WriteLine(T($"Note: {note}"));
        if (projection is not null)
            PrintAhead(run, projection, asked);
        output.WriteLine();
    }

    /// <summary>The mean as a line of bars; each day where it is asked for.</summary>
    private static void PrintAhead(Invocation run, StockProjection of, bool asked)
    {
        if (of.Days.Count == 0)
            return;
        var output = run.Shell.Out;
        var top = of.Days.Max(d => Math.Max(d.AsItIs.Mean, d.WithOrder?.Mean ?? 0));
        output.WriteLine();
        output.WriteLine(
            T(
                $"Stock expected from {of.Days[0].Day:yyyy-MM-dd} to {of.Days[^1].Day:yyyy-MM-dd}, of at most "
                    + $"{Estimate.Text(top)}:"
            )
        );
        output.WriteLine(
            $"  {Sparkline.Of(of.Days.Select(d => d.AsItIs.Mean), top)}  "
                + (of.StockOutOn is { } gone ? T($"as it is, out on {gone:yyyy-MM-dd}") : T("as it is"))
        );
        var more = of.Transfers.Select(t => (t.Quantity, t.ArrivesOn)).ToList();
        if (of.Order is { } order)
            more.Add((order.Quantity, order.ArrivesOn));
        if (more.Count > 0)
        {
            var arriving = Both(
                more.Select(m => T($"{Cells.Text(m.Quantity)} that arrive on {m.ArrivesOn:yyyy-MM-dd}"))
            );
            var drawn = Sparkline.Of(of.Days.Select(d => (d.WithOrder ?? d.AsItIs).Mean), top);
            output.WriteLine($"  {drawn}  {T($"with {arriving}")}");
        }
        foreach (var note in of.Notes)
            output.WriteLine($"  {note}");
        if (asked)
            run.Show(Days, [.. Rows(of)]);
    }

    private static string Both(IEnumerable<string> parts) =>
        parts.DefaultIfEmpty("").Aggregate((all, next) => T($"{all} and {next}"));

    private static IEnumerable<Ahead> Rows(StockProjection of) =>
        of.Days.Select(day =>
        {
            var arriving = of.Arrivals.Where(a => a.CountedFrom == day.Day).ToList();
            return new Ahead(
                of,
                day,
                arriving.Count == 0
                    ? null
                    : string.Join(", ", arriving.Select(a => $"{a.Order ?? T("on order")} {Cells.Text(a.Quantity)}"))
            );
        });

    private static IEnumerable<Step> Numbered(SuggestionExplanation explanation) =>
        explanation.Steps.Select((step, i) => new Step(explanation, step, i + 1));

    public static string Verdict(SuggestionResponse s)
    {
        if (s.Advice == Advice.CountFirst)
            return T("Count it first.");
        if (s.Advice == Advice.ClockStands)
            return T($"Nothing to order today: the location's clock stands at {s.AsOf:yyyy-MM-dd}.");
        if (s.Advice == Advice.InDraft)
            return T($"In draft: {Cells.Text(s.InDraft)} in {string.Join(", ", s.Drafts)}.");
        if (s.Advice == Advice.Transfer)
            return T($"Bring {Moved(s)}: nothing has to be ordered.");
        if (s.OrderQuantity <= 0)
            return T("Nothing to order now.");
        var order = Cells.Text(s.OrderQuantity);
        if (s.Supplier is not null)
            order = T($"{order} from {s.Supplier}");
        if (s.OrderBy is { } day)
            order = T($"{order} by {day:yyyy-MM-dd}");
        if (s.Cost is { } money)
            order = T($"{order}, for {Cells.Text(money)}");
        return s.Transfers.Count > 0 ? T($"Bring {Moved(s)}, and order {order}.") : T($"Order {order}.");
    }

    private static string Moved(SuggestionResponse of) =>
        Both(of.Transfers.Select(t => T($"{Cells.Text(t.Quantity)} from {t.From}")));

    /// <summary>How the forecast behind it would have done on the product's own past.</summary>
    private static string Backtest(SuggestionExplanation of)
    {
        if (of.Backtest.FirstOrDefault(m => m.Chosen) is not { } chosen)
            return T("Backtest: not enough data to test the forecast.");
        var error = Cells.Text(chosen.Rmsse);
        if (of.Backtest.FirstOrDefault(m => !m.Chosen) is { } naive)
            error = T($"{error} against {Cells.Text(naive.Rmsse)} of {naive.Model}");
        return T(
            $"Backtest: over {chosen.HorizonDays} days from {chosen.Origins} days of the past: error {error}, "
                + $"bias {Share(chosen.Bias)}, {Share(chosen.Coverage80)} of days in the 80% band, "
                + $"{Share(chosen.Coverage95)} in the 95% band."
        );

        static string Share(double? share) => share is { } known ? Cells.Percent(known) : "-";
    }

    private static decimal Percent(double share) => Math.Round((decimal)share * 100, 1);
}
