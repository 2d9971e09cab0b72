using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Stock;

/// <summary>Sheets on which stock is counted before it goes into the ledger.</summary>
internal static class CountSheetCommands
{
    private static View<CountSheetSummary> Sheets =>
        new View<CountSheetSummary>()
            .With("number", T("Sheet"), s => s.Number)
            .With("name", T("Name"), s => s.Name)
            .With("location", T("Location"), s => s.Location)
            .With("state", T("State"), s => s.State)
            .With("lines", T("Products"), s => s.Lines)
            .With("counted", T("Counted"), s => s.Counted)
            .With("posted", T("Posted"), s => s.Posted)
            .Also("blind", T("Blind"), s => s.Blind)
            .With("createdAt", T("Made"), s => s.CreatedAt)
            .Also("createdBy", T("Created by"), s => s.CreatedBy)
            .Also("closedAt", T("Closed at"), s => s.ClosedAt)
            .Also("closedBy", T("Closed by"), s => s.ClosedBy);

    private static View<CountLine> Lines =>
        new View<CountLine>()
            .With("sku", T("SKU"), l => l.Sku)
            .With("name", T("Name"), l => l.Name)
            .With("expected", T("Expected"), l => l.Expected)
            .With("counted", T("Counted"), l => l.Counted)
            .With("difference", T("Difference"), l => l.Difference)
            .Money("differenceValue", T("Value"), l => l.DifferenceValue)
            .With("countedAt", T("When"), l => l.CountedAt)
            .With("countedBy", T("Who"), l => l.CountedBy)
            .With("posted", T("Posted"), l => l.Posted)
            .Also("unit", T("Unit"), l => l.Unit);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "count",
            T("Count sheets: what is to be counted at a location, by whom it was, and what differs."),
            List(inv),
            Show(inv),
            New(inv),
            Record(inv),
            Post(inv),
            Cancel(inv)
        );

    private static Command List(Inv inv)
    {
        var location = Inputs.Text("--location", T("Only this location."));
        var state = Inputs.Word<CountSheetState>("--state", T("Only sheets of this state."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists count sheets, the newest first."),
            ["inv count list --state open"],
            [location, state, limit],
            async (run, ct) =>
                run.Show(
                    Sheets,
                    await Listing<CountSheetSummary>.ReadAsync(
                        run.Get(limit),
                        (size, after) => run.Catalog.ListCountSheets(size, after, run.Get(location), run.Get(state), ct)
                    )
                )
        );
    }

    private static Command Show(Inv inv)
    {
        var number = Number();
        return inv.Verb(
            "show",
            T("Shows a sheet, with what the ledger has for the moment of each count."),
            ["inv count show 12"],
            [number],
            async (run, ct) => run.Show(Lines, (await run.Catalog.GetCountSheet(run.Get(number), ct)).Lines)
        );
    }

    private static Command New(Inv inv)
    {
        var location = Inputs.Required("--location", T("Where is counted."));
        var name = Inputs.Text("--name", T("What people call it. Default location and day."));
        var category = Inputs.Text("--category", T("Only products in it or below."));
        var supplier = Inputs.Text("--supplier", T("Only products of which this supplier is the preferred one."));
        var never = new Option<bool>("--never-counted") { Description = T("Only what was never counted there.") };
        var days = Inputs.Whole("--not-counted-for", T("Only what was not counted there for so many days."));
        var skus = Inputs.Text("--skus", T("These products, with commas between."));
        var open = new Option<bool>("--open") { Description = T("Who counts sees what is expected.") };
        return inv.Verb(
            "create",
            T("Makes a sheet of the products of a location that fit."),
            ["inv count create --location BERLIN --not-counted-for 90"],
            [location, name, category, supplier, never, days, skus, open],
            async (run, ct) =>
                run.Show(
                    Sheets,
                    (
                        await run.Catalog.CreateCountSheet(
                            new CreateCountSheet
                            {
                                Location = run.Get(location),
                                Name = run.Get(name),
                                Blind = !run.Get(open),
                                Category = run.Get(category),
                                Supplier = run.Get(supplier),
                                NeverCounted = run.Get(never) ? true : null,
                                NotCountedForDays = run.Get(days),
                                Skus = Inputs.Split(run.Get(skus)),
                            },
                            run.Key,
                            ct
                        )
                    ).Sheet
                )
        );
    }

    private static Command Record(Inv inv)
    {
        var number = Number();
        var sku = Inputs.Sku();
        var quantity = Inputs.Number("--quantity", T("How many are there."), required: true);
        var at = Inputs.Time("--at", T("When, on the location's clock. Default now."));
        var again = new Option<bool>("--again") { Description = T("Replaces what somebody counted before.") };
        return inv.Verb(
            "record",
            T("Says how many of a product were there; nothing is in the ledger before the sheet is posted."),
            ["inv count record 12 LAMP-1 --quantity 7"],
            [number, sku, quantity, at, again],
            async (run, ct) =>
            {
                var now = await run.Catalog.GetCountSheet(run.Get(number), ct);
                var sheet = await run.Catalog.RecordCount(
                    now.Sheet.Number,
                    run.Get(sku),
                    new RecordCount
                    {
                        Counted = run.Get(quantity),
                        CountedAt = await run.MomentAsync(at, now.Sheet.Location, ct),
                        Again = run.Get(again) ? true : null,
                    },
                    ct
                );
                return run.Show(
                    Lines,
                    sheet.Lines.Single(l => l.Sku.Equals(run.Get(sku), StringComparison.OrdinalIgnoreCase))
                );
            }
        );
    }

    private static Command Post(Inv inv)
    {
        var number = Number();
        var skus = Inputs.Text("--skus", T("Only these, with commas between; the sheet stays open."));
        return inv.Verb(
            "post",
            T("Puts what was counted into the ledger, each at its moment, and closes the sheet."),
            ["inv count post 12", "inv count post 12 --skus LAMP-1,LAMP-2"],
            [number, skus],
            async (run, ct) =>
                run.Show(
                    Lines,
                    (
                        await run.Catalog.PostCountSheet(
                            run.Get(number),
                            new PostCountSheet { Skus = Inputs.Split(run.Get(skus)) },
                            run.Key,
                            ct
                        )
                    ).Lines
                )
        );
    }

    private static Command Cancel(Inv inv)
    {
        var number = Number();
        return inv.Verb(
            "cancel",
            T("Gives a sheet up; what of it was posted stays."),
            ["inv count cancel 12"],
            [number],
            async (run, ct) =>
                run.Show(Sheets, (await run.Catalog.CancelCountSheet(run.Get(number), run.Key, ct)).Sheet)
        );
    }

    private static Argument<int> Number() => new("sheet") { Description = T("The sheet's number.") };
}
