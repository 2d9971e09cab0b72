using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Replenishment;

internal static class ReplenishCommands
{
    private static View<SuggestionResponse> Suggestions =>
        new View<SuggestionResponse>()
            .With("advice", null, s => s.Advice)
            .With(
                "urgency",
                T("Urgency"),
                s =>
                    s.Advice is Advice.CountFirst or Advice.ClockStands or Advice.InDraft or Advice.Transfer
                        ? new Styled(s.Advice, "magenta")
                        : new Styled(s.Urgency, Colour(s.Urgency))
            )
            .With("sku", T("SKU"), s => s.Sku)
            .With("name", T("Name"), s => s.Name)
            .With("location", T("Location"), s => s.Location)
            .With("orderQuantity", T("Order"), s => s.OrderQuantity)
            .With("orderBy", T("By"), s => s.OrderBy)
            .With("supplier", T("From"), s => s.Supplier)
            .With("assignee", T("Whose"), s => s.Assignee, rank: 3)
            .Money("cost", T("Cost"), s => s.Cost)
            .Money("waitingCost", T("Waiting costs"), s => s.WaitingCost, rank: 1)
            .With("stockOutProbability", T("Risk"), s => s.StockOutProbability, rank: 1)
            .With("stockOutOn", T("Out on"), s => s.StockOutOn, rank: 1)
            .With("daysOfCover", T("Cover, days"), s => Estimate.Of(s.DaysOfCover), rank: 1)
            .With("onHand", T("On hand"), s => s.OnHand, rank: 1)
            .With("onOrder", T("On order"), s => s.OnOrder, rank: 2)
            .With("reorderPoint", T("Reorder at"), s => Estimate.Of(s.ReorderPoint), rank: 2)
            .With("lostUnits", null, s => Estimate.Of(s.LostUnits))
            .With("lostSales", null, s => s.LostSales)
            .With("safetyStock", null, s => Estimate.Of(s.SafetyStock))
            .With("leadTimeDays", null, s => s.LeadTimeDays)
            .With("unitCost", null, s => s.UnitCost)
            .With("assumed", null, s => s.Assumed)
            .With(
                "confidence",
                T("Confidence"),
                s => s.Confidence == ForecastStatus.NotEnoughData ? new Styled(s.Confidence, "yellow") : s.Confidence,
                rank: 3
            )
            .With("asOf", null, s => s.AsOf)
            .With("computedAt", null, s => s.ComputedAt);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "replenish",
            T("What to order, when, how much, and why."),
            [List(inv), Summary(inv), Explain(inv), Changes(inv), .. DecisionCommands.Create(inv)]
        );

    private static Command List(Inv inv)
    {
        var all = new Option<bool>("--all") { Description = T("Also what needs no order.") };
        var (location, supplier, category, urgency) = Filters();
        var assignee = new AssigneeInputs();
        var advice = Inputs.Word<Advice>("--advice", T("Only what has this advice; default order."));
        var setAside = new Option<bool>("--set-aside") { Description = T("Only what somebody put off or rejected.") };
        var risk = Risk();
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists what to order, the dearest to wait with first."),
            [
                "inv replenish list",
                "inv replenish list --supplier ACME --urgency late",
                "inv replenish list --mine",
                "inv replenish list --advice count-first",
                "inv replenish list --risk at-risk",
                "inv replenish list --all --limit 1000 -o csv > orders.csv",
            ],
            [all, location, supplier, category, urgency, .. assignee.All, advice, setAside, risk, limit],
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
                                run.Get(supplier),
                                run.Get(category),
                                run.Get(urgency),
                                run.Get(advice),
                                run.Get(setAside) ? true : null,
                                assignee.Of(run),
                                run.Get(risk),
                                ct
                            )
                    )
                )
        );
    }

    private static Option<StockRisk?> Risk() =>
        Inputs.Word<StockRisk>(
            "--risk",
            T("Only what is sold out, or at risk of it within 14 days; also what needs no order.")
        );

    private static (
        Option<string?> Location,
        Option<string?> Supplier,
        Option<string?> Category,
        Option<Urgency?> Urgency
    ) Filters() =>
        (
            Inputs.Text("--location", T("Only this location.")),
            Inputs.Text("--supplier", T("Only what this supplier delivers.")),
            Inputs.Text("--category", T("Only this category.")),
            Inputs.Word<Urgency>("--urgency", T("Only what is so pressing."))
        );

    private static Command Summary(Inv inv)
    {
        var by = Inputs.Word<WorklistGroup>("--by", T("What to group by; default supplier."));
        var (location, supplier, category, urgency) = Filters();
        var assignee = new AssigneeInputs();
        var risk = Risk();
        return inv.Verb(
            "summary",
            T("Shows what is to be ordered in numbers, by supplier, location or category."),
            ["inv replenish summary", "inv replenish summary --by location"],
            [by, location, supplier, category, urgency, .. assignee.All, risk],
            async (run, ct) =>
            {
                var summary = await run.Forecasting.GetWorklistSummary(
                    run.Get(by),
                    run.Get(location),
                    run.Get(supplier),
                    run.Get(category),
                    run.Get(urgency),
                    assignee.Of(run),
                    run.Get(risk),
                    ct
                );
                if (run.Format == OutputFormat.Json)
                    return run.Show(new View<WorklistSummary>(), summary);
                var code = run.Show(
                    Groups,
                    [.. summary.Groups, .. summary.Groups.Count > 1 ? [new(T("total"), summary.Total)] : Nothing]
                );
                if (summary.CountFirst > 0)
                    run.Say(
                        T($"{summary.CountFirst} sell and were never counted: inv replenish list --advice count-first")
                    );
                foreach (var standing in summary.Standing)
                    run.Say(
                        T(
                            $"{standing.Location}: its clock stands at "
                                + $"{standing.AsOf:yyyy-MM-dd}, so that nothing of its "
                                + $"{standing.Series} products is ordered today."
                        )
                    );
                return code;
            }
        );
    }

    private static readonly WorklistGroupTotals[] Nothing = [];

    private static View<WorklistGroupTotals> Groups =>
        new View<WorklistGroupTotals>()
            .With("key", "", g => g.Key ?? T("(none)"))
            .With("lines", T("Orders"), g => g.Totals.Lines)
            .With("late", T("Late"), g => g.Totals.Late)
            .With("now", T("Today"), g => g.Totals.Now)
            .With("soon", T("Soon"), g => g.Totals.Soon)
            .Money("cost", T("Cost"), g => g.Totals.Cost)
            .Money("waitingCost", T("Waiting costs"), g => g.Totals.WaitingCost);

    /// <summary><c>inv explain</c> is short for it.</summary>
    public static Command Explain(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("Only this location."));
        var at = Inputs.Date("--at", T("As it stood at the end of that day, UTC, of the last 180 days."));
        var projection = new Option<bool>("--projection") { Description = T("Also the stock ahead, day by day.") };
        return inv.Verb(
            "explain",
            T("Shows a suggestion's arithmetic, step by step: as it stands, or as it stood on a day."),
            [
                "inv replenish explain 85123A",
                "inv replenish explain 85123A --at 2026-03-01",
                "inv replenish explain 85123A --location LONDON --projection",
                "inv replenish explain 85123A --projection -o csv > stock.csv",
            ],
            [sku, location, at, projection],
            async (run, ct) =>
            {
                var (product, place, ahead) = (run.Get(sku), run.Get(location), run.Get(projection));
                var day = run.Get(at)?.ToString("O", CultureInfo.InvariantCulture);
                if (ahead && day is not null)
                    throw new Failure(T("--projection is of today's stock; without --at."), ExitCode.Usage);
                return ExplanationPrinter.Print(
                    run,
                    await run.Forecasting.ExplainSuggestions(product, place, day, ct),
                    day is null && (ahead || run.Format == OutputFormat.Table)
                        ? await run.Forecasting.GetStockProjections(product, place, ct: ct)
                        : [],
                    ahead
                );
            }
        );
    }

    private static View<SuggestionChange> ChangeRows =>
        new View<SuggestionChange>()
            .With("location", T("Location"), c => c.Location)
            .With("at", T("Since"), c => c.At)
            .With("advice", T("To do"), c => c.Advice)
            .With("orderQuantity", T("Order"), c => c.OrderQuantity)
            .With("orderBy", T("By"), c => c.OrderBy)
            .With("changes", T("What changed"), c => string.Join("; ", c.Changes));

    private static Command Changes(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("Only this location."));
        var limit = new Option<int?>("--limit") { Description = T("So many per location; default 10, at most 100.") };
        return inv.Verb(
            "changes",
            T("Shows what changed in a product's suggestions from day to day, in words."),
            ["inv replenish changes 85123A"],
            [sku, location, limit],
            async (run, ct) =>
                run.Show(
                    ChangeRows,
                    await run.Forecasting.ListSuggestionChanges(run.Get(sku), run.Get(location), run.Get(limit), ct)
                )
        );
    }

    public static string Colour(Urgency urgency) =>
        urgency switch
        {
            Urgency.Late => "red",
            Urgency.Now => "yellow",
            Urgency.Soon => "blue",
            _ => "default",
        };
}
