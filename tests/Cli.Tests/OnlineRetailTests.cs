using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class OnlineRetailTests : IDisposable
{
    private readonly SalesFiles _files = new();

    [Fact]
    public async Task Every_line_of_the_cut_is_counted_once_with_its_reason()
    {
        var (report, sales) = await ImportAsync();

        Assert.Equal((32, 7, 1, 0), (report.Read, report.Accepted, report.Returns, report.Duplicates));
        Assert.Equal(
            [
                ("bad-debt", 1L),
                ("columns", 1L),
                ("correction", 2L),
                ("discount", 1L),
                ("fee", 3L),
                ("invoice", 1L),
                ("manual", 2L),
                ("postage", 3L),
                ("quantity", 2L),
                ("sample", 1L),
                ("sku", 1L),
                ("sold-at", 1L),
                ("unit-price", 4L),
                ("voucher", 1L),
            ],
            report.Rejected.Select(reason => (reason.Key, reason.Value))
        );
        Assert.Equal(report.Read, report.Accepted + report.Returns + report.Duplicates + report.RejectedTotal);
        Assert.Equal(report.RejectedTotal, report.Rejects.Count);
        Assert.Equal(new RejectedLine(9, 10, "postage", "StockCode 'POST' is no product"), report.Rejects[0]);
        Assert.Contains(
            new RejectedLine(
                27,
                28,
                "sold-at",
                "InvoiceDate '2010-13-01 11:52:00' is no time like 2010-12-01 08:26:00"
            ),
            report.Rejects
        );
        Assert.Contains(
            new RejectedLine(24, 25, "correction", "Quantity is below zero, but the invoice is no cancellation"),
            report.Rejects
        );
        Assert.Equal(8, sales.Lines.Count);
    }

    [Fact]
    public async Task Two_equal_lines_of_an_invoice_are_two_lines_and_an_invoice_in_pieces_goes_on_counting()
    {
        var (_, sales) = await ImportAsync();

        Assert.Equal(
            ["536365-1", "536365-2", "536365-3", "536365-4", "536365-5", "536366-1", "536367-1", "C536379-1"],
            sales.Lines.Values.Select(line => line.ExternalId).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_line_is_mapped_with_the_time_on_the_clock_of_its_location_and_a_clean_customer()
    {
        var (_, sales) = await ImportAsync();

        Assert.Equal(
            new RecordSale
            {
                Sku = "85123A",
                Location = "ONLINE-RETAIL",
                Quantity = 6,
                Kind = SaleKind.Sale,
                UnitPrice = 2.55m,
                SoldAt = LocationTime.Read("2010-12-01T08:26:00"),
                Channel = "online-retail",
                ExternalId = "536365-1",
                Customer = "17850",
                Receipt = "536365",
            },
            sales.Lines["online-retail/536365-1"]
        );
        Assert.Null(sales.Lines["online-retail/536366-1"].Customer);
        var returned = sales.Lines["online-retail/C536379-1"];
        Assert.Equal((SaleKind.Return, 1m), (returned.Kind, returned.Quantity));
    }

    [Fact]
    public async Task Products_are_created_once_with_their_first_name_and_price_and_only_if_something_of_them_was_sold()
    {
        var (_, sales) = await ImportAsync();

        Assert.Equal(
            [
                ("71053", "WHITE METAL LANTERN", 3.39m),
                ("85123A", "WHITE HANGING HEART T-LIGHT HOLDER", 2.55m),
                ("DCGS0004", "HAYNES CAMPER SHOULDER BAG", 16.63m),
                ("PADS", "PADS TO MATCH ALL CUSHIONS", 0.001m),
            ],
            sales
                .Products.Values.OrderBy(product => product.Sku, StringComparer.Ordinal)
                .Select(product => (product.Sku!, product.Name!, product.Price!.Value))
        );
        Assert.Equal(
            ("ONLINE-RETAIL", "Online retail", "Europe/London"),
            (sales.Locations[0].Code, sales.Locations[0].Name, sales.Locations[0].TimeZone)
        );
    }

    [Fact]
    public async Task Importing_again_adds_nothing_and_says_so()
    {
        var sales = new FakeSales();
        await ImportAsync(sales);
        var lines = sales.Lines.Count;

        var (report, _) = await ImportAsync(sales);
        Assert.Equal((0, 0, 8, lines), (report.Accepted, report.Returns, report.Duplicates, sales.Lines.Count));
        Assert.Single(sales.Locations);

        await using var gateway = await StubGateway.StartAsync();
        sales.Attach(gateway);
        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("cut.csv", SalesFiles.Cut),
            "--preset",
            "online-retail"
        );
        Assert.Contains("Nothing new: all 8 lines were imported before.\n", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12/1/2010 8:26", "2010-12-01T08:26:00")]
    [InlineData("2011-07-01 09:00:00", "2011-07-01T09:00:00")]
    [InlineData("2011-10-30 03:00", "2011-10-30T03:00:00")]
    public async Task Times_are_read_in_the_forms_in_which_this_file_is_found(string text, string expected)
    {
        var sales = new FakeSales();
        await ImportAsync(sales, $"{SalesFiles.Header}\n1,A1,X,1,{text},1,,UK\n");
        Assert.Equal(LocationTime.Read(expected), sales.Lines["online-retail/1-1"].SoldAt);
    }

    public void Dispose() => _files.Dispose();

    private async Task<(ImportSummary Report, FakeSales Sales)> ImportAsync(
        FakeSales? sales = null,
        string text = SalesFiles.Cut
    )
    {
        sales ??= new FakeSales();
        await using var gateway = await StubGateway.StartAsync();
        sales.Attach(gateway);
        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("cut.csv", text),
            "--preset",
            "online-retail",
            "-o",
            "json"
        );
        Assert.True(ran.Code == 0, ran.Error);
        return (JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!, sales);
    }
}
