using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Cli.Replenishment;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Watch;

/// <summary>Sales and suggestions as they come.</summary>
internal static class WatchCommand
{
    private const int Sales = 8;

    /// <summary>What changed is looked for among so many: the dearest to wait with.</summary>
    private const int Suggestions = 100;

    private static View<SuggestionResponse> ToDo =>
        new View<SuggestionResponse>()
            .With("urgency", T("Urgency"), s => new Styled(s.Urgency, ReplenishCommands.Colour(s.Urgency)))
            .With("sku", T("SKU"), s => s.Sku)
            .With("name", T("Name"), s => s.Name)
            .With("location", T("Location"), s => s.Location)
            .With("orderQuantity", T("Order"), s => s.OrderQuantity)
            .With("orderBy", T("By"), s => s.OrderBy)
            .With("supplier", T("From"), s => s.Supplier)
            .Money("cost", T("Cost"), s => s.Cost);

    private static View<SaleResponse> Lines =>
        new View<SaleResponse>()
            .With("soldAt", T("When"), s => s.SoldAt)
            .With("kind", T("Kind"), s => s.Kind)
            .With("sku", T("SKU"), s => s.Sku)
            .With("location", T("Location"), s => s.Location)
            .With("quantity", T("Quantity"), s => s.Quantity)
            .Money("amount", T("Money"), s => s.Amount);

    /// <param name="Suggestions">The dearest to wait with first.</param>
    /// <param name="Sales">The newest first.</param>
    private sealed record Picture(IReadOnlyList<SuggestionResponse> Suggestions, IReadOnlyList<SaleResponse> Sales);

    public static Command Create(Inv inv)
    {
        var location = Inputs.Text("--location", T("Only this location."));
        var every = new Option<int>("--every")
        {
            Description = T("Seconds between two looks, 1 to 3600."),
            HelpName = "seconds",
            DefaultValueFactory = _ => 5,
        };
        every.Validators.Add(result =>
        {
            if (Inputs.IsOutside(result, 1, 3_600))
                result.AddError(T("--every must be from 1 to 3600."));
        });
        return inv.Verb(
            "watch",
            T(
                "Shows what to order and the newest sales as they change, until Ctrl+C; a line per change where the "
                    + "output is no terminal."
            ),
            ["inv watch", "inv watch --location BERLIN --every 2", "inv watch >> changes.log"],
            [location, every],
            async (run, ct) =>
            {
                if (run.Format != OutputFormat.Table)
                    throw new Failure(
                        T("What changes has no end: watch has no -o json and no -o csv."),
                        ExitCode.Usage
                    );
                try
                {
                    await WatchAsync(run, run.Get(location), TimeSpan.FromSeconds(run.Get(every)), ct);
                }
                catch (OperationCanceledException) when (ct.IsCancellationRequested)
                {
                    // Ctrl+C is how it ends.
                }

                return ExitCode.Ok;
            }
        );
    }

    private static async Task WatchAsync(Invocation run, string? location, TimeSpan pause, CancellationToken ct)
    {
        var draws = run.Shell.OutIsTerminal && run.Shell.Variable("TERM") != "dumb";
        Picture? before = null;
        // A first answer that is a fault ends it; later ones are said, and it goes on.
        for (Picture? now = await LookAsync(run, location, ct); ; now = await TryLookAsync(run, location, ct))
        {
            if (now is not null)
            {
                if (draws)
                    Draw(run.Shell, now, pause, run.Currency.Value);
                else if (before is null)
                    run.Say(T($"{now.Suggestions.Count} to order. What changes is told."));
                else
                    Tell(run.Shell, before, now);
                run.Shell.Settle();
                before = now;
            }

            await Task.Delay(pause, run.Shell.Time, ct);
        }
    }

    private static async Task<Picture> LookAsync(Invocation run, string? location, CancellationToken ct)
    {
        var sales = run.Sales.ListSales(Sales, location: location, ct: ct);
        var suggestions = run.Forecasting.ListSuggestions(Suggestions, location: location, ct: ct);
        return new((await suggestions).Items, (await sales).Items);
    }

    private static async Task<Picture?> TryLookAsync(Invocation run, string? location, CancellationToken ct)
    {
        try
        {
            return await LookAsync(run, location, ct);
        }
        catch (Exception fault) when (fault is HttpRequestException or Refit.ApiException or Refit.ApiRequestException)
        {
            run.Say(Faults.Explain(fault, run.Gateway.Address).Message);
            return null;
        }
    }

    /// <summary>Over what was there, line by line: the screen does not flicker.</summary>
    private static void Draw(Shell shell, Picture now, TimeSpan pause, Currency? currency)
    {
        using var text = new StringWriter();
        var drawn = shell with { Out = text, Error = text };
        var rows = Math.Max(3, shell.Height - Sales - 9);
        text.WriteLine(T($"{Cells.Text(shell.Time.GetUtcNow())}, every {pause.TotalSeconds:0} s. Ctrl+C ends it."));
        text.WriteLine();
        ToDo.Write(drawn, new(OutputFormat.Table), [.. now.Suggestions.Take(rows)], currency);
        text.WriteLine();
        Lines.Write(drawn, new(OutputFormat.Table), now.Sales, currency);
        var screen = (shell.Out as PagedOutput)?.Screen ?? shell.Out;
        screen.Write("\e[H");
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n').Take(shell.Height - 1))
            screen.Write($"{line}\e[K\n");
        screen.Write("\e[J");
        screen.Flush();
    }

    private static void Tell(Shell shell, Picture before, Picture now)
    {
        var known = before.Sales.Select(sale => sale.Id).ToHashSet();
        foreach (var sale in now.Sales.Where(sale => !known.Contains(sale.Id)).Reverse())
            shell.Out.WriteLine(
                $"{Cells.Text(sale.SoldAt)}  {Inputs.WordOf(sale.Kind)}  "
                    + T($"{sale.Sku} at {sale.Location}: {Cells.Text(sale.Quantity)} for {Cells.Text(sale.Amount)}")
            );

        var was = before.Suggestions.ToDictionary(s => (s.Sku, s.Location));
        foreach (var s in now.Suggestions)
        {
            if (was.Remove((s.Sku, s.Location), out var old) && Verdict(old) == Verdict(s))
                continue;
            shell.Out.WriteLine(T($"{Cells.Text(s.ComputedAt)}  suggestion  {s.Sku} at {s.Location}: {Verdict(s)}"));
        }

        foreach (var (sku, location) in was.Keys)
            shell.Out.WriteLine(T($"{Cells.Text(shell.Time.GetUtcNow())}  suggestion  {sku} at {location}: no more."));
    }

    private static string Verdict(SuggestionResponse suggestion) => ExplanationPrinter.Verdict(suggestion);
}
