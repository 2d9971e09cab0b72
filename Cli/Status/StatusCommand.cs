using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Cli.Status;

internal static class StatusCommand
{
    private static readonly View<PartStatus> Parts = new View<PartStatus>()
        .With("part", "Part", p => p.Name)
        .With(
            "state",
            "State",
            p => new Styled(
                p.State,
                p.State switch
                {
                    "healthy" => "green",
                    "degraded" => "yellow",
                    _ => "red",
                }
            )
        )
        .With("detail", "Detail", p => p.Detail ?? "")
        .With(
            "checks",
            "Checks",
            p =>
                string.Join(
                    ", ",
                    p.Checks.Select(check => check.Value == "healthy" ? check.Key : $"{check.Key}: {check.Value}")
                )
        );

    private static readonly View<SourceReconciliation> Sources = new View<SourceReconciliation>()
        .With("source", "Source", s => s.Source)
        .With("lines", "Lines", s => s.Lines)
        .With("sold", "Sold", s => s.Sold)
        .With("ledger", "Ledger", s => s.Ledger)
        .With("demand", "Demand", s => s.Demand)
        .With("returned", "Returned", s => s.Returned)
        .With("agrees", "Agrees", s => s.Agrees ? new Styled("yes", "green") : new Styled("no", "red"));

    private static readonly View<ConsumerLag> Consumers = new View<ConsumerLag>()
        .With("consumer", "Consumer", c => c.Consumer)
        .With("lagLines", "Lag, lines", c => c.LagLines)
        .With("lagSeconds", "Lag of forecasts, s", c => c.LagSeconds)
        .With("failed", "Failed messages", c => c.Failed);

    private static readonly View<StatusResponse> Whole = new View<StatusResponse>().With(
        "healthy",
        "Healthy",
        s => s.Healthy
    );

    public static Command Create(Inv inv) =>
        inv.Verb(
            "status",
            "Shows every part's health, whether sales, ledger and demand agree, and how far each consumer lags.",
            ["inv status", "inv status -o json"],
            [],
            async (run, ct) => Print(run, await run.Gateway.Status.GetStatus(ct))
        );

    private static int Print(Invocation run, StatusResponse status)
    {
        // CSV is one table: the reconciliation is the one with figures.
        if (run.Format == OutputFormat.Json)
            return run.Show(Whole, status);
        if (run.Format == OutputFormat.Csv)
            return run.Show(Sources, status.Sources);

        var output = run.Shell.Out;
        output.WriteLine(status.Healthy ? "Healthy: every part answers." : "Not healthy.");
        run.Show(Parts, status.Parts);
        output.WriteLine();
        output.WriteLine(
            status.Reconciled
                ? "Reconciled: units sold = units moved in the ledger = units of demand, and nothing is under way."
            : status.Alarms.Count == 0
                ? "Not reconciled yet: what was just recorded is being brought into ledger and demand."
            : "Not reconciled, and it will not be by itself:"
        );
        foreach (var reason in status.Alarms.Concat(status.Reasons.Except(status.Alarms)))
            output.WriteLine($"  {reason}");
        if (status.Sources.Count > 0)
            run.Show(Sources, status.Sources);
        else
            output.WriteLine("  No sales yet.");
        output.WriteLine();
        if (status.Consumers.Count > 0)
            run.Show(Consumers, status.Consumers);
        var underWay = status
            .UnderWay.Where(work => work.Value > 0)
            .Select(work => $"{work.Key} {Cells.Text(work.Value)}")
            .ToList();
        output.WriteLine($"Under way: {(underWay.Count == 0 ? "nothing" : string.Join(", ", underWay))}.");
        return ExitCode.Ok;
    }
}
