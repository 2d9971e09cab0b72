using System.Text;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>One rule for the numbers of a file, found from all of its rows.</summary>
public sealed class NumberRuleTests : IDisposable
{
    private const string Head = "sku;location;quantity;unitPrice;externalId\n";

    private readonly SalesFiles _files = new();
    private readonly FakeSales _sales = new();

    private static readonly ImportReport Report = new(4, 4, 0, 0, new Dictionary<string, long>(), []);

    [Fact]
    public async Task A_decimal_comma_that_one_row_shows_holds_for_every_row_and_is_told_to_the_server()
    {
        await using var gateway = (await StubGateway.StartAsync()).OnImports().On("POST /api/v1/sales/import", Report);

        var ran = await InvRunner.RunAsync(gateway, "import", "sales", SalesFiles.Path("dec-semicolon-thousands.csv"));

        Assert.Equal(0, ran.Code);
        Assert.Contains(
            "Numbers have a decimal comma, as '2,50' in column unitPrice of row 1 (line 2) shows.\n",
            ran.Error,
            StringComparison.Ordinal
        );
        Assert.Equal("comma", FakeImports.Single(gateway)["decimalMark"]);
    }

    [Fact]
    public async Task Prices_of_products_are_read_by_the_rule_of_their_file()
    {
        await using var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);

        var ran = await InvRunner.RunAsync(gateway, "import", "products", SalesFiles.Path("prod-semicolon.csv"));

