using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Stock;

internal static class StockCommands
{
    private static View<StockLevelResponse> Levels =>
        new View<StockLevelResponse>()
            .With("sku", T("SKU"), l => l.Sku)
            .With("name", T("Name"), l => l.Name)
            .With("location", T("Location"), l => l.Location)
            .With("onHand", T("On hand"), l => l.OnHand)
            .With("onOrder", T("On order"), l => l.OnOrder)
            .With("counted", T("Counted"), l => l.Counted)
            .Money("value", T("Value"), l => l.Value)
            .With("updatedAt", T("Updated"), l => l.UpdatedAt)
            .Money("averageCost", T("Average cost"), l => l.AverageCost)
            .With("belowZero", null, l => l.BelowZero);

    private static View<MovementResponse> Movements =>
        new View<MovementResponse>()
            .With("occurredAt", T("When"), m => m.OccurredAt)
            .With("sku", T("SKU"), m => m.Sku)
            .With("location", T("Location"), m => m.Location)
            .With("kind", T("Kind"), m => m.Kind)
            .With("quantity", T("Quantity"), m => m.Quantity)
            .With("source", T("Source"), m => m.Source)
            .With("reference", T("Reference"), m => m.Reference)
            .With("reason", T("Reason"), m => Said.Of(m.Reason, MovementReason.Say))
            .With("recordedBy", T("Who"), m => m.RecordedBy)
            .With("recordedAt", null, m => m.RecordedAt)
            .With("id", null, m => m.Id)
            .With("countedQuantity", T("Counted"), m => m.CountedQuantity)
            .Money("unitCost", T("Unit cost"), m => m.UnitCost);

    private static View<StockMoved> Moved =>
        new View<StockMoved>()
            .With("sku", T("SKU"), m => m.Movement.Sku)
            .With("location", T("Location"), m => m.Movement.Location)
            .With("kind", T("Kind"), m => m.Movement.Kind)
            .With("quantity", T("Moved"), m => m.Movement.Quantity)
            .With("onHand", T("On hand"), m => m.Level.OnHand)
            .With("onOrder", T("On order"), m => m.Level.OnOrder)
            .With("movement", T("Movement"), m => m.Movement.Id)
            .With("correction", T("Taken back"), m => m.Correction?.Quantity);

