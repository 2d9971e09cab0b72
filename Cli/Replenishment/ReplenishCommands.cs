using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using Spectre.Console;

namespace SmartInventory.Cli.Replenishment;

internal static class ReplenishCommands
{
    private static readonly View<SuggestionResponse> Suggestions = new View<SuggestionResponse>()
        .With("urgency", "Urgency", s => new Styled(s.Urgency, Colour(s.Urgency)))
        .With("sku", "SKU", s => s.Sku)
        .With("name", "Name", s => s.Name)
        .With("location", "Location", s => s.Location)
        .With("orderQuantity", "Order", s => s.OrderQuantity)
        .With("orderBy", "By", s => s.OrderBy)
        .With("supplier", "From", s => s.Supplier)
        .With("cost", "Cost", s => s.Cost)
        .With("stockOutOn", "Out on", s => s.StockOutOn)
        .With("daysOfCover", "Cover, days", s => s.DaysOfCover)
        .With("onHand", "On hand", s => s.OnHand)
        .With("onOrder", "On order", s => s.OnOrder)
        .With("reorderPoint", "Reorder at", s => s.ReorderPoint)
        .With("safetyStock", null, s => s.SafetyStock)
        .With("leadTimeDays", null, s => s.LeadTimeDays)
        .With("unitCost", null, s => s.UnitCost)
        .With("assumed", null, s => s.Assumed)
        .With(
            "confidence",
            "Confidence",
            s => s.Confidence == ForecastStatus.NotEnoughData ? new Styled(s.Confidence, "yellow") : s.Confidence
        )
        .With("asOf", null, s => s.AsOf)
        .With("computedAt", null, s => s.ComputedAt);

    private static readonly View<(SuggestionExplanation Of, ExplanationStep Step, int Number)> Steps = new View<(
        SuggestionExplanation Of,
        ExplanationStep Step,
        int Number
    )>()
        .With("sku", null, row => row.Of.Suggestion.Sku)
        .With("location", null, row => row.Of.Suggestion.Location)
        .With("step", "", row => row.Number)
        .With("what", "Step", row => row.Step.What)
        .With("arithmetic", "Arithmetic", row => row.Step.Arithmetic)
        .With("result", "Result", row => row.Step.Result)
        .With("unit", "", row => row.Step.Unit);

    public static Command Create(Inv inv) =>
        inv.Noun("replenish", "What to order, when, how much, and why.", List(inv), Explain(inv));

    private static Command List(Inv inv)
    {
        var all = new Option<bool>("--all") { Description = "Also what needs no order." };
        var location = Inputs.Text("--location", "Only this location.");
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            "Lists what to order, most pressing first.",
            ["inv replenish list", "inv replenish list --all --limit 1000 -o csv > orders.csv"],
            [all, location, limit],
            async (run, ct) =>
                run.Show(
                    Suggestions,
                    await Listing<SuggestionResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Forecasting.ListSuggestions(
                                size,
                                after,
                                run.Get(location),
                                run.Get(all) ? true : null,
                                ct
                            )
                    )
                )
        );
    }

    private static Command Explain(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", "Only this location.");
        return inv.Verb(
            "explain",
            "Shows a suggestion's arithmetic, step by step.",
            ["inv replenish explain 85123A"],
            [sku, location],
            async (run, ct) => Print(run, await run.Forecasting.ExplainSuggestions(run.Get(sku), run.Get(location), ct))
        );
    }

    private static int Print(Invocation run, IReadOnlyList<SuggestionExplanation> explanations)
    {
        if (run.Format == OutputFormat.Json || explanations.Count == 0)
            return run.Show(new View<SuggestionExplanation>().With("sku", "SKU", e => e.Suggestion.Sku), explanations);
        if (run.Format == OutputFormat.Csv)
            return run.Show(Steps, [.. explanations.SelectMany(Numbered)]);

        foreach (var explanation in explanations)
        {
            var suggestion = explanation.Suggestion;
            Terminal.Write(
                run.Shell,
                new Markup($"[bold]{Markup.Escape($"{suggestion.Sku} {suggestion.Name} at {suggestion.Location}")}[/]")
            );
            Terminal.Write(
                run.Shell,
                new Markup($"[{Colour(suggestion.Urgency)}]{Markup.Escape(Verdict(suggestion))}[/]")
            );
            run.Shell.Out.WriteLine();
            run.Show(Steps, [.. Numbered(explanation)]);
            run.Shell.Out.WriteLine(
                $"Service level {explanation.ServiceLevel:0.#%}, "
                    + $"review every {explanation.ReviewPeriodDays} days, lead time {suggestion.LeadTimeDays} days, "
                    + (
                        suggestion.Assumed
                            ? "no MOQ, no packs (assumed: no supplier's terms are known)."
                            : $"MOQ {Cells.Text(explanation.Moq)}, pack of {Cells.Text(explanation.PackMultiple)}."
                    )
            );
            run.Shell.Out.WriteLine(
                $"From forecast {explanation.ForecastVersion} ({explanation.Model}) "
                    + $"and stock {explanation.StockVersion}, as of {suggestion.AsOf:yyyy-MM-dd}."
            );
            foreach (var note in explanation.Notes)
                run.Shell.Out.WriteLine($"Note: {note}");
            run.Shell.Out.WriteLine();
        }

        return ExitCode.Ok;
    }

    private static string Verdict(SuggestionResponse s)
    {
        if (s.OrderQuantity <= 0)
            return "Nothing to order now.";
        var from = s.Supplier is null ? "" : $" from {s.Supplier}";
        var by = s.OrderBy is { } day ? $" by {day:yyyy-MM-dd}" : "";
        var cost = s.Cost is { } money ? $", for {Cells.Text(money)}" : "";
        return $"Order {Cells.Text(s.OrderQuantity)}{from}{by}{cost}.";
    }

    private static IEnumerable<(SuggestionExplanation Of, ExplanationStep Step, int Number)> Numbered(
        SuggestionExplanation explanation
    ) => explanation.Steps.Select((step, i) => (explanation, step, i + 1));

    private static string Colour(Urgency urgency) =>
        urgency switch
        {
            Urgency.Late => "red",
            Urgency.Now => "yellow",
            Urgency.Soon => "blue",
            _ => "default",
        };
}
