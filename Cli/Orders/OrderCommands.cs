using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Orders;

internal static class OrderCommands
{
    private static View<PurchaseOrderResponse> Orders =>
        new View<PurchaseOrderResponse>()
            .With("number", T("Number"), o => o.Number)
            .With("supplier", T("Supplier"), o => o.Supplier)
            .With("location", T("Location"), o => o.Location)
            .With("status", T("Status"), o => o.Status)
            .With("orderedOn", T("Ordered"), o => o.OrderedOn)
            .Also("sentAt", T("Sent at"), o => o.SentAt)
            .With("expectedOn", T("Expected"), o => o.ExpectedOn)
            .With("ordered", T("Units"), o => o.Lines.Sum(line => line.Ordered))
            .With("received", T("Received"), o => o.Lines.Sum(line => line.Received))
            .Money("value", T("Value"), o => o.Value)
            .Also("createdBy", T("Created by"), o => o.CreatedBy)
            .With(
                "lines",
                T("Lines"),
                o => string.Join("; ", o.Lines.Select(line => $"{line.Sku} x {Cells.Text(line.Ordered)}"))
            )
            .Also(
                "stillToCome",
                T("Still to come"),
                o =>
                    string.Join(
                        "; ",
                        o.Lines.Where(line => line.Ordered > line.Received)
                            .Select(line =>
                                T($"{line.Sku} x {Cells.Text(line.Ordered - line.Received)} on {line.ExpectedOn:O}")
                            )
                    )
            )
            .Also(
                "dateChanges",
                T("Date changes"),
                o => string.Join("; ", o.DateChanges.Select(c => T($"{c.Sku} {c.From:O} to {c.To:O}: {c.Reason}")))
            );

    public static Command Create(Inv inv) =>
        inv.Noun(
            "order",
            T("Purchase orders."),
            List(inv),
            Board(inv),
            Show(inv),
            Pdf(inv),
            Text(inv),
            New(inv),
            Approval(inv),
            Approve(inv),
            TakeBack(inv),
            Send(inv),
            Expect(inv),
            Receive(inv),
            Cancel(inv),
            ApprovalCommands.Create(inv)
        );

    private static Command List(Inv inv)
    {
        var status = Inputs.Word<PurchaseOrderStatus>("--status", T("Only orders in this state."));
        var supplier = Inputs.Text("--supplier", T("Only orders from this supplier."));
        var location = Inputs.Text("--location", T("Only orders for this location."));
        var sku = Inputs.Text("--sku", T("Only orders with a line of this product."));
        var before = Inputs.Date("--expected-before", T("Only orders of which something is expected before that day."));
        var late = new Option<bool?>("--late")
        {
            Description = T("Only orders of which something should have come by now; false for the others."),
            HelpName = "true|false",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var waiting = new Option<bool>("--awaiting-approval") { Description = T("Only drafts that you may approve.") };
        var maker = Inputs.Text("--created-by", T("Only orders that this user made, or 'me'."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists purchase orders."),
            [
                "inv order list --status sent",
                "inv order list --late --supplier ACME",
                "inv order list --awaiting-approval",
            ],
            [status, supplier, location, sku, before, late, waiting, maker, limit],
            async (run, ct) =>
                run.Show(
                    Orders,
                    await Listing<PurchaseOrderResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) =>
                            run.Catalog.ListPurchaseOrders(
                                size,
                                after,
                                run.Get(status),
                                run.Get(supplier),
                                run.Get(location),
                                run.Get(sku),
                                run.Get(before),
                                run.Get(late),
                                run.Get(waiting) ? true : null,
                                run.Get(maker),
                                ct
                            )
                    )
                )
        );
    }

    private static View<OrderColumn> Columns =>
        new View<OrderColumn>()
            .With("stage", T("Stage"), c => c.Stage)
            .With("orders", T("Orders"), c => c.Orders)
            .Money("value", T("Value"), c => c.Value)
            .With("late", T("Late"), c => c.Late)
            .With("first", T("First"), c => string.Join("; ", c.Cards.Take(5).Select(card => card.Number)));

