using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

public sealed class ImportTests(SalesApp app)
{
    private const string Unreadable = "400 The body cannot be read to its end.\n";
    private const string Kept = " What the report counts is stored; repeating the whole stores nothing twice.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Row(string sku, string externalId, string rest = "") =>
        $$"""{"sku":"{{sku}}","location":"LONDON","quantity":1,"externalId":"{{externalId}}"{{rest}}}""";

    private static string Rows(string sku, int count, int from = 0) =>
        string.Concat(Enumerable.Range(from, count).Select(i => Row(sku, $"{sku}-{i}") + "\n"));

    private static void Same(ImportReport expected, ImportReport actual)
    {
        Assert.Equal(expected.Rejected, actual.Rejected);
        Assert.Equal(expected.Rejects, actual.Rejects);
        Assert.Equal(
            (expected.Read, expected.Accepted, expected.Returns, expected.Duplicates),
            (actual.Read, actual.Accepted, actual.Returns, actual.Duplicates)
        );
        Assert.Equal(actual.Read, actual.Accepted + actual.Returns + actual.Duplicates + actual.Rejected.Values.Sum());
    }

    private static ImportReport Report(
        long accepted = 0,
        long returns = 0,
        long duplicates = 0,
        params RejectedRow[] rejects
    ) =>
        new(
            accepted + returns + duplicates + rejects.Length,
            accepted,
            returns,
            duplicates,
            rejects.GroupBy(r => r.Reason).ToDictionary(g => g.Key, g => g.LongCount()),
            rejects
        );

    [Fact]
    public async Task Lines_are_stored_and_counted_and_sending_them_again_adds_nothing()
    {
        var sku = app.NewProduct();
        var body = Rows(sku, 3) + Row(sku, sku + "-back", ",\"kind\":\"return\"") + "\n\n" + Row(sku, sku + "-0");
        Same(Report(accepted: 3, returns: 1, duplicates: 1), await app.Imported(body));
        Same(Report(duplicates: 5), await app.Imported(body));
        Assert.Equal((2m, 2m), await app.Units(sku));
    }

    [Fact]
    public async Task Every_field_of_a_line_is_stored()
    {
        var sku = app.NewProduct(wholeUnits: false);
        await app.Imported(
            $$"""
            {"customer":"Zoë \"Z\"","externalId":"{{sku}}-1","channel":"shop","soldAt":"2026-07-01T00:30:00+02:00",
            "unitPrice":1.25,"kind":"return","quantity":0.125,"location":"newyork","sku":"{{sku.ToLowerInvariant()}}"}
            """.ReplaceLineEndings("")
        );
        var line = Assert.Single((await app.Api.ListSales(sku: sku, ct: Cancellation)).Items);
        Assert.Equal(
            new SaleResponse
            {
                Id = line.Id,
                Channel = "shop",
                ExternalId = sku + "-1",
                Kind = SaleKind.Return,
                Sku = sku,
                Location = SalesApp.NewYork,
                Quantity = 0.125m,
                UnitPrice = 1.25m,
                // 0.15625, rounded once.
                Amount = 0.1563m,
                SoldAt = new DateTimeOffset(2026, 6, 30, 22, 30, 0, TimeSpan.Zero),
                Day = new DateOnly(2026, 6, 30),
                Customer = "Zoë \"Z\"",
                ReturnOf = null,
                RecordedAt = line.RecordedAt,
                RecordedBy = "tests",
            },
            line
        );
    }

