using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>Suppliers, what they ask, and orders from them.</summary>
public sealed class SupplyTests : IDisposable
{
    private readonly SalesFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_supplier_is_shown_with_what_it_promises_beside_what_came()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On(
                "GET /api/v1/suppliers/ACME",
                Things.Acme with
                {
                    Contacts = [new SupplierContact { Name = "Ann Lee", Email = "ann@acme.example" }],
                    OrderDays = [DayOfWeek.Monday, DayOfWeek.Thursday],
                    MinimumOrderValue = 250,
                }
            )
            .On("GET /api/v1/suppliers/ACME/lead-times", Things.AcmeLeadTimes);

        var table = await InvRunner.RunAsync(gateway, "supplier", "show", "ACME");
        Assert.Equal((0, ""), (table.Code, table.Error));
        Assert.Matches("Contacts +Ann Lee;;ann@acme.example\n", table.Out);
        Assert.Matches(@"Order days +monday\|thursday\n", table.Out);
        Assert.Matches(@"Lead time of +Promised +Expected +90% within", table.Out);
        Assert.Matches(@"ACME +14 +15\.1 +20 +8 +6 +17\.2 +16 +25 +3\.2 +0\.25", table.Out);

        // A program gets the object that it asked for, alone.
        var json = await InvRunner.RunAsync(gateway, "supplier", "show", "ACME", "-o", "json");
        Assert.Equal(250, JsonElement.Parse(json.Out).GetProperty("minimumOrderValue").GetDecimal());
        Assert.Single(gateway.Requests, seen => seen.Path.EndsWith("/lead-times", StringComparison.Ordinal));