    private static Command Board(Inv inv)
    {
        var supplier = Inputs.Text("--supplier", T("Only orders from this supplier."));
        var location = Inputs.Text("--location", T("Only orders for this location."));
        var maker = Inputs.Text("--created-by", T("Only orders that this user made, or 'me'."));
        return inv.Verb(
            "board",
            T("Shows how many orders stand where, what they are worth, and which come first."),
            ["inv order board", "inv order board --supplier ACME --created-by me"],
            [supplier, location, maker],
            async (run, ct) =>
                run.Show(
                    Columns,
                    (await run.Catalog.GetOrderBoard(run.Get(supplier), run.Get(location), run.Get(maker), ct)).Columns
                )
        );
    }

    private static Command Show(Inv inv)
    {
        var number = Number();
        return inv.Verb(
            "show",
            T("Shows an order: what is still to come, when, and why that changed."),
            ["inv order show PO-17"],
            [number],
            async (run, ct) => run.Show(Orders, await run.Catalog.GetPurchaseOrder(run.Get(number), ct))
        );
    }

    private static View<OrderApproval> Approvals =>
        new View<OrderApproval>()
            .With("mine", T("You may approve it"), a => a.Mine)
            .With("refusal", T("Why not"), a => a.Refusal)
            .With("people", T("Who may"), a => string.Join("; ", a.People.Select(person => person.DisplayName)));

    private static Command Approval(Inv inv)
    {
        var number = Number();
        return inv.Verb(
            "approval",
            T("Shows whether you may approve an order, and who may."),
            ["inv order approval PO-17"],
            [number],
            async (run, ct) => run.Show(Approvals, await run.Catalog.GetOrderApproval(run.Get(number), ct))
        );
    }

    private static Command Pdf(Inv inv)
    {
        var number = Number();
        var file = new Option<string?>("--file")
        {
            Description = T("Where to write it. Default: the order's number and .pdf, here."),
            HelpName = "file",
        };
        return inv.Verb(
            "pdf",
            T("Writes an order as it is printed."),
            ["inv order pdf PO-17", "inv order pdf PO-17 --file order.pdf"],
            [number, file],
            async (run, ct) =>
            {
                await using var paper = await run.Catalog.PrintPurchaseOrder(run.Get(number), ct);
                var path = run.Get(file) ?? $"{run.Get(number).Trim().ToUpperInvariant()}.pdf";
                await using (var written = File.Create(path))
                    await paper.CopyToAsync(written, ct);
                run.Say(T($"Wrote {path}."));
                return ExitCode.Ok;
            }
        );
    }

    private static Command Text(Inv inv)
    {
        var number = Number();
        var language = Inputs.Text("--language", T("The supplier's language: en or es. Default en."));
        return inv.Verb(
            "text",
            T("Writes the letter that orders it from the supplier: the subject, an empty line, the text."),
            ["inv order text PO-17", "inv order text PO-17 --language es"],
            [number, language],
            async (run, ct) =>
            {
                var said = run.Get(language) ?? Languages.English;
                if (Languages.Find(said) is null)
                    throw new Failure(
                        T($"--language '{said}' must be one of {string.Join(", ", Languages.All)}."),
                        ExitCode.Usage
                    );
                var order = await run.Catalog.GetPurchaseOrder(run.Get(number), ct);
                var supplier = await run.Catalog.GetSupplier(order.Supplier, ct);
                var location = await run.Catalog.GetLocation(order.Location, ct);
                var skus = order.Lines.Select(line => line.Sku).ToArray();
                var products = await run.Catalog.LookupProducts(new LookupProducts(skus), ct);
                var names = products.ToDictionary(p => p.Sku, p => p.Name);
                var currency = Currency.Find(run.Currency.Keep(await run.Catalog.GetInstallation(ct)).Currency);
                var letter = OrderLetter.Of(said, order, supplier, location, names, currency);
                run.Shell.Out.WriteLine($"{letter.Subject}\n\n{letter.Text.TrimEnd()}");
                return ExitCode.Ok;
            }
        );
    }

