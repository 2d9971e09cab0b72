using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class CommandTests
{
    public static TheoryData<string> Verbs =>
        [
            "product list",
            "product show",
            "product create",
            "product update",
            "product assign",
            "supplier assign",
            "product delete",
            "product facets",
            "product image",
            "product image set",
            "product image get",
            "product image remove",
            "product edit-many",
            "category list",
            "category rename",
            "supplier list",
            "supplier show",
            "supplier create",
            "supplier update",
            "supplier delete",
            "supplier terms",
            "supplier set-terms",
            "supplier lead-times",
            "location list",
            "location create",
            "location update",
            "location delete",
            "comment edit",
            "comment delete",
            "stock summary",
            "order approval",
            "stock list",
            "stock show",
            "stock receive",
            "stock adjust",
            "stock count",
            "stock transfer",
            "stock movements",
            "stock ledger",
            "stock undo",
            "count list",
            "count show",
            "count create",
            "count record",
            "count post",
            "count cancel",
            "order list",
            "order show",
            "order pdf",
            "order create",
            "order approve",
            "order send",
            "order expect",
            "order receive",
            "order cancel",
            "order limits",
            "order limits show",
            "order limits set",
            "order limits clear",
            "order limits four-eyes",
            "sale record",
            "sale list",
            "sale sum",
            "sale hours",
            "sale return",
            "sale show",
            "import sales",
            "import products",
            "import suppliers",
            "import terms",
            "import counts",
            "export sales",
            "sample load",
            "sample ensure",
            "forecast show",
            "forecast groups",
            "forecast accuracy",
            "forecast run",
            "trend list",
            "trend show",
            "trend matrix",
            "trend stock",
            "trend totals",
            "trend anomalies",
            "trend patterns",
            "replenish list",
            "forecast marked",
            "forecast mark",
            "forecast unmark",
            "replenish explain",
            "replenish summary",
            "replenish accept",
            "replenish accept-due",
            "replenish changes",
            "replenish transfer",
            "replenish snooze",
            "replenish reject",
            "replenish decisions",
            "simulate",
            "policy list",
            "policy show",
            "policy set",
            "policy clear",
            "policy effective",
            "what-if",
            "replenish scores",
            "status",
            "completion",
            "ask",
            "explain",
            "watch",
            "man",
            "product",
            "",
        ];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_command_has_help_with_an_example_and_needs_no_gateway_for_it(string verb)
    {
        var ran = await InvRunner.RunAsync(
            "http://127.0.0.1:9",
            [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]
        );

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Matches("Examples?:\n  .*inv ", ran.Out);
    }

    [Theory]
    [InlineData("product list", "/api/v1/products")]
    [InlineData("supplier list", "/api/v1/suppliers")]
    [InlineData("supplier terms ACME", "/api/v1/suppliers/ACME/terms")]
    [InlineData("location list", "/api/v1/locations")]
    [InlineData("stock list", "/api/v1/stock")]
    [InlineData("stock movements LAMP-1", "/api/v1/stock/LAMP-1/movements")]
    [InlineData("count list", "/api/v1/stock/counts")]
    [InlineData("stock ledger", "/api/v1/stock/movements")]
    [InlineData("order list", "/api/v1/purchase-orders")]
    [InlineData("sale list", "/api/v1/sales")]
    [InlineData("trend list", "/api/v1/trends")]
    [InlineData("replenish list", "/api/v1/replenishment")]
    [InlineData("replenish decisions", "/api/v1/replenishment/decisions")]
    [InlineData("policy list", "/api/v1/replenishment/policies")]
    public async Task An_empty_list_is_an_empty_array_and_no_error(string command, string path)
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            $"GET {path}",
            new { items = Array.Empty<int>() }
        );

        var json = await InvRunner.RunAsync(gateway, [.. command.Split(' '), "-o", "json"]);
        Assert.Equal((0, "[]"), (json.Code, json.Out.Trim()));

        var csv = await InvRunner.RunAsync(gateway, [.. command.Split(' '), "-o", "csv"]);
        Assert.Equal(0, csv.Code);
        Assert.Matches("^[a-zA-Z0-9]+(,[a-zA-Z0-9]+)+\r\n$", csv.Out);
    }

    [Fact]
    public async Task A_product_list_passes_its_filters_and_prints_three_ways()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products",
            new Page<ProductResponse>([Things.Lamp], null)
        );
        string[] command = ["product", "list", "--search", "lamp", "--sort", "units-sold", "--limit", "10"];

        var table = await InvRunner.RunAsync(gateway, command);
        Assert.Equal((0, ""), (table.Code, table.Error));
        Assert.Contains("LAMP-1", table.Out, StringComparison.Ordinal);
        Assert.Contains("1,234", table.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', table.Out);

        var json = await InvRunner.RunAsync(gateway, [.. command, "-o", "json"]);
        var read = JsonSerializer.Deserialize<List<ProductResponse>>(json.Out, ContractsJson.Options)!.Single();
        Assert.Equal(
            Things.Lamp with
            {
                Suppliers = read.Suppliers,
                Barcodes = read.Barcodes,
                Tags = read.Tags,
                Attributes = read.Attributes,
            },
            read
        );

        var csv = await InvRunner.RunAsync(gateway, [.. command, "-o", "csv"]);
        var lines = csv.Out.Split("\r\n");
        Assert.Equal(
            "sku,name,category,price,cost,unit,wholeUnits,serviceLevel,reviewPeriodDays,onHand,onOrder,"
                + "unitsSold,revenue,lastSoldAt,description,suppliers,status,barcodes,tags,attributes,image,"
                + "assignee,archived,updatedAt",
            lines[0]
        );
        Assert.StartsWith(
            "LAMP-1,\"Desk lamp, \"\"big\"\"\",Light,24.9,11,each,true,0.95,7,1234,48,56,1394.4,"
                + "2026-01-31T12:00:00Z,'=cheap,",
            lines[1],
            StringComparison.Ordinal
        );

        Assert.All(
            gateway.Requests,
            seen => Assert.Equal(("lamp", "units-sold", "10"), (seen["search"], seen["sort"], seen["limit"]))
        );
    }

    [Fact]
    public async Task A_product_list_filters_by_attributes_and_says_when_it_shows_the_nearest()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products",
            new ProductPage([Things.Lamp], null, Nearest: true)
        );

        var ran = await InvRunner.RunAsync(
            gateway,
            [.. "product list --search lantren --attribute Colour=red --attribute size=a:b -o csv".Split(' ')]
        );

        Assert.Equal((0, "Nothing has 'lantren'. Did you mean one of these?\n"), (ran.Code, ran.Error));
        Assert.Contains("LAMP-1", ran.Out, StringComparison.Ordinal);
        Assert.Equal(["colour:red", "size:a:b"], gateway.Requests.Single().Query["attribute"].ToArray());

        ran = await InvRunner.RunAsync(gateway, "product", "list", "--attribute", "red");
        Assert.Equal((2, "--attribute: 'red' must be a name and a value, as colour=red.\n"), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task An_update_sets_and_removes_attributes_and_keeps_the_others()
    {
        var lamp = Things.Lamp with
        {
            Attributes = new Dictionary<string, string>
            {
                ["colour"] = "blue",
                ["size"] = "L",
                ["bulb"] = "E27",
            },
        };
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", lamp)
            .On("PUT /api/v1/products/LAMP-1", lamp);

        var ran = await InvRunner.RunAsync(
            gateway,
            [.. "product update LAMP-1 --attribute Colour=red --attribute size=".Split(' ')]
        );

        Assert.Equal(0, ran.Code);
        Assert.Contains("colour=blue; size=L; bulb=E27", ran.Out, StringComparison.Ordinal);
        var sent = gateway.Requests.Single(seen => seen.Method == "PUT").Read<UpdateProduct>();
        Assert.Equal(
            [new("bulb", "E27"), new("colour", "red")],
            sent.Attributes!.OrderBy(a => a.Key, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_service_level_and_a_review_period_are_given_taken_back_and_left()
    {
        var lamp = Things.Lamp with { ServiceLevel = .9m, ReviewPeriodDays = 14 };
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", lamp)
            .On("PUT /api/v1/products/LAMP-1", lamp);
        async Task<(decimal?, int?)> Sent(string options)
        {
            Assert.Equal(
                0,
                (await InvRunner.RunAsync(gateway, [.. $"product update LAMP-1 {options}".Split(' ')])).Code
            );
            var sent = gateway.Requests.Last(seen => seen.Method == "PUT").Read<UpdateProduct>();
            return (sent.ServiceLevel, sent.ReviewPeriodDays);
        }

        Assert.Equal((.9m, 14), await Sent("--price 3"));
        Assert.Equal((null, 14), await Sent("--service-level none"));
        Assert.Equal((.98m, null), await Sent("--service-level 0.98 --review-period None"));

        var ran = await InvRunner.RunAsync(gateway, [.. "product update LAMP-1 --review-period 1.5".Split(' ')]);
        Assert.Equal(2, ran.Code);
        Assert.Contains(
            "--review-period: '1.5' is neither a whole number nor none.",
            ran.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Categories_are_listed_as_a_tree_and_renamed()
    {
        var tree = new[]
        {
            new CategoryNode("Drinks", "Drinks", 1, 3, [new CategoryNode("Drinks/Hot", "Hot", 2, 2, [])]),
            new CategoryNode("Mugs", "Mugs", 5, 5, []),
        };
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/categories", tree)
            .On("POST /api/v1/categories/rename", new CategoryRenamed("Mugs", "Cups", 5));

        var csv = await InvRunner.RunAsync(gateway, "category", "list", "-o", "csv");
        Assert.Equal("category,products,total,depth\r\nDrinks,1,3,0\r\nDrinks/Hot,2,2,1\r\nMugs,5,5,0\r\n", csv.Out);
        var json = await InvRunner.RunAsync(gateway, "category", "list", "-o", "json");
        Assert.Equal(
            "Drinks/Hot",
            JsonSerializer.Deserialize<CategoryNode[]>(json.Out, ContractsJson.Options)![0].Children[0].Path
        );

        var renamed = await InvRunner.RunAsync(gateway, "category", "rename", "Mugs", "Cups", "--merge", "-o", "csv");
        Assert.Equal((0, "from,to,products\r\nMugs,Cups,5\r\n"), (renamed.Code, renamed.Out));
        var sent = gateway.Requests.Single(seen => seen.Method == "POST");
        Assert.Equal(
            new RenameCategory
            {
                From = "Mugs",
                To = "Cups",
                Merge = true,
            },
            sent.Read<RenameCategory>()
        );
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
    }

    [Fact]
    public async Task An_image_is_sent_as_it_is_and_written_as_it_comes()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("PUT /api/v1/products/A%2F1/image", new StoredImage("0123", 10, 20, 300))
            .On("GET /api/v1/products/A%2F1/image", "RIFF")
            .On("DELETE /api/v1/products/A%2F1/image", _ => new Answer(204));
        var folder = Directory.CreateTempSubdirectory("inv-image-");
        try
        {
            var (source, target) = (Path.Combine(folder.FullName, "a.png"), Path.Combine(folder.FullName, "b.webp"));
            await File.WriteAllBytesAsync(source, [1, 2, 0, 255], TestContext.Current.CancellationToken);

            var ran = await InvRunner.RunAsync(gateway, "product", "image", "set", "A/1", source, "-o", "csv");
            Assert.Equal((0, "image,width,height,bytes\r\n0123,10,20,300\r\n"), (ran.Code, ran.Out));
            Assert.Equal([1, 2, 0, 255], gateway.Requests.Single().Body);

            ran = await InvRunner.RunAsync(gateway, "product", "image", "get", "A/1", target, "--thumb");
            Assert.Equal(0, ran.Code);
            Assert.Equal("RIFF", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
            Assert.Equal("thumb", gateway.Requests.Last()["size"]);

            Assert.Equal(0, (await InvRunner.RunAsync(gateway, "product", "image", "remove", "A/1")).Code);
            ran = await InvRunner.RunAsync(gateway, "product", "image", "set", "A/1", target + ".no");
            Assert.Equal(2, ran.Code);
            Assert.Contains("cannot be read", ran.Error, StringComparison.Ordinal);
            await File.WriteAllBytesAsync(target, new byte[5_242_881], TestContext.Current.CancellationToken);
            ran = await InvRunner.RunAsync(gateway, "product", "image", "set", "A/1", target);
            Assert.Equal(2, ran.Code);
            Assert.Contains("has 5,242,881 bytes", ran.Error, StringComparison.Ordinal);
            ran = await InvRunner.RunAsync(gateway, "product", "image", "get", "NONE", target);
            Assert.Equal(3, ran.Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Facets_are_counted_with_the_filters_of_the_list()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products/facets",
            new ProductFacets(
                12,
                [new FacetCount("Drinks/Hot", 7)],
                [new FacetCount("active", 12)],
                [new FacetCount("sale", 3)],
                [new SupplierCount("ACME", "Acme", 2)],
                [new AttributeCount("colour", "red", 1)],
                4,
                [new FacetCount("BERLIN", 9)],
                [new FacetCount("never-counted", 3)],
                ["tags"]
            )
        );

        var ran = await InvRunner.RunAsync(
            gateway,
            [
                .. "product facets --category Drinks --status active --attribute colour=red".Split(' '),
                .. "--stock never-counted -o csv".Split(' '),
            ]
        );

        Assert.Equal(
            "facet,value,products\r\ncategory,Drinks/Hot,7\r\nstatus,active,12\r\ntag,sale,3\r\n"
                + "supplier,ACME,2\r\nattribute,colour=red,1\r\nlocation,BERLIN,9\r\nstock,never-counted,3\r\n",
            ran.Out
        );
        Assert.Equal("12 products.\nThere are more tags: the most frequent are shown.\n", ran.Error);
        var seen = gateway.Requests.Single();
        Assert.Equal(("Drinks", "active", "colour:red"), (seen["category"], seen["status"], seen["attribute"]));
        Assert.Equal("never-counted", seen["stock"]);
    }

    [Fact]
    public async Task Many_products_are_changed_with_a_preview_or_the_count_that_is_expected()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "PATCH /api/v1/products",
            seen =>
                Answer.Ok(
                    new EditResult(
                        seen["preview"] == "true",
                        3,
                        2,
                        [new EditedProduct("A", [new FieldChange("price", "10", "10.5")])]
                    )
                )
        );
        string[] edit = ["product", "edit-many", "--category", "Drinks", "--price-by", "5%", "--set-category", ""];

        var ran = await InvRunner.RunAsync(gateway, [.. edit, "--preview", "-o", "csv"]);
        Assert.Equal((0, "sku,field,from,to\r\nA,price,10,10.5\r\n"), (ran.Code, ran.Out));
        Assert.Equal(
            "2 of 3 products would be changed.\nThe first 1 are shown.\nPreview: nothing was stored.\n",
            ran.Error
        );
        var sent = gateway.Requests.Single();
        Assert.Equal("", sent.Headers["Idempotency-Key"].ToString());
        Assert.Equal(
            new EditProducts
            {
                Filter = new ProductSelection { Category = "Drinks" },
                Change = new ProductEdit { Category = "", PriceByPercent = 5 },
            },
            sent.Read<EditProducts>()
        );

        ran = await InvRunner.RunAsync(gateway, edit);
        Assert.Equal(
            (2, "--expect says how many products are selected; --preview shows which.\n"),
            (ran.Code, ran.Error)
        );
        ran = await InvRunner.RunAsync(gateway, [.. edit, "A"]);
        Assert.Equal((2, "Name the products, or select them by options (or --all).\n"), (ran.Code, ran.Error));
        ran = await InvRunner.RunAsync(gateway, "product", "edit-many", "A", "--price-by", "1,5");
        Assert.Equal(2, ran.Code);

        gateway.Requests.Clear();
        var named = "product edit-many a B --price-by -0.5 --add-tags x,y --remove-tags z --set-attribute Colour=red";
        ran = await InvRunner.RunAsync(gateway, [.. named.Split(' '), "--set-attribute", "size="]);
        Assert.Equal(0, ran.Code);
        sent = gateway.Requests.Single();
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
        var body = sent.Read<EditProducts>();
        Assert.Equal(["a", "B"], body.Skus!);
        Assert.Equal((-0.5m, null), (body.Change!.PriceBy, body.Change.PriceByPercent));
        Assert.Equal(["x", "y"], body.Change.AddTags!);
        Assert.Equal(["z"], body.Change.RemoveTags!);
        Assert.Equal([new("colour", "red"), new("size", null)], body.Change.Attributes!);
        ran = await InvRunner.RunAsync(
            gateway,
            [.. "product edit-many --all --expect 9 --set-status draft".Split(' ')]
        );
        Assert.Equal(0, ran.Code);
        Assert.Equal(9, gateway.Requests.Last().Read<EditProducts>().Expected);
    }

    [Fact]
    public async Task A_limit_above_a_page_reads_pages_until_it_is_met_and_says_when_there_is_more()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/stock",
            seen =>
                Answer.Ok(
                    new Page<StockLevelResponse>(
                        [.. Enumerable.Repeat(Things.Level, int.Parse(seen["limit"], null))],
                        "more"
                    )
                )
        );

        var ran = await InvRunner.RunAsync(gateway, "stock", "list", "--limit", "1200", "-o", "csv");

        Assert.Equal(0, ran.Code);
        Assert.Equal(1_201, ran.Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("There is more: the first 1200 are shown, --limit shows as many as you want.\n", ran.Error);
        Assert.Equal(["500", "500", "200"], gateway.Requests.Select(seen => seen["limit"]));
        Assert.Equal(["", "more", "more"], gateway.Requests.Select(seen => seen["after"]));
    }

    [Fact]
    public async Task Creating_a_product_sends_it_with_an_idempotency_key()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("POST /api/v1/products", Things.Lamp);

        var ran = await InvRunner.RunAsync(
            gateway,
            "product",
            "create",
            "--sku",
            "LAMP-1",
            "--name",
            "Desk lamp",
            "--price",
            "24.90",
            "--supplier",
            "ACME",
            "--lead-time",
            "14",
            "--unit-cost",
            "11"
        );

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var seen = Assert.Single(gateway.Requests);
        Assert.NotEmpty(seen.Headers["Idempotency-Key"].ToString());
        Assert.Equal(
            """{"sku":"LAMP-1","name":"Desk lamp","price":24.90,"suppliers":["""
                + """{"supplier":"ACME","leadTimeDays":14,"unitCost":11}]}""",
            seen.Text
        );
    }

    [Fact]
    public async Task Updating_a_product_changes_what_was_named_and_sends_the_tag_that_was_read()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("PUT /api/v1/products/LAMP-1", Things.Lamp);

        var ran = await InvRunner.RunAsync(
            gateway,
            "product",
            "update",
            "LAMP-1",
            "--price",
            "22.5",
            "--supplier",
            "acme",
            "--moq",
            "50"
        );

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var put = gateway.Requests.Last();
        Assert.Equal("\"17\"", put.Headers.IfMatch.ToString());
        var sent = put.Read<UpdateProduct>();
        Assert.Equal(
            ("Desk lamp, \"big\"", "=cheap", 22.5m, 11m),
            (sent.Name, sent.Description, sent.Price, sent.Cost)
        );
        Assert.Equal(
            new SupplierTermRequest
            {
                Supplier = "acme",
                LeadTimeDays = 14,
                Moq = 50,
                PackMultiple = 6,
                UnitCost = 11,
                Preferred = true,
            },
            Assert.Single(sent.Suppliers!)
        );
    }

    [Fact]
    public async Task Deleting_reads_the_tag_first()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("DELETE /api/v1/products/LAMP-1", _ => new Answer(204))
            .On("GET /api/v1/suppliers/ACME", Things.Acme)
            .On("DELETE /api/v1/suppliers/ACME", _ => new Answer(204));

        Assert.Equal(
            new Ran(0, "", "Archived LAMP-1 (Desk lamp, \"big\").\n"),
            await InvRunner.RunAsync(gateway, "product", "delete", "LAMP-1")
        );
        Assert.Equal(
            new Ran(0, "", "Archived ACME (Acme Trading).\n"),
            await InvRunner.RunAsync(gateway, "supplier", "delete", "ACME")
        );
        Assert.Equal(
            ["\"17\"", "\"5\""],
            gateway.Requests.Where(seen => seen.Method == "DELETE").Select(seen => seen.Headers.IfMatch.ToString())
        );
    }

    [Fact]
    public async Task Suppliers_and_locations_are_created_changed_and_shown()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("POST /api/v1/suppliers", Things.Acme)
            .On("GET /api/v1/suppliers/ACME", Things.Acme)
            .On("GET /api/v1/suppliers/ACME/lead-times", Things.AcmeLeadTimes)
            .On("PUT /api/v1/suppliers/ACME", Things.Acme)
            .On("POST /api/v1/locations", Things.Berlin)
            .On("GET /api/v1/locations/BERLIN", Things.Berlin with { Address = "Torstr. 1" })
            .On("PUT /api/v1/locations/BERLIN", Things.Berlin);

        var created = await InvRunner.RunAsync(
            gateway,
            "supplier",
            "create",
            "--code",
            "ACME",
            "--name",
            "Acme Trading",
            "-o",
            "json"
        );
        var shown = await InvRunner.RunAsync(gateway, "supplier", "show", "ACME");
        var changed = await InvRunner.RunAsync(gateway, "supplier", "update", "ACME", "--phone", "1");
        var place = await InvRunner.RunAsync(
            gateway,
            "location",
            "create",
            "--code",
            "BERLIN",
            "--name",
            "Berlin store",
            "--time-zone",
            "Europe/Berlin",
            "-o",
            "csv"
        );

        Assert.Equivalent(
            Things.Acme,
            JsonSerializer.Deserialize<SupplierResponse>(created.Out, ContractsJson.Options),
            strict: true
        );
        Assert.Contains("Acme Trading", shown.Out, StringComparison.Ordinal);
        Assert.Equal(0, changed.Code);
        Assert.Equivalent(
            new UpdateSupplier
            {
                Name = "Acme Trading",
                Email = "orders@acme.example",
                Phone = "1",
                Contacts = [],
                OrderDays = [],
            },
            gateway.Requests.Single(seen => seen.Method == "PUT").Read<UpdateSupplier>(),
            strict: true
        );
        await InvRunner.RunAsync(gateway, "location", "update", "BERLIN", "--negative-stock", "allow");
        Assert.Equal(
            """{"name":"Berlin store","timeZone":"Europe/Berlin","negativeStock":"allow","address":"Torstr. 1"}""",
            gateway.Requests.Last(seen => seen.Method == "PUT").Text
        );
        Assert.Equal(
            "code,name,timeZone,archived,updatedAt,negativeStock,address\r\n"
                + "BERLIN,Berlin store,Europe/Berlin,false,2026-01-31T12:00:00Z,refuse,\r\n",
            place.Out
        );
    }

    [Fact]
    public async Task Stock_is_received_adjusted_and_counted()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("POST /api/v1/stock/receipts", new StockMoved(Things.Movement, Things.Level))
            .On("POST /api/v1/stock/adjustments", new StockMoved(Things.Movement, Things.Level));
        string[] place = ["--sku", "LAMP-1", "--location", "BERLIN"];

        var received = await InvRunner.RunAsync(
            gateway,
            ["stock", "receive", .. place, "--quantity", "31", "--order", "PO-17", "-o", "csv"]
        );
        await InvRunner.RunAsync(gateway, ["stock", "adjust", .. place, "--delta", "-2", "--reason", "broken"]);
        await InvRunner.RunAsync(gateway, ["stock", "count", .. place, "--quantity", "0"]);

        Assert.Equal(
            "sku,location,kind,quantity,onHand,onOrder,movement,correction\r\n"
                + $"LAMP-1,BERLIN,receipt,31,31,48,{Things.Id},\r\n",
            received.Out
        );
        Assert.Equal(
            [
                """{"sku":"LAMP-1","location":"BERLIN","quantity":31,"purchaseOrder":"PO-17"}""",
                """{"sku":"LAMP-1","location":"BERLIN","delta":-2,"reason":"broken"}""",
                """{"sku":"LAMP-1","location":"BERLIN","countedQuantity":0,"reason":"count"}""",
            ],
            gateway.Requests.Select(seen => seen.Text)
        );
    }

    [Fact]
    public async Task An_order_is_approved_sent_and_expected_later()
    {
        const string Order = "/api/v1/purchase-orders/PO-17";
        await using var gateway = (await StubGateway.StartAsync())
            .On($"GET {Order}", Things.Order)
            .On($"POST {Order}/approve", Things.Order)
            .On($"POST {Order}/send", Things.Order)
            .On($"POST {Order}/expected-date", Things.Order);
        Assert.Equal(0, (await InvRunner.RunAsync(gateway, "order", "approve", "PO-17")).Code);
        Assert.Equal(0, (await InvRunner.RunAsync(gateway, "order", "send", "PO-17")).Code);
        string[] expect = ["order", "expect", "PO-17", "--on", "2026-03-01", "--reason", "customs", "--sku", "LAMP-1"];
        Assert.Equal(0, (await InvRunner.RunAsync(gateway, expect)).Code);
        Assert.Equal(
            [
                ("approve", ""),
                ("send", "{}"),
                ("expected-date", """{"expectedOn":"2026-03-01","skus":["LAMP-1"],"reason":"customs"}"""),
            ],
            gateway.Requests.Where(seen => seen.Method == "POST").Select(seen => (seen.Path.Split('/')[^1], seen.Text))
        );
        Assert.Equal(2, (await InvRunner.RunAsync(gateway, "order", "expect", "PO-17")).Code);
        var shown = await InvRunner.RunAsync(gateway, "order", "show", "PO-17");
        Assert.Contains("LAMP-1 x 28 on 2026-01-24", shown.Out, StringComparison.Ordinal);
        Assert.Contains("LAMP-1 2026-01-20 to 2026-01-24: held", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stock_goes_from_one_location_to_another()
    {
        var (there, here) = (Things.Movement with { Quantity = -12 }, Things.Movement with { Location = "LONDON" });
        await using var gateway = (await StubGateway.StartAsync()).On(
            "POST /api/v1/stock/transfers",
            new StockTransferred(new StockMoved(there, Things.Level), new StockMoved(here, Things.Level))
        );
        var done = await InvRunner.RunAsync(
            gateway,
            [
                .. (string[])["stock", "transfer", "LAMP-1", "--from", "BERLIN", "--to", "LONDON"],
                .. (string[])["--quantity", "12", "--at", "2026-01-31T07:00Z", "-o", "csv"],
            ]
        );
        Assert.Equal(
            """{"sku":"LAMP-1","from":"BERLIN","to":"LONDON","quantity":12,"occurredAt":"2026-01-31T07:00:00+00:00"}""",
            Assert.Single(gateway.Requests).Text
        );
        Assert.Equal(
            "sku,quantity,from,fromOnHand,to,toOnHand,reference\r\nLAMP-1,31,BERLIN,31,LONDON,31,PO-17\r\n",
            done.Out
        );
    }

    [Fact]
    public async Task A_sheet_is_made_counted_and_posted()
    {
        var line = new CountLine
        {
            Sku = "LAMP-1",
            Name = "Lamp",
            Barcodes = [],
            Unit = "each",
            WholeUnits = true,
            Counted = 7,
            CountedBy = "ada",
            Posted = false,
            Expected = 9,
            Difference = -2,
            DifferenceValue = -5,
        };
        var at = DateTimeOffset.UnixEpoch;
        var sheet = new CountSheetResponse(
            new(12, "March", "BERLIN", true, CountSheetState.Open, at, "ada", null, null, 1, 1, 0),
            [line]
        );
        await using var gateway = (await StubGateway.StartAsync())
            .On("POST /api/v1/stock/counts", sheet)
            .On("GET /api/v1/stock/counts/12", sheet)
            .On("PUT /api/v1/stock/counts/12/lines/lamp-1", sheet)
            .On("POST /api/v1/stock/counts/12/post", sheet)
            .On("POST /api/v1/stock/counts/12/cancel", sheet);

        var made = await InvRunner.RunAsync(
            gateway,
            ["count", "create", "--location", "BERLIN", "--not-counted-for", "90", "-o", "csv"]
        );
        Assert.StartsWith("number,name,location,state,lines,counted,posted", made.Out, StringComparison.Ordinal);
        var counted = await InvRunner.RunAsync(
            gateway,
            ["count", "record", "12", "lamp-1", "--quantity", "7", "--at", "2026-01-31T07:00Z", "-o", "csv"]
        );
        Assert.Contains("LAMP-1,Lamp,9,7,-2,-5,,ada,false,each", counted.Out, StringComparison.Ordinal);
        await InvRunner.RunAsync(gateway, ["count", "post", "12", "--skus", "LAMP-1,LAMP-2"]);
        await InvRunner.RunAsync(gateway, ["count", "post", "12"]);
        await InvRunner.RunAsync(gateway, ["count", "cancel", "12"]);
        Assert.Equal(
            [
                """{"location":"BERLIN","blind":true,"notCountedForDays":90}""",
                """{"counted":7,"countedAt":"2026-01-31T07:00:00+00:00"}""",
                """{"skus":["LAMP-1","LAMP-2"]}""",
                "{}",
                "",
            ],
            gateway.Requests.Where(r => r.Method != "GET").Select(r => r.Text)
        );
    }

    [Fact]
    public async Task Stock_is_listed_as_it_was()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/stock",
            new Page<StockLevelResponse>([Things.Level with { OnOrder = null, Value = null }], null)
        );
        var listed = await InvRunner.RunAsync(gateway, "stock", "list", "--as-of", "2026-01-31T07:00+01:00");
        Assert.Contains("BERLIN", listed.Out, StringComparison.Ordinal);
        Assert.Equal("2026-01-31T07:00:00+01:00", Assert.Single(gateway.Requests)["asOf"]);
        var refused = await InvRunner.RunAsync(gateway, "stock", "list", "--as-of", "yesterday");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--as-of: 'yesterday'", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stock_of_one_product_is_shown_per_location_and_an_unknown_one_is_not_found()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("GET /api/v1/stock", new Page<StockLevelResponse>([Things.Level], null))
            .On("GET /api/v1/stock/LAMP-1/movements", new Page<MovementResponse>([Things.Movement], null));

        Assert.Contains(
            "BERLIN",
            (await InvRunner.RunAsync(gateway, "stock", "show", "LAMP-1")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "receipt",
            (await InvRunner.RunAsync(gateway, "stock", "movements", "LAMP-1")).Out,
            StringComparison.Ordinal
        );
        Assert.Equal(3, (await InvRunner.RunAsync(gateway, "stock", "show", "NONE")).Code);
    }

    [Fact]
    public async Task Receiving_an_order_books_what_is_still_to_come_in_one_request()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/purchase-orders/PO-17", Things.Order)
            .On("POST /api/v1/stock/moves", new BatchResult(1, 0, 0, []))
            .On("POST /api/v1/purchase-orders/PO-17/cancel", Things.Order)
            .On("POST /api/v1/purchase-orders", Things.Order);

        var all = await InvRunner.RunAsync(gateway, "order", "receive", "PO-17");
        var line = await InvRunner.RunAsync(gateway, "order", "receive", "PO-17", "--sku", "lamp-2", "--quantity", "3");
        var none = await InvRunner.RunAsync(gateway, "order", "receive", "PO-17", "--sku", "OTHER");
        var cancelled = await InvRunner.RunAsync(gateway, "order", "cancel", "PO-17");
        var created = await InvRunner.RunAsync(
            gateway,
            "order",
            "create",
            "--supplier",
            "ACME",
            "--location",
            "BERLIN",
            "--line",
            "LAMP-1:48",
            "--line",
            "LAMP-2:24:9.80"
        );
        var wrong = await InvRunner.RunAsync(
            gateway,
            "order",
            "create",
            "--supplier",
            "ACME",
            "--location",
            "BERLIN",
            "--line",
            "LAMP-1"
        );

        Assert.Equal((0, 0, 0, 0), (all.Code, line.Code, cancelled.Code, created.Code));
        Assert.Equal(
            [
                """{"receipts":[{"sku":"LAMP-1","location":"BERLIN","quantity":28,"purchaseOrder":"PO-17"}]}""",
                """{"receipts":[{"sku":"LAMP-2","location":"BERLIN","quantity":3,"purchaseOrder":"PO-17"}]}""",
            ],
            gateway
                .Requests.Where(seen => seen.Path.EndsWith("moves", StringComparison.Ordinal))
                .Select(seen => seen.Text)
        );
        Assert.Equal(new Ran(3, "", "PO-17 has no line OTHER.\n"), none);
        Assert.Equal(
            """{"supplier":"ACME","location":"BERLIN","lines":["""
                + """{"sku":"LAMP-1","quantity":48},{"sku":"LAMP-2","quantity":24,"unitCost":9.80}]}""",
            gateway.Requests.Last().Text
        );
        Assert.Equal(
            new Ran(2, "", "--line 'LAMP-1' is not of the form SKU:QUANTITY or SKU:QUANTITY:UNITCOST.\n"),
            wrong
        );
    }

    [Fact]
    public async Task A_sale_is_named_by_the_command_so_that_a_repeated_attempt_is_the_same_sale()
    {
        var attempts = 0;
        await using var gateway = (await StubGateway.StartAsync()).On(
            "POST /api/v1/sales",
            _ => attempts++ == 0 ? Answer.Broken : Answer.Ok(Things.Sale)
        );

        var ran = await InvRunner.RunAsync(
            gateway,
            "sale",
            "record",
            "--sku",
            "LAMP-1",
            "--quantity",
            "3",
            "--at",
            "2026-01-31T14:30+01:00",
            "-o",
            "csv"
        );

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(
            "soldAt,sku,location,kind,quantity,unitPrice,discount,amount,promotion,channel,externalId,receipt,customer,"
                + "day,"
                + "returnOf,voidOf,voidedBy,reason,import,recordedBy,id\r\n"
                + "2026-01-31T12:00:00Z,LAMP-1,BERLIN,sale,3,24.9,0,74.7,false,manual,x-1,,'+C1,2026-01-31,"
                + $",,,,,,{Things.Id}\r\n",
            ran.Out
        );
        Assert.Equal(2, gateway.Requests.Count);
        var (first, second) = (gateway.Requests.First(), gateway.Requests.Last());
        Assert.Equal(first.Headers["Idempotency-Key"], second.Headers["Idempotency-Key"]);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(
            (first.Headers["Idempotency-Key"].ToString(), LocationTime.Read("2026-01-31T14:30+01:00")),
            (first.Read<RecordSale>().ExternalId, first.Read<RecordSale>().SoldAt)
        );
    }

    [Fact]
    public async Task A_sale_is_listed_shown_and_returned()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/sales", new Page<SaleResponse>([Things.Sale], null))
            .On($"GET /api/v1/sales/{Things.Id}", Things.Sale)
            .On($"POST /api/v1/sales/{Things.Id}/returns", Things.Sale with { Kind = SaleKind.Return });

        var listed = await InvRunner.RunAsync(gateway, "sale", "list", "--kind", "return", "--from", "2026-01-01");
        var shown = await InvRunner.RunAsync(gateway, "sale", "show", Things.Id.ToString());
        var returned = await InvRunner.RunAsync(
            gateway,
            "sale",
            "return",
            Things.Id.ToString(),
            "--quantity",
            "1",
            "-o",
            "json"
        );

        Assert.Equal((0, 0, 0), (listed.Code, shown.Code, returned.Code));
        Assert.Equal(("return", "2026-01-01"), (gateway.Requests.First()["kind"], gateway.Requests.First()["from"]));
        Assert.Equal(
            SaleKind.Return,
            JsonSerializer.Deserialize<SaleResponse>(returned.Out, ContractsJson.Options)!.Kind
        );
    }

    [Fact]
    public async Task An_export_is_the_stream_of_the_server_as_it_comes()
    {
        const string Header = "sku,location,quantity,kind,unitPrice,soldAt,channel,externalId,customer\r\n";
        const string Row = "LAMP-1,BERLIN,3,sale,24.9,2026-01-31T12:00:00Z,manual,\"x\"\"1\",\"two\nlines\"\r\n";
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/sales/export",
            seen => new Answer(
                200,
                seen.Headers.Accept == "text/csv" ? Header + Row + Row : "{\"sku\":\"A\"}\n{\"sku\":\"B\"}\n"
            )
        );

        var csv = await InvRunner.RunAsync(
            gateway,
            "export",
            "sales",
            "--sku",
            "LAMP-1",
            "--kind",
            "sale",
            "--from",
            "2026-01-01"
        );
        var json = await InvRunner.RunAsync(gateway, "export", "sales", "-o", "json");

        Assert.Equal(new Ran(0, Header + Row + Row, "2 lines exported.\n"), csv);
        Assert.Equal(
            ("LAMP-1", "sale", "2026-01-01"),
            (gateway.Requests.First()["sku"], gateway.Requests.First()["kind"], gateway.Requests.First()["from"])
        );
        Assert.Equal(new Ran(0, "[\n{\"sku\":\"A\"},\n{\"sku\":\"B\"}]\n", "2 lines exported.\n"), json);
    }

    [Fact]
    public async Task An_empty_export_is_a_header_or_an_empty_array_and_a_refused_one_says_why()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/sales/export",
            seen => new Answer(200, seen.Headers.Accept == "text/csv" ? "sku,location\r\n" : "")
        );
        Assert.Equal(
            new Ran(0, "sku,location\r\n", "0 lines exported.\n"),
            await InvRunner.RunAsync(gateway, "export", "sales")
        );
        Assert.Equal(
            new Ran(0, "[]\n", "0 lines exported.\n"),
            await InvRunner.RunAsync(gateway, "export", "sales", "-o", "json")
        );

        gateway.On("GET /api/v1/sales/export", _ => Answer.Problem(400, "One or more fields are not valid."));
        Assert.Equal(
            new Ran(2, "", "One or more fields are not valid.\n"),
            await InvRunner.RunAsync(gateway, "export", "sales")
        );
    }

    [Fact]
    public async Task A_time_without_an_offset_is_the_clock_of_the_location_for_stock_too()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/locations/BERLIN", Things.Berlin)
            .On("POST /api/v1/stock/receipts", new StockMoved(Things.Movement, Things.Level));
        string[] command = ["stock", "receive", "--sku", "LAMP-1", "--location", "BERLIN", "--quantity", "1", "--at"];

        await InvRunner.RunAsync(gateway, [.. command, "2026-01-31"]);
        await InvRunner.RunAsync(gateway, [.. command, "2026-01-31T10:00Z"]);
        var wrong = await InvRunner.RunAsync(gateway, [.. command, "31.01.2026"]);

        Assert.Equal(
            [
                new DateTimeOffset(2026, 1, 30, 23, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero),
            ],
            gateway
                .Requests.Where(seen => seen.Method == "POST")
                .Select(seen => seen.Read<ReceiveStock>().OccurredAt!.Value)
        );
        Assert.Equal((2, $"--at: '31.01.2026' {LocationTime.Rule}."), (wrong.Code, wrong.Error.Split('\n')[0]));
    }

    [Fact]
    public async Task A_forecast_is_shown_with_its_intervals_and_the_models_that_competed()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/forecasts/LAMP-1", new[] { Things.Forecast })
            .On("POST /api/v1/forecasts/refresh", new RefreshAccepted(12));

        var table = await InvRunner.RunAsync(gateway, "forecast", "show", "LAMP-1", "--horizon", "2");
        var csv = await InvRunner.RunAsync(gateway, "forecast", "show", "LAMP-1", "-o", "csv");
        var run = await InvRunner.RunAsync(gateway, "forecast", "run");

        Assert.Equal("2", gateway.Requests.First()["horizon"]);
        foreach (
            var part in (string[])
                [
                    "LAMP-1 at BERLIN",
                    "Model: ses. It had the lowest",
                    "▅█",
                    "2 days together: 4.5 expected, 2 to 8 between P10 and P90",
                    "Sat 2026-01-31",
                    "seasonal-naive",
                    "79%",
                    "Note: A silent stretch",
                    "2026-01-05  outlier",
                    "promotion",
                    "model chosen 2026-01-31 12:00Z, version 2, with the model over all series, version 7",
                ]
        )
            Assert.Contains(part, table.Out, StringComparison.Ordinal);
        Assert.Equal(
            "sku,location,asOf,model,date,mean,p10,p50,p90\r\n"
                + "LAMP-1,BERLIN,2026-01-30,ses,2026-01-31,1.5,0,1,3\r\n"
                + "LAMP-1,BERLIN,2026-01-30,ses,2026-02-01,3,1,3,6\r\n",
            csv.Out
        );
        Assert.Contains("12", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forecast_is_shown_by_month_too()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/forecasts/LAMP-1",
            new[]
            {
                Things.Forecast with
                {
                    Grain = ForecastGrain.Month,
                    Days = [],
                    Cumulative = [],
                    Periods =
                    [
                        new(new DateOnly(2026, 1, 31), new DateOnly(2026, 1, 31), 1.5, [0, 1, 3]),
                        new(new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 28), 84.25, [60, 82, 110]),
                    ],
                },
            }
        );

        var table = await InvRunner.RunAsync(
            gateway,
            ["forecast", "show", "LAMP-1", "--grain", "month", "--horizon", "1"]
        );
        var csv = await InvRunner.RunAsync(gateway, "forecast", "show", "LAMP-1", "--grain", "month", "-o", "csv");
        var wrong = await InvRunner.RunAsync(gateway, "forecast", "show", "LAMP-1", "--grain", "year");

        var asked = gateway.Requests.First();
        Assert.Equal(("month", "1"), (asked["grain"], asked["horizon"]));
        Assert.Contains("2026-02-01  2026-02-28", table.Out, StringComparison.Ordinal);
        Assert.Contains("P90", table.Out, StringComparison.Ordinal);
        Assert.Contains("110", table.Out, StringComparison.Ordinal);
        Assert.Equal(
            "sku,location,asOf,model,from,to,mean,p10,p50,p90\r\n"
                + "LAMP-1,BERLIN,2026-01-30,ses,2026-01-31,2026-01-31,1.5,0,1,3\r\n"
                + "LAMP-1,BERLIN,2026-01-30,ses,2026-02-01,2026-02-28,84.25,60,82,110\r\n",
            csv.Out
        );
        Assert.Equal(2, wrong.Code);
        Assert.Contains("--grain", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accuracy_is_shown_per_model_and_beside_naive()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/forecasts/accuracy",
            Things.Accuracy
        );

        var table = await InvRunner.RunAsync(gateway, "forecast", "accuracy", "--days", "30", "--sku", "LAMP-1");
        var csv = await InvRunner.RunAsync(gateway, "forecast", "accuracy", "-o", "csv");
        var json = await InvRunner.RunAsync(gateway, "forecast", "accuracy", "-o", "json");

        Assert.Equal(("30", "LAMP-1"), (gateway.Requests.First()["days"], gateway.Requests.First()["sku"]));
        foreach (
            var part in (string[])["Forecasts for 2026-01-04 to 2026-01-30", "22.6%", "-4.2%", "83%", "LAMP-1", "0.74"]
        )
            Assert.Contains(part, table.Out, StringComparison.Ordinal);
        Assert.Equal(
            "model,span,series,forecasts,rmsse,naiveRmsse,scaledPinball,naiveScaledPinball,betterThanNaive,"
                + "bias,naiveBias,coverage80,coverage95\r\n"
                + "all,next day,41,1093,0.741,0.912,0.311,0.402,0.2264,-0.031,0.012,0.83,0.96\r\n"
                + "all,lead time,40,520,0.8,0.9,0.5,0.48,-0.0417,0.06,,0.77,0.92\r\n"
                + "counts,next day,41,1093,0.741,0.912,0.311,0.402,0.2264,-0.031,0.012,0.83,0.96\r\n",
            csv.Out
        );
        Assert.Equivalent(
            Things.Accuracy,
            JsonSerializer.Deserialize<ForecastAccuracy>(json.Out, ContractsJson.Options),
            strict: true
        );
    }

    [Fact]
    public async Task Accuracy_is_shown_per_week_and_the_worst_series_and_methods_of_a_category()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On(
                "GET /api/v1/forecasts/accuracy/weeks",
                new AccuracyByWeek(
                    Things.Noon,
                    90,
                    [new(new DateOnly(2026, 1, 5), Things.Accuracy.DayAhead, Things.Accuracy.LeadTime)]
                )
            )
            .On(
                "GET /api/v1/forecasts/accuracy/worst",
                new WorstForecasts(
                    28,
                    Things.Noon,
                    [
                        new()
                        {
                            Sku = "LAMP-1",
                            Location = "BERLIN",
                            Name = "Lamp",
                            Forecasts = 28,
                            Expected = 40,
                            Actual = 31,
                            Error = 21.5,
                            Revenue = 537.5m,
                        },
                    ]
                )
            )
            .On(
                "GET /api/v1/forecasts/accuracy/methods",
                new ForecastMethods(Things.Noon, 5, 1, Things.Noon, Things.Noon, [new("counts", 4, 1)], 2, [])
            );

        var weeks = await InvRunner.RunAsync(gateway, "forecast", "weeks", "--category", "Lamps", "-o", "csv");
        var worst = await InvRunner.RunAsync(gateway, "forecast", "worst", "--days", "90", "-o", "csv");
        var methods = await InvRunner.RunAsync(gateway, "forecast", "methods", "--location", "BERLIN");

        var asked = gateway.Requests.ToList();
        Assert.Equal(("Lamps", "90", "BERLIN"), (asked[0]["category"], asked[1]["days"], asked[2]["location"]));
        Assert.Equal(
            "week,span,series,forecasts,rmsse,naiveRmsse,scaledPinball,naiveScaledPinball,betterThanNaive,"
                + "bias,naiveBias,coverage80,coverage95\r\n"
                + "2026-01-05,next day,41,1093,0.741,0.912,0.311,0.402,0.2264,-0.031,0.012,0.83,0.96\r\n"
                + "2026-01-05,lead time,40,520,0.8,0.9,0.5,0.48,-0.0417,0.06,,0.77,0.92\r\n",
            weeks.Out
        );
        Assert.Equal(
            "sku,name,location,forecasts,expected,actual,error,revenue,margin\r\n"
                + "LAMP-1,Lamp,BERLIN,28,40,31,21.5,537.5,\r\n",
            worst.Out
        );
        Assert.Contains("counts", methods.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_score_accuracy_says_so()
    {
        var none = new AccuracyScores
        {
            Series = 0,
            Forecasts = 0,
            Rmsse = null,
            NaiveRmsse = null,
            ScaledPinball = null,
            NaiveScaledPinball = null,
            BetterThanNaive = null,
            Bias = null,
            NaiveBias = null,
            Coverage80 = null,
            Coverage95 = null,
        };
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/forecasts/accuracy",
            new ForecastAccuracy(28, null, null, none, none, [], [])
        );

        var ran = await InvRunner.RunAsync(gateway, "forecast", "accuracy");

        Assert.Equal(
            (0, "No forecast of the last 28 days has been scored yet: the first is when its day is over.\n"),
            (ran.Code, ran.Out)
        );
    }

    [Fact]
    public async Task Trends_are_listed_and_shown()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/trends", new Page<TrendResponse>([Things.Trend], null))
            .On("GET /api/v1/trends/LAMP-1", Things.Trend);

        var list = await InvRunner.RunAsync(gateway, "trend", "list", "--sort", "growth", "--class", "fast");
        var shown = await InvRunner.RunAsync(gateway, "trend", "show", "LAMP-1", "-o", "json");

        Assert.Equal(("growth", "fast"), (gateway.Requests.First()["sort"], gateway.Requests.First()["mover"]));
        Assert.Contains("+25%", list.Out, StringComparison.Ordinal);
        Assert.Equal(Things.Trend, JsonSerializer.Deserialize<TrendResponse>(shown.Out, ContractsJson.Options));
    }

    [Fact]
    public async Task The_matrix_is_asked_for_with_its_borders_and_shown_by_cell()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/trends/matrix", Things.Matrix)
            .On("GET /api/v1/trends", new Page<TrendResponse>([], null));

        var table = await InvRunner.RunAsync(
            gateway,
            (
                "trend matrix --by units --a 0.7 --b 0.9 --x 0.75 --y 0.95 "
                + "--location BERLIN --category Light --supplier ACME"
            ).Split(' ')
        );
        var json = await InvRunner.RunAsync(gateway, "trend", "matrix", "-o", "json");
        var csv = await InvRunner.RunAsync(gateway, "trend", "matrix", "-o", "csv");
        await InvRunner.RunAsync(gateway, "trend list --abc a --xyz z --by units --a 0.7 --supplier ACME".Split(' '));

        var asked = gateway.Requests.First();
        Assert.Equal(
            ["units", "0.7", "0.9", "0.75", "0.95", "BERLIN", "Light", "ACME"],
            ((string[])["by", "a", "b", "x", "y", "location", "category", "supplier"]).Select(name => asked[name])
        );
        Assert.Contains("Let it be ordered.", table.Out, StringComparison.Ordinal);
        Assert.Matches("all +3 +1 +120 +2,500.5 +300", table.Out);
        Assert.Equal(
            Things.Matrix.Total,
            JsonSerializer.Deserialize<TrendMatrix>(json.Out, ContractsJson.Options)!.Total
        );
        Assert.Equal(
            "abc,xyz,products,untested,units,revenue,revenueShare,stockValue,costUnknown,hint\r\n"
                + "A,X,3,1,120,2500.5,1,300,1,Let it be ordered.\r\n",
            csv.Out
        );
        var list = gateway.Requests.Last();
        Assert.Equal(
            ("a", "z", "units", "0.7", "ACME"),
            (list["abc"], list["xyz"], list["by"], list["a"], list["supplier"])
        );
    }

    [Fact]
    public async Task Stock_that_lies_is_listed_with_its_reason_and_added_up()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/trends/stock", new Page<StockTrend>([Things.Lying], null))
            .On("GET /api/v1/trends/stock/summary", Things.LyingSummary);

        var list = await InvRunner.RunAsync(
            gateway,
            (
                "trend stock --motion never-sold --sort cover --cover 60 "
                + "--location BERLIN --category Light --supplier ACME"
            ).Split(' ')
        );
        var summary = await InvRunner.RunAsync(gateway, "trend", "stock", "--summary", "--cover", "60");
        var json = await InvRunner.RunAsync(gateway, "trend", "stock", "--summary", "-o", "json");

        var asked = gateway.Requests.First();
        Assert.Equal(
            ["never-sold", "cover", "60", "BERLIN", "Light", "ACME"],
            ((string[])["motion", "sort", "cover", "location", "category", "supplier"]).Select(name => asked[name])
        );
        Assert.Contains("12 lie there.", list.Out, StringComparison.Ordinal);
        Assert.Matches("dead +1 +0 +132 +132 +0.5 +-0.2", summary.Out);
        Assert.Matches("all +1 +0 +132 +132 +0.5 +-0.2", summary.Out);
        Assert.Equal(
            Things.LyingSummary.Total,
            JsonSerializer.Deserialize<StockTrendSummary>(json.Out, ContractsJson.Options)!.Total
        );
    }

    [Fact]
    public async Task Days_that_stand_out_are_listed_with_how_unlikely_they_are()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/trends/anomalies",
            new Page<AnomalyResponse>([Things.Odd], null)
        );

        var ran = await InvRunner.RunAsync(
            gateway,
            "trend anomalies --kind drop --sku LAMP-1 --from 2026-01-02 --location BERLIN".Split(' ')
        );

        var asked = gateway.Requests.Single();
        Assert.Equal(
            ("drop", "LAMP-1", "2026-01-02", "BERLIN"),
            (asked["kind"], asked["sku"], asked["from"], asked["location"])
        );
        Assert.Matches(@"drop +2026-01-03 +2026-01-09 +LAMP-1 +Desk lamp +BERLIN +4 +21.5 +2.5e-4", ran.Out);
    }

    [Fact]
    public async Task Patterns_are_shown_with_trend_and_stage()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/trends/LAMP-1/patterns",
            Things.Patterns
        );

        var table = await InvRunner.RunAsync(gateway, "trend patterns LAMP-1 --location BERLIN".Split(' '));
        var csv = await InvRunner.RunAsync(gateway, "trend", "patterns", "LAMP-1", "-o", "csv");

        Assert.Equal("BERLIN", gateway.Requests.First()["location"]);
        Assert.Matches("week +Saturday +12 +8 +1.6", table.Out);
        Assert.Contains(
            "Stage of life: growth, as of 2026-01-30.\n"
                + "Trend: 0.5 units a week each week, 90% between 0.1 and 0.9, over 26 weeks.\n"
                + "Strength of season, 0 to 1: week 0.7, year unknown.\n"
                + "Promotions: 30 units on 3 days, 15 expected.\n"
                + "Price: elasticity -1.5, 90% between -2 and -1, over 2 prices from 9 to 12 on 300 days.\n",
            table.Out,
            StringComparison.Ordinal
        );
        Assert.Equal("of,name,days,perDay,index\r\nweek,Saturday,12,8,1.6\r\nyear,January,30,5,1\r\n", csv.Out);
    }

    [Fact]
    public async Task Sales_are_added_up_in_one_row()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/sales/sum",
            new SalesSum(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 7), 12, 1, 230, 4.5m, 9, 5, 2)
        );

        var csv = await InvRunner.RunAsync(gateway, "sale sum --days 7 --recorded-by ada -o csv".Split(' '));

        var asked = gateway.Requests.Single();
        Assert.Equal(("7", "ada"), (asked["days"], asked["recordedBy"]));
        Assert.Equal(
            "from,to,unitsSold,unitsReturned,revenue,discounts,lines,receipts,withoutReceipt\r\n"
                + "2026-01-01,2026-01-07,12,1,230,4.5,9,5,2\r\n",
            csv.Out
        );
    }

    [Fact]
    public async Task Hours_of_the_week_are_shown_with_their_window()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/sales/week-hours",
            new WeekHours(
                new DateOnly(2026, 1, 1),
                new DateOnly(2026, 1, 28),
                [new WeekHourSales(DayOfWeek.Friday, 17, 12, 1, 230, 9)]
            )
        );

        var table = await InvRunner.RunAsync(gateway, "sale hours --sku LAMP-1 --from 2026-01-01".Split(' '));
        var csv = await InvRunner.RunAsync(gateway, "sale", "hours", "-o", "csv");

        Assert.Equal(("LAMP-1", "2026-01-01"), (gateway.Requests.First()["sku"], gateway.Requests.First()["from"]));
        Assert.Matches("friday +17 +12 +1 +230 +9", table.Out);
        Assert.Equal("2026-01-01 to 2026-01-28.\n", table.Error);
        Assert.Equal("weekday,hour,unitsSold,unitsReturned,revenue,lines\r\nfriday,17,12,1,230,9\r\n", csv.Out);
    }

    [Fact]
    public async Task Ages_of_stock_are_listed_and_added_up()
    {
        static IReadOnlyList<StockAgeBucket> Ages(params decimal[] units) =>
            [.. units.Select((u, i) => new StockAgeBucket((StockAgeRange)i, u, 4 * u))];
        await using var gateway = (await StubGateway.StartAsync())
            .On(
                "GET /api/v1/stock/age",
                new Page<StockAge>(
                    [
                        new()
                        {
                            Sku = "LAMP-1",
                            Name = "Lamp",
                            Location = "BERLIN",
                            OnHand = 21,
                            Value = 84,
                            Ages = Ages(1, 2, 3, 4, 5, 6),
                            MeanAgeDays = 200.5,
                            OldestDay = new DateOnly(2024, 1, 2),
                            MeanOnHand = 30,
                            Days = 365,
                            UnitsOut = 15,
                            Turnover = .5,
                        },
                    ],
                    null
                )
            )
            .On(
                "GET /api/v1/stock/age/totals",
                new StockAgeTotals(DateTimeOffset.UnixEpoch, 3, 1, 21, 84, Ages(1, 2, 3, 4, 5, 6), 200.5, 100, 250, 2.5)
            );

        var csv = await InvRunner.RunAsync(
            gateway,
            "stock age --location BERLIN --category Light --supplier ACME --sort old-value -o csv".Split(' ')
        );
        var summary = await InvRunner.RunAsync(gateway, "stock", "age", "--summary", "--sku", "LAMP-1");

        var asked = gateway.Requests.First();
        Assert.Equal(
            ["BERLIN", "Light", "ACME", "old-value"],
            ((string[])["location", "category", "supplier", "sort"]).Select(name => asked[name])
        );
        Assert.Equal("LAMP-1", gateway.Requests.Last()["sku"]);
        Assert.Equal(
            "sku,name,location,onHand,value,month,quarter,halfYear,year,older,unknown,meanAgeDays,oldestDay,meanOnHand,"
                + "days,unitsOut,turnover\r\nLAMP-1,Lamp,BERLIN,21,84,1,2,3,4,5,6,200.5,2024-01-02,30,365,15,0.5\r\n",
            csv.Out
        );
        Assert.Matches("half-year +3 +12", summary.Out);
        Assert.EndsWith(
            "3 levels worth 84.00, 1 without a cost; mean age 200.5 days, turns a year 2.5 (by the mean stock of the "
                + "year).\n",
            summary.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_bought_together_is_shown_with_what_is_not_counted()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/sales/together",
            new SoldTogether(
                new DateOnly(2025, 2, 1),
                new DateOnly(2026, 1, 31),
                true,
                4_000,
                500,
                1_200,
                80,
                [new TogetherPair("LAMP-1", "BULB-2", 40, 80, 150, 10, .0333, .5, 4, 2.75)]
            )
        );

        var table = await InvRunner.RunAsync(gateway, "trend together LAMP-1 --least 5 --limit 9".Split(' '));
        var csv = await InvRunner.RunAsync(gateway, "trend", "together", "--from", "2025-02-01", "-o", "csv");

        var asked = gateway.Requests.First();
        Assert.Equal(("LAMP-1", "5", "9"), (asked["sku"], asked["least"], asked["limit"]));
        Assert.Equal("2025-02-01", gateway.Requests.Last()["from"]);
        Assert.Matches(@"LAMP-1 +BULB-2 +40 +80 +150 +50% +4 +2\.75", table.Out);
        Assert.Equal(
            "2025-02-01 to 2026-01-31: 1,200 receipts, 80 with it; days before are left out, there is too much to read "
                + "at once; 12.5% of the lines have no receipt: not counted.\n",
            table.Error
        );
        Assert.Equal(
            "sku,with,receipts,receiptsOfSku,receiptsOfWith,expected,support,confidence,lift,liftAtLeast\r\n"
                + "LAMP-1,BULB-2,40,80,150,10,0.0333,50%,4,2.75\r\n",
            csv.Out
        );
    }

    [Fact]
    public async Task A_window_is_shown_against_another()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/trends/totals", Things.Totals);

        var table = await InvRunner.RunAsync(
            gateway,
            "trend totals --by category --from 2026-01-01 --to 2026-01-28 --against last-year --limit 10".Split(' ')
        );
        var csv = await InvRunner.RunAsync(gateway, "trend", "totals", "-o", "csv");

        var asked = gateway.Requests.First();
        Assert.Equal(
            ["category", "2026-01-01", "2026-01-28", "last-year", "10"],
            ((string[])["by", "from", "to", "against", "limit"]).Select(name => asked[name])
        );
        Assert.Matches(@"Light +Light +12 +10 +\+20% +30 +40 +-25%", table.Out);
        Assert.Equal("2026-01-01 to 2026-01-28, against 2025-01-02 to 2025-01-29; 1 of 3.\n", table.Error);
        Assert.Equal(
            "key,name,units,unitsBefore,unitsChange,revenue,revenueBefore,revenueChange\r\n"
                + "Light,Light,12,10,+20%,30,40,-25%\r\n",
            csv.Out.Replace("'", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_year_ahead_of_groups_is_shown_beside_the_year_before()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/forecasts/groups", Things.Groups);

        var table = await InvRunner.RunAsync(
            gateway,
            (
                "forecast groups --by category --category Light --location BERLIN --grain month --horizon 2 "
                + "--limit 9"
            ).Split(' ')
        );
        var csv = await InvRunner.RunAsync(gateway, "forecast", "groups", "-o", "csv");
        var json = await InvRunner.RunAsync(gateway, "forecast", "groups", "-o", "json");

        var asked = gateway.Requests.First();
        Assert.Equal(
            ["category", "Light", "BERLIN", "month", "2", "9"],
            ((string[])["by", "category", "location", "grain", "horizon", "limit"]).Select(name => asked[name])
        );
        Assert.Matches(@"Light +Light +50 +20 +\+50%", table.Out);
        Assert.Equal(
            "From what was known on 2026-01-20; 1 of 3.\nNot added up today yet: LONDON.\n"
                + "Left out, as the last sales are long ago: OLD.\n",
            table.Error
        );
        Assert.Equal(
            "key,name,from,to,mean,beforeFrom,beforeTo,soldBefore\r\n"
                + "Light,Light,2026-01-21,2026-01-31,20,2025-01-21,2025-01-31,\r\n"
                + "Light,Light,2026-02-01,2026-02-28,30,2025-02-01,2025-02-28,20\r\n",
            csv.Out
        );
        Assert.Equivalent(
            Things.Groups,
            JsonSerializer.Deserialize<GroupForecasts>(json.Out, ContractsJson.Options),
            strict: true
        );
    }

    [Fact]
    public async Task The_year_ahead_of_all_together_is_shown_period_by_period_and_its_absence_in_words()
    {
        var all = Things.Groups with { By = ForecastGroupBy.None, Count = 1, Waiting = [], Standing = [] };
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/forecasts/groups", all);
        var table = await InvRunner.RunAsync(gateway, "forecast", "groups", "--by", "none");
        Assert.Matches("2026-01-21 +2026-01-31 +20 +●?", table.Out);
        Assert.Matches(@"2026-02-01 +2026-02-28 +30 +20 +\+50%", table.Out);
        Assert.Equal("From what was known on 2026-01-20; 1 of 1.\n", table.Error);

        await using var empty = (await StubGateway.StartAsync()).On(
            "GET /api/v1/forecasts/groups",
            all with
            {
                AsOf = null,
                ComputedAt = null,
                Count = 0,
                Groups = [],
                Waiting = ["LONDON"],
            }
        );
        var none = await InvRunner.RunAsync(empty, "forecast", "groups");
        Assert.Equal(
            "Nothing is added up yet: that is done once a day, when the forecasts of the day are there.",
            none.Error.Split('\n').Single(line => line.StartsWith("Nothing", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("trend show LAMP-1", "Slope per week", "Revenue share", "Peak weekday share", "As of")]
    [InlineData("product show LAMP-1", "Whole units", "Review period days", "Updated at")]
    [InlineData("supplier show ACME", "Archived", "Updated at")]
    [InlineData("sale show 0199b7a0-5c2e-7a31-9d1c-3f4be0a6c001", "Customer", "Day")]
    public async Task What_is_shown_of_one_thing_is_named_in_words(string command, params string[] words)
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/trends/LAMP-1", Things.Trend)
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("GET /api/v1/suppliers/ACME", Things.Acme)
            .On($"GET /api/v1/sales/{Things.Id}", Things.Sale);

        var ran = await InvRunner.RunAsync(gateway, command.Split(' '));

        var names = ran
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split("  ")[0])
            .ToList();
        Assert.All(words, word => Assert.Contains(word, names));
        Assert.All(names, name => Assert.Matches("^[A-Z]", name));
        Assert.All(names, name => Assert.DoesNotMatch("[a-z][A-Z]", name));
    }

    [Fact]
    public async Task A_suggestion_is_listed_and_explained_step_by_step()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/replenishment", new Page<SuggestionResponse>([Things.Suggestion], null))
            .On("GET /api/v1/replenishment/LAMP-1", new[] { Things.Explanation })
            .On("GET /api/v1/replenishment/LAMP-1/projection", new[] { Things.Projection });

        var list = await InvRunner.RunAsync(gateway, "replenish", "list", "--all");
        await InvRunner.RunAsync(
            gateway,
            "replenish list --supplier ACME --category Lamps --urgency late --advice count-first".Split(' ')
        );
        var explained = await InvRunner.RunAsync(gateway, "replenish", "explain", "LAMP-1");
        var csv = await InvRunner.RunAsync(gateway, "replenish", "explain", "LAMP-1", "-o", "csv");
        var ahead = await InvRunner.RunAsync(gateway, "replenish explain LAMP-1 --projection".Split(' '));
        var days = await InvRunner.RunAsync(gateway, "replenish explain LAMP-1 --projection -o csv".Split(' '));
        var json = await InvRunner.RunAsync(gateway, "replenish explain LAMP-1 --projection -o json".Split(' '));

        Assert.Equal("true", gateway.Requests.First()["all"]);
        Assert.Contains("130.5", list.Out, StringComparison.Ordinal);
        var filtered = gateway.Requests.ElementAt(1);
        Assert.Equal(
            ("ACME", "Lamps", "late", "count-first"),
            (filtered["supplier"], filtered["category"], filtered["urgency"], filtered["advice"])
        );
        Assert.Contains("528", list.Out, StringComparison.Ordinal);
        foreach (
            var part in (string[])
                [
                    "LAMP-1 Desk lamp at BERLIN",
                    "Order 48 from ACME by 2026-02-01, for 528.",
                    "70 - 31 - 0 = 39, up to a pack of 6 and at least 12",
                    "Service level 95%",
                    "Note: The forecast is fresh.",
                    "Policy: Every so many days, up to a level (R, S) (of supplier ACME); nothing missing until the "
                        + "next order arrives; 95% (of all products); reviewed every 7 days (of LAMP-1 at BERLIN).",
                    "Lead time: promised 14 days; after receipts half comes within 14, nine tenths within 20.",
                    "Backtest: over 21 days from 8 days of the past: error 0.71 against 1.03 of naive, bias -2%, 80% "
                        + "of days in the 80% band, 94% in the 95% band.",
                    "ACME is the preferred supplier.",
                    "BOLT",
                    "▄▂▁  as it is, out on 2026-02-03",
                    "▄▂█  with 48 that arrive on 2026-02-03",
                ]
        )
            Assert.Contains(part, explained.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-02-02", explained.Out, StringComparison.Ordinal);
        Assert.Contains("PO-7 6", ahead.Out, StringComparison.Ordinal);
        Assert.Contains("2026-02-02", ahead.Out, StringComparison.Ordinal);
        Assert.StartsWith("sku,location,day,supply,mean,p10,p50,p90,", days.Out, StringComparison.Ordinal);
        Assert.Contains(
            "LAMP-1,BERLIN,2026-02-02,37,7,1.5,7,12,8,0.4,,,,PO-7 6\r\n",
            days.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("\"arrivesOn\": \"2026-02-03\"", json.Out, StringComparison.Ordinal);
        Assert.Contains(
            "LAMP-1,BERLIN,2,To order,\"70 - 31 - 0 = 39, up to a pack of 6 and at least 12\",42,units\r\n",
            csv.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Suggestions_are_accepted_put_off_and_rejected()
    {
        var decision = new DecisionResponse
        {
            Id = Guid.CreateVersion7(),
            At = Things.Noon,
            By = "petra",
            Sku = "LAMP-1",
            Location = "BERLIN",
            Action = DecisionAction.Accept,
            Suggested = 48,
            Quantity = 60,
            Order = "PO-17",
            ForecastVersion = 3,
            StockVersion = 5,
        };
        await using var gateway = (await StubGateway.StartAsync())
            .On(
                "POST /api/v1/replenishment/decisions",
                new DecisionsMade([new("PO-17", "ACME", "BERLIN", 1, 660m, 40m)], [decision], [])
            )
            .On(
                "POST /api/v1/replenishment/decisions/accept-due",
                new DecisionsMade([new("PO-18", "ACME", "BERLIN", 3, 900m, 0)], [], [new("X", "BERLIN", 5m)])
            );

        var accepted = await InvRunner.RunAsync(
            gateway,
            "replenish accept LAMP-1 --location BERLIN --quantity 60 --reason fair".Split(' ')
        );
        var due = await InvRunner.RunAsync(
            gateway,
            "replenish accept-due ACME --at-least now --budget 1000 --fill-up -o csv".Split(' ')
        );
        var moved = await InvRunner.RunAsync(
            gateway,
            "replenish transfer LAMP-1 --location BERLIN --from MUNICH".Split(' ')
        );
        var snoozed = await InvRunner.RunAsync(
            gateway,
            "replenish snooze LAMP-1 --location BERLIN --until 2026-03-01".Split(' ')
        );
        var nothing = await InvRunner.RunAsync(gateway, "replenish reject LAMP-1 --location BERLIN".Split(' '));

        Assert.Contains("PO-17", accepted.Out, StringComparison.Ordinal);
        Assert.Contains("ACME delivers from 700: 40 are missing in PO-17.", accepted.Error, StringComparison.Ordinal);
        Assert.Equal("number,supplier,location,lines,value,missing\r\nPO-18,ACME,BERLIN,3,900,0\r\n", due.Out);
        Assert.Contains("1 had no room in the budget.", due.Error, StringComparison.Ordinal);
        Assert.Equal((0, 2), (snoozed.Code, nothing.Code));
        Assert.Contains("--reason", nothing.Error, StringComparison.Ordinal);
        var bodies = gateway.Requests.Select(r => r.Text).ToList();
        Assert.Contains("\"quantity\":60", bodies[0], StringComparison.Ordinal);
        Assert.Contains("\"atLeast\":\"now\"", bodies[1], StringComparison.Ordinal);
        Assert.Contains("\"fillUp\":true", bodies[1], StringComparison.Ordinal);
        Assert.Equal(0, moved.Code);
        Assert.Contains("\"action\":\"transfer\"", bodies[2], StringComparison.Ordinal);
        Assert.Contains("\"from\":\"MUNICH\"", bodies[2], StringComparison.Ordinal);
        Assert.Contains("\"until\":\"2026-03-01\"", bodies[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_in_a_suggestion_is_said_in_words()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/replenishment/LAMP-1/changes",
            new SuggestionChange[]
            {
                new(
                    "BERLIN",
                    DateTimeOffset.UnixEpoch,
                    Advice.Order,
                    60,
                    new(2026, 3, 4),
                    ["On hand: 10 instead of 30"]
                ),
                new("BERLIN", DateTimeOffset.UnixEpoch, Advice.Nothing, 0, null, []),
            }
        );

        var ran = await InvRunner.RunAsync(gateway, "replenish changes LAMP-1 --limit 2 -o csv".Split(' '));

        Assert.Equal((0, "2"), (ran.Code, gateway.Requests.Single()["limit"]));
        Assert.Contains("On hand: 10 instead of 30", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulation_sends_what_if_and_prints_three_ways()
    {
        static SimulatedOutcome Outcome(double fill, int orders) =>
            new(fill, .9, 3, 500, 10, 40.5m, 81, orders, 490, 12.5m, 0, 5, 17.5m, 0, 0);
        await using var gateway = (await StubGateway.StartAsync()).On(
            "POST /api/v1/replenishment/simulate",
            new SimulationResult(
                2,
                1,
                365,
                Outcome(.951, 50),
                Outcome(.982, 26),
                [new(.95m, Outcome(.95, 30))],
                9.75m,
                [new("DRINKS", 2, Outcome(.951, 50), Outcome(.982, 26))],
                ["1 series was left out."]
            )
        );
        var command =
            "simulate LAMP-1 --policy periodic-up-to --promise fill-rate --service 0.98 --late-days 14 "
            + "--levels 0.95,0.98";

        var table = await InvRunner.RunAsync(gateway, command.Split(' '));
        var csv = await InvRunner.RunAsync(gateway, $"{command} -o csv".Split(' '));
        var json = await InvRunner.RunAsync(gateway, $"{command} -o json".Split(' '));
        var wrong = await InvRunner.RunAsync(gateway, "simulate --levels 0.9,x".Split(' '));

        Assert.Contains("98.2", table.Out, StringComparison.Ordinal);
        Assert.Contains("DRINKS", table.Out, StringComparison.Ordinal);
        Assert.Contains("2 series over 365 days.", table.Error, StringComparison.Ordinal);
        Assert.Contains("would have cost 9.75", table.Error, StringComparison.Ordinal);
        Assert.Contains("Note: 1 series was left out.", table.Error, StringComparison.Ordinal);
        Assert.StartsWith("what,series,fillRate,cycleService,", csv.Out, StringComparison.Ordinal);
        Assert.Contains("\r\nproposed,2,98.2,90,", csv.Out, StringComparison.Ordinal);
        Assert.Contains("\r\nat 95%,,95,90,", csv.Out, StringComparison.Ordinal);
        Assert.Contains("\"hindsight\": 9.75", json.Out, StringComparison.Ordinal);
        Assert.Equal((0, 2), (table.Code, wrong.Code));
        Assert.Contains("--levels: 'x' is no number", wrong.Error, StringComparison.Ordinal);
        var body = gateway.Requests.First().Text;
        Assert.Contains("\"skus\":[\"LAMP-1\"]", body, StringComparison.Ordinal);
        Assert.Contains("\"policy\":\"periodic-up-to\"", body, StringComparison.Ordinal);
        Assert.Contains("\"lateDays\":14", body, StringComparison.Ordinal);
        Assert.Contains("\"serviceLevels\":[0.95,0.98]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_if_sends_scenarios_and_prints_them_side_by_side()
    {
        static WhatIfTotals Totals(int orders) => new(orders, 1, 2, 3, 900.555m, 40, 12.5m, 600, 1_200);
        static WhatIfOrder Order(decimal quantity) =>
            new(
                Urgency.Now,
                quantity,
                quantity == 72 ? 5 : 0,
                quantity > 0 ? new DateOnly(2026, 2, 1) : null,
                quantity * 2,
                new DateOnly(2026, 2, 9),
                .25,
                40,
                12.5m
            );
        await using var gateway = (await StubGateway.StartAsync()).On(
            "POST /api/v1/replenishment/what-if",
            new WhatIfResult(
                3,
                Totals(6),
                [new("demand x 1.2", Totals(7)), new("a strike", Totals(8))],
                [new("LAMP-1", "Lamp", "BERLIN", "ACME", Advice.Order, Order(0), [Order(60), Order(72)])],
                2,
                ["Open orders move."]
            )
        );
        string[] command =
        [
            "what-if",
            "LAMP-1",
            "--supplier",
            "ACME",
            "--demand",
            "1.2",
            "--late",
            "3",
            "--cost",
            "1.1",
            "--scenario",
            "a strike: supplier BOLT, late 14, service 0.98, price 0.9",
        ];

        var table = await InvRunner.RunAsync(gateway, command);
        var csv = await InvRunner.RunAsync(gateway, [.. command, "-o", "csv"]);
        var json = await InvRunner.RunAsync(gateway, [.. command, "-o", "json"]);

        var asked = gateway.Requests.First().Read<WhatIfReplenishment>();
        Assert.Equal(["LAMP-1"], asked.Skus);
        Assert.Equal("ACME", asked.Supplier);
        Assert.Equal(
            [
                new WhatIfScenario
                {
                    DemandFactor = 1.2m,
                    LateDays = 3,
                    CostFactor = 1.1m,
                },
                new WhatIfScenario
                {
                    Name = "a strike",
                    Supplier = "BOLT",
                    LateDays = 14,
                    Service = .98m,
                    PriceFactor = .9m,
                },
            ],
            asked.Scenarios
        );
        Assert.Contains("900.56", table.Out, StringComparison.Ordinal);
        Assert.Contains("none, out 02-09", table.Out, StringComparison.Ordinal);
        Assert.Contains("bring 5, 72 by 02-01, out 02-09", table.Out, StringComparison.Ordinal);
        Assert.Contains(
            "3 series, the largest differences first; 2 more are not shown.",
            table.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("Note: Open orders move.", table.Error, StringComparison.Ordinal);
        Assert.StartsWith("sku,location,supplier,scenario,urgency,quantity,", csv.Out, StringComparison.Ordinal);
        Assert.Contains("\r\nLAMP-1,BERLIN,ACME,a strike,now,72,5,2026-02-01,144,", csv.Out, StringComparison.Ordinal);
        Assert.Contains("\"more\": 2", json.Out, StringComparison.Ordinal);

        foreach (
            var (wrong, why) in ((string, string)[])
                [
                    ("", "Say what is to be otherwise"),
                    ("--scenario=late", "'late' is not understood"),
                    ("--scenario=demand much", "'much' is no number"),
                    ("--scenario=sales 2", "'sales 2' is not understood"),
                    ("--scenario=a strike:", "it changes nothing"),
                ]
        )
        {
            var refused = await InvRunner.RunAsync(gateway, wrong.Length > 0 ? ["what-if", wrong] : ["what-if"]);
            Assert.Equal(2, refused.Code);
            Assert.Contains(why, refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_worklist_is_summed_up_per_supplier_with_what_gives_no_orders()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/replenishment/summary",
            new WorklistSummary(
                new(5, 2, 2, 1, 900m, 75.25m),
                [new("ACME", new(4, 2, 1, 1, 800m, 70m)), new(null, new(1, 0, 1, 0, 100m, 5.25m))],
                12,
                [new("OLD", new DateOnly(2011, 12, 9), 3900)]
            )
        );

        var table = await InvRunner.RunAsync(gateway, "replenish", "summary", "--location", "BERLIN");
        var csv = await InvRunner.RunAsync(gateway, "replenish", "summary", "-o", "csv");

        Assert.Equal("BERLIN", gateway.Requests.First()["location"]);
        Assert.Equal(
            "key,lines,late,now,soon,cost,waitingCost\r\nACME,4,2,1,1,800,70\r\n(none),1,0,1,0,100,5.25\r\n"
                + "total,5,2,2,1,900,75.25\r\n",
            csv.Out
        );
        Assert.Contains("75.25", table.Out, StringComparison.Ordinal);
        Assert.Contains("12 sell and were never counted", table.Error, StringComparison.Ordinal);
        Assert.Contains("OLD: its clock stands at 2011-12-09", table.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_parts_reconciliation_and_lag()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/status", Things.Status);

        var table = await InvRunner.RunAsync(gateway, "status");
        var json = await InvRunner.RunAsync(gateway, "status", "-o", "json");

        foreach (
            var part in (string[])["Healthy", "catalog", "Reconciled:", "manual", "Lag, lines", "Under way: nothing."]
        )
            Assert.Contains(part, table.Out, StringComparison.Ordinal);
        Assert.Contains("\"reconciled\": true", json.Out, StringComparison.Ordinal);
        Assert.Equal(7, JsonSerializer.Deserialize<StatusResponse>(json.Out, ContractsJson.Options)!.Sources[0].Lines);
    }

    [Theory]
    [InlineData("bash", "complete -F _inv_complete inv")]
    [InlineData("zsh", "compdef _inv inv")]
    [InlineData("fish", "complete -f -c inv")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_scripts_ask_inv_itself(string shell, string part)
    {
        var script = await InvRunner.RunAsync("http://127.0.0.1:9", "completion", shell);
        Assert.Equal(0, script.Code);
        Assert.Contains(part, script.Out, StringComparison.Ordinal);
        Assert.Contains("[suggest:", script.Out, StringComparison.Ordinal);

        var words = await InvRunner.RunAsync("http://127.0.0.1:9", "[suggest:24]", "inv product list --sort ");
        Assert.Equal(
            ["name", "on-hand", "price", "revenue", "sku", "units-sold"],
            words.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }
}
