using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Sales;

internal static class SaleCommands
{
    private static View<SaleResponse> Lines =>
        new View<SaleResponse>()
            .With("soldAt", T("Sold at"), s => s.SoldAt)
            .With("sku", T("SKU"), s => s.Sku)
            .With("location", T("Location"), s => s.Location)
            .With("kind", T("Kind"), s => s.Kind)
            .With("quantity", T("Quantity"), s => s.Quantity)
            .Money("unitPrice", T("Unit price"), s => s.UnitPrice)
            .Also("discount", T("Discount"), s => s.Discount, money: true)
            .Money("amount", T("Amount"), s => s.Amount)
            .Also("promotion", T("Promotion"), s => s.Promotion)
            .With("channel", T("Channel"), s => s.Channel)
            .With("externalId", T("External id"), s => s.ExternalId)
            .Also("receipt", T("Receipt"), s => s.Receipt)
            .Also("customer", T("Customer"), s => s.Customer)
            .Also("day", T("Day"), s => s.Day)
            .Also("returnOf", T("Return of"), s => s.ReturnOf)
            .Also("voidOf", T("Void of"), s => s.VoidOf)
            .With("voidedBy", T("Taken back by"), s => s.VoidedBy)
            .Also("reason", T("Reason"), s => s.Reason)
            .Also("import", T("Import"), s => s.Import)
            .Also("recordedBy", T("Recorded by"), s => s.RecordedBy)
            .With("id", T("Id"), s => s.Id);