    private static Command New(Inv inv)
    {
        var supplier = Inputs.Required("--supplier", T("Who delivers."));
        var location = Inputs.Required("--location", T("Where to."));
        var lines = new Option<string[]>("--line")
        {
            Description = T("What: SKU:QUANTITY or SKU:QUANTITY:UNITCOST. Once per line."),
            HelpName = "line",
            Required = true,
        };
        var number = Inputs.Text("--number", T("Its number. Default: the next one."));
        var expected = Inputs.Date("--expected", T("When it should arrive. Default: after the longest lead time."));
        var status = Inputs.Word<PurchaseOrderStatus>(
            "--status",
            T("Draft for a plan, approved to count it as on order, sent when the supplier has it. Default sent.")
        );
        var (below, sentAt) = (Below(), SentAt());
        return inv.Verb(
            "create",
            T("Orders goods from a supplier."),
            ["inv order create --supplier ACME --location BERLIN --line LAMP-1:48 --line LAMP-2:24:9.80"],
            [supplier, location, lines, number, expected, status, below, sentAt],
            async (run, ct) =>
                run.Show(
                    Orders,
                    await run.Catalog.CreatePurchaseOrder(
                        new CreatePurchaseOrder
                        {
                            Number = run.Get(number),
                            Supplier = run.Get(supplier),
                            Location = run.Get(location),
                            Status = run.Get(status),
                            ExpectedOn = run.Get(expected),
                            BelowMinimum = run.Get(below) ? true : null,
                            SentAt = await run.MomentAsync(sentAt, run.Get(location)!, ct),
                            Lines = [.. run.Get(lines)!.Select(Line)],
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Receive(Inv inv)
    {
        var number = Number();
        var sku = Inputs.Text("--sku", T("Only this line. Default: all that is still to come."));
        var quantity = Inputs.Number(
            "--quantity",
            T("How many of that line came. Default: all that is still to come.")
        );
        return inv.Verb(
            "receive",
            T("Books the goods of an order, all of them or one line."),
            ["inv order receive PO-17", "inv order receive PO-17 --sku LAMP-1 --quantity 20"],
            [number, sku, quantity],
            async (run, ct) =>
            {
                var order = await run.Catalog.GetPurchaseOrder(run.Get(number), ct);
                var receipts = Receipts(order, run.Get(sku), run.Get(quantity));
                await run.Catalog.MoveStock(new MoveStock { Receipts = receipts }, run.Key, ct);
                return run.Show(Orders, await run.Catalog.GetPurchaseOrder(order.Number, ct));
            }
        );
    }

    private static Command Approve(Inv inv) =>
        Act(
            inv,
            "approve",
            T("Approves a draft: from now on it counts as on order."),
            (run, order, ct) => run.Catalog.ApprovePurchaseOrder(order.Number, order.ETag, run.Key, ct)
        );

    private static Command Send(Inv inv)
    {
        var (below, sentAt) = (Below(), SentAt());
        return Act(
            inv,
            "send",
            T("Says that the supplier has an approved order: from now on its goods can be received."),
            async (run, order, ct) =>
                await run.Catalog.SendPurchaseOrder(
                    order.Number,
                    new SendPurchaseOrder
                    {
                        SentAt = await run.MomentAsync(sentAt, order.Location, ct),
                        BelowMinimum = run.Get(below) ? true : null,
                    },
                    order.ETag,
                    run.Key,
                    ct
                ),
            below,
            sentAt
        );
    }

    private static Command TakeBack(Inv inv) =>
        Act(
            inv,
            "take-back",
            T("Takes an approval back: an order that is not sent yet is a draft again."),
            (run, order, ct) => run.Catalog.TakeBackApproval(order.Number, order.ETag, run.Key, ct)
        );

    private static Command Cancel(Inv inv)
    {
        var reason = Inputs.Text("--reason", T("Why; the log of activities keeps it."));
        return Act(
            inv,
            "cancel",
            T("Cancels what has not arrived of an order."),
            (run, order, ct) =>
                run.Catalog.CancelPurchaseOrder(
                    order.Number,
                    new CancelPurchaseOrder { Reason = run.Get(reason) },
                    order.ETag,
                    run.Key,
                    ct
                ),
            reason
        );
    }

    private static Command Expect(Inv inv)
    {
        var number = Number();
        var day = Inputs.Date("--on", T("The day that is expected now."));
        day.Required = true;
        var reason = Inputs.Required("--reason", T("Why."));
        var sku = Inputs.Text("--sku", T("Only this line. Default: all that is still to come."));
        return inv.Verb(
            "expect",
            T("Expects goods of an order on another day; the day before and the reason are kept."),
            ["inv order expect PO-17 --on 2026-03-01 --reason \"held at customs\" --sku LAMP-1"],
            [number, day, reason, sku],
            async (run, ct) =>
            {
                var order = await run.Catalog.GetPurchaseOrder(run.Get(number), ct);
                var change = new ChangeExpectedDate
                {
                    ExpectedOn = run.Get(day),
                    Reason = run.Get(reason),
                    Skus = run.Get(sku) is { } line ? [line] : null,
                };
                return run.Show(
                    Orders,
                    await run.Catalog.ChangeExpectedDate(order.Number, change, order.ETag, run.Key, ct)
                );
            }
        );
    }

    private static Command Act(
        Inv inv,
        string verb,
        string description,
        Func<Invocation, PurchaseOrderResponse, CancellationToken, Task<PurchaseOrderResponse>> act,
        params Option[] options
    )
    {
        var number = Number();
        return inv.Verb(
            verb,
            description,
            [$"inv order {verb} PO-17"],
            [number, .. options],
            async (run, ct) =>
            {
                var order = await run.Catalog.GetPurchaseOrder(run.Get(number), ct);
                return run.Show(Orders, await act(run, order, ct));
            }
        );
    }

    private static List<ReceiveStock> Receipts(PurchaseOrderResponse order, string? sku, decimal? quantity)
    {
        if (quantity is not null && sku is null)
            throw new Failure(T("--quantity is about one line: name it with --sku."), ExitCode.Usage);
        var receipts = order
            .Lines.Where(line =>
                sku is null
                    ? line.Ordered > line.Received
                    : string.Equals(line.Sku, sku, StringComparison.OrdinalIgnoreCase)
            )
            .Select(line => new ReceiveStock
            {
                Sku = line.Sku,
                Location = order.Location,
                Quantity = quantity ?? line.Ordered - line.Received,
                PurchaseOrder = order.Number,
            })
            .ToList();
        if (receipts.Count > 0)
            return receipts;
        throw sku is null
            ? new Failure(T($"Nothing of {order.Number} is still to come."), ExitCode.Conflict)
            : new Failure(T($"{order.Number} has no line {sku}."), ExitCode.NotFound);
    }

    private static CreatePurchaseOrderLine Line(string text)
    {
        var parts = text.Split(':');
        decimal? cost = null;
        if (
            parts.Length is 2 or 3
            && TryNumber(parts[1], out var quantity)
            && (parts.Length == 2 || TryNumber(parts[2], out cost))
        )
            return new CreatePurchaseOrderLine
            {
                Sku = parts[0],
                Quantity = quantity,
                UnitCost = cost,
            };
        throw new Failure(
            T($"--line '{text}' is not of the form SKU:QUANTITY or SKU:QUANTITY:UNITCOST."),
            ExitCode.Usage
        );
    }

    private static bool TryNumber(string text, out decimal? number)
    {
        var good = decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var value
        );
        number = good ? value : null;
        return good;
    }

    private static Option<bool> Below() =>
        new("--below-minimum") { Description = T("Send it although it is worth less than the supplier's minimum.") };

    private static Option<LocationTime?> SentAt() =>
        Inputs.Time("--sent-at", T("When the supplier got it, of an order that is typed late. Default now."));

    private static Argument<string> Number() => new("number") { Description = T("The order's number.") };
}
