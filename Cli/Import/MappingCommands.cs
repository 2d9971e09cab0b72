using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;

namespace SmartInventory.Cli.Import;

/// <summary>Mappings that are kept and used again.</summary>
internal static class MappingCommands
{
    private sealed record Named(string Name, SalesMapping Mapping);

    private static View<Named> Card =>
        new View<Named>()
            .With("name", T("Name"), m => m.Name)
            .With("sku", T("SKU"), m => m.Mapping.Sku)
            .With("quantity", T("Quantity"), m => m.Mapping.Quantity)
            .With("soldAt", T("Sold at"), m => m.Mapping.SoldAt)
            .Also("unitPrice", T("Unit price"), m => m.Mapping.UnitPrice)
            .Also("lineTotal", T("Line total"), m => m.Mapping.LineTotal)
            .Also("locationFrom", T("Location from"), m => m.Mapping.LocationFrom)
            .Also("location", T("Location"), m => m.Mapping.Location)
            .Also("zone", T("Zone"), m => m.Mapping.Zone)
            .Also("dateFormat", T("Date format"), m => m.Mapping.DateFormat)
            .Also("externalId", T("External id"), m => m.Mapping.ExternalId)
            .Also("order", T("Order"), m => m.Mapping.Order)
            .Also("customer", T("Customer"), m => m.Mapping.Customer)
            .Also("discount", T("Discount"), m => m.Mapping.Discount)
            .Also("promotion", T("Promotion"), m => m.Mapping.Promotion)
            .Also("receipt", T("Receipt"), m => m.Mapping.Receipt)
            .Also("productName", T("Product name"), m => m.Mapping.Name)
            .Also("skip", T("Skip"), m => m.Mapping.Skip.Count == 0 ? null : string.Join(", ", m.Mapping.Skip))
            .Also(
                "returns",
                T("Returns"),
                m => m.Mapping.Returns.Count == 0 ? null : string.Join(", ", m.Mapping.Returns)
            )
            .Also("channel", T("Channel"), m => m.Mapping.Channel);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "mapping",
            T("What stands where in a file of sales, kept under a name."),
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
            T("Keeps a mapping for 'inv import sales --mapping'."),
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
                        T("A mapping needs at least --map sku=COLUMN and --map quantity=COLUMN."),
                        ExitCode.Usage
                    );
                MappingStore.In(run.Shell.Variable("INV_CONFIG")).Save(run.Get(name), mapping);
                run.Say(T($"Kept. Use it with 'inv import sales FILE --mapping {run.Get(name)}'."));
                return Task.FromResult(ExitCode.Ok);
            }
        );
    }

    private static Command List(Inv inv) =>
        inv.Verb(
            "list",
            T("Lists the mappings that are kept."),
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
            T("Shows one mapping."),
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
            T("Removes a mapping. What was imported with it stays."),
            ["inv import mapping remove till"],
            [name],
            (run, _) =>
            {
                MappingStore.In(run.Shell.Variable("INV_CONFIG")).Remove(run.Get(name));
                return Task.FromResult(ExitCode.Ok);
            }
        );
    }

    private static Argument<string> Name() => new("name") { Description = T("The mapping's name.") };
}