    private static View<PeriodSales> Periods =>
        new View<PeriodSales>()
            .With("first", T("From"), p => p.First)
            .With("hour", T("Hour"), p => p.Hour)
            .With("unitsSold", T("Sold"), p => p.UnitsSold)
            .With("unitsReturned", T("Returned"), p => p.UnitsReturned)
            .Money("revenue", T("Revenue"), p => p.Revenue)
            .With("lines", T("Lines"), p => p.Lines);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "sale",
            T("Sales and returns."),
            Record(inv),
            List(inv),
            Totals(inv),
            Sum(inv),
            Hours(inv),
            Return(inv),
            Void(inv),
            Show(inv)
        );

    private static Command Record(Inv inv)
    {
        var sku = Inputs.Required("--sku", T("What was sold."));
        var quantity = Inputs.Number("--quantity", T("How many."), required: true);
        var location = Inputs.Text(
            "--location",
            T("Where. Default: the only location that sold it before, or the only one.")
        );
        var price = Inputs.Number("--price", T("Price per unit. Default: the product's."));
        var at = Inputs.Time("--at", T("When. Default now."));
        var channel = Inputs.Text("--channel", T("Where the sale came from. Default: manual."));
        var external = Inputs.Text("--external-id", T("Its own name in the channel. Default: a new one."));
        var customer = Inputs.Text("--customer", T("Who bought it."));
        var receipt = Inputs.Text(
            "--receipt",
            T("What was bought at once: the number of a receipt, invoice or order.")
        );
        var discount = Inputs.Number("--discount", T("Money off the line as a whole."));
        var promotion = new Option<bool>("--promotion") { Description = T("It was sold while a promotion ran.") };
        return inv.Verb(
            "record",
            T("Records one sale."),
            [
                "inv sale record --sku 85123A --quantity 3",
                "inv sale record --sku LAMP-1 --quantity 2 --location BERLIN --at 2026-01-31T14:30+01:00",
            ],
            [sku, quantity, location, price, discount, promotion, at, channel, external, receipt, customer],
            async (run, ct) =>
                run.Show(
                    Lines,
                    await run.Sales.RecordSale(
                        new RecordSale
                        {
                            Sku = run.Get(sku),
                            Location = run.Get(location),
                            Quantity = run.Get(quantity),
                            UnitPrice = run.Get(price),
                            SoldAt = run.Get(at),
                            Channel = run.Get(channel),
                            // Named here and not by the server, so that an attempt that is repeated is the same sale.
                            ExternalId = run.Get(external) ?? run.Key,
                            Receipt = run.Get(receipt),
                            Customer = run.Get(customer),
                            Discount = run.Get(discount),
                            Promotion = run.Get(promotion) ? true : null,
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command List(Inv inv)
    {
        var filter = new SaleFilter();
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists sales and returns, newest first."),
            ["inv sale list --sku 85123A --from 2011-12-01", "inv sale list --kind return -o json"],
            [.. filter.All, limit],
            async (run, ct) =>
                run.Show(
                    Lines,
                    await Listing<SaleResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) => filter.Read(run, size, after, ct)
                    )
                )
        );
    }

    private static Command Totals(Inv inv)
    {
        var filter = new SaleFilter();
        var by = Inputs.Word<SalesPeriod>("--by", T("What is added up, on the clock of each location."));
        return inv.Verb(
            "totals",
            T("Adds up sales by hour, day, week or month; by day where nothing is said."),
            ["inv sale totals --by month", "inv sale totals --by hour --location BERLIN --from 2026-01-01"],
            [by, .. filter.All],
            async (run, ct) => run.Show(Periods, await filter.AddUp(run, run.Get(by) ?? SalesPeriod.Day, ct))
        );
    }

    private static View<SalesSum> OneRow =>
        new View<SalesSum>()
            .With("from", T("From"), s => s.From)
            .With("to", T("To"), s => s.To)
            .With("unitsSold", T("Sold"), s => s.UnitsSold)
            .With("unitsReturned", T("Returned"), s => s.UnitsReturned)
            .Money("revenue", T("Revenue"), s => s.Revenue)
            .With("discounts", T("Discounts"), s => s.Discounts)
            .With("lines", T("Lines"), s => s.Lines)
            .With("receipts", T("Receipts"), s => s.Receipts)
            .With("withoutReceipt", T("Without receipt"), s => s.WithoutReceipt);

    private static Command Sum(Inv inv)
    {
        var filter = new SaleFilter();
        var days = Inputs.Whole("--days", T("How many days where --from is not said; default 31."));
        return inv.Verb(
            "sum",
            T("Adds up sales and returns in one row, with discounts and receipts."),
            ["inv sale sum --location BERLIN --from 2026-01-01", "inv sale sum --receipt R-17"],
            [.. filter.All, days],
            async (run, ct) => run.Show(OneRow, await filter.Sum(run, run.Get(days), ct))
        );
    }

    private static View<WeekHourSales> HoursOfTheWeek =>
        new View<WeekHourSales>()
            .With("weekday", T("Weekday"), h => h.Weekday)
            .With("hour", T("Hour"), h => h.Hour)
            .With("unitsSold", T("Sold"), h => h.UnitsSold)
            .With("unitsReturned", T("Returned"), h => h.UnitsReturned)
            .Money("revenue", T("Revenue"), h => h.Revenue)
            .With("lines", T("Lines"), h => h.Lines);

    private static Command Hours(Inv inv)
    {
        var filter = new SaleFilter();
        return inv.Verb(
            "hours",
            T(
                "Adds up sales by weekday and hour, on the clock of each location; of the last "
                    + "thirteen weeks by default."
            ),
            ["inv sale hours --location BERLIN", "inv sale hours --sku LAMP-1 --from 2026-01-01 -o csv"],
            filter.All,
            async (run, ct) =>
            {
                var week = await filter.Week(run, ct);
                if (run.Format == OutputFormat.Json)
                    return run.Show(new View<WeekHours>(), week);
                var code = run.Show(HoursOfTheWeek, week.Hours);
                if (week.From is { } from && run.Format == OutputFormat.Table)
                    run.Say(T($"{from:yyyy-MM-dd} to {week.To:yyyy-MM-dd}."));
                return code;
            }
        );
    }

    private static Command Return(Inv inv)
    {
        var id = Id();
        var quantity = Inputs.Number("--quantity", T("How many came back."), required: true);
        var at = Inputs.Time("--at", T("When. Default now."));
        var reason = Inputs.Text("--reason", T("Why they came back."));
        return inv.Verb(
            "return",
            T("Records that goods of a sale came back."),
            ["inv sale return 0199b7a0-5c2e-7a31-9d1c-3f4be0a6c001 --quantity 1 --reason broken"],
            [id, quantity, at, reason],
            async (run, ct) =>
                run.Show(
                    Lines,
                    await run.Sales.ReturnSale(
                        run.Get(id),
                        new ReturnSale
                        {
                            Quantity = run.Get(quantity),
                            SoldAt = run.Get(at),
                            ExternalId = run.Key,
                            Reason = run.Get(reason),
                        },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Void(Inv inv)
    {
        var id = Id();
        var reason = Inputs.Text("--reason", T("Why, for who reads the history."));
        return inv.Verb(
            "void",
            T("Takes back a line that should never have been recorded. Goods that came back are a return instead."),
            ["inv sale void 0199b7a0-5c2e-7a31-9d1c-3f4be0a6c001 --reason \"typed twice\""],
            [id, reason],
            async (run, ct) =>
                run.Show(
                    Lines,
                    await run.Sales.VoidSale(run.Get(id), new VoidSale { Reason = run.Get(reason) }, run.Key, ct)
                )
        );
    }

    private static Command Show(Inv inv)
    {
        var id = Id();
        return inv.Verb(
            "show",
            T("Shows one line."),
            ["inv sale show 0199b7a0-5c2e-7a31-9d1c-3f4be0a6c001"],
            [id],
            async (run, ct) => run.Show(Lines, await run.Sales.GetSale(run.Get(id), ct))
        );
    }

    private static Argument<Guid> Id() => new("id") { Description = T("The line's id, as 'inv sale list' shows it.") };
}
