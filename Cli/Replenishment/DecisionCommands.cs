using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Replenishment;

/// <summary>What people make of suggestions.</summary>
internal static class DecisionCommands
{
    private static View<DecisionResponse> Decisions =>
        new View<DecisionResponse>()
            .With("at", T("At"), d => d.At)
            .With("by", T("Who"), d => d.By)
            .With("action", T("Decision"), d => d.Action)
            .With("sku", T("SKU"), d => d.Sku)
            .With("location", T("Location"), d => d.Location)
            .With("suggested", T("Suggested"), d => d.Suggested)
            .With("quantity", T("Ordered"), d => d.Quantity)
            .With("supplier", T("From"), d => d.Supplier ?? d.From)
            .With("order", T("Draft"), d => d.Order)
            .With("until", T("Until"), d => d.Until)
            .With("reason", T("Reason"), d => d.Reason)
            .With("demand", T("Came"), d => d.Score?.Demand)
            .With("saved", T("Saved"), d => d.Score?.Saved)
            .With("forecastVersion", null, d => d.ForecastVersion)
            .With("stockVersion", null, d => d.StockVersion);

    private static View<DraftedOrder> Drafts =>
        new View<DraftedOrder>()
            .With("number", T("Draft"), o => o.Number)
            .With("supplier", T("From"), o => o.Supplier)
            .With("location", T("For"), o => o.Location)
            .With("lines", T("Lines"), o => o.Lines)
            .Money("value", T("Value"), o => o.Value)
            .With("missing", T("To the minimum"), o => o.Missing);

    public static Command[] Create(Inv inv) =>
        [Accept(inv), AcceptDue(inv), Transfer(inv), Snooze(inv), Reject(inv), List(inv), Scores(inv)];

    private static Command Accept(Inv inv)
    {
        var (sku, location) = (Inputs.Sku(), Inputs.Required("--location", T("Where it is needed.")));
        var quantity = Inputs.Number("--quantity", T("Units to order; default the suggested ones."));
        var supplier = Inputs.Text("--supplier", T("Who delivers; default the suggested one."));
        var reason = Inputs.Text("--reason", T("Why another quantity or supplier."));
        return inv.Verb(
            "accept",
            T("Makes a draft order of a suggestion."),
            [
                "inv replenish accept LAMP-1 --location BERLIN",
                "inv replenish accept LAMP-1 --location BERLIN --quantity 60 --reason \"a fair in May\"",
            ],
            [sku, location, quantity, supplier, reason],
            async (run, ct) =>
                Show(
                    run,
                    await Decide(
                        run,
                        new()
                        {
                            Sku = run.Get(sku),
                            Location = run.Get(location),
                            Action = DecisionAction.Accept,
                            Quantity = run.Get(quantity),
                            Supplier = run.Get(supplier),
                            Reason = run.Get(reason),
                        },
                        ct
                    )
                )
        );
    }