    [Fact]
    public async Task Bad_rows_are_counted_by_reason_and_the_good_ones_stored()
    {
        var sku = app.NewProduct();
        var archived = app.NewProduct(archived: true);
        string[] rows =
        [
            Row(sku, sku + "-1"),
            Row("GHOST", "g"),
            Row("a b", "g"),
            Row(archived, "g"),
            $$"""{"sku":"{{sku}}","location":"LONDON","quantity":0,"externalId":"g"}""",
            $$"""{"sku":"{{sku}}","location":"LONDON","quantity":"3","externalId":"g"}""",
            $$"""{"sku":"{{sku}}","location":"LONDON","quantity":1.5,"externalId":"g"}""",
            $$"""{"sku":"{{sku}}","location":"LONDON","quantity":1}""",
            $$"""{"sku":"{{sku}}","location":"MARS","quantity":1,"externalId":"g"}""",
            $$"""{"sku":"{{sku}}","quantity":1,"externalId":"g"}""",
            Row(sku, "g", ",\"soldAt\":\"yesterday\""),
            Row(sku, "g", ",\"soldAt\":\"2011-02-29\""),
            Row(sku, "g", ",\"soldAt\":\"2999-01-01T00:00:00Z\""),
            Row(sku, "g", ",\"unitPrice\":-0.01"),
            Row(sku, "g", ",\"kind\":\"gift\""),
            Row(sku, "g", ",\"channel\":\"No Channel\""),
            Row(sku, "g", ",\"color\":{\"a\":[1]}"),
            Row(sku, "g", ",\"customer\":\"\\ud800\""),
        ];
        var date = LocationTime.Rule;
        Same(
            Report(
                1,
                0,
                0,
                new RejectedRow(2, "unknown-sku", "sku: no product with SKU 'GHOST' in the catalogue"),
                new RejectedRow(
                    3,
                    "sku",
                    "sku: must be 1 to 64 characters of letters, digits, '.', '-', '_' or '/', "
                        + "beginning with a letter or digit"
                ),
                new RejectedRow(
                    4,
                    "archived-product",
                    $"sku: product '{archived}' is archived: it can come back, but it is not sold any more"
                ),
                new RejectedRow(5, "quantity", "quantity: must be above 0"),
                new RejectedRow(6, "quantity", "quantity: must be a number"),
                new RejectedRow(7, "quantity", $"quantity: must be a whole number: '{sku}' is counted in whole units"),
                new RejectedRow(8, "external-id", "externalId: is required"),
                new RejectedRow(9, "unknown-location", "location: no location with code 'MARS' in the catalogue"),
                new RejectedRow(10, "location", "location: is required: this could be at LONDON, NEWYORK"),
                new RejectedRow(11, "sold-at", $"soldAt: {date}"),
                new RejectedRow(12, "sold-at", $"soldAt: {date}"),
                new RejectedRow(13, "sold-at", "soldAt: must be at most a day ahead"),
                new RejectedRow(14, "unit-price", "unitPrice: must be at least 0"),
                new RejectedRow(15, "kind", "kind: must be 'sale' or 'return'"),
                new RejectedRow(
                    16,
                    "channel",
                    "channel: must be 1 to 32 characters of a-z, 0-9 and '-', beginning with a letter or digit"
                ),
                new RejectedRow(17, "unknown-field", "color: is no field of a sale"),
                new RejectedRow(18, "customer", "customer: must not contain broken Unicode")
            ),
            await app.Imported(string.Join('\n', rows))
        );
        Assert.Equal((1m, 1m), await app.Units(sku));
    }