    private static View<StockTransferred> Transferred =>
        new View<StockTransferred>()
            .With("sku", T("SKU"), t => t.To.Movement.Sku)
            .With("quantity", T("Quantity"), t => t.To.Movement.Quantity)
            .With("from", T("From"), t => t.From.Movement.Location)
            .With("fromOnHand", T("On hand there"), t => t.From.Level.OnHand)
            .With("to", T("To"), t => t.To.Movement.Location)
            .With("toOnHand", T("On hand there"), t => t.To.Level.OnHand)
            .With("reference", T("Transfer"), t => t.To.Movement.Reference);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "stock",
            T("What lies where, and how it came to that."),
            List(inv),
            Show(inv),
            Summary(inv),
            AgeCommand.Create(inv),
            Receive(inv),
            Adjust(inv),
            Count(inv),
            Transfer(inv),
            Undo(inv),
            History(inv),
            All(inv)
        );

    private static Command List(Inv inv)
    {
        var sku = Inputs.Text("--sku", T("Only this product."));
        var location = Inputs.Text("--location", T("Only this location."));
        var asOf = Inputs.Time("--as-of", T("What lay there at that time of the past."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists stock levels, of now or of a moment of the past."),
            [
                "inv stock list --location LONDON",
                "inv stock list --as-of 2026-01-01",
                "inv stock list --limit 10000 -o csv > stock.csv",
            ],
            [sku, location, asOf, limit],
            async (run, ct) =>
                run.Show(
                    Levels,
                    await Listing<StockLevelResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Catalog.ListStock(size, after, run.Get(sku), run.Get(location), run.Get(asOf), ct: ct)
                    )
                )
        );
    }

    private static View<StockSummary> Summed =>
        new View<StockSummary>()
            .Money("value", T("Value"), s => s.Value)
            .With("unitsOnHand", T("Units on hand"), s => s.UnitsOnHand)
            .With("levels", T("Levels"), s => s.Levels)
            .With("outOfStock", T("Out of stock"), s => s.OutOfStock)
            .With("neverCounted", T("Never counted"), s => s.NeverCounted)
            .With("costUnknown", T("Cost unknown"), s => s.CostUnknown)
            .With("asOf", T("As of"), s => s.AsOf);

    private static Command Summary(Inv inv) =>
        inv.Verb(
            "summary",
            T("Shows what the shelves hold as a whole: value, units, levels at zero, never counted, without a cost."),
            ["inv stock summary"],
            [],
            async (run, ct) => run.Show(Summed, await run.Catalog.StockSummary(ct))
        );

    private static Command Show(Inv inv)
    {
        var sku = Inputs.Sku();
        return inv.Verb(
            "show",
            T("Shows one product's level at every location."),
            ["inv stock show 85123A"],
            [sku],
            async (run, ct) =>
            {
                // Asked for by name: a SKU that does not exist is not found, not an empty list.
                var product = await run.Catalog.GetProduct(run.Get(sku), ct);
                return run.Show(
                    Levels,
                    await Listing<StockLevelResponse>.ReadAsync(
                        int.MaxValue,
                        (size, after) => run.Catalog.ListStock(size, after, product.Sku, ct: ct)
                    )
                );
            }
        );
    }

    private static Command Receive(Inv inv)
    {
        var (sku, location) = Place();
        var quantity = Inputs.Number("--quantity", T("How many came in."), required: true);
        var order = Inputs.Text("--order", T("Number of the purchase order that they belong to."));
        var cost = Inputs.Number(
            "--unit-cost",
            T("What a unit cost. Default: the order's, else the catalogue's cost.")
        );
        var at = Inputs.Time("--at", T("When. Default now."));
        return inv.Verb(
            "receive",
            T("Books goods that came in."),
            [
                "inv stock receive --sku LAMP-1 --location BERLIN --quantity 48 --order PO-17",
                "inv stock receive --sku LAMP-1 --location BERLIN --quantity 48 --unit-cost 9.80",
            ],
            [sku, location, quantity, order, cost, at],
            async (run, ct) =>
                run.Show(
                    Moved,
                    await run.Catalog.ReceiveStock(
                        new ReceiveStock
                        {
                            Sku = run.Get(sku),
                            Location = run.Get(location),
                            Quantity = run.Get(quantity),
                            PurchaseOrder = run.Get(order),
                            UnitCost = run.Get(cost),
                            OccurredAt = await run.MomentAsync(at, run.Get(location)!, ct),
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Adjust(Inv inv)
    {
        var (sku, location) = Place();
        var delta = Inputs.Number("--delta", T("What to add; below zero takes away."), required: true);
        var reason = Inputs.Required("--reason", T("Why."));
        var at = Inputs.Time("--at", T("When. Default now."));
        return inv.Verb(
            "adjust",
            T("Corrects a level by a difference."),
            ["inv stock adjust --sku LAMP-1 --location BERLIN --delta -2 --reason broken"],
            [sku, location, delta, reason, at],
            async (run, ct) =>
                run.Show(
                    Moved,
                    await run.Catalog.AdjustStock(
                        new AdjustStock
                        {
                            Sku = run.Get(sku),
                            Location = run.Get(location),
                            Delta = run.Get(delta),
                            Reason = run.Get(reason),
                            OccurredAt = await run.MomentAsync(at, run.Get(location)!, ct),
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Count(Inv inv)
    {
        var (sku, location) = Place();
        var quantity = Inputs.Number("--quantity", T("What is really there."), required: true);
        var reason = Inputs.Text("--reason", T("Why it was counted. Default: count."));
        var at = Inputs.Time("--at", T("When. Default now."));
        return inv.Verb(
            "count",
            T("Says what lay there at a moment; what happened before it and is booked later changes nothing."),
            [
                "inv stock count --sku LAMP-1 --location BERLIN --quantity 31",
                "inv stock count --sku LAMP-1 --location BERLIN --quantity 31 --at 2026-01-31T07:00",
            ],
            [sku, location, quantity, reason, at],
            async (run, ct) =>
                run.Show(
                    Moved,
                    await run.Catalog.AdjustStock(
                        new AdjustStock
                        {
                            Sku = run.Get(sku),
                            Location = run.Get(location),
                            CountedQuantity = run.Get(quantity),
                            Reason = run.Get(reason) ?? "count",
                            OccurredAt = await run.MomentAsync(at, run.Get(location)!, ct),
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Transfer(Inv inv)
    {
        var sku = Inputs.Sku();
        var from = Inputs.Required("--from", T("The location that they leave."));
        var to = Inputs.Required("--to", T("The location that they come to."));
        var quantity = Inputs.Number("--quantity", T("How many."), required: true);
        var reason = Inputs.Text("--reason", T("Why."));
        var at = Inputs.Time("--at", T("When, on the clock of --from. Default now."));
        return inv.Verb(
            "transfer",
            T("Moves goods from one location to another."),
            ["inv stock transfer LAMP-1 --from BERLIN --to LONDON --quantity 12"],
            [sku, from, to, quantity, reason, at],
            async (run, ct) =>
                run.Show(
                    Transferred,
                    await run.Catalog.TransferStock(
                        new TransferStock
                        {
                            Sku = run.Get(sku),
                            From = run.Get(from),
                            To = run.Get(to),
                            Quantity = run.Get(quantity),
                            Reason = run.Get(reason),
                            OccurredAt = await run.MomentAsync(at, run.Get(from)!, ct),
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command History(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("Only this location."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "movements",
            T("Shows the ledger of one product, newest first."),
            ["inv stock movements 85123A --limit 20"],
            [sku, location, limit],
            async (run, ct) =>
                run.Show(
                    Movements,
                    await Listing<MovementResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) => run.Catalog.ListMovements(run.Get(sku), run.Get(location), size, after, ct)
                    )
                )
        );
    }

    private static Command All(Inv inv)
    {
        var sku = Inputs.Text("--sku", T("Only this product."));
        var location = Inputs.Text("--location", T("Only this location."));
        var kind = Inputs.Word<MovementKind>("--kind", T("Only this kind."));
        var by = Inputs.Text("--by", T("Only what this person or token recorded."));
        var reference = Inputs.Text("--reference", T("Only lines with this reference, as an order's number."));
        var from = Inputs.Date("--from", T("From this day on, of each location's clock."));
        var to = Inputs.Date("--to", T("Up to this day, which belongs to it."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "ledger",
            T("Shows the ledger of all products, what happened last first."),
            ["inv stock ledger --kind adjustment --from 2026-01-01", "inv stock ledger --by ada --limit 20"],
            [sku, location, kind, by, reference, from, to, limit],
            async (run, ct) =>
                run.Show(
                    Movements,
                    await Listing<MovementResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Catalog.ListAllMovements(
                                size,
                                after,
                                run.Get(sku),
                                run.Get(location),
                                run.Get(kind),
                                run.Get(by),
                                run.Get(reference),
                                run.Get(from),
                                run.Get(to),
                                ct
                            )
                    )
                )
        );
    }

    private static Command Undo(Inv inv)
    {
        var sku = Inputs.Sku();
        var id = new Argument<Guid>("movement") { Description = T("The line's id, as -o json shows it.") };
        return inv.Verb(
            "undo",
            T("Takes back a receipt, an adjustment or a transfer, at its own moment."),
            ["inv stock undo LAMP-1 01993f2c-8a10-7cc3-9d52-6a1f0c3f7e11"],
            [sku, id],
            async (run, ct) =>
                run.Show(Moved, (await run.Catalog.UndoMovement(run.Get(sku), run.Get(id), run.Key, ct)).Moved)
        );
    }

    private static (Option<string> Sku, Option<string> Location) Place() =>
        (Inputs.Required("--sku", T("The product.")), Inputs.Required("--location", T("The location's code.")));
}
