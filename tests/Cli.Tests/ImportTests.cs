using System.Text;
using System.Text.Json;
using SmartInventory.Cli.Import;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class ImportTests : IDisposable
{
    private const string Expected =
        "Expected: InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country.";

    private readonly SalesFiles _files = new();
    private readonly FakeSales _sales = new();

    public static TheoryData<string, string, string> BadFiles =>
        new()
        {
            { "missing", "nothere.csv", "There is no file '{path}'.\n" },
            { "empty", "", "The file '{path}' is empty.\n" },
            {
                "named-gz",
                SalesFiles.Header + "\n",
                "'{path}' is named .gz but is not gzip. If it is plain CSV, name it .csv.\n"
            },
            {
                "columns",
                SalesFiles.Header.Replace(",CustomerID", "", StringComparison.Ordinal),
                $"The columns are not those of the preset online-retail. Missing: CustomerID. {Expected}\n"
            },
            {
                "columns",
                SalesFiles.Header.Replace("StockCode", "Stock-Code", StringComparison.Ordinal),
                "The columns are not those of the preset online-retail. Missing: StockCode. "
                    + $"Not expected: Stock-Code. {Expected}\n"
            },
            {
                "columns",
                SalesFiles.Header + ",Margin,",
                "The columns are not those of the preset online-retail. "
                    + $"Not expected: Margin, (a column without a name). {Expected}\n"
            },
            {
                "columns",
                SalesFiles.Header + ",Country",
                "The columns are not those of the preset online-retail. "
                    + $"More than once: 'Country' and 'Country'. {Expected}\n"
            },
            {
                "quote",
                "\n1,A1,\"OPEN,1,2010-12-01 08:26:00,1,,UK\n2,A1,X,1,2010-12-01 08:26:00,1,,UK\n",
                "Line 2: a quote opens here and never closes.\n"
            },
            {
                "latin1",
                "",
                "Line 3: there are bytes that are not UTF-8. "
                    + "If the file is in the older Western encoding, say --encoding latin1.\n"
            },
        };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_cannot_be_read_gets_one_message_and_leaves_nothing_half_done(
        string kind,
        string text,
        string message
    )
    {
        var path = kind switch
        {
            "missing" => Path.Combine(_files.Folder, text),
            "named-gz" => _files.Write("a.csv.gz", text),
            "quote" => _files.Write("a.csv", SalesFiles.Header + text),
            "latin1" => _files.Write(
                "a.csv",
                Encoding.Latin1.GetBytes(
                    $"{SalesFiles.Header}\n1,A1,X,1,2010-12-01 08:26:00,1,,UK\n2,A1,CAFÉ,1,2010-12-01 08:26:00,1,,UK\n"
                )
            ),
            _ => _files.Write("a.csv", text),
        };
        await using var gateway = await AttachedAsync();

        var ran = await InvRunner.RunAsync(gateway, "import", "sales", path, "--preset", "online-retail");

        Assert.Equal(new Ran(1, "", message.Replace("{path}", path, StringComparison.Ordinal)), ran);
        Assert.Empty(gateway.Requests);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99999)]
    public async Task A_gzip_that_breaks_off_names_the_row_reached_and_leaves_nothing_half_done(double share)
    {
        var whole = SalesFiles.Gzip(SalesFiles.Many(50_000));
        await using var gateway = await AttachedAsync();

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv.gz", whole[..(int)(whole.Length * share)]),
            "--preset",
            "online-retail"
        );

        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.Matches(
            @"^The gzip data breaks off or is damaged after row [0-9,]{5,} "
                + @"\(line [0-9,]{5,}\): .* Get the file again.\n$",
            ran.Error
        );
        Assert.Empty(gateway.Requests);
    }

    [Fact]
    public async Task A_gzip_whose_bytes_were_changed_is_named()
    {
        var bytes = SalesFiles.Gzip(SalesFiles.Many(5_000));
        bytes[bytes.Length / 2] ^= 0xFF;
        await using var gateway = await AttachedAsync();

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv.gz", bytes),
            "--preset",
            "online-retail",
            "--dry-run"
        );

        Assert.Equal(1, ran.Code);
        Assert.NotEmpty(ran.Error);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_western_encoding_is_read_when_it_is_named()
    {
        var path = _files.Write(
            "a.csv",
            Encoding.Latin1.GetBytes($"{SalesFiles.Header}\n2,A1,CAFÉ,1,2010-12-01 08:26:00,1,,UK\n")
        );
        await using var gateway = await AttachedAsync();

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            path,
            "--preset",
            "online-retail",
            "--encoding",
            "latin1"
        );

        Assert.Equal(0, ran.Code);
        Assert.Equal("CAFÉ", _sales.Products["A1"].Name);
    }

    [Fact]
    public async Task Gzip_is_known_by_its_bytes_and_not_by_its_name()
    {
        await using var gateway = await AttachedAsync();
        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", SalesFiles.Gzip(SalesFiles.Cut)),
            "--preset",
            "online-retail"
        );
        Assert.Equal((0, 8), (ran.Code, _sales.Lines.Count));
    }

    [Fact]
    public async Task A_header_without_rows_is_a_report_of_zeros()
    {
        await using var gateway = await AttachedAsync();
        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", SalesFiles.Header + "\n"),
            "--preset",
            "online-retail",
            "-o",
            "csv"
        );
        Assert.Equal((0, "what,lines\r\nread,0\r\naccepted,0\r\nreturns,0\r\nduplicates,0\r\n"), (ran.Code, ran.Out));
    }

    [Fact]
    public async Task A_dry_run_counts_what_would_be_stored_and_creates_nothing()
    {
        await using var gateway = await AttachedAsync();
        var rejects = Path.Combine(_files.Folder, "rejects.csv");
        string[] command = ["import", "sales", _files.Write("a.csv", SalesFiles.Cut), "--preset", "online-retail"];

        var ran = await InvRunner.RunAsync(gateway, [.. command, "--dry-run", "--rejects", rejects, "-o", "json"]);

        var report = JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!;
        Assert.Equal((0, 32L, 7L, 1L, true), (ran.Code, report.Read, report.Accepted, report.Returns, report.DryRun));
        Assert.Contains(
            "Would create the location ONLINE-RETAIL with the clock of Europe/London.\nWould create 4 products.\n",
            ran.Error,
            StringComparison.Ordinal
        );
        Assert.Equal((0, 0, 0), (_sales.Locations.Count, _sales.Products.Count, _sales.Lines.Count));
        Assert.Equal(25, (await File.ReadAllLinesAsync(rejects, TestContext.Current.CancellationToken)).Length);

        // Once some of it is there, the server is asked about that part.
        await InvRunner.RunAsync(gateway, command);
        _sales.Products.Remove("PADS");
        _sales.Lines.Remove("online-retail/536365-5");
        _sales.Lines.Remove("online-retail/536365-1");
        ran = await InvRunner.RunAsync(gateway, [.. command, "--dry-run", "-o", "json"]);
        report = JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!;
        Assert.Equal((0, 32L, 2L, 0L, 6L), (ran.Code, report.Read, report.Accepted, report.Returns, report.Duplicates));
        Assert.EndsWith("Would create 1 products.\n", ran.Error, StringComparison.Ordinal);
        Assert.Equal(6, _sales.Lines.Count);
    }

    [Fact]
    public async Task Every_preset_is_completed_and_told_in_the_help()
    {
        var help = await InvRunner.RunAsync("http://127.0.0.1:9", "import", "sales", "--help");
        var words = await InvRunner.RunAsync(
            "http://127.0.0.1:9",
            "[suggest:36]",
            "inv import sales sales.csv --preset "
        );
        Assert.Equal(
            SalesKinds.All.Select(preset => preset.Word).Order(StringComparer.Ordinal),
            words.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.All(
            SalesKinds.All,
            preset => Assert.Contains($"{preset.Word}, {preset.Help}", help.Out, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_rejects_file_has_every_rejected_row_as_it_stands_in_the_file()
    {
        // Also those that only the server can judge: here, of a SKU that the catalogue lost.
        _sales.Before = _ =>
        {
            _sales.Products.Remove("PADS");
            return null;
        };
        await using var gateway = await AttachedAsync();
        var rejects = Path.Combine(_files.Folder, "rejects.csv");

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", SalesFiles.Cut),
            "--preset",
            "online-retail",
            "--rejects",
            rejects
        );

        Assert.Equal(0, ran.Code);
        var lines = await File.ReadAllLinesAsync(rejects, TestContext.Current.CancellationToken);
        Assert.Equal(26, lines.Length);
        Assert.Equal("line,reason,detail," + SalesFiles.Header, lines[0]);
        Assert.Equal(
            "8,unknown-sku,sku PADS is unknown,536365,PADS,PADS TO MATCH ALL CUSHIONS,1,"
                + "2010-12-01 08:26:00,0.001,17850.0,United Kingdom",
            lines[1]
        );
        Assert.Equal(
            "10,postage,StockCode 'POST' is no product,536370,POST,POSTAGE,3,2010-12-01 08:45:00,18.0,12583.0,France",
            lines[2]
        );
    }

    [Fact]
    public async Task A_large_file_goes_in_slices_and_ends_with_every_line_once()
    {
        await using var gateway = await AttachedAsync();

        var report = await RunManyAsync(gateway, 50_000);

        Assert.Equal((50_000, 50_000, 0), (report.Read, report.Accepted, report.Duplicates));
        Assert.Equal((50_000, 3), (_sales.Lines.Count, _sales.Slices));
        Assert.Equal(500, _sales.Products.Count);
    }

    [Fact]
    public async Task A_service_that_crashes_in_the_middle_is_waited_for_and_no_line_counts_twice()
    {
        // The first slice is stored, but its answer is lost; the next attempts find nobody.
        _sales.After = slice => slice == 0 ? Answer.Broken : null;
        _sales.Before = slice => slice is 1 or 2 ? new Answer(502) : null;
        await using var gateway = await AttachedAsync();

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", SalesFiles.Many(50_000)),
            "--preset",
            "online-retail",
            "-o",
            "json"
        );

        Assert.Equal(0, ran.Code);
        var report = JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!;
        Assert.Equal((50_000, 50_000), (report.Read, report.Accepted + report.Duplicates));
        Assert.Equal(50_000, _sales.Lines.Count);
        Assert.Contains("trying again for up to 60 s.", ran.Error, StringComparison.Ordinal);
        Assert.Contains("are counted as duplicates.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_stays_away_ends_the_import_which_says_how_far_it_got_and_can_be_repeated()
    {
        var away = true;
        _sales.Before = slice =>
            away && slice > 0 ? Answer.Problem(503, "Something this service needs does not answer.") : null;
        await using var gateway = await AttachedAsync();
        var path = _files.Write("a.csv", SalesFiles.Many(50_000));

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            path,
            "--preset",
            "online-retail",
            "--retry-for",
            "1",
            "-o",
            "json"
        );

        Assert.Equal(1, ran.Code);
        Assert.Contains(
            "The import stopped after 20,000 rows: Something this service needs does not answer.\n"
                + "Repeating it is safe: it adds only what is missing.\n",
            ran.Error,
            StringComparison.Ordinal
        );
        var partial = JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!;
        Assert.Equal((20_000, 20_000, false), (partial.Read, partial.Accepted, partial.Complete));

        away = false;
        var report = await RunManyAsync(gateway, 50_000);
        Assert.Equal((50_000, 30_000, 20_000), (report.Read, report.Accepted, report.Duplicates));
        Assert.Equal(50_000, _sales.Lines.Count);
    }

    [Fact]
    public async Task An_interrupted_import_reports_what_is_settled_and_a_repeated_one_ends_in_the_same_totals()
    {
        using var interrupt = new CancellationTokenSource();
        _sales.After = slice =>
        {
            if (slice == 1)
                interrupt.Cancel();
            return null;
        };
        await using var gateway = await AttachedAsync();
        var path = _files.Write("a.csv", SalesFiles.Many(70_000));

        var ran = await InvRunner.RunAsync(
            ["import", "sales", path, "--preset", "online-retail", "-o", "json"],
            name => name == "INV_GATEWAY" ? gateway.Address : null,
            interrupt.Token
        );

        Assert.Equal(130, ran.Code);
        Assert.Contains("Interrupted. Repeating the import is safe", ran.Error, StringComparison.Ordinal);
        var partial = JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!;
        Assert.False(partial.Complete);
        Assert.InRange(partial.Read, 0, 60_000);
        Assert.Equal(partial.Read, partial.Accepted);

        _sales.After = _ => null;
        await RunManyAsync(gateway, 70_000);
        var clean = new FakeSales();
        await using var other = await StubGateway.StartAsync();
        clean.Attach(other);
        await RunManyAsync(other, 70_000);
        Assert.Equal((clean.Lines.Count, clean.Sold), (_sales.Lines.Count, _sales.Sold));
    }

    [Fact]
    public async Task A_refusal_of_the_server_is_not_repeated()
    {
        _sales.Before = _ => Answer.Problem(400, "The request body cannot be read.");
        await using var gateway = await AttachedAsync();

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", SalesFiles.Cut),
            "--preset",
            "online-retail"
        );

        Assert.Equal((2, 1), (ran.Code, _sales.Slices));
        Assert.Contains(
            "The import stopped after 0 rows: The request body cannot be read.",
            ran.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_a_gateway_nothing_is_imported_and_the_message_says_why()
    {
        var ran = await InvRunner.RunAsync(
            "http://127.0.0.1:9",
            "import",
            "sales",
            _files.Write("a.csv", SalesFiles.Cut),
            "--preset",
            "online-retail"
        );
        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.Contains("No gateway answers at http://127.0.0.1:9.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_the_apis_own_format_are_sent_as_they_are_and_judged_by_the_server_alone()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .OnImports()
            .On(
                "POST /api/v1/sales/import",
                new ImportReport(
                    3,
                    1,
                    0,
                    1,
                    new Dictionary<string, long> { ["unit-price"] = 1 },
                    [new RejectedRow(2, "unit-price", "unitPrice: 'free' is no number")]
                )
            );
        const string Text =
            "externalId;SKU;Quantity;customer\n\n1;lamp-1;1;\"two\nlines\"\n \n2;lamp-1;free\r\n"
            + "3;\"la\"\"mp\";;31.01.2026";

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", "\uFEFF" + Text),
            "-o",
            "json"
        );

        Assert.True(ran.Code == 0, ran.Error);
        var seen = FakeImports.Single(gateway);
        Assert.Equal(
            "externalId;SKU;Quantity;customer\n1;lamp-1;1;\"two\nlines\"\n2;lamp-1;free\n"
                + "3;\"la\"\"mp\";;31.01.2026\n",
            seen.Text
        );
        Assert.Equal(("text/csv; charset=utf-8", ""), (seen.Headers.ContentType.ToString(), seen["dryRun"]));
        var report = JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!;
        Assert.Equal([new RejectedLine(2, 6, "unit-price", "unitPrice: 'free' is no number")], report.Rejects);
    }

    [Fact]
    public async Task A_header_that_the_server_refuses_ends_the_import_with_its_reasons()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .OnImports()
            .On(
                "POST /api/v1/sales/import",
                _ =>
                    Answer.Problem(
                        400,
                        "One or more fields are not valid.",
                        errors: new() { ["header"] = ["column 'color' is no field of a sale"] }
                    )
            );
        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", "sku,quantity,externalId,color\n")
        );
        Assert.Equal(2, ran.Code);
        Assert.StartsWith(
            "The import stopped after 0 rows: One or more fields are not valid.\n"
                + "  header: column 'color' is no field of a sale\n",
            ran.Error[ran.Error.IndexOf("The import", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Products_come_from_a_file_with_their_terms()
    {
        await using var gateway = await AttachedAsync();
        var path = _files.Write(
            "p.csv",
            "sku,name,price,cost,supplier,leadTimeDays,unitCost,moq\nA1,Lamp,9.50,4,ACME,14,3.90,12\n"
                + "B2,Chair,oops,,,,,\nC3,Desk,99,,,,,\n"
        );

        var dry = await InvRunner.RunAsync(gateway, "import", "products", path, "--dry-run", "-o", "csv");
        Assert.Equal(
            (0, "read,created,updated,existing,rejected\r\n3,2,0,0,1\r\n", 0),
            (dry.Code, dry.Out, _sales.Products.Count)
        );

        var ran = await InvRunner.RunAsync(gateway, "import", "products", path, "-o", "csv");
        Assert.Equal((0, "read,created,updated,existing,rejected\r\n3,2,0,0,1\r\n"), (ran.Code, ran.Out));
        Assert.Equal(
            new SupplierTermRequest
            {
                Supplier = "ACME",
                LeadTimeDays = 14,
                UnitCost = 3.9m,
                Moq = 12,
            },
            Assert.Single(_sales.Products["A1"].Suppliers!)
        );
        Assert.Null(_sales.Products["C3"].Suppliers);

        var again = await InvRunner.RunAsync(gateway, "import", "products", path);
        Assert.Contains("line 3: price: price 'oops' is no number", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Products_that_are_there_take_what_the_file_says_and_keep_the_rest()
    {
        await using var gateway = await AttachedAsync();
        _sales.Products["A1"] = new CreateProduct
        {
            Sku = "A1",
            Name = "Lamp",
            Price = 9,
        };
        _sales.Products["B2"] = new CreateProduct
        {
            Sku = "B2",
            Name = "Chair",
            Price = 5,
        };
        var path = _files.Write(
            "p.csv",
            "sku,price,description,tags,supplier,attributes\na1,10,,red|old,(NONE),colour=red|size=\n"
                + "B2,5,(none),(none),,\nN3,1,,,,\na1,10,x,,ACME,\nA1,x,,,,colour\n"
        );

        var dry = await InvRunner.RunAsync(gateway, "import", "products", path, "--dry-run", "-o", "json");
        var summary = JsonSerializer.Deserialize<TableImportSummary>(dry.Out, ContractsJson.Options)!;
        Assert.Equal(
            [
                (2, "A1", UpsertOutcome.Changed),
                (3, "B2", UpsertOutcome.Unchanged),
                (4, "N3", UpsertOutcome.Rejected),
                (5, "A1", UpsertOutcome.Changed),
            ],
            summary.Rows!.Select(row => ((int)row.Line, row.Name!, row.Outcome))
        );
        Assert.Equal([new FieldChange("price", "9", "10")], summary.Rows![0].Changes);
        // Every fault of a row, each with its column.
        Assert.Equal(
            [(4L, "name"), (6L, "attributes"), (6L, "price")],
            summary.Rejects.Select(reject => (reject.Line, reject.Reason)).Order()
        );
        Assert.Equal((9m, 2L), (_sales.Products["A1"].Price!.Value, summary.Rejected));

        gateway.Requests.Clear();
        var rejects = Path.Combine(_files.Folder, "rejects.csv");
        var ran = await InvRunner.RunAsync(gateway, "import", "products", path, "--rejects", rejects, "-o", "csv");
        Assert.Equal((0, "read,created,updated,existing,rejected\r\n5,0,1,2,2\r\n"), (ran.Code, ran.Out));
        Assert.Equal(3, (await File.ReadAllLinesAsync(rejects, TestContext.Current.CancellationToken)).Length);
        // The second row of a product comes after its first.
        var sent = gateway.Requests.Select(seen => seen.Read<UpsertProducts>().Products!).ToList();
        Assert.Equal([3, 1], sent.Select(rows => rows.Count));
        Assert.Equal(["red", "old"], sent[0][0].Tags);
        Assert.Equal(["suppliers"], sent[0][0].Clear);
        Assert.Equal([new("colour", "red"), new("size", null)], sent[0][0].Attributes!);
        Assert.Equal(["description", "tags"], sent[0][1].Clear);
        Assert.Equal("ACME", Assert.Single(sent[1][0].Suppliers!).Supplier);
        Assert.Equal(10m, _sales.Products["A1"].Price);

        path = _files.Write("t.csv", "sku,moq\nA1,3\n");
        ran = await InvRunner.RunAsync(gateway, "import", "products", path);
        Assert.Equal(2, ran.Code);
        Assert.Contains("supplier is required where moq says something", ran.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _files.Dispose();

    private async Task<StubGateway> AttachedAsync()
    {
        var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);
        return gateway;
    }

    private async Task<ImportSummary> RunManyAsync(StubGateway gateway, int lines)
    {
        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", SalesFiles.Many(lines)),
            "--preset",
            "online-retail",
            "-o",
            "json"
        );
        Assert.True(ran.Code == 0, ran.Error);
        return JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!;
    }
}
