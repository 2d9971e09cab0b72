using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Import;

/// <summary>Earlier imports of sales, and taking one back.</summary>
internal static class ImportRunCommands
{
    private static View<SalesImportResponse> Runs =>
        new View<SalesImportResponse>()
            .With("id", T("Import"), r => r.Id)
            .With("name", T("Name"), r => r.Name)
            .With("state", T("State"), r => r.State)
            .With("startedAt", T("Started"), r => r.StartedAt)
            .With("read", T("Read"), r => r.Read)
            .With("accepted", T("Accepted"), r => r.Accepted)
            .With("returns", T("Returns"), r => r.Returns)
            .With("duplicates", T("Duplicates"), r => r.Duplicates)
            .With("rejected", T("Rejected"), r => r.Rejected)
            .Also("finishedAt", T("Finished at"), r => r.FinishedAt)
            .Also("undoneAt", T("Undone at"), r => r.UndoneAt);

    public static Command List(Inv inv)
    {
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists imports of sales, newest first."),
            ["inv import list", "inv import list --limit 5 -o json"],
            [limit],
            async (run, ct) =>
                run.Show(
                    Runs,
                    await Listing<SalesImportResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) => run.Sales.ListImports(size, after, ct)
                    )
                )
        );
    }

    public static Command Undo(Inv inv)
    {
        var id = new Argument<Guid>("id") { Description = T("The import, as 'inv import list' shows it.") };
        var yes = new Option<bool>("--yes") { Description = T("Do not ask.") };
        return inv.Verb(
            "undo",
            T(
                "Takes back all sales of an import, as though they had never been. Where goods "
                    + "of one came back, nothing. "
                    + "Products and locations that it created stay."
            ),
            ["inv import undo 0190b7a2-6f0e-7c3a-9b51-2f7f6d0c1e11 --yes"],
            [id, yes],
            async (run, ct) =>
            {
                var found = await run.Sales.GetImport(run.Get(id), ct);
                if (found.State == ImportState.Undone)
                {
                    run.Say(T("It was taken back before."));
                    return run.Show(Runs, found);
                }

                var question = T(
                    $"Take back {found.Accepted + found.Returns:N0} lines of '{found.Name}' "
                        + $"of {found.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC?"
                );
                if (!run.Get(yes) && !ImportCommands.Agrees(run.Shell, question))
                {
                    run.Say(T("Nothing was taken back."));
                    return ExitCode.Error;
                }

                return run.Show(Runs, await run.Sales.UndoImport(found.Id, ct));
            }
        );
    }
}
