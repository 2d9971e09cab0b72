using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Cli.Import;

internal static class ImportCommands
{
    private static View<RejectedLine> Rejects =>
        new View<RejectedLine>()
            .With("line", T("Line"), r => r.Line)
            .With("row", null, r => r.Row)
            .With("reason", T("Reason"), r => r.Reason)
            .With("detail", T("Detail"), r => r.Detail);

    private static View<(string What, long Lines)> Counts =>
        new View<(string What, long Lines)>()
            .With("what", "", row => row.What)
            .With("lines", T("Lines"), row => row.Lines);

    private static View<UnderstoodRow> FirstRows =>
        new View<UnderstoodRow>()
            .With("soldAt", T("Sold at"), row => row.SoldAt)
            .With("kind", T("Kind"), row => row.Kind)
            .With("sku", T("SKU"), row => row.Sku)
            .With("quantity", T("Quantity"), row => row.Quantity)
            .With("unitPrice", T("Price"), row => row.UnitPrice)
            .With("location", T("Location"), row => row.Location);

    private static View<ImportSummary> SalesSummary => new View<ImportSummary>().With("read", T("Read"), s => s.Read);

    private static View<TableImportSummary> TableSummary =>
        new View<TableImportSummary>()
            .With("read", T("Read"), s => s.Read)
            .With("created", T("Created"), s => s.Created)
            .With("updated", T("Updated"), s => s.Updated)
            .With("existing", T("There already"), s => s.Existing)
            .With("rejected", T("Rejected"), s => s.Rejected);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "import",
            T("Whole files."),
            Sales(inv),
            Products(inv),
            Suppliers(inv),
            Terms(inv),
            CountsOf(inv),
            MappingCommands.Create(inv),
            ImportRunCommands.List(inv),
            ImportRunCommands.Undo(inv)
        );

    private static Command Sales(Inv inv)
    {
        var path = Path();
        var kinds = string.Join("; ", SalesKinds.All.Select(kind => $"{kind.Word}, {kind.Help}"));
        var preset = new Option<string?>("--preset")
        {
            Description = T($"The kind of file: {kinds}. Default: what its header shows."),
            HelpName = "name",
        };
        preset.AcceptOnlyFromAmong([.. SalesKinds.All.Select(kind => kind.Word)]);
        var mapping = new Option<string?>("--mapping")
        {
            Description = T("A mapping that was kept with 'inv import mapping save'."),
            HelpName = "name",
        };
        var says = new MappingOptions();
        var mark = Mark();
        var encoding = Encoding();
        var create = new Option<bool?>("--create-missing")
        {
            Description = T(
                "Create products and locations that are missing. Default: yes, but not for the API's own format."
            ),
            HelpName = "true|false",
        };
        var yes = new Option<bool>("--yes") { Description = T("Do not ask before anything is sent.") };
        var dryRun = DryRun();
        var rejects = RejectsTo();
        var patience = new Option<int>("--retry-for")
        {
            Description = T("Seconds to keep trying while the sales service is away."),
            HelpName = "seconds",
            DefaultValueFactory = _ => 60,
        };
        return inv.Verb(
            "sales",
            T(
                "Imports sales from a file: CSV, gzipped or not, or Excel. Importing a file again adds only what is "
                    + "missing. A time without an offset is on the location's clock, "
                    + "a plain date is the beginning of that day there."
            ),
            [
                "inv import sales orders_export.csv --dry-run",
                "inv import sales sales.csv --rejects rejected.csv -o json",
                "inv import sales till.csv --map sku=Article --map quantity=Pieces --map soldAt=Date --location BERLIN",
            ],
            [path, preset, mapping, .. says.All, create, mark, encoding, yes, dryRun, rejects, patience],
            async (run, ct) =>
            {
                using var file = TableFile.Open(run.Get(path), run.Get(encoding) ?? FileEncoding.Utf8, ImportWords.Of);
                var header = file.ReadHeader();
                var kind =
                    KindFinder.Find(
                        file,
                        header,
                        SalesKinds.Find(run.Get(preset)),
                        run.Get(mapping) is { } name
                            ? (name, MappingStore.In(run.Shell.Variable("INV_CONFIG")).Load(name))
                            : null,
                        known => says.Apply(run, known),
                        says.Maps(run),
                        says.Say(run)
                    ) ?? throw ImportWords.Unknown(header);
                var creates = run.Get(create) ?? kind.Word != SalesKinds.Own.Word;
                using var rejected = run.Get(rejects) is { } target ? new RejectsFile(target) : null;
                var options = new SalesImportOptions(
                    file,
                    kind,
                    !creates && file.IsText && KindFinder.IsRaw(kind, header),
                    creates,
                    run.Get(mark),
                    rejected,
                    TimeSpan.FromSeconds(Math.Max(0, run.Get(patience))),
                    run.Get(dryRun)
                );
                return await RunAsync(
                    new SalesImport(options, Target(run)),
                    options.Kind,
                    run,
                    options.DryRun,
                    run.Get(yes),
                    ct
                );
            }
        );
    }

    private static async Task<int> RunAsync(
        SalesImport import,
        SalesKind kind,
        Invocation run,
        bool dryRun,
        bool agreed,
        CancellationToken ct
    )
    {
        var started = run.Shell.Time.GetTimestamp();
        var sending = false;
        try
        {
            await ProgressLine.ShowAsync(
                run.Shell,
                T("Reading"),
                () => import.Progress,
                () => Task.Run(() => import.Check(ct), ct)
            );
            Show(import, kind, run);
            if (!dryRun && !agreed && !Agrees(run.Shell, T("Import this?")))
            {
                run.Say(T("Nothing was imported."));
                return ExitCode.Error;
            }

            await import.PrepareAsync(ct);
            sending = true;
            await ProgressLine.ShowAsync(
                run.Shell,
                dryRun ? T("Checking") : T("Importing"),
                () => import.Progress,
                () => import.SendAsync(ct)
            );
            return Report(import, run, started, dryRun, complete: true);
        }
        catch (OperationCanceledException) when (sending && ct.IsCancellationRequested)
        {
            Report(import, run, started, dryRun, complete: false);
            run.Say(
                dryRun
                    ? T("Interrupted.")
                    : T("Interrupted. Repeating the import is safe: it adds only what is missing.")
            );
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // Whatever ended it, the user must learn how far it got.
        catch (Exception exception) when (sending && exception is not OutputClosedException)
#pragma warning restore CA1031
        {
            Report(import, run, started, dryRun, complete: false);
            var (reason, code) = Faults.Explain(exception, run.Gateway.Address);
            var read = import.Tally.Read;
            throw new Failure(
                dryRun
                    ? T($"The dry run stopped after {read:N0} rows: {reason}")
                    : T($"The import stopped after {read:N0} rows: {reason}")
                        + "\n"
                        + T("Repeating it is safe: it adds only what is missing."),
                code
            );
        }
    }

    private static ImportTarget Target(Invocation run) => new(run.Catalog, run.Sales, run.Shell.Time, run.Say, run.Key);

    /// <summary>Shows what was understood, before anything is sent.</summary>
    private static void Show(SalesImport import, SalesKind kind, Invocation run)
    {
        run.Say(T($"The file is {kind.Help}."));
        if (import.NumbersRule is { } numbers)
            run.Say(numbers);
        var understood = import.Understanding;
        if (understood.First.Count > 0)
            FirstRows.Write(
                run.Shell with
                {
                    Out = run.Shell.Error,
                    OutIsTerminal = run.Shell.ErrorIsTerminal,
                },
                new Form(OutputFormat.Table),
                understood.First
            );
        run.Say(understood.Totals());
    }

    /// <summary>Asks where somebody can answer; a script has decided.</summary>
    public static bool Agrees(Shell shell, string question)
    {
        if (shell.Answers is not { } answers)
            return true;
        shell.Error.Write(T($"{question} [y/N]") + " ");
        shell.Error.Flush();
        return answers.ReadLine()?.Trim() is { Length: > 0 } answer
            && (Begins("yes", answer) || Begins(T("yes"), answer.Replace('i', 'í')));

        static bool Begins(string yes, string answer) => yes.StartsWith(answer, StringComparison.OrdinalIgnoreCase);
    }

    private static int Report(SalesImport import, Invocation run, long started, bool dryRun, bool complete)
    {
        var summary = import.Tally.Summarise(run.Shell.Time.GetElapsedTime(started), dryRun, complete) with
        {
            Import = import.Id,
        };
        if (run.Format == OutputFormat.Json)
        {
            run.Show(SalesSummary, summary);
            return Verdict(run, summary.Read, summary.RejectedTotal);
        }

        run.Show(
            Counts,
            [
                (T("read"), summary.Read),
                (dryRun ? T("sales that would be stored") : T("accepted"), summary.Accepted),
                (dryRun ? T("returns that would be stored") : T("returns"), summary.Returns),
                (T("duplicates"), summary.Duplicates),
                .. summary.Rejected.Select(reason => (T($"rejected: {reason.Key}"), reason.Value)),
            ]
        );
        if (run.Format == OutputFormat.Table && summary.Rejects.Count > 0)
            Examples(run, summary.Rejects, summary.RejectedTotal);
        run.Say(
            T($"{summary.Read:N0} lines in {summary.Seconds:0.0} s: {summary.LinesPerSecond:N0} lines per second.")
        );
        if (dryRun)
            run.Say(T("Dry run: nothing was stored."));
        else if (complete && summary.Accepted + summary.Returns == 0 && summary.Duplicates > 0)
            run.Say(T($"Nothing new: all {summary.Duplicates:N0} lines were imported before."));
        if (import.Id is { } id && summary.Accepted + summary.Returns > 0)
            run.Say(T($"'inv import undo {id}' takes it back."));
        return Verdict(run, summary.Read, summary.RejectedTotal);
    }

    /// <summary>Some bad rows are told and the rest is kept; a file of nothing else is a refused one.</summary>
    private static int Verdict(Invocation run, long read, long rejected)
    {
        if (read == 0 || rejected < read)
            return ExitCode.Ok;
        run.Say(T($"Every row was rejected: {rejected:N0} of {read:N0}."));
        return ExitCode.Usage;
    }

    private static Command Products(Inv inv) =>
        Table(
            inv,
            "products",
            T(
                $"Creates products, and changes those that exist to what the file says; an empty cell changes "
                    + $"nothing, {ProductImport.None} empties."
            ),
            ProductImport.Required,
            ProductImport.Optional,
            (options, run, ct) => new ProductImport(options, run).RunAsync(ct)
        );

    private static Command Suppliers(Inv inv) =>
        Table(
            inv,
            "suppliers",
            T("Creates suppliers, and changes those that exist to what the file says."),
            SupplierImport.Required,
            SupplierImport.Optional,
            (options, run, ct) => new SupplierImport(options, run).RunAsync(ct)
        );

    private static Command Terms(Inv inv) =>
        Table(
            inv,
            "terms",
            T("Adds what suppliers ask for products, and changes what is there to what the file says."),
            TermImport.Required,
            TermImport.Optional,
            (options, run, ct) => new TermImport(options, run).RunAsync(ct)
        );

    private static Command CountsOf(Inv inv) =>
        Table(
            inv,
            "counts",
            T(
                "Books what was counted on the shelves. A time without an offset is on the "
                    + "location's clock; default now."
            ),
            CountImport.Required,
            CountImport.Optional,
            (options, run, ct) => new CountImport(options, run).RunAsync(ct)
        );

    private static Command Table(
        Inv inv,
        string name,
        string summary,
        string[] required,
        string[] optional,
        Func<TableImportOptions, Invocation, CancellationToken, Task<TableImportSummary>> import
    )
    {
        var path = Path();
        var mark = Mark();
        var dateFormat = Inputs.Text("--date-format", T("How dates are written, where the file does not show it."));
        var encoding = Encoding();
        var dryRun = DryRun();
        var rejects = RejectsTo();
        return inv.Verb(
            name,
            T(
                $"{summary} From CSV, gzipped or not, or Excel, with the columns {string.Join(", ", required)}; "
                    + $"optional {string.Join(", ", optional)}."
            ),
            [$"inv import {name} {name}.csv", $"inv import {name} {name}.xlsx --dry-run"],
            [path, mark, dateFormat, encoding, dryRun, rejects],
            async (run, ct) =>
            {
                using var file = TableFile.Open(run.Get(path), run.Get(encoding) ?? FileEncoding.Utf8, ImportWords.Of);
                using var rejected = run.Get(rejects) is { } target ? new RejectsFile(target) : null;
                var options = new TableImportOptions(
                    file,
                    run.Get(mark),
                    run.Get(dateFormat),
                    rejected,
                    run.Get(dryRun)
                );
                var result = await import(options, run, ct);
                run.Show(TableSummary, result);
                if (run.Format == OutputFormat.Table && result.Rejects.Count > 0)
                    Examples(run, result.Rejects, result.Rejected);
                if (run.Format == OutputFormat.Table && result.Rows is { } rows)
                    Would(run, rows);
                if (result.DryRun)
                    run.Say(T("Dry run: nothing was stored."));
                return Verdict(run, result.Read, result.Rejected);
            }
        );
    }

    private static void Would(Invocation run, IReadOnlyList<ImportedRow> rows)
    {
        const int Shown = 20;
        foreach (var row in rows.Take(Shown))
        {
            var told = T($"line {row.Line}: {row.Name ?? "?"}: {Inputs.WordOf(row.Outcome)}");
            run.Say(
                row.Changes is { } changes ? $"  {told}: {string.Join("; ", changes.Select(Change))}" : $"  {told}"
            );
        }
        if (rows.Count > Shown)
            run.Say("  " + T($"and {rows.Count - Shown:N0} more; -o json shows all."));

        static string Change(FieldChange change) => $"{change.Field} {change.From ?? "-"} -> {change.To ?? "-"}";
    }

    private static void Examples(Invocation run, IReadOnlyList<RejectedLine> rejects, long total)
    {
        const int Shown = 5;
        foreach (var reject in rejects.Take(Shown))
            run.Say("  " + T($"line {reject.Line}: {reject.Reason}: {reject.Detail}"));
        if (total > Shown)
            run.Say("  " + T($"and {total - Shown:N0} more; -o json shows the first 100."));
    }

    private static Argument<string> Path() => new("file") { Description = T("The file.") };

    private static Option<FileEncoding?> Encoding() =>
        Inputs.Word<FileEncoding>("--encoding", T("Default utf8; latin1 is for older Western files."));

    private static Option<DecimalMark?> Mark() =>
        Inputs.Word<DecimalMark>(
            "--decimal",
            T("What stands before the decimals of the file's numbers. Default: what all its rows show.")
        );

    private static Option<string?> RejectsTo() =>
        new("--rejects")
        {
            Description = T("Write every rejected row, with its reason, to this CSV file."),
            HelpName = "file",
        };

    private static Option<bool> DryRun() =>
        new("--dry-run") { Description = T("Check everything, the catalogue included, and store nothing.") };
}