    private static Command AcceptDue(Inv inv)
    {
        var supplier = new Argument<string?>("supplier")
        {
            Description = T("The supplier's code; without it a budget for all of them is needed."),
            Arity = ArgumentArity.ZeroOrOne,
        };
        var location = Inputs.Text("--location", T("Only this location."));
        var fillUp = new Option<bool>("--fill-up")
        {
            Description = T("Fill what is below the supplier's minimum up with what is due next."),
        };
        var least = Inputs.Word<Urgency>("--at-least", T("What is at least so pressing; default soon, which is all."));
        var budget = Inputs.Number("--budget", T("Money to spend at most, on the dearest to wait with first."));
        return inv.Verb(
            "accept-due",
            T("Makes draft orders of all that is due at a supplier, one per location."),
            [
                "inv replenish accept-due ACME --fill-up",
                "inv replenish accept-due ACME --at-least now --budget 5000",
                "inv replenish accept-due --budget 20000",
            ],
            [supplier, location, least, budget, fillUp],
            async (run, ct) =>
                Show(
                    run,
                    await run.Forecasting.AcceptDueSuggestions(
                        new()
                        {
                            Supplier = run.Get(supplier),
                            Location = run.Get(location),
                            AtLeast = run.Get(least),
                            Budget = run.Get(budget),
                            FillUp = run.Get(fillUp),
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Transfer(Inv inv)
    {
        var (sku, location) = (Inputs.Sku(), Inputs.Required("--location", T("Where it is needed.")));
        var from = Inputs.Text("--from", T("Where it lies; default the first that is suggested."));
        var quantity = Inputs.Number("--quantity", T("Units to bring; default the suggested ones."));
        var reason = Inputs.Text("--reason", T("Why."));
        return inv.Verb(
            "transfer",
            T("Brings what another location has too much of, as suggested."),
            [
                "inv replenish transfer LAMP-1 --location BERLIN",
                "inv replenish transfer LAMP-1 --location BERLIN --from MUNICH",
            ],
            [sku, location, from, quantity, reason],
            async (run, ct) =>
                run.Show(
                    Decisions,
                    (
                        await Decide(
                            run,
                            new()
                            {
                                Sku = run.Get(sku),
                                Location = run.Get(location),
                                Action = DecisionAction.Transfer,
                                From = run.Get(from),
                                Quantity = run.Get(quantity),
                                Reason = run.Get(reason),
                            },
                            ct
                        )
                    ).Decisions
                )
        );
    }

    private static Command Snooze(Inv inv)
    {
        var (sku, location) = (Inputs.Sku(), Inputs.Required("--location", T("Where it is needed.")));
        var until = Inputs.Date("--until", T("The first day on which it is back on the list."));
        until.Required = true;
        var reason = Inputs.Text("--reason", T("Why."));
        return inv.Verb(
            "snooze",
            T("Takes a suggestion off the list until a day."),
            ["inv replenish snooze LAMP-1 --location BERLIN --until 2026-03-01"],
            [sku, location, until, reason],
            async (run, ct) =>
                run.Show(
                    Decisions,
                    (
                        await Decide(
                            run,
                            new()
                            {
                                Sku = run.Get(sku),
                                Location = run.Get(location),
                                Action = DecisionAction.Snooze,
                                Until = run.Get(until),
                                Reason = run.Get(reason),
                            },
                            ct
                        )
                    ).Decisions
                )
        );
    }

    private static Command Reject(Inv inv)
    {
        var (sku, location) = (Inputs.Sku(), Inputs.Required("--location", T("Where it is needed.")));
        var reason = Inputs.Required("--reason", T("Why."));
        var until = Inputs.Date(
            "--until",
            T("The first day on which it is back on the list; default the next review.")
        );
        return inv.Verb(
            "reject",
            T("Refuses a suggestion, for a reason."),
            ["inv replenish reject LAMP-1 --location BERLIN --reason \"end of the season\""],
            [sku, location, reason, until],
            async (run, ct) =>
                run.Show(
                    Decisions,
                    (
                        await Decide(
                            run,
                            new()
                            {
                                Sku = run.Get(sku),
                                Location = run.Get(location),
                                Action = DecisionAction.Reject,
                                Reason = run.Get(reason),
                                Until = run.Get(until),
                            },
                            ct
                        )
                    ).Decisions
                )
        );
    }

    private static Command List(Inv inv)
    {
        var (sku, location) = (
            Inputs.Text("--sku", T("Only this product.")),
            Inputs.Text("--location", T("Only this location."))
        );
        var action = Inputs.Word<DecisionAction>("--action", T("Only these decisions."));
        var by = Inputs.Text("--by", T("Only what this person decided."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "decisions",
            T("Lists what was decided on suggestions, newest first."),
            ["inv replenish decisions --sku LAMP-1", "inv replenish decisions --action reject"],
            [sku, location, action, by, limit],
            async (run, ct) =>
                run.Show(
                    Decisions,
                    await Listing<DecisionResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Forecasting.ListDecisions(
                                size,
                                after,
                                run.Get(sku),
                                run.Get(location),
                                run.Get(action),
                                run.Get(by),
                                ct
                            )
                    )
                )
        );
    }

    private static Command Scores(Inv inv)
    {
        var (from, to) = (
            Inputs.Date("--from", T("The first day; default a year ago.")),
            Inputs.Date("--to", T("The last day; default today."))
        );
        return inv.Verb(
            "scores",
            T("Shows who was closer, people or suggestions, in money."),
            ["inv replenish scores", "inv replenish scores --from 2026-01-01 -o json"],
            [from, to],
            async (run, ct) =>
                run.Show(
                    new View<DecisionScores>()
                        .With("asSuggested", T("As suggested"), s => s.AsSuggested)
                        .With("edited", T("Edited"), s => s.Edited)
                        .With("rejected", T("Rejected"), s => s.Rejected)
                        .With("personCloser", T("Person closer"), s => s.PersonCloser)
                        .With("suggestionCloser", T("Suggestion closer"), s => s.SuggestionCloser)
                        .With("saved", T("Saved by people"), s => s.Saved)
                        .With("unjudged", T("Not judged yet"), s => s.Unjudged),
                    await run.Forecasting.ScoreDecisions(run.Get(from), run.Get(to), ct)
                )
        );
    }

    private static Task<DecisionsMade> Decide(Invocation run, DecideSuggestion item, CancellationToken ct) =>
        run.Forecasting.DecideSuggestions(new() { Items = [item] }, run.Key, ct);

    private static int Show(Invocation run, DecisionsMade made)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(new View<DecisionsMade>(), made);
        var code = run.Show(Drafts, made.Orders);
        foreach (var order in made.Orders.Where(o => o.Missing > 0))
            run.Say(
                T(
                    $"{order.Supplier} delivers from {Cells.Text(order.Value + order.Missing)}: "
                        + $"{Cells.Text(order.Missing)} are missing in {order.Number}."
                )
            );
        if (made.Left.Count > 0)
            run.Say(T($"{made.Left.Count} had no room in the budget."));
        return code;
    }
}
