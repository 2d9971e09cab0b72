using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Forecasts;

/// <summary>Days that are taken out of the demand of a product, and given back to it.</summary>
internal static class ExcludedDaysCommands
{
    private static View<ExcludedStretch> Stretches =>
        new View<ExcludedStretch>()
            .With("id", T("Id"), e => e.Id)
            .Also("sku", T("SKU"), e => e.Sku)
            .With("location", T("Location"), e => e.Location)
            .With("from", T("From"), e => e.From)
            .With("to", T("To"), e => e.To)
            .With("reason", T("Reason"), e => e.Reason)
            .With("by", T("Who"), e => e.By)
            .Also("at", T("At"), e => e.At);

    public static Command List(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("Only this location."));
        return inv.Verb(
            "excluded",
            T("Lists the days that were taken out of the demand of a product."),
            ["inv forecast excluded 85123A"],
            [sku, location],
            async (run, ct) =>
                run.Show(Stretches, await run.Forecasting.ListExcludedDays(run.Get(sku), run.Get(location), ct))
        );
    }

    public static Command Exclude(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("The location."));
        var from = Inputs.Date("--from", T("The first day."));
        var to = Inputs.Date("--to", T("The last day, which belongs to them. Default: the first."));
        var reason = Inputs.Text("--reason", T("Why what was sold then says nothing about what will be."));
        return inv.Verb(
            "exclude",
            T("Takes days out of the demand of a product: what was sold stays sold, forecasts do not look at it."),
            ["inv forecast exclude 85123A --location BERLIN --from 2026-11-03 --to 2026-11-05 --reason \"Trade fair\""],
            [sku, location, from, to, reason],
            async (run, ct) =>
                run.Show(
                    Stretches,
                    await run.Forecasting.ExcludeDays(
                        run.Get(sku),
                        new ExcludeDays
                        {
                            Location = run.Get(location),
                            From = run.Get(from),
                            To = run.Get(to),
                            Reason = run.Get(reason),
                        },
                        ct
                    )
                )
        );
    }

    public static Command Include(Inv inv)
    {
        var sku = Inputs.Sku();
        var id = new Argument<Guid>("id") { Description = T("The id, as 'inv forecast excluded' shows it.") };
        return inv.Verb(
            "include",
            T("Gives excluded days back to the demand of a product."),
            ["inv forecast include 85123A 0192d7a2-3c4e-7a55-9d31-2f1f6f0a9b10"],
            [sku, id],
            async (run, ct) =>
            {
                await run.Forecasting.IncludeDays(run.Get(sku), run.Get(id), ct);
                run.Say(T("They count again."));
                return ExitCode.Ok;
            }
        );
    }
}
