using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Forecasts;

/// <summary>
/// What is said of days of a product: that they do not count, that they count, or that a promotion made them.
/// </summary>
internal static class MarkedDaysCommands
{
    private static View<MarkedStretch> Stretches =>
        new View<MarkedStretch>()
            .With("id", T("Id"), m => m.Id)
            .Also("sku", T("SKU"), m => m.Sku)
            .With("location", T("Location"), m => m.Location)
            .With("from", T("From"), m => m.From)
            .With("to", T("To"), m => m.To)
            .With("kind", T("Kind"), m => m.Kind)
            .With("change", T("Against usual"), m => Cells.Change(m.Effect?.Change))
            .With("reason", T("Reason"), m => m.Reason)
            .With("by", T("Who"), m => m.By)
            .Also("at", T("At"), m => m.At);

    public static Command List(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("Only this location."));
        return inv.Verb(
            "marked",
            T("Lists what was said of days of a product, and what promotions did."),
            ["inv forecast marked 85123A"],
            [sku, location],
            async (run, ct) =>
                run.Show(Stretches, await run.Forecasting.ListMarkedDays(run.Get(sku), run.Get(location), ct))
        );
    }

    public static Command Mark(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("The location."));
        var from = Inputs.Date("--from", T("The first day."));
        var to = Inputs.Date("--to", T("The last day, which belongs to them. Default: the first."));
        var kind = Inputs.Word<MarkKind>("--as", T("What is said of them; default that they do not count."));
        var reason = Inputs.Text("--reason", T("Why, as others will read it."));
        return inv.Verb(
            "mark",
            T(
                "Says of days of a product that they do not count, that they count however much they stand out, or "
                    + "that they are a promotion, which may lie ahead."
            ),
            [
                "inv forecast mark 85123A --location BERLIN --from 2026-11-03 --to 2026-11-05 --reason \"Trade fair\"",
                "inv forecast mark 85123A --location BERLIN --from 2026-11-27 --as promotion --reason \"Black Friday\"",
            ],
            [sku, location, from, to, kind, reason],
            async (run, ct) =>
                run.Show(
                    Stretches,
                    await run.Forecasting.MarkDays(
                        run.Get(sku),
                        new MarkDays
                        {
                            Location = run.Get(location),
                            From = run.Get(from),
                            To = run.Get(to),
                            Kind = run.Get(kind),
                            Reason = run.Get(reason),
                        },
                        ct
                    )
                )
        );
    }

    public static Command Unmark(Inv inv)
    {
        var sku = Inputs.Sku();
        var id = new Argument<Guid>("id") { Description = T("The id, as 'inv forecast marked' shows it.") };
        return inv.Verb(
            "unmark",
            T("Takes back what was said of days of a product."),
            ["inv forecast unmark 85123A 0192d7a2-3c4e-7a55-9d31-2f1f6f0a9b10"],
            [sku, id],
            async (run, ct) =>
            {
                await run.Forecasting.UnmarkDays(run.Get(sku), run.Get(id), ct);
                run.Say(T("Taken back: they are days like any other."));
                return ExitCode.Ok;
            }
        );
    }
}
