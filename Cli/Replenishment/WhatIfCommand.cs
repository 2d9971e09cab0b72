using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Replenishment;

/// <summary>Suggestions under other circumstances, beside what is.</summary>
internal static class WhatIfCommand
{
    /// <param name="What">What is added up.</param>
    /// <param name="Values">As it is, then by scenario.</param>
    private sealed record Measure(string What, IReadOnlyList<decimal> Values);

    /// <param name="Scenario">Its name; null for what is.</param>
    private sealed record Line(WhatIfRow Of, string? Scenario, WhatIfOrder Is);

    private static View<Line> Lines =>
        new View<Line>()
            .With("sku", null, l => l.Of.Sku)
            .With("location", null, l => l.Of.Location)
            .With("supplier", null, l => l.Of.Supplier)
            .With("scenario", null, l => l.Scenario ?? T("as it is"))
            .With("urgency", null, l => l.Is.Urgency)
            .With("quantity", null, l => l.Is.Quantity)
            .With("transferred", null, l => l.Is.Transferred)
            .With("orderBy", null, l => l.Is.OrderBy)
            .With("cost", null, l => l.Is.Cost)
            .With("stockOutOn", null, l => l.Is.StockOutOn)
            .With("stockOutProbability", null, l => l.Is.StockOutProbability)
            .With("lostSales", null, l => l.Is.LostSales)
            .With("waitingCost", null, l => l.Is.WaitingCost);

    public static Command Create(Inv inv)
    {
        var skus = new Argument<string[]>("sku")
        {
            Description = T("Products; default all."),
            Arity = ArgumentArity.ZeroOrMore,
        };
        var location = Inputs.Text("--location", T("Only this location."));
        var supplier = Inputs.Text("--supplier", T("Only what this supplier delivers."));
        var category = Inputs.Text("--category", T("Only this category."));
        var demand = Inputs.Number("--demand", T("Demand times that, as 1.2."));
        var late = Inputs.Whole("--late", T("Suppliers are so many days later, with what is on order too."));
        var cost = Inputs.Number("--cost", T("What suppliers charge times that."));
        var price = Inputs.Number("--price", T("Sales prices times that."));
        var service = Inputs.Number("--service", T("Another service level, as 0.98."));
        var more = new Option<string[]>("--scenario")
        {
            Description = T(
                "One of several scenarios: \"late 14, demand 1.2\", with a name \"a strike: late 14\"; of one "
                    + "supplier alone \"supplier ACME, late 14\". Repeat it for up to five."
            ),
            HelpName = "text",
            DefaultValueFactory = _ => [],
        };
        var limit = Inputs.Limit();
        return inv.Verb(
            "what-if",
            T("Shows what would be suggested under other circumstances. Nothing is stored."),
            [
                "inv what-if --supplier ACME --late 14 --demand 1.2 --cost 1.1",
                "inv what-if --scenario \"demand 1.2\" --scenario \"a strike: supplier ACME, late 14\"",
                "inv what-if LAMP-1 LAMP-2 --service 0.99 -o csv > what-if.csv",
            ],
            [skus, location, supplier, category, demand, late, cost, price, service, more, limit],
            async (run, ct) =>
            {
                var one = new WhatIfScenario
                {
                    DemandFactor = run.Get(demand),
                    LateDays = run.Get(late),
                    CostFactor = run.Get(cost),
                    PriceFactor = run.Get(price),
                    Service = run.Get(service),
                };
                WhatIfScenario[] scenarios =
                [
                    .. one == new WhatIfScenario() ? [] : (WhatIfScenario[])[one],
                    .. (run.Get(more) ?? []).Select(Read),
                ];
                if (scenarios.Length == 0)
                    throw new Failure(
                        T("Say what is to be otherwise: --demand, --late, ... or --scenario."),
                        ExitCode.Usage
                    );
                var result = await run.Forecasting.AskWhatIf(
                    new()
                    {
                        Skus = run.Get(skus) is { Length: > 0 } named ? named : null,
                        Location = run.Get(location),
                        Supplier = run.Get(supplier),
                        Category = run.Get(category),
                        Scenarios = scenarios,
                    },
                    ct
                );
                return Show(run, result, run.Get(limit));
            }
        );
    }

