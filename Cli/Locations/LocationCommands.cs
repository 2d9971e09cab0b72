using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Locations;

internal static class LocationCommands
{
    private static View<LocationResponse> Locations =>
        new View<LocationResponse>()
            .With("code", T("Code"), l => l.Code)
            .With("name", T("Name"), l => l.Name)
            .With("timeZone", T("Time zone"), l => l.TimeZone)
            .Also("archived", T("Archived"), l => l.Archived)
            .Also("updatedAt", T("Updated at"), l => l.UpdatedAt)
            .With("negativeStock", T("Below zero"), l => l.NegativeStock)
            .Also("address", T("Address"), l => l.Address);

    public static Command Create(Inv inv) =>
        inv.Noun("location", T("Where stock lies and is sold."), List(inv), New(inv), Update(inv), Delete(inv));

    private static Command List(Inv inv)
    {
        var archived = new Option<bool>("--archived") { Description = T("The deleted ones instead.") };
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists locations."),
            ["inv location list"],
            [archived, limit],
            async (run, ct) =>
                run.Show(
                    Locations,
                    await Listing<LocationResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) => run.Catalog.ListLocations(size, after, run.Get(archived) ? true : null, ct)
                    )
                )
        );
    }

    private static Command Update(Inv inv)
    {
        var code = new Argument<string>("location") { Description = T("The location's code.") };
        var name = Inputs.Text("--name", T("The name that people read."));
        var zone = Inputs.Text("--time-zone", T("IANA name; it counts from the next sale on."));
        var negative = Inputs.Word<NegativeStock>(
            "--negative-stock",
            T("Whether adjustments and transfers may go below zero there.")
        );
        var address = Address();
        return inv.Verb(
            "update",
            T("Changes the named fields of a location; the others stay."),
            ["inv location update BERLIN --negative-stock allow"],
            [code, name, zone, negative, address],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetLocation(run.Get(code), ct);
                return run.Show(
                    Locations,
                    await run.Catalog.UpdateLocation(
                        now.Code,
                        new UpdateLocation
                        {
                            Name = run.Get(name) ?? now.Name,
                            TimeZone = run.Get(zone) ?? now.TimeZone,
                            NegativeStock = run.Get(negative) ?? now.NegativeStock,
                            Address = run.Get(address) ?? now.Address,
                        },
                        now.ETag,
                        ct
                    )
                );
            }
        );
    }

    private static Command New(Inv inv)
    {
        var code = Inputs.Required("--code", T("Short name; it never changes."));
        var name = Inputs.Required("--name", T("The name that people read."));
        var zone = Inputs.Text(
            "--time-zone",
            T("IANA name, such as Europe/London: it decides on which day a sale counts. Default UTC.")
        );
        var negative = Inputs.Word<NegativeStock>(
            "--negative-stock",
            T("Whether adjustments and transfers may go below zero there. Default refuse.")
        );
        var address = Address();
        return inv.Verb(
            "create",
            T("Creates a location."),
            ["inv location create --code BERLIN --name \"Berlin store\" --time-zone Europe/Berlin"],
            [code, name, zone, negative, address],
            async (run, ct) =>
                run.Show(
                    Locations,
                    await run.Catalog.CreateLocation(
                        new CreateLocation
                        {
                            Code = run.Get(code),
                            Name = run.Get(name),
                            TimeZone = run.Get(zone),
                            NegativeStock = run.Get(negative),
                            Address = run.Get(address),
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Delete(Inv inv)
    {
        var code = new Argument<string>("location") { Description = T("The location's code.") };
        return inv.Verb(
            "delete",
            T("Archives a location: its history stays, nothing is booked there any more."),
            ["inv location delete BERLIN"],
            [code],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetLocation(run.Get(code), ct);
                await run.Catalog.DeleteLocation(now.Code, now.ETag, ct);
                run.Say(T($"Archived {now.Code} ({now.Name})."));
                return ExitCode.Ok;
            }
        );
    }

    private static Option<string?> Address() =>
        Inputs.Text("--address", T("Where goods are delivered to, in lines; it is printed on purchase orders."));
}
