using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Locations;

internal static class LocationCommands
{
    private static readonly View<LocationResponse> Locations = new View<LocationResponse>()
        .With("code", "Code", l => l.Code)
        .With("name", "Name", l => l.Name)
        .With("timeZone", "Time zone", l => l.TimeZone)
        .With("archived", null, l => l.Archived)
        .With("updatedAt", null, l => l.UpdatedAt)
        .With("negativeStock", "Below zero", l => l.NegativeStock)
        .With("address", null, l => l.Address);

    public static Command Create(Inv inv) =>
        inv.Noun("location", "Where stock lies and is sold.", List(inv), New(inv), Update(inv), Delete(inv));

    private static Command List(Inv inv)
    {
        var archived = new Option<bool>("--archived") { Description = "The deleted ones instead." };
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            "Lists locations.",
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
        var code = new Argument<string>("location") { Description = "The location's code." };
        var name = Inputs.Text("--name", "The name that people read.");
        var zone = Inputs.Text("--time-zone", "IANA name; it counts from the next sale on.");
        var negative = Inputs.Word<NegativeStock>(
            "--negative-stock",
            "Whether adjustments and transfers may go below zero there."
        );
        var address = Address();
        return inv.Verb(
            "update",
            "Changes the named fields of a location; the others stay.",
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
        var code = Inputs.Required("--code", "Short name; it never changes.");
        var name = Inputs.Required("--name", "The name that people read.");
        var zone = Inputs.Text(
            "--time-zone",
            "IANA name, such as Europe/London: it decides on which day a sale counts. Default UTC."
        );
        var negative = Inputs.Word<NegativeStock>(
            "--negative-stock",
            "Whether adjustments and transfers may go below zero there. Default refuse."
        );
        var address = Address();
        return inv.Verb(
            "create",
            "Creates a location.",
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
        var code = new Argument<string>("location") { Description = "The location's code." };
        return inv.Verb(
            "delete",
            "Archives a location: its history stays, nothing is booked there any more.",
            ["inv location delete BERLIN"],
            [code],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetLocation(run.Get(code), ct);
                await run.Catalog.DeleteLocation(now.Code, now.ETag, ct);
                run.Say($"Archived {now.Code} ({now.Name}).");
                return ExitCode.Ok;
            }
        );
    }

    private static Option<string?> Address() =>
        Inputs.Text("--address", "Where goods are delivered to, in lines; it is printed on purchase orders.");
}