        Assert.Equal(0, ran.Code);
        Assert.Equal(
            [("FLD-P1", 1299m, 1000m), ("FLD-P2", 12.99m, 8.5m), ("FLD-P3", 1299m, 8.5m)],
            _sales.Products.Values.Select(product => (product.Sku!, product.Price!.Value, product.Cost!.Value))
        );
    }

    [Theory]
    [InlineData("A;L;1.000;2;x1\nA;L;2.500;3;x2\n")]
    [InlineData("A;L;12;1.299;x1\n")]
    public async Task A_file_that_can_be_read_in_two_ways_is_refused_with_both_readings_and_the_option(string rows)
    {
        await using var gateway = (await StubGateway.StartAsync()).OnImports().On("POST /api/v1/sales/import", Report);
        var path = _files.Write("a.csv", Head + rows);

        var ran = await InvRunner.RunAsync(gateway, "import", "sales", path);

        Assert.Equal(1, ran.Code);
        Assert.Matches(
            @"^'1\.(000|299)' in column (quantity|unitPrice) of row 1 \(line 2\) is (1000|1299) with a decimal comma "
                + @"and (1|1\.299) with a decimal point, and nothing in the file decides\. "
                + @"Say --decimal comma or --decimal point\.\n$",
            ran.Error
        );
        Assert.Empty(gateway.Requests);
    }

    [Fact]
    public async Task A_file_that_writes_numbers_in_two_ways_is_refused_with_a_row_of_each()
    {
        await using var gateway = await StubGateway.StartAsync();

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "products",
            _files.Write("a.csv", "sku;name;price\nA;A;1.5\nB;B;1\nC;C;2,5\n")
        );

        Assert.Equal(
            new Ran(
                1,
                "",
                "The file writes numbers in two ways: '1.5' in column price of row 1 (line 2) has a decimal point, "
                    + "'2,5' in column price of row 3 (line 4) a decimal comma. "
                    + "Say --decimal point or --decimal comma; rows that do not fit are then rejected.\n"
            ),
            ran
        );
    }

    [Fact]
    public async Task The_option_decides_and_rows_that_do_not_fit_are_named_by_row_column_and_text()
    {
        await using var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "products",
            _files.Write("a.csv", "sku;name;price\nA;A;1.500\nB;B;1.5\n"),
            "--decimal",
            "comma"
        );

        Assert.Equal(0, ran.Code);
        Assert.Contains(
            "line 3: price: price '1.5' is no number with a decimal comma\n",
            ran.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(1500m, Assert.Single(_sales.Products.Values).Price);
    }

    [Fact]
    public async Task Between_commas_the_own_format_has_a_point_as_an_export_writes_it()
    {
        await using var gateway = (await StubGateway.StartAsync()).OnImports().On("POST /api/v1/sales/import", Report);
        var path = _files.Write("a.csv", Head.Replace(';', ',') + "A,L,1.125,2,x1\nA,L,1,2,x2\nA,L,1,2,x3\nA,L,1,2,x4");

        var ran = await InvRunner.RunAsync(gateway, "import", "sales", path);

        Assert.Equal((0, "point"), (ran.Code, FakeImports.Single(gateway)["decimalMark"]));
    }

    [Fact]
    public async Task A_percentage_is_a_share_and_money_may_have_its_currency()
    {
        await using var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);

        await InvRunner.RunAsync(
            gateway,
            "import",
            "products",
            _files.Write("a.csv", "SKU,Name ,PRICE,Service Level\nA,A,\"$1,299.00\",97.5%\nB,B,5 EUR,0.9\n")
        );

        Assert.Equal(
            [(1299m, 0.975m), (5m, 0.9m)],
            _sales.Products.Values.Select(product => (product.Price!.Value, product.ServiceLevel!.Value))
        );
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public async Task A_spreadsheets_unicode_text_is_read(string name, bool marked)
    {
        await using var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes =
        [
            .. marked ? encoding.GetPreamble() : [],
            .. encoding.GetBytes("sku\tname\tprice\r\nA\tZoë\t1,5\r\n"),
        ];

        var ran = await InvRunner.RunAsync(gateway, "import", "products", _files.Write("a.txt", bytes));

        Assert.Equal(0, ran.Code);
        var product = Assert.Single(_sales.Products.Values);
        Assert.Equal(("Zoë", 1.5m), (product.Name!, product.Price!.Value));
    }

    [Fact]
    public async Task Half_a_letter_of_utf_16_is_named()
    {
        await using var gateway = await StubGateway.StartAsync();
        byte[] bytes =
        [
            .. Encoding.Unicode.GetBytes("sku,name,price\nA,"),
            0x00,
            0xD8,
            .. Encoding.Unicode.GetBytes(",1\n"),
        ];

        var ran = await InvRunner.RunAsync(gateway, "import", "products", _files.Write("a.csv", bytes));

        Assert.Equal(1, ran.Code);
        Assert.Contains("there are bytes that are not UTF-16", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sep=;\r\nsku;name;price\r\nA;a, b;1\r\n")]
    [InlineData("sep=,\nsku,name,price\nA,\"a, b\",1\n")]
    [InlineData("SEP=|\rsku|name|price\rA|a, b|1\r")]
    [InlineData("sku\tname\tprice\nA\ta, b\t1\n")]
    [InlineData("sku,name,price\rA,\"a, b\",1\r")]
    [InlineData("\"sku\",\"name\",\"price\"\nA,\"a, b\",1\n")]
    public async Task Separators_and_line_ends_are_those_of_the_file(string text)
    {
        await using var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);

        var ran = await InvRunner.RunAsync(gateway, "import", "products", _files.Write("a.csv", text));

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal("a, b", Assert.Single(_sales.Products.Values).Name);
    }

    [Fact]
    public async Task Columns_that_differ_by_case_and_blanks_only_are_refused_naming_both()
    {
        await using var gateway = await StubGateway.StartAsync();

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "products",
            _files.Write("a.csv", "SKU,name,price,sku \nA,A,1,B\n")
        );

        Assert.Equal(1, ran.Code);
        Assert.Contains("More than once: 'SKU' and 'sku '.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_which_every_row_is_rejected_is_a_refused_one()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .OnImports()
            .On(
                "POST /api/v1/sales/import",
                new ImportReport(
                    1,
                    0,
                    0,
                    0,
                    new Dictionary<string, long> { ["unknown-sku"] = 1 },
                    [new RejectedRow(1, "unknown-sku", "sku: no product with SKU 'A' in the catalogue")]
                )
            );
        var path = _files.Write("a.csv", "sku,quantity,externalId\nA,1,x\n");

        foreach (var format in (string[])["table", "json"])
        {
            var ran = await InvRunner.RunAsync(gateway, "import", "sales", path, "-o", format);
            Assert.Equal(2, ran.Code);
            Assert.EndsWith("Every row was rejected: 1 of 1.\n", ran.Error, StringComparison.Ordinal);
        }

        var products = await InvRunner.RunAsync(
            gateway,
            "import",
            "products",
            _files.Write("p.csv", "sku,name,price\nA,A,free\n")
        );
        Assert.Equal(2, products.Code);
    }

    [Fact]
    public async Task A_dry_run_of_products_asks_the_catalogue_what_is_there_archived_or_unknown()
    {
        await using var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);
        var path = _files.Write(
            "p.csv",
            "sku,name,price,supplier\nA1,Lamp,1,ACME\nB1,Chair,1,NOBODY\nC1,Desk,1,\nc1,Desk,1,\nOLD,Old,1,\nD 1,X,1,\n"
        );
        _sales.Archive("OLD");

        var ran = await InvRunner.RunAsync(gateway, "import", "products", path, "--dry-run", "-o", "csv");

        Assert.Equal((0, "read,created,updated,existing,rejected\r\n6,2,1,0,3\r\n"), (ran.Code, ran.Out));
        ran = await InvRunner.RunAsync(gateway, "import", "products", path, "--dry-run");
        Assert.Contains(
            "line 3: supplier: supplier no supplier has the code 'NOBODY'\n",
            ran.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("line 6: sku: sku is archived\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains("line 2: A1: created\n", ran.Error, StringComparison.Ordinal);
        Assert.Empty(_sales.Products);
    }

    public void Dispose() => _files.Dispose();
}
