using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Cli.Status;

internal static class StatusCommand
{
    private static View<PartStatus> Parts =>
        new View<PartStatus>()
            .With("part", T("Part"), p => p.Name)
            .With(
                "state",
                T("State"),
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
            .With("detail", T("Detail"), p => p.Detail ?? "")
            .With(
                "checks",
                T("Checks"),
                p =>
                    string.Join(
                        ", ",
                        p.Checks.Select(check => check.Value == "healthy" ? check.Key : $"{check.Key}: {check.Value}")
                    )
            );

    private static View<SourceReconciliation> Sources =>
        new View<SourceReconciliation>()
            .With("source", T("Source"), s => s.Source)
            .With("lines", T("Lines"), s => s.Lines)
            .With("sold", T("Sold"), s => s.Sold)
            .With("ledger", T("Ledger"), s => s.Ledger)
            .With("demand", T("Demand"), s => s.Demand)
            .With("returned", T("Returned"), s => s.Returned)
            .With("agrees", T("Agrees"), s => s.Agrees ? new Styled(true, "green") : new Styled(false, "red"));

    private static View<ConsumerLag> Consumers =>
        new View<ConsumerLag>()
            .With("consumer", T("Consumer"), c => c.Consumer)
            .With("lagLines", T("Lag, lines"), c => c.LagLines)
            .With("lagSeconds", T("Lag of forecasts, s"), c => c.LagSeconds)
            .With("failed", T("Failed messages"), c => c.Failed);

    private static View<StatusResponse> Whole =>
        new View<StatusResponse>().With("healthy", T("Healthy"), s => s.Healthy);

    public static Command Create(Inv inv) =>
        inv.Verb(
            "status",
            T("Shows every part's health, whether sales, ledger and demand agree, and how far each consumer lags."),
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
        output.WriteLine(status.Healthy ? T("Healthy: every part answers.") : T("Not healthy."));
        run.Show(Parts, status.Parts);
        output.WriteLine();
        output.WriteLine(
            status.Reconciled
                ? T("Reconciled: units sold = units moved in the ledger = units of demand, and nothing is under way.")
            : status.Alarms.Count == 0
                ? T("Not reconciled yet: what was just recorded is being brought into ledger and demand.")
            : T("Not reconciled, and it will not be by itself:")
        );
        foreach (var reason in status.Alarms.Concat(status.Reasons.Except(status.Alarms)))
            output.WriteLine($"  {reason}");
        if (status.Sources.Count > 0)
            run.Show(Sources, status.Sources);
        else
            output.WriteLine($"  {T("No sales yet.")}");
        output.WriteLine();
        if (status.Consumers.Count > 0)
            run.Show(Consumers, status.Consumers);
        var underWay = status
            .UnderWay.Where(work => work.Value > 0)
            .Select(work => $"{work.Key} {Cells.Text(work.Value)}")
            .ToList();
        output.WriteLine(
            underWay.Count == 0 ? T("Under way: nothing.") : T($"Under way: {string.Join(", ", underWay)}.")
        );
        return ExitCode.Ok;
    }
}