    [Fact]
    public async Task Only_the_first_hundred_bad_rows_are_shown_but_all_are_counted()
    {
        var report = await app.Imported(Rows("GHOST", 150));
        Assert.Equal(150, report.Rejected["unknown-sku"]);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), report.Rejects.Select(r => r.Row));
    }

    [Fact]
    public async Task As_many_bad_rows_are_shown_as_were_asked_for()
    {
        using var response = await app.Import(Rows("GHOST", 150), path: "/api/v1/sales/import?rejects=120");
        var report = (await response.Content.ReadFromJsonAsync<ImportReport>(ContractsJson.Options, Cancellation))!;
        Assert.Equal(120, report.Rejects.Count);
        Assert.Equal(
            "400 One or more fields are not valid.\nrejects: must be between 0 and 20000",
            await Problem.Read(app.Import(Rows("GHOST", 1), path: "/api/v1/sales/import?rejects=20001"))
        );
    }

    [Fact]
    public async Task A_dry_run_reports_what_the_import_would_and_stores_nothing()
    {
        var sku = app.NewProduct();
        await app.Imported(Rows(sku, 2));
        var body =
            Rows(sku, 5)
            + Row(sku, $"{sku}-4")
            + "\n"
            + Row(sku, $"{sku}-back", ",\"kind\":\"return\"")
            + "\n"
            + Row("GHOST", "g")
            + "\n"
            + Row(sku, "g", ",\"unitPrice\":-1")
            + "\n";

        using var dry = await app.Import(body, path: "/api/v1/sales/import?dryRun=true");
        var told = (await dry.Content.ReadFromJsonAsync<ImportReport>(ContractsJson.Options, Cancellation))!;
        Assert.Equal((2m, 2m), await app.Units(sku));

        Same(told, await app.Imported(body));
        Same(
            Report(
                3,
                1,
                3,
                new RejectedRow(8, "unknown-sku", "sku: no product with SKU 'GHOST' in the catalogue"),
                new RejectedRow(9, "unit-price", "unitPrice: must be at least 0")
            ),
            told
        );
        Assert.Equal((4m, 4m), await app.Units(sku));
    }

    [Fact]
    public async Task A_dry_run_of_a_body_that_cannot_be_read_on_says_that_nothing_was_stored()
    {
        var sku = app.NewProduct();
        using var response = await app.Import(Row(sku, "x") + "\n[]\n", path: "/api/v1/sales/import?dryRun=true");
        Assert.Equal(
            Unreadable + "Row 2 is no JSON object. Nothing was stored.",
            (await SalesApp.ProblemWithReport(response)).Text
        );
        Assert.Equal((0m, 0m), await app.Units(sku));
    }

    [Theory]
    [InlineData("sku,quantity,externalId,location\r\n$P,2,$P-1,LONDON\r\n$P,3,$P-2,LONDON\r\n", 2)]
    [InlineData("\uFEFFExternalId , LOCATION,sku,Quantity\n$P-1,london,$P,2", 1)]
    [InlineData("sku;quantity;externalId;location;unitPrice\n$P;2,0;$P-1;LONDON;1,25\n$P;2.0;$P-2;LONDON;1.25\n", 2)]
    [InlineData(
        "sku,quantity,externalId,location,customer\n\"$P\",\"2\",\"$P-1\",\"LONDON\",\"a, \"\"b\"\"\nc\"\n\n"
            + "$P,2,$P-2,LONDON,\"\"\n",
        2
    )]
    [InlineData("sep=;\r\nsku;quantity;externalId;location\r\n$P;2;$P-1;LONDON\r\n", 1)]
    [InlineData("sku\tQuantity \tExternal Id\tlocation\n$P\t2\t$P-1\tLONDON\n", 1)]
    [InlineData("sku,quantity,externalId,location\r$P,\"1,299.00\",$P-1,LONDON\r", 1)]
    [InlineData("sku,quantity,externalId,location,kind,soldAt,channel\n$P,2,$P-1,LONDON,SALE,2026-01-01,shop", 1)]
    public async Task Csv_is_read_as_RFC_4180_says(string body, int accepted)
    {
        var sku = app.NewProduct();
        Same(
            Report(accepted),
            await app.Imported(body.Replace("$P", sku, StringComparison.Ordinal), "text/csv; charset=utf-8")
        );
    }

    [Fact]
    public async Task Bad_rows_of_a_csv_are_named_by_field()
    {
        var sku = app.NewProduct();
        Same(
            Report(
                0,
                0,
                0,
                new RejectedRow(1, "columns", "columns: the row has 3, the header 5"),
                new RejectedRow(2, "quantity", "quantity: 'two' is no number"),
                new RejectedRow(
                    3,
                    "unit-price",
                    "unitPrice: '1,000' is 1 with a decimal comma and 1000 with a decimal point: "
                        + "say which with ?decimalMark=comma or ?decimalMark=point"
                ),
                new RejectedRow(4, "quantity", "quantity: is required")
            ),
            await app.Imported(
                $"sku,quantity,externalId,location,unitPrice\n{sku},1,x\n{sku},two,x,LONDON,1\n"
                    + $"{sku},1,x,LONDON,\"1,000\"\n{sku},,x,LONDON,1\n",
                "text/csv"
            )
        );
    }

    [Fact]
    public async Task A_number_that_could_be_two_is_rejected_until_the_request_says_which()
    {
        var sku = app.NewProduct();
        var body =
            "sku;location;quantity;unitPrice;soldAt;externalId\n"
            + $"{sku};LONDON;1.000;2,50;2026-01-01;{sku}-1\n{sku};LONDON;2.500;1.299,00;2026-01-02;{sku}-2\n"
            + $"{sku};LONDON;12;1.299;2026-01-03;{sku}-3\n{sku};LONDON;3.000;€ 1,25;2026-01-04;{sku}-4\n";
        const string Hint = "say which with ?decimalMark=comma or ?decimalMark=point";

        Same(
            Report(
                0,
                0,
                0,
                new RejectedRow(
                    1,
                    "quantity",
                    $"quantity: '1.000' is 1000 with a decimal comma and 1 with a decimal point: {Hint}"
                ),
                new RejectedRow(
                    2,
                    "quantity",
                    $"quantity: '2.500' is 2500 with a decimal comma and 2.5 with a decimal point: {Hint}"
                ),
                new RejectedRow(
                    3,
                    "unit-price",
                    $"unitPrice: '1.299' is 1299 with a decimal comma and 1.299 with a decimal point: {Hint}"
                ),
                new RejectedRow(
                    4,
                    "quantity",
                    $"quantity: '3.000' is 3000 with a decimal comma and 3 with a decimal point: {Hint}"
                )
            ),
            await app.Imported(body, "text/csv")
        );
        Same(Report(accepted: 4), await app.Imported(body, "text/csv", "?decimalMark=comma"));
        Assert.Equal(
            [(1000m, 2.5m), (2500m, 1299m), (12m, 1299m), (3000m, 1.25m)],
            (await app.Api.ListSales(sku: sku, ct: Cancellation))
                .Items.OrderBy(s => s.ExternalId, StringComparer.Ordinal)
                .Select(s => (s.Quantity, s.UnitPrice))
        );
    }

    [Theory]
    [InlineData("$5", "'$5' is no number")]
    [InlineData("12%", "'12%' is no number")]
    [InlineData("12,5", "'12,5' is no number with a decimal point, which this import says")]
    public async Task A_text_that_is_no_number_by_the_rule_is_rejected(string quantity, string fault)
    {
        var sku = app.NewProduct();
        Same(
            Report(0, 0, 0, new RejectedRow(1, "quantity", $"quantity: {fault}")),
            await app.Imported(
                $"sku;quantity;externalId;location\n{sku};{quantity};x;LONDON\n",
                "text/csv",
                "?decimalMark=point"
            )
        );
    }

    [Fact]
    public async Task An_unknown_mark_is_refused() =>
        Assert.Equal(
            "400 One or more fields are not valid.\ndecimalMark: must be one of point, comma",
            await Problem.Read(app.Import("sku\n", "text/csv", "/api/v1/sales/import?decimalMark=dot"))
        );

    [Fact]
    public async Task A_bad_header_is_refused_with_all_its_faults()
    {
        Assert.Equal(
            """
            400 One or more fields are not valid.
            header: column 'amount' is no field of a sale
            header: column 'externalId' is missing
            header: column 'quantity' is missing
            header: column 5 has no name
            header: columns 1 'sku' and 4 'sku' are the same field
            """,
            await Problem.Read(app.Import("sku,amount,location,sku,\nA,1,LONDON,A,\n", "text/csv"))
        );
    }

    [Theory]
    [InlineData(
        "text/csv",
        "$H$P,1,$P-1,LONDON\n$P,1,\"$P-2,LONDON\n$P,1,$P-3,LONDON\n",
        "Row 2 has a quote that never closes."
    )]
    [InlineData(
        "text/csv",
        "$H$P,1,$P-1,LONDON\n$P,1,\"a\"b,LONDON\n",
        "Row 2: a quote is closed in the middle of a field; inside quotes, a quote is doubled."
    )]
    [InlineData("application/x-ndjson", "$R1\n{\"sku\":\"A\",\n$R2\n", "Row 2 is malformed JSON at byte 11.")]
    [InlineData("application/x-ndjson", "$R1\n{\"sku\":\"A\"} x\n", "Row 2 is malformed JSON at byte 13.")]
    [InlineData("application/x-ndjson", "$R1\n[]\n", "Row 2 is no JSON object.")]
    [InlineData("application/x-ndjson", "$R1\n{\"sku\":\"A\",\"quan", "Row 2 is malformed JSON at byte 17.")]
    public async Task A_body_that_cannot_be_read_on_is_refused_with_the_report_so_far(
        string type,
        string body,
        string fault
    )
    {
        var sku = app.NewProduct();
        body = body.Replace("$H", "sku,quantity,externalId,location\n", StringComparison.Ordinal)
            .Replace("$R1", Row(sku, sku + "-1"), StringComparison.Ordinal)
            .Replace("$R2", Row(sku, sku + "-2"), StringComparison.Ordinal)
            .Replace("$P", sku, StringComparison.Ordinal);
        using var response = await app.Import(body, type);
        var (text, report) = await SalesApp.ProblemWithReport(response);
        Assert.Equal(Unreadable + fault + Kept, text);
        Same(Report(accepted: 1), report);
        Assert.Equal((1m, 1m), await app.Units(sku));
    }

    [Theory]
    [InlineData(new byte[0], "The body is empty.")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 }, "The body is UTF-16; send UTF-8.")]
    [InlineData(new byte[] { 0x7B, 0x00, 0x22, 0x00 }, "The body is UTF-16; send UTF-8.")]
    [InlineData(new byte[] { 0x1F, 0x8B, 0x08, 0x00 }, "The body is gzip, but Content-Encoding does not say so.")]
    [InlineData(
        new byte[] { (byte)'{', (byte)'"', 0xE9, (byte)'"', (byte)':', (byte)'1', (byte)'}' },
        "Row 1 is not UTF-8."
    )]
    public async Task Bytes_that_are_no_UTF_8_text_are_refused(byte[] body, string fault)
    {
        using var response = await app.Import(body);
        var (text, report) = await SalesApp.ProblemWithReport(response);
        Assert.Equal(Unreadable + fault + Kept, text);
        Same(Report(), report);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("sep=;\r\n")]
    [InlineData("\uFEFFsep=;")]
    public async Task A_csv_without_a_header_is_refused(string body)
    {
        using var response = await app.Import(body, "text/csv");
        Assert.Equal(Unreadable + "The body has no header." + Kept, (await SalesApp.ProblemWithReport(response)).Text);
    }

    [Theory]
    [InlineData("application/x-ndjson", "Row 2 is longer than 65536 bytes.")]
    [InlineData("text/csv", "Row 2 has a quote that does not close within 65536 bytes.")]
    public async Task A_row_that_does_not_end_is_refused_before_it_fills_the_memory(string type, string fault)
    {
        var sku = app.NewProduct();
        var start =
            type == "text/csv"
                ? $"sku,quantity,externalId,location\n{sku},1,{sku}-1,LONDON\n{sku},1,\""
                : Row(sku, sku + "-1") + "\n{\"customer\":\"";
        using var response = await app.Import(start + new string('x', 3_000_000), type);
        var (text, report) = await SalesApp.ProblemWithReport(response);
        Assert.Equal(Unreadable + fault + Kept, text);
        Same(Report(accepted: 1), report);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_body_is_read(string encoding)
    {
        var sku = app.NewProduct();
        using var response = await app.Import(Compress(Rows(sku, 12_000), encoding), encoding: encoding);
        Same(
            Report(accepted: 12_000),
            (await response.Content.ReadFromJsonAsync<ImportReport>(ContractsJson.Options, Cancellation))!
        );
        Assert.Equal((12_000m, 12_000m), await app.Units(sku));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_body_that_breaks_off_is_refused_and_repeating_it_ends_in_the_totals_of_one_clean_run(
        string encoding
    )
    {
        var sku = app.NewProduct();
        var whole = Compress(Rows(sku, 12_000), encoding);
        using var response = await app.Import(whole[..(whole.Length * 2 / 3)], encoding: encoding);
        var (text, report) = await SalesApp.ProblemWithReport(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(Unreadable, text, StringComparison.Ordinal);
        Assert.InRange(report.Accepted, 1, 11_999);
        Assert.Equal(((decimal)report.Accepted, (decimal)report.Accepted), await app.Units(sku));

        using var again = await app.Import(whole, encoding: encoding);
        Same(
            Report(accepted: 12_000 - report.Accepted, duplicates: report.Accepted),
            (await again.Content.ReadFromJsonAsync<ImportReport>(ContractsJson.Options, Cancellation))!
        );
        Assert.Equal((12_000m, 12_000m), await app.Units(sku));
    }

    [Fact]
    public async Task Gzip_that_is_damaged_is_refused()
    {
        var sku = app.NewProduct();
        var body = Compress(Rows(sku, 100), "gzip");
        body.AsSpan(20, 40).Fill(0xAA);
        using var response = await app.Import(body, encoding: "gzip");
        Assert.Equal(
            Unreadable
                + "The body cannot be decompressed: it is damaged, breaks off, or is not what Content-Encoding says."
                + Kept,
            (await SalesApp.ProblemWithReport(response)).Text
        );
        Assert.Equal((0m, 0m), await app.Units(sku));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Plain_text_that_is_said_to_be_compressed_is_refused(string encoding)
    {
        var sku = app.NewProduct();
        using var response = await app.Import(Encoding.UTF8.GetBytes(Rows(sku, 100)), encoding: encoding);
        Assert.StartsWith(
            Unreadable + "The body cannot be decompressed",
            (await SalesApp.ProblemWithReport(response)).Text,
            StringComparison.Ordinal
        );

        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add(encoding);
        using var answer = await app.Http.PostAsync("/api/v1/sales", content, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_connection_that_dies_leaves_whole_chunks_and_repeating_ends_in_the_totals_of_one_clean_run()
    {
        var sku = app.NewProduct();
        var body = Encoding.UTF8.GetBytes(Rows(sku, 20_000));
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(app.Address.Host, app.Address.Port, Cancellation);
            var stream = connection.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    "POST /api/v1/sales/import HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
                        + $"Authorization: Bearer {TestProvider.Token()}\r\n"
                        + $"Content-Length: {body.Length}\r\n\r\n"
                ),
                Cancellation
            );
            await stream.WriteAsync(body.AsMemory(0, body.Length * 3 / 4), Cancellation);
            await Eventually.Holds(async () => (await app.Units(sku)).Stored > 0, "the first chunk is stored");
        }

        var report = await app.Imported(Encoding.UTF8.GetString(body));
        Assert.Equal(20_000, report.Read);
        Assert.InRange(report.Duplicates, 5_000, 15_000);
        Assert.Equal(20_000, report.Accepted + report.Duplicates);
        Assert.Equal((20_000m, 20_000m), await app.Units(sku));
    }

    [Fact]
    public async Task Two_imports_of_the_same_lines_at_once_store_each_line_once()
    {
        var sku = app.NewProduct();
        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.Imported(Rows(sku, 8_000))));
        Assert.Equal(8_000, reports.Sum(r => r.Accepted));
        Assert.Equal(16_000, reports.Sum(r => r.Duplicates));
        Assert.Equal((8_000m, 8_000m), await app.Units(sku));
    }

    [Fact]
    public async Task A_time_without_offset_is_on_the_clock_of_the_location()
    {
        var sku = app.NewProduct();
        string[] times =
        [
            "2026-07-01 00:30",
            "2026-07-01",
            "2026-03-29T01:30:00",
            "2026-10-25T01:30:00.5",
            "2026-07-01T00:30:00Z",
        ];
        await app.Imported(string.Join('\n', times.Select((t, i) => Row(sku, $"{sku}-{i}", $",\"soldAt\":\"{t}\""))));
        Assert.Equal(
            [
                (new DateOnly(2026, 7, 1), "2026-06-30T23:30:00"),
                (new DateOnly(2026, 7, 1), "2026-06-30T23:00:00"),
                // There was no half past one that night: the clock jumped from 1 to 2.
                (new DateOnly(2026, 3, 29), "2026-03-29T01:30:00"),
                // There were two: the second, winter's.
                (new DateOnly(2026, 10, 25), "2026-10-25T01:30:00.5"),
                (new DateOnly(2026, 7, 1), "2026-07-01T00:30:00"),
            ],
            (await app.Api.ListSales(sku: sku, ct: Cancellation))
                .Items.OrderBy(s => s.ExternalId, StringComparer.Ordinal)
                .Select(s => (s.Day, s.SoldAt.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)))
        );
    }

    [Fact]
    public async Task A_day_is_the_one_that_is_written_where_the_location_is_west_of_utc()
    {
        var sku = app.NewProduct();
        string[] times = ["2026-11-10", "2026-11-12T09:00:00", "2026-11-14T22:30:00", "2026-11-16T01:00:00"];
        await app.Imported(
            "sku,location,quantity,soldAt,externalId\n"
                + string.Concat(times.Select((time, i) => $"{sku},NEWYORK,{1 << i},{time},{sku}-{i}\n")),
            "text/csv"
        );
        Assert.Equal(
            [(1m, 10), (2m, 12), (4m, 14), (8m, 16)],
            (await app.Api.ListSales(sku: sku, ct: Cancellation))
                .Items.OrderBy(s => s.Quantity)
                .Select(s => (s.Quantity, s.Day.Day))
        );
    }

    [Fact]
    public async Task A_catalogue_that_does_not_answer_is_a_503_with_the_report_so_far()
    {
        var own = new SalesApp();
        await own.InitializeAsync();
        await using var _ = own;
        var sku = own.NewProduct();
        await own.Imported(Rows(sku, 1));
        own.Catalogue.Failure = () => throw new HttpRequestException("down");
        using var response = await own.Import(Rows(sku, 5_000) + Row("GHOST", "g"));
        var (text, report) = await SalesApp.ProblemWithReport(response);

        Assert.StartsWith("503 The catalogue does not answer.\n", text, StringComparison.Ordinal);
        Same(Report(accepted: 4_999, duplicates: 1), report);
        Assert.Equal((5_000m, 5_000m), await own.Units(sku));
    }

    [Theory]
    [InlineData("application/json", null, "Content-Type must be application/x-ndjson or text/csv.")]
    [InlineData("text/csv; charset=iso-8859-1", null, "The body must be UTF-8, not iso-8859-1.")]
    [InlineData("text/csv", "zstd", "Content-Encoding 'zstd' is not known; use gzip, deflate, br or none.")]
    public async Task A_kind_of_body_that_is_not_known_is_refused(string type, string? encoding, string detail)
    {
        using var response = await app.Import("x"u8.ToArray(), type, encoding);
        Assert.Equal($"415 This kind of body is not supported.\n{detail}", await Problem.Read(response));
    }

    private static byte[] Compress(string text, string encoding)
    {
        using var target = new MemoryStream();
        using (
            Stream stream = encoding switch
            {
                "gzip" => new GZipStream(target, CompressionLevel.Fastest),
                "deflate" => new ZLibStream(target, CompressionLevel.Fastest),
                _ => new BrotliStream(target, CompressionLevel.Fastest),
            }
        )
            stream.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }
}
