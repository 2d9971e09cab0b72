using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Replenishment;

/// <summary>A policy against the past.</summary>
internal static class SimulateCommand
{
    private static View<Row> Rows =>
        new View<Row>()
            .With("what", "", r => r.What)
            .With("series", null, r => r.Series)
            .With("fillRate", T("Fill rate, %"), r => Percent(r.Outcome.FillRate))
            .With("cycleService", T("Cycles without gap, %"), r => Percent(r.Outcome.CycleService))
            .With("stockOutDays", T("Days out"), r => r.Outcome.StockOutDays)
            .With("meanStock", T("Mean stock"), r => Estimate.Of(r.Outcome.MeanStock))
            .Money("meanStockValue", T("Its value"), r => r.Outcome.MeanStockValue)
            .With("orders", T("Orders"), r => r.Outcome.Orders)
            .With("ordered", null, r => r.Outcome.Ordered)
            .With("demand", null, r => r.Outcome.Demand)
            .With("lost", T("Lost, units"), r => Estimate.Of(r.Outcome.Lost))
            .Money("lostMargin", T("Lost margin"), r => r.Outcome.LostMargin)
            .Money("holdingCost", T("Holding"), r => r.Outcome.HoldingCost)
            .With("orderingCost", null, r => r.Outcome.OrderingCost)
            .Money("cost", T("Cost"), r => r.Outcome.Cost)
            .With("unknownDays", null, r => r.Outcome.UnknownDays)
            .With("imputed", null, r => r.Outcome.Imputed);

    /// <param name="What">Which policy, of what.</param>
    /// <param name="Series">How many series; null on the curve, where it is all of them.</param>
    private sealed record Row(string What, int? Series, SimulatedOutcome Outcome);

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
        var segment = Inputs.Text("--segment", T("Only this cell of the ABC x XYZ matrix, as AX."));
        var days = Inputs.Whole("--days", T("Days of the past that are counted; default 365."));
        var policy = Inputs.Word<OrderPolicy>("--policy", T("When and how much; default reorder-up-to."));
        var promise = Inputs.Word<ServicePromise>("--promise", T("What a service level means; default cycle-service."));
        var service = Inputs.Number("--service", T("The service level, as 0.98; default each product's own."));
        var review = Inputs.Whole("--review-days", T("Days between orders; default each product's own."));
        var min = Inputs.Number("--min", T("With --policy min-max: order at this position and below."));
        var max = Inputs.Number("--max", T("With --policy min-max: order up to this position."));
        var levels = Inputs.Text("--levels", T("Service levels of the curve, joined by commas."));
        var factor = Inputs.Number("--demand-factor", T("What if demand were that many times as large."));
        var late = Inputs.Whole("--late-days", T("What if every order took so many days more."));
        var cost = Inputs.Number("--cost-factor", T("What if suppliers charged that many times as much."));
        var order = Inputs.Number("--order-cost", T("Money that an order line costs; default as policies say."));
        var holding = Inputs.Number(
            "--holding-rate",
            T("Share of the unit cost that holding costs a year; default as policies say.")
        );
        var waits = Inputs.Number("--backordered", T("Share of unmet demand that waits; default 0, it is lost."));
        var by = Inputs.Word<SimulationGroup>("--by", T("Also a row per group; default all."));
        return inv.Verb(
            "simulate",
            T("Replays a policy on the past, beside the one in force. Nothing is stored."),
            [
                "inv simulate LAMP-1 --promise fill-rate --service 0.98",
                "inv simulate --supplier ACME --late-days 14",
                "inv simulate --segment AX --service 0.99 --by segment",
                "inv simulate --category Drinks --policy periodic-up-to --review-days 14 --by product",
                "inv simulate LAMP-1 --location BERLIN --policy min-max --min 20 --max 60",
            ],
            [
                skus,
                location,
                supplier,
                category,
                segment,
                days,
                policy,
                promise,
                service,
                review,
                min,
                max,
                levels,
                factor,
                late,
                cost,
                order,
                holding,
                waits,
                by,
            ],
            async (run, ct) =>
            {
                var asked = new SimulateReplenishment
                {
                    Skus = run.Get(skus) is { Length: > 0 } named ? named : null,
                    Location = run.Get(location),
                    Supplier = run.Get(supplier),
                    Category = run.Get(category),
                    Segment = run.Get(segment),
                    Days = run.Get(days),
                    Proposed = new()
                    {
                        Policy = run.Get(policy),
                        Promise = run.Get(promise),
                        Service = run.Get(service),
                        ReviewDays = run.Get(review),
                        Min = run.Get(min),
                        Max = run.Get(max),
                    },
                    ServiceLevels = Levels(run.Get(levels)),
                    DemandFactor = run.Get(factor),
                    LateDays = run.Get(late),
                    CostFactor = run.Get(cost),
                    OrderCost = run.Get(order),
                    HoldingRate = run.Get(holding),
                    Backordered = run.Get(waits),
                    By = run.Get(by),
                };
                return Show(run, await run.Forecasting.SimulateReplenishment(asked, ct));
            }
        );
    }

    private static int Show(Invocation run, SimulationResult result)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(new View<SimulationResult>(), result);
        var code = run.Show(
            Rows,
            [
                new(T("current"), result.Series, result.Current),
                new(T("proposed"), result.Series, result.Proposed),
                .. result.Groups.SelectMany(g =>
                    (Row[])
                        [
                            new(T($"current {g.Key ?? T("(none)")}"), g.Series, g.Current),
                            new(T($"proposed {g.Key ?? T("(none)")}"), g.Series, g.Proposed),
                        ]
                ),
                .. result.Curve.Select(p => new Row(T($"at {Cells.Text(p.Service * 100)}%"), null, p.Outcome)),
            ]
        );
        run.Say(T($"{result.Series} series over {result.Days} days."));
        if (result.Hindsight is { } least)
            run.Say(T($"Had demand been known, ordering and holding would have cost {Cells.Text(least)}."));
        foreach (var note in result.Notes)
            run.Say(T($"Note: {note}"));
        return code;
    }

    private static decimal[]? Levels(string? list) =>
        Inputs.Split(list) is not { } parts
            ? null
            : Array.ConvertAll(
                parts,
                part =>
                    Inputs.TryNumber(part, out var level)
                        ? level
                        : throw new Failure(
                            T($"--levels: '{part}' is no number; write it as 0.95,0.98."),
                            ExitCode.Usage
                        )
            );

    private static decimal Percent(double share) => Math.Round((decimal)share * 100, 2);
}
