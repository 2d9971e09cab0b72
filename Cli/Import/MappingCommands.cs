using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;

namespace SmartInventory.Cli.Import;

/// <summary>Mappings that are kept and used again.</summary>
internal static class MappingCommands
{
    private sealed record Named(string Name, SalesMapping Mapping);

    private static readonly View<Named> Card = new View<Named>()
        .With("name", "Name", m => m.Name)
        .With("sku", "SKU", m => m.Mapping.Sku)
        .With("quantity", "Quantity", m => m.Mapping.Quantity)
        .With("soldAt", "Sold at", m => m.Mapping.SoldAt)
        .With("unitPrice", null, m => m.Mapping.UnitPrice)
        .With("lineTotal", null, m => m.Mapping.LineTotal)
        .With("locationFrom", null, m => m.Mapping.LocationFrom)
        .With("location", null, m => m.Mapping.Location)
        .With("zone", null, m => m.Mapping.Zone)
        .With("dateFormat", null, m => m.Mapping.DateFormat)
        .With("externalId", null, m => m.Mapping.ExternalId)
        .With("order", null, m => m.Mapping.Order)
        .With("customer", null, m => m.Mapping.Customer)
        .With("discount", null, m => m.Mapping.Discount)
        .With("promotion", null, m => m.Mapping.Promotion)
        .With("receipt", null, m => m.Mapping.Receipt)
        .With("productName", null, m => m.Mapping.Name)
        .With("skip", null, m => m.Mapping.Skip.Count == 0 ? null : string.Join(", ", m.Mapping.Skip))
        .With("returns", null, m => m.Mapping.Returns.Count == 0 ? null : string.Join(", ", m.Mapping.Returns))
        .With("channel", null, m => m.Mapping.Channel);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "mapping",
            "What stands where in a file of sales, kept under a name.",
            Save(inv),
            List(inv),
            Show(inv),
            Remove(inv)
        );

    private static Command Save(Inv inv)
    {
        var name = Name();
        var options = new MappingOptions();
        return inv.Verb(
            "save",
            "Keeps a mapping for 'inv import sales --mapping'.",
            [
                "inv import mapping save till --map sku=Article --map quantity=Pieces --map soldAt=Date+Time "
                    + "--line-total Amount --location BERLIN",
            ],
            [name, .. options.All],
            (run, _) =>
            {
                var mapping = options.Apply(run, new SalesMapping());
                if (mapping.Sku is null || mapping.Quantity is null)
                    throw new Failure(
                        "A mapping needs at least --map sku=COLUMN and --map quantity=COLUMN.",
                        ExitCode.Usage
                    );
                MappingStore.In(run.Shell.Variable("INV_CONFIG")).Save(run.Get(name), mapping);
                run.Say($"Kept. Use it with 'inv import sales FILE --mapping {run.Get(name)}'.");
                return Task.FromResult(ExitCode.Ok);
            }
        );
    }

    private static Command List(Inv inv) =>
        inv.Verb(
            "list",
            "Lists the mappings that are kept.",
            ["inv import mapping list"],
            [],
            (run, _) =>
            {
                var store = MappingStore.In(run.Shell.Variable("INV_CONFIG"));
                return Task.FromResult(
                    run.Show(Card, [.. store.Names.Select(name => new Named(name, store.Load(name)))])
                );
            }
        );

    private static Command Show(Inv inv)
    {
        var name = Name();
        return inv.Verb(
            "show",
            "Shows one mapping.",
            ["inv import mapping show till"],
            [name],
            (run, _) =>
                Task.FromResult(
                    run.Show(
                        Card,
                        new Named(run.Get(name), MappingStore.In(run.Shell.Variable("INV_CONFIG")).Load(run.Get(name)))
                    )
                )
        );
    }

    private static Command Remove(Inv inv)
    {
        var name = Name();
        return inv.Verb(
            "remove",
            "Removes a mapping. What was imported with it stays.",
            ["inv import mapping remove till"],
            [name],
            (run, _) =>
            {
                MappingStore.In(run.Shell.Variable("INV_CONFIG")).Remove(run.Get(name));
                return Task.FromResult(ExitCode.Ok);
            }
        );
    }

    private static Argument<string> Name() => new("name") { Description = "The mapping's name." };
}