    /// <summary>A scenario as it is typed: <c>a strike: supplier ACME, late 14</c>.</summary>
    private static WhatIfScenario Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var scenario = new WhatIfScenario { Name = colon < 0 ? null : text[..colon].Trim() };
        var parts = Inputs.Split(text[(colon + 1)..])!;
        if (parts.Length == 0)
            throw Bad(T($"--scenario \"{text}\": it changes nothing;"));
        foreach (var part in parts)
        {
            var words = part.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var said = words.Length == 2 ? words[1] : "";
            scenario = words[0].ToLowerInvariant() switch
            {
                "demand" => scenario with { DemandFactor = Number(said) },
                "cost" => scenario with { CostFactor = Number(said) },
                "price" => scenario with { PriceFactor = Number(said) },
                "service" => scenario with { Service = Number(said) },
                "supplier" when said.Length > 0 => scenario with { Supplier = said },
                "late" when int.TryParse(said, CultureInfo.InvariantCulture, out var days) => scenario with
                {
                    LateDays = days,
                },
                _ => throw Bad(T($"--scenario \"{text}\": '{part}' is not understood;")),
            };
        }
        return scenario;

        decimal Number(string said) =>
            Inputs.TryNumber(said, out var number)
                ? number
                : throw Bad(T($"--scenario \"{text}\": '{said}' is no number;"));
    }

    private static Failure Bad(string what) =>
        new(
            T(
                $"{what} write it as \"a strike: late 14, demand 1.2\", of demand, late, cost, price, service and "
                    + $"supplier."
            ),
            ExitCode.Usage
        );

    private static int Show(Invocation run, WhatIfResult result, int limit)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(new View<WhatIfResult>(), result);
        string[] names = [.. result.Scenarios.Select(s => s.Name)];
        if (run.Format == OutputFormat.Csv)
            return run.Show(
                Lines,
                [
                    .. result.Rows.SelectMany(row =>
                        row.Scenarios.Select((order, i) => new Line(row, names[i], order))
                            .Prepend(new Line(row, null, row.AsItIs))
                    ),
                ]
            );

        var totals = new View<Measure>().With("what", "", m => m.What).With("asItIs", T("As it is"), m => m.Values[0]);
        var rows = new View<WhatIfRow>()
            .With("sku", T("SKU"), r => r.Sku)
            .With("location", T("Location"), r => r.Location)
            .With("asItIs", T("As it is"), r => InWords(r.AsItIs));
        for (var i = 0; i < names.Length; i++)
        {
            var of = i;
            totals.With(names[i], names[i], m => m.Values[of + 1]);
            rows.With(names[i], names[i], r => InWords(r.Scenarios[of]));
        }
        WhatIfTotals[] all = [result.AsItIs, .. result.Scenarios.Select(s => s.Totals)];
        Measure Of(string what, Func<WhatIfTotals, decimal> value) => new(what, Array.ConvertAll(all, t => value(t)));
        run.Show(
            totals,
            [
                Of(T("Orders"), t => t.Orders),
                Of(T("of these late"), t => t.Late),
                Of(T("today"), t => t.Now),
                Of(T("soon"), t => t.Soon),
                Of(T("Cost"), t => decimal.Round(t.Cost, 2)),
                Of(T("Lost sales"), t => decimal.Round(t.LostSales, 2)),
                Of(T("Waiting costs"), t => decimal.Round(t.WaitingCost, 2)),
                Of(T("Stock, units"), t => decimal.Round(t.Stock, 2)),
                Of(T("Its value"), t => decimal.Round(t.StockValue, 2)),
            ]
        );
        run.Shell.Out.WriteLine();
        var shown = result.Rows.Take(limit).ToList();
        run.Show(rows, shown);
        run.Say(
            shown.Count < result.Series
                ? T(
                    $"{result.Series} series, the largest differences first; "
                        + $"{result.Series - shown.Count} more are not shown."
                )
                : T($"{result.Series} series, the largest differences first.")
        );
        foreach (var note in result.Notes)
            run.Say(T($"Note: {note}"));
        return ExitCode.Ok;
    }

    /// <summary>How much by when, and when stock is out: it has to fit beside others.</summary>
    private static string InWords(WhatIfOrder order)
    {
        var ordered =
            order is { Quantity: > 0, OrderBy: { } day } ? T($"{Cells.Text(order.Quantity)} by {day:MM-dd}")
            : order.Transferred > 0 ? T("no order")
            : T("none");
        if (order.Transferred > 0)
            ordered = T($"bring {Cells.Text(order.Transferred)}, {ordered}");
        return order.StockOutOn is { } gone ? T($"{ordered}, out {gone:MM-dd}") : ordered;
    }
}