        var csv = await InvRunner.RunAsync(gateway, "supplier", "lead-times", "ACME", "-o", "csv");
        Assert.Equal(
            "of,promisedDays,learnedDays,learnedP90Days,weight,receipts,deliveries,meanDays,medianDays,p90Days,"
                + "meanDaysLate,onTimeShare\r\nACME,14,15.1,20,0.55,8,6,17.2,16,25,3.2,0.25\r\n"
                + "LAMP-1,14,15.3,19,0.29,2,2,18,16,20,4,0\r\n",
            csv.Out
        );
        json = await InvRunner.RunAsync(gateway, "supplier", "lead-times", "ACME", "-o", "json");
        Assert.Equal(
            "LAMP-1",
            JsonElement.Parse(json.Out).GetProperty("products").GetProperty("items")[0].GetProperty("sku").GetString()
        );
    }

    [Fact]
    public async Task A_supplier_takes_contacts_order_days_and_a_minimum_and_keeps_what_is_not_named()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/suppliers/ACME", Things.Acme with { MinimumOrderValue = 9, PaymentTerms = "net" })
            .On("PUT /api/v1/suppliers/ACME", Things.Acme);

        var ran = await InvRunner.RunAsync(
            gateway,
            "supplier",
            "update",
            "ACME",
            "--contact",
            "Ann Lee; orders;ann@acme.example;1",
            "--contact",
            "Desk",
            "--order-days",
            "monday, Friday"
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var put = gateway.Requests.Last(seen => seen.Method == "PUT").Read<UpdateSupplier>();
        Assert.Equal(
            [
                new SupplierContact
                {
                    Name = "Ann Lee",
                    Role = "orders",
                    Email = "ann@acme.example",
                    Phone = "1",
                },
                new SupplierContact { Name = "Desk" },
            ],
            put.Contacts!
        );
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Friday], put.OrderDays!);
        Assert.Equal((9, "net", Things.Acme.Email), (put.MinimumOrderValue, put.PaymentTerms, put.Email));

        await InvRunner.RunAsync(gateway, "supplier", "update", "ACME", "--minimum-order", "0", "--order-days", "");
        put = gateway.Requests.Last(seen => seen.Method == "PUT").Read<UpdateSupplier>();
        Assert.Null(put.MinimumOrderValue);
        Assert.Empty(put.OrderDays!);

        ran = await InvRunner.RunAsync(gateway, "supplier", "update", "ACME", "--order-days", "someday");
        Assert.Contains("'someday' is no list of these words", ran.Error, StringComparison.Ordinal);
        ran = await InvRunner.RunAsync(gateway, "supplier", "update", "ACME", "--contact", "a;b;c;d;e");
        Assert.Equal(2, ran.Code);
    }

    [Fact]
    public async Task Terms_are_set_with_price_breaks_and_listed_as_a_file_that_can_be_imported()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("POST /api/v1/suppliers/terms/upsert", new UpsertResult(false, 0, 1, 0, 0, []))
            .On("GET /api/v1/suppliers/ACME/terms", new Page<SupplierProduct>([Things.AcmeLamp], null));

        var ran = await InvRunner.RunAsync(
            gateway,
            "supplier",
            "set-terms",
            "ACME",
            "LAMP-1",
            "--breaks",
            "100:10.5|500:9.80",
            "--preferred"
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var row = gateway.Requests.Single(seen => seen.Method == "POST").Read<UpsertTerms>().Terms!.Single();
        Assert.Equal(
            [
                new PriceBreakRequest { FromQuantity = 100, UnitCost = 10.5m },
                new PriceBreakRequest { FromQuantity = 500, UnitCost = 9.8m },
            ],
            row.PriceBreaks!
        );
        Assert.Equal((true, null, null), (row.Preferred, row.UnitCost, row.SupplierSku));
        ran = await InvRunner.RunAsync(gateway, "supplier", "set-terms", "ACME", "LAMP-1", "--breaks", "100=3");
        Assert.Equal(2, ran.Code);
        Assert.Contains("'100=3' is not of the form QUANTITY:UNITCOST", ran.Error, StringComparison.Ordinal);

        var csv = await InvRunner.RunAsync(gateway, "supplier", "terms", "ACME", "-o", "csv");
        Assert.Equal(
            "supplier,sku,productName,supplierSku,leadTimeDays,moq,packMultiple,unitCost,priceBreaks,preferred\r\n"
                + "ACME,LAMP-1,Desk lamp,4711,14,12,6,11,100:10.5|500:9.8,true\r\n",
            csv.Out
        );
        await InvRunner.RunAsync(gateway, "import", "terms", _files.Write("terms.csv", csv.Out));
        Assert.Equivalent(
            new UpsertTerm
            {
                Supplier = "ACME",
                Sku = "LAMP-1",
                SupplierSku = "4711",
                LeadTimeDays = 14,
                Moq = 12,
                PackMultiple = 6,
                UnitCost = 11,
                PriceBreaks = row.PriceBreaks,
                Preferred = true,
            },
            gateway.Requests.Last(seen => seen.Method == "POST").Read<UpsertTerms>().Terms!.Single(),
            strict: true
        );
    }

    [Fact]
    public async Task Terms_from_a_file_are_judged_by_the_server_and_told_by_row_column_and_reason()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "POST /api/v1/suppliers/terms/upsert",
            new UpsertResult(
                false,
                1,
                1,
                1,
                1,
                [
                    new UpsertRow(0, UpsertOutcome.Created, "A", null, null),
                    new UpsertRow(1, UpsertOutcome.Changed, "B", null, null),
                    new UpsertRow(2, UpsertOutcome.Unchanged, "C", null, null),
                    new UpsertRow(
                        3,
                        UpsertOutcome.Rejected,
                        "D",
                        null,
                        new Dictionary<string, string[]> { ["sku"] = ["no product has the SKU 'D'"] }
                    ),
                ]
            )
        );
        // A decimal comma in a break decides for the whole file.
        var path = _files.Write(
            "t.csv",
            "Supplier;SKU;Unit cost;Price breaks;Preferred\nacme;A;1.250;100:4,50|500:4,10;true\nacme;B;;;\nacme;C;;;\n"
                + "acme;D;1;;\nacme;E;1;100;\nacme;F;1;;perhaps\n;G;1;;\n"
        );

        var ran = await InvRunner.RunAsync(gateway, "import", "terms", path, "-o", "csv");

        Assert.Equal((0, "read,created,updated,existing,rejected\r\n7,1,1,1,4\r\n"), (ran.Code, ran.Out));
        var sent = gateway.Requests.Single().Read<UpsertTerms>();
        Assert.Equal((BatchMode.RejectFailedRows, 4), (sent.Mode, sent.Terms!.Count));
        Assert.Equal(
            [
                new PriceBreakRequest { FromQuantity = 100, UnitCost = 4.5m },
                new PriceBreakRequest { FromQuantity = 500, UnitCost = 4.1m },
            ],
            sent.Terms[0].PriceBreaks!
        );
        Assert.Equal((1_250, true), (sent.Terms[0].UnitCost, sent.Terms[0].Preferred));
        Assert.Equal(new UpsertTerm { Supplier = "acme", Sku = "B" }, sent.Terms[1]);

        ran = await InvRunner.RunAsync(gateway, "import", "terms", path, "--dry-run");
        Assert.Equal("true", gateway.Requests.Last()["preview"]);
        Assert.Contains("line 5: sku: sku no product has the SKU 'D'\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains("line 6: priceBreaks: priceBreaks '100' is not of", ran.Error, StringComparison.Ordinal);
        Assert.Contains("line 7: preferred: preferred 'perhaps' is neither", ran.Error, StringComparison.Ordinal);
        Assert.Contains("line 8: supplier: supplier is required\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suppliers_from_a_file_take_contacts_order_days_and_a_minimum()
    {
        var known = Things.Acme with
        {
            Contacts = [new SupplierContact { Name = "Ann", Email = "ann@acme.example" }],
            OrderDays = [DayOfWeek.Monday, DayOfWeek.Thursday],
            MinimumOrderValue = 250,
            PaymentTerms = "30 days net",
        };
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/suppliers", new Page<SupplierResponse>([known], null))
            .On("PUT /api/v1/suppliers/ACME", known);
        const string Head = "code,name,contacts,orderDays,minimumOrderValue,paymentTerms\n";
        var same =
            "ACME,Acme Trading,Ann;;ann@acme.example,thursday|monday,€250.00,30 days net\nACME,Acme Trading,,,,\n";
        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "suppliers",
            _files.Write("same.csv", Head + same),
            "-o",
            "csv"
        );
        Assert.Equal((0, "read,created,updated,existing,rejected\r\n2,0,0,2,0\r\n"), (ran.Code, ran.Out));

        ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "suppliers",
            _files.Write("new.csv", Head + "ACME,Acme Trading,Bo;sales|Cy,,300,\nACME,x,,mon,,\nACME,x,a;b;c;d;e,,,\n")
        );
        var put = gateway.Requests.Single(seen => seen.Method == "PUT").Read<UpdateSupplier>();
        Assert.Equal(
            [new SupplierContact { Name = "Bo", Role = "sales" }, new SupplierContact { Name = "Cy" }],
            put.Contacts!
        );
        Assert.Equal(known.OrderDays, put.OrderDays!);
        Assert.Equal((300, "30 days net"), (put.MinimumOrderValue, put.PaymentTerms));
        Assert.Contains("line 3: orderDays: orderDays 'mon' is no list of", ran.Error, StringComparison.Ordinal);
        Assert.Contains("line 4: contacts: contacts 'a;b;c;d;e' is no list", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_letter_of_an_order_is_written_in_the_language_that_is_asked_for()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/purchase-orders/PO-17", Things.Order)
            .On("GET /api/v1/suppliers/ACME", Things.Acme)
            .On("GET /api/v1/locations/BERLIN", Things.Berlin with { Address = "Street 1\r\n10115 Berlin" })
            .On("GET /api/v1/installation", new InstallationResponse("EUR", 2, "\"1\""))
            .On("POST /api/v1/products/lookup", Array.Empty<object>());

        var english = await InvRunner.RunAsync(gateway, "order", "text", "PO-17");
        Assert.Equal(0, english.Code);
        Assert.StartsWith("Purchase order PO-17", english.Out, StringComparison.Ordinal);
        Assert.Contains("1. LAMP-1", english.Out, StringComparison.Ordinal);
        Assert.Contains("   48 × 11.00 EUR = 528.00 EUR", english.Out, StringComparison.Ordinal);
        Assert.Contains("Wanted by: 24 Jan 2026", english.Out, StringComparison.Ordinal);
        Assert.Contains("(BERLIN)\nStreet 1\n10115 Berlin\n", english.Out, StringComparison.Ordinal);

        var spanish = await InvRunner.RunAsync(gateway, "order", "text", "PO-17", "--language", "es");
        Assert.StartsWith("Pedido PO-17", spanish.Out, StringComparison.Ordinal);
        Assert.Contains("Buenos días, Acme Trading:", spanish.Out, StringComparison.Ordinal);
        Assert.Contains("   48 × 11,00 EUR = 528,00 EUR", spanish.Out, StringComparison.Ordinal);
        Assert.Contains("Fecha deseada: 24 ene 2026", spanish.Out, StringComparison.Ordinal);

        var other = await InvRunner.RunAsync(gateway, "order", "text", "PO-17", "--language", "fr");
        Assert.Equal(2, other.Code);
        Assert.Contains("--language 'fr' must be one of en, es.", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_is_counted_and_an_approval_and_an_order_are_taken_back()
    {
        const string Order = "/api/v1/purchase-orders/PO-17";
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/order-board", new OrderBoard([new(OrderStage.AwaitsYou, 3, 1_250.5m, 1, [])]))
            .On($"GET {Order}", Things.Order)
            .On($"POST {Order}/take-back", Things.Order)
            .On($"POST {Order}/cancel", Things.Order);

        var board = await InvRunner.RunAsync(gateway, "order", "board", "--supplier", "ACME", "--created-by", "me");
        Assert.Contains("awaits-you", board.Out, StringComparison.Ordinal);
        Assert.Equal(("ACME", "me"), (gateway.Requests.Single()["supplier"], gateway.Requests.Single()["createdBy"]));

        Assert.Equal(0, (await InvRunner.RunAsync(gateway, "order", "take-back", "PO-17")).Code);
        Assert.Equal(0, (await InvRunner.RunAsync(gateway, "order", "cancel", "PO-17", "--reason", "too dear")).Code);
        Assert.Equal("""{"reason":"too dear"}""", gateway.Requests.Last().Text);
    }

    [Fact]
    public async Task Orders_are_filtered_and_sent_as_asked()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/purchase-orders", new Page<PurchaseOrderResponse>([Things.Order], null))
            .On("GET /api/v1/purchase-orders/PO-17", Things.Order)
            .On("GET /api/v1/locations/BERLIN", Things.Berlin)
            .On("POST /api/v1/purchase-orders/PO-17/send", Things.Order);
        string[] list =
        [
            "order",
            "list",
            "--supplier",
            "ACME",
            "--location",
            "BERLIN",
            "--sku",
            "LAMP-1",
            "--expected-before",
            "2026-02-01",
        ];
        await InvRunner.RunAsync(gateway, [.. list, "--late"]);
        await InvRunner.RunAsync(gateway, [.. list, "--late", "false"]);
        Assert.All(
            gateway.Requests,
            seen =>
                Assert.Equal(
                    ("ACME", "BERLIN", "LAMP-1", "2026-02-01"),
                    (seen["supplier"], seen["location"], seen["sku"], seen["expectedBefore"])
                )
        );
        Assert.Equal(["true", "false"], gateway.Requests.Select(seen => seen["late"]));

        var ran = await InvRunner.RunAsync(
            gateway,
            "order",
            "send",
            "PO-17",
            "--below-minimum",
            "--sent-at",
            "2026-01-10"
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(
            new SendPurchaseOrder
            {
                BelowMinimum = true,
                SentAt = new DateTimeOffset(2026, 1, 9, 23, 0, 0, TimeSpan.Zero),
            },
            gateway.Requests.Last().Read<SendPurchaseOrder>()
        );
        await InvRunner.RunAsync(gateway, "order", "send", "PO-17");
        Assert.Equal(new SendPurchaseOrder(), gateway.Requests.Last().Read<SendPurchaseOrder>());
    }

    [Fact]
    public async Task Who_may_approve_is_shown_set_and_taken_away_and_the_rest_stays()
    {
        const string Path = "/api/v1/purchase-orders/approval-limits";
        var rules = new ApprovalLimitsResponse(
            false,
            [new() { Role = Role.Planner, UpTo = 1_000 }, new() { User = "ada", UpTo = 5_000 }],
            "\"3\""
        );
        await using var gateway = (await StubGateway.StartAsync()).On($"GET {Path}", rules).On($"PUT {Path}", rules);
        async Task<SetApprovalLimits> Sent(string command)
        {
            var ran = await InvRunner.RunAsync(gateway, [.. $"order limits {command}".Split(' ')]);
            Assert.Equal((0, ""), (ran.Code, ran.Error));
            var sent = gateway.Requests.Last(seen => seen.Method == "PUT");
            Assert.Equal("\"3\"", sent.Headers.IfMatch.ToString());
            return sent.Read<SetApprovalLimits>();
        }

        var shown = await InvRunner.RunAsync(gateway, "order", "limits", "show", "-o", "csv");
        Assert.Equal("role,user,upTo\r\nplanner,,1000\r\n,ada,5000\r\n", shown.Out);
        Assert.Equal(
            [rules.Limits[1], new() { Role = Role.Planner, UpTo = 99.5m }],
            (await Sent("set --role planner --up-to 99.5")).Limits!
        );
        Assert.Equal([rules.Limits[0], new() { User = "ada" }], (await Sent("set --user Ada --up-to none")).Limits!);
        Assert.Equal([rules.Limits[1]], (await Sent("clear --role planner")).Limits!);
        var strict = await Sent("four-eyes on");
        Assert.True(strict.FourEyes);
        Assert.Equal(rules.Limits, strict.Limits!);

        var ran = await InvRunner.RunAsync(gateway, [.. "order limits clear --user bob".Split(' ')]);
        Assert.Equal(new Ran(3, "", "There is no such limit.\n"), ran);
        ran = await InvRunner.RunAsync(gateway, [.. "order limits set --up-to 3".Split(' ')]);
        Assert.Equal(new Ran(2, "", "Say whose limit: either --role or --user.\n"), ran);
        Assert.Equal(2, (await InvRunner.RunAsync(gateway, "order", "limits", "four-eyes", "maybe")).Code);
    }

    [Fact]
    public async Task Drafts_that_wait_for_the_caller_are_asked_for()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/purchase-orders",
            new Page<PurchaseOrderResponse>([Things.Order], null)
        );
        await InvRunner.RunAsync(gateway, "order", "list", "--awaiting-approval");
        await InvRunner.RunAsync(gateway, "order", "list");
        Assert.Equal(["true", ""], gateway.Requests.Select(r => r["approvable"]));
    }

    [Fact]
    public async Task An_order_is_written_as_it_is_printed()
    {
        var pdf = "%PDF-1.7 \u00ff"u8.ToArray();
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/purchase-orders/PO-17/pdf", _ => Answer.Ok(pdf))
            .On(
                "GET /api/v1/purchase-orders/PO-18/pdf",
                _ => Answer.Problem(404, "No purchase order has that number.")
            );
        var path = Path.Combine(_files.Folder, "order.pdf");

        var ran = await InvRunner.RunAsync(gateway, "order", "pdf", "PO-17", "--file", path);

        Assert.Equal((0, $"Wrote {path}.\n"), (ran.Code, ran.Error));
        Assert.Equal(pdf, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        ran = await InvRunner.RunAsync(gateway, "order", "pdf", "PO-18", "--file", path + "2");
        Assert.Equal((3, false), (ran.Code, File.Exists(path + "2")));
    }

    [Fact]
    public async Task Changing_a_product_keeps_what_its_suppliers_call_it_and_their_price_breaks()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", Things.Lamp with { Suppliers = [Things.AcmeLamp.Terms] })
            .On("PUT /api/v1/products/LAMP-1", Things.Lamp);
        foreach (string[] change in new string[][] { ["--price", "20"], ["--supplier", "ACME", "--moq", "24"] })
        {
            await InvRunner.RunAsync(gateway, ["product", "update", "LAMP-1", .. change]);
            var term = gateway.Requests.Last().Read<UpdateProduct>().Suppliers!.Single();
            Assert.Equal(("4711", 2, true), (term.SupplierSku, term.PriceBreaks!.Count, term.Preferred));
        }
    }
}
