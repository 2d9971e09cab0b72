using System.Text.Json;
using MiniExcelLibs;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>Files of other systems, with the right values worked out by hand.</summary>
public sealed class SalesKindTests : IDisposable
{
    private readonly SalesFiles _files = new();
    private readonly FakeSales _sales = new();

    private IEnumerable<RecordSale> Lines => _sales.Lines.Values;

    [Fact]
    public async Task A_shopify_export_is_recognised_and_its_days_are_those_of_the_shop()
    {
        var report = await ImportAsync(SalesFiles.Path("shopify-orders.csv"));

        Assert.Equal((12, 12, 0, 0), (report.Read, report.Accepted, report.Returns, report.RejectedTotal));
        Assert.Equal((12m, 6m), (Units("FLD-SHOP1"), Units("FLD-SHOP2")));
        Assert.Equal((12.5m, 20m), (Price("FLD-SHOP1"), Price("FLD-SHOP2")));
        var location = Assert.Single(_sales.Locations);
        Assert.Equal(("SHOPIFY", "America/New_York"), (location.Code, location.TimeZone));
        var clock = CalendarDay.Clock(location.TimeZone!)!;
        Assert.Equal(
            Enumerable.Range(10, 6).Select(day => new DateOnly(2026, 11, day)),
            Lines.Select(line => CalendarDay.In(clock, line.SoldAt!.Value.In(clock))).Distinct().Order()
        );
        Assert.Equal("Test Bowl, large", _sales.Products["FLD-SHOP2"].Name);
        Assert.Equal(
            Enumerable.Range(2001, 6).Select(order => ($"#{order}", 2)),
            Lines.GroupBy(line => line.Receipt!).Select(order => (order.Key, order.Count())).Order()
        );

        report = await ImportAsync(SalesFiles.Path("shopify-orders.csv"));
        Assert.Equal((0, 12, 12), (report.Accepted, report.Duplicates, _sales.Lines.Count));
    }

    [Fact]
    public async Task A_cancelled_order_of_shopify_is_no_sale_in_any_of_its_lines()
    {
        const string Header = "Name,Financial Status,Cancelled at,Created at,Lineitem quantity,Lineitem name,";
        var report = await ImportAsync(
            _files.Write(
                "a.csv",
                Header
                    + "Lineitem price,Lineitem sku\n"
                    + "#1,paid,2026-11-11 10:00:00 -0500,2026-11-10 10:00:00 -0500,2,Mug,1,M\n#1,,,,1,Bowl,1,B\n"
                    + "#2,paid,,2026-11-10 10:00:00 -0500,3,Mug,1,M\n#2,,,,1,Bowl blue,1,\n"
                    + "#3,voided,,2026-11-10 10:00:00 -0500,4,Mug,1,M\n"
            )
        );

        Assert.Equal((5, 2, 3), (report.Read, report.Accepted, report.Rejected["skipped"]));
        Assert.Equal((3m, 1m), (Units("M"), Units("BOWL-BLUE")));
        Assert.All(
            Lines,
            line =>
                Assert.Equal(
                    LocationTime.Read("2026-11-10T10:00-05:00").In(TimeZoneInfo.Utc),
                    line.SoldAt!.Value.In(TimeZoneInfo.Utc)
                )
        );
    }

    [Fact]
    public async Task A_square_export_has_its_time_in_three_columns_and_money_per_line()
    {
        _sales.Locations.Add(
            new CreateLocation
            {
                Code = "FLD-UTC",
                Name = "UTC",
                TimeZone = "UTC",
            }
        );

        var report = await ImportAsync(SalesFiles.Path("square-items.csv"));

        Assert.Equal((6, 5, 1, 0), (report.Read, report.Accepted, report.Returns, report.RejectedTotal));
        Assert.Equal((10m, 1m), (_sales.Sold, Lines.Single(line => line.Kind == SaleKind.Return).Quantity));
        Assert.All(Lines, line => Assert.Equal((4m, "FLD-UTC"), (line.UnitPrice, line.Location)));
        Assert.Equal(
            new DateTimeOffset(2026, 11, 11, 2, 40, 0, TimeSpan.Zero),
            Lines.Min(line => line.SoldAt!.Value.In(TimeZoneInfo.Utc))
        );
        Assert.Single(_sales.Locations);
    }

    [Fact]
    public async Task Kaggles_store_item_file_is_sold_per_store_and_item_on_the_day_as_written()
    {
        var report = await ImportAsync(SalesFiles.Path("kaggle-store-item.csv"));

        Assert.Equal((30, 30), (report.Read, report.Accepted));
        Assert.Equal((420m, 130m), (_sales.Sold, Units("1")));
        Assert.Equal(["1", "2"], _sales.Locations.Select(location => location.Code).Order());
        Assert.Equal(210m, Lines.Where(line => line.Location == "2").Sum(line => line.Quantity));
        Assert.Equal(
            LocationTime.Read("2026-11-10"),
            Lines.Min(line => line.SoldAt!.Value.Clock) is var first ? LocationTime.OnClock(first) : default
        );
    }

    [Theory]
    [InlineData(
        "amazon-order-id\tmerchant-order-id\tpurchase-date\torder-status\tproduct-name\tsku\tquantity\tcurrency\t"
            + "item-price\n1\t\t2026-11-10T03:15:00+00:00\tShipped\tMug\tM1\t2\tUSD\t25.00\n"
            + "2\t\t2026-11-10T03:15:00+00:00\tCancelled\tMug\tM1\t0\tUSD\t\n",
        "amazon/12.5/2026-11-10T03:15:00+00:00/1"
    )]
    [InlineData(
        "order-id\torder-item-id\tpurchase-date\tsku\tproduct-name\tquantity-purchased\titem-price\n"
            + "1\t77\t2026-11-10T03:15:00+00:00\tM1\tMug\t2\t25.00\n",
        "amazon/12.5/2026-11-10T03:15:00+00:00/1"
    )]
    [InlineData(
        "Order Number,Order Status,Order Date,SKU,Item #,Item Name,Quantity,Item Cost\n"
            + "9,Completed,2026-11-10 21:40,M1,1,Mug,2,12.5\n9,Cancelled,2026-11-10 21:40,M1,1,Mug,9,12.5\n",
        "woocommerce/12.5/2026-11-10T21:40:00/9"
    )]
    [InlineData(
        "order_id,order_number,date,status,item_name,item_sku,item_quantity,item_total\n"
            + "9,9,2026-11-10 21:40:00,completed,Mug,M1,2,25.00\n",
        "woocommerce/12.5/2026-11-10T21:40:00/9"
    )]
    [InlineData(
        "id,date,store_nbr,item_nbr,unit_sales,onpromotion\n1,2026-11-10,1,M1,2.0,\n2,2026-11-10,1,M2,-1.5,\n",
        "favorita//2026-11-10T00:00:00/"
    )]
    public async Task Every_other_kind_is_recognised_too(string text, string expected)
    {
        await ImportAsync(_files.Write("a.csv", text));

        var line = Lines.Single(line => line.Sku == "M1");
        Assert.Equal(2, line.Quantity);
        Assert.Equal(
            expected,
            FormattableString.Invariant(
                $"{line.Channel}/{line.UnitPrice:0.####}/{Written(line.SoldAt!.Value)}/{line.Receipt}"
            )
        );

        // Whatever is written is UTC in what is sent, except on a location's clock.
        static string Written(LocationTime time) => time.ToString();
    }

    [Fact]
    public async Task Own_rows_without_an_external_id_are_named_by_what_they_say()
    {
        const string Text =
            "sku,location,quantity,soldAt,unitPrice\nA,L,2,2026-11-10,1\nA,L,2.0,2026-11-10,1.00\nA,L,3,2026-11-10,1\n";
        var report = await ImportAsync(_files.Write("a.csv", Text));
        Assert.Equal((3, 3, 7m), (report.Accepted, _sales.Lines.Count, Units("A")));

        // The same rows in another order, and one more.
        report = await ImportAsync(
            _files.Write(
                "b.csv",
                "quantity,sku,location,soldAt,unitPrice\n3,A,L,2026-11-10,1\n2,a,L,2026-11-10,1\n2,A,L,2026-11-10,1\n"
                    + "2,A,L,2026-11-10,1\n"
            )
        );
        Assert.Equal((1, 3, 4), (report.Accepted, report.Duplicates, _sales.Lines.Count));
        Assert.Empty(_sales.Products);
        Assert.Empty(_sales.Locations);
    }

    [Fact]
    public async Task Any_other_file_is_read_by_a_mapping()
    {
        var report = await ImportAsync(
            _files.Write(
                "a.csv",
                "Datum;Uhrzeit;Artikel;Stück;Betrag;Laden;Status\n"
                    + "10.11.2026;21:40;a1;3;10,00 €;Köln Süd;ok\n11.11.2026;08:05;a1;-1;-3,33 €;Köln Süd;ok\n"
                    + "11.11.2026;08:05;a1;1;3,33 €;Köln Süd;Storno\n"
            ),
            "--map",
            "sku=Artikel",
            "--map",
            "quantity=Stück",
            "--map",
            "soldAt=Datum+Uhrzeit",
            "--line-total",
            "Betrag",
            "--location-from",
            "Laden",
            "--skip",
            "Status=Storno",
            "--zone",
            "Europe/Berlin",
            "--channel",
            "till"
        );

        Assert.Equal((1, 1, 1), (report.Accepted, report.Returns, report.Rejected["skipped"]));
        var line = Lines.Single(line => line.Kind == SaleKind.Sale);
        Assert.Equal(
            ("A1", "KOLN-SUD", 3m, 3.3333m, "till"),
            (line.Sku, line.Location, line.Quantity, line.UnitPrice, line.Channel)
        );
        Assert.Equal(
            new DateTimeOffset(2026, 11, 10, 20, 40, 0, TimeSpan.Zero),
            line.SoldAt!.Value.In(TimeZoneInfo.Utc)
        );
        var location = Assert.Single(_sales.Locations);
        Assert.Equal(("KOLN-SUD", "Köln Süd", "Europe/Berlin"), (location.Code, location.Name, location.TimeZone));
    }

    [Fact]
    public async Task An_external_id_that_names_an_order_does_not_make_its_lines_one()
    {
        var report = await ImportAsync(
            _files.Write(
                "a.csv",
                "id,what,n,day\n1,A,1,2026-11-10\n1,B,1,2026-11-10\n2,A,1,2026-11-10\n2,A,1,2026-11-10\n"
            ),
            "--map",
            "externalId=id",
            "--map",
            "sku=what",
            "--map",
            "quantity=n",
            "--map",
            "soldAt=day"
        );

        Assert.Equal((4, 2, 1, 1), (report.Read, report.Accepted, report.Duplicates, report.Rejected["external-id"]));
        Assert.Equal(
            "id '1' names another row before: where it names an order and not a line, say --map order= instead",
            Assert.Single(report.Rejects).Detail
        );
    }

    [Fact]
    public async Task A_location_is_found_by_its_name_too()
    {
        _sales.Locations.Add(
            new CreateLocation
            {
                Code = "K2",
                Name = "Köln Süd",
                TimeZone = "Europe/Berlin",
            }
        );
        await ImportAsync(
            _files.Write("a.csv", "date,store,item,sales\n2026-11-10,Köln Süd,A,1\n2026-11-10,köln süd,A,1\n")
        );

        Assert.Single(_sales.Locations);
        Assert.All(Lines, line => Assert.Equal("K2", line.Location));
    }

    [Theory]
    [InlineData("13/11/2026,31/12/2026", "2026-11-13,2026-12-31")]
    [InlineData("3/11/2026,13/11/2026", "2026-11-03,2026-11-13")]
    [InlineData("11/3/2026,11/13/2026 6:30 PM", "2026-11-03,2026-11-13T18:30:00")]
    [InlineData("3.4.2026,5.4.26 18:30", "2026-04-03,2026-04-05T18:30:00")]
    [InlineData("3/3/2026,4/4/2026", "2026-03-03,2026-04-04")]
    [InlineData("10 Nov 2026,Nov 3 2026 21:40", "2026-11-10,2026-11-03T21:40:00")]
    [InlineData("2026/11/3,2026-11-10 21:40:00 -0500", "2026-11-03,2026-11-11T02:40:00Z")]
    [InlineData("2026-11-10 21:40:00 UTC,20261110", "2026-11-10T21:40:00Z,")]
    public async Task Dates_are_read_by_the_rule_that_all_rows_show(string dates, string expected)
    {
        var rows = string.Concat(dates.Split(',').Select((date, i) => $"{date},1,A,{i + 1}\n"));
        await ImportAsync(_files.Write("a.csv", "date,store,item,sales\n" + rows));

        Assert.Equal(
            expected.Split(',').Where(text => text.Length > 0).Select(text => LocationTime.Read(text).ToString()),
            Lines.OrderBy(line => line.Quantity).Select(line => line.SoldAt!.Value.ToString())
        );
    }

    [Theory]
    [InlineData(
        "3/11/2026,5/12/2026",
        "'3/11/2026' in row 1 (line 2) can be day and month or month and day, and nothing in the file decides. "
            + "Say --date-format dd/MM/yyyy or --date-format MM/dd/yyyy.\n"
    )]
    [InlineData(
        "13/11/2026,5/13/2026",
        "The file writes dates in two ways: '13/11/2026' in row 1 (line 2) has the day first, "
            + "'5/13/2026' in row 2 (line 3) the month. "
            + "Say --date-format dd/MM/yyyy or --date-format MM/dd/yyyy; rows that do not fit are then rejected.\n"
    )]
    public async Task Dates_that_can_be_read_in_two_ways_are_refused_until_the_option_decides(
        string dates,
        string message
    )
    {
        var rows = string.Concat(dates.Split(',').Select((date, i) => $"{date},1,A,{i + 1}\n"));
        var path = _files.Write("a.csv", "date,store,item,sales\n" + rows);
        await using var gateway = await AttachedAsync();

        var ran = await InvRunner.RunAsync(gateway, "import", "sales", path);
        Assert.Equal(new Ran(1, "", message), ran);

        await InvRunner.RunAsync(gateway, "import", "sales", path, "--date-format", "dd/MM/yyyy");
        Assert.Equal(11, Lines.Min(line => line.SoldAt!.Value.Clock).Month);
    }

    [Fact]
    public async Task A_file_of_no_known_kind_is_refused_with_its_columns_the_closest_kind_and_an_example()
    {
        await using var gateway = await AttachedAsync();

        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            _files.Write("a.csv", "Order Date,Item Name,Qty,Total\n2026-11-10,Mug,1,2\n")
        );

        Assert.Equal(
            new Ran(
                1,
                "",
                "The kind of file is not known. Its columns are 'Order Date', 'Item Name', 'Qty', 'Total'.\n"
                    + "Closest is woocommerce (a WooCommerce orders export, a line per item), without 'Order Number', "
                    + "'Order Status', 'SKU', 'Quantity', 'Item Cost'.\n"
                    + "Say which columns to take, for example:\n"
                    + "  inv import sales FILE --map sku=\"Item Name\" --map quantity=\"Qty\" "
                    + "--map soldAt=\"Order Date\"\n"
            ),
            ran
        );
        Assert.Empty(gateway.Requests);
    }

    [Theory]
    [InlineData("--location-from", "Shop", "There is no column 'Shop' for location. ")]
    [InlineData("--skip", "State=open", "There is no column 'State' for --skip. ")]
    [InlineData("--map", "order=Order", "There is no column 'Order' for order. ")]
    [InlineData("--map", "colour=Item", "--map 'colour=Item' is not of the form field=column ")]
    public async Task A_column_that_the_user_names_must_be_there(string option, string value, string message)
    {
        await using var gateway = await AttachedAsync();
        var ran = await InvRunner.RunAsync(
            gateway,
            "import",
            "sales",
            SalesFiles.Path("square-items.csv"),
            "--preset",
            "square",
            option,
            value
        );
        Assert.StartsWith(message, ran.Error, StringComparison.Ordinal);
        Assert.Empty(gateway.Requests);
    }

    [Fact]
    public async Task A_row_that_is_no_sale_still_shows_how_numbers_are_written()
    {
        var report = await ImportAsync(
            _files.Write("a.csv", "date;store;item;sales\n2026-11-10;1;not a sku;1,5\n2026-11-10;1;A;1.000\n")
        );
        Assert.Equal((1, 1000m), (report.Accepted, Units("A")));
    }

    [Fact]
    public async Task What_was_understood_is_shown_before_anything_is_sent_and_asked_about_where_somebody_answers()
    {
        await using var gateway = await AttachedAsync();
        string[] command = ["import", "sales", SalesFiles.Path("square-items.csv")];

        var ran = await InvRunner.AnsweredAsync(gateway, "n\n", command);
        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.StartsWith("The file is a Square items export.\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains("2026-11-10 21:40:00-05:00", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith(
            "6 rows: 10 units sold, 1 back in 1 returns, 36.00 in money, 1 products, 2026-11-10 to 2026-11-15.\n"
                + "Import this? [y/N] Nothing was imported.\n",
            ran.Error,
            StringComparison.Ordinal
        );
        Assert.Empty(gateway.Requests);

        ran = await InvRunner.AnsweredAsync(gateway, "", [.. command, "--yes"]);
        Assert.Equal((0, 6), (ran.Code, _sales.Lines.Count));
        ran = await InvRunner.AnsweredAsync(gateway, "y\n", command);
        Assert.Equal(0, ran.Code);
        ran = await InvRunner.AnsweredAsync(gateway, "", [.. command, "--dry-run"]);
        Assert.Equal(0, ran.Code);
        Assert.DoesNotContain("Import this?", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_is_kept_shown_used_and_removed()
    {
        await using var gateway = await AttachedAsync();
        var path = _files.Write("a.csv", "Day,What,Pieces\n2026-11-10,A,2\n");

        Assert.Equal(3, (await RunAsync("sales", path, "--mapping", "till")).Code);
        var kept = await RunAsync(
            "mapping",
            "save",
            "till",
            "--map",
            "sku=What",
            "--map",
            "quantity=Pieces",
            "--map",
            "soldAt=Day",
            "--location",
            "shop",
            "--zone",
            "Europe/Berlin"
        );
        Assert.Equal((0, "Kept. Use it with 'inv import sales FILE --mapping till'.\n"), (kept.Code, kept.Error));
        Assert.Equal(0, (await RunAsync("sales", path, "--mapping", "till")).Code);
        var line = Assert.Single(Lines);
        Assert.Equal(("A", 2m, "SHOP", "till"), (line.Sku, line.Quantity, line.Location, line.Channel));

        Assert.Contains("till", (await RunAsync("mapping", "list", "-o", "csv")).Out, StringComparison.Ordinal);
        Assert.Contains("Pieces", (await RunAsync("mapping", "show", "till")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("mapping", "remove", "till")).Code);
        Assert.Equal(3, (await RunAsync("mapping", "show", "till")).Code);
        Assert.Equal(2, (await RunAsync("mapping", "show", "../x")).Code);
        Assert.Equal(2, (await RunAsync("mapping", "save", "x", "--map", "colour=What")).Code);

        Task<Ran> RunAsync(params string[] args) =>
            InvRunner.RunAsync(
                ["import", .. args],
                name =>
                    name == "INV_GATEWAY" ? gateway.Address
                    : name == "INV_CONFIG" ? _files.Folder
                    : null,
                CancellationToken.None
            );
    }

    [Fact]
    public async Task A_workbook_is_read_through_the_same_kinds_and_its_cells_need_no_rule()
    {
        var path = Path.Combine(_files.Folder, "a.xlsx");
        await MiniExcel.SaveAsAsync(
            path,
            new[]
            {
                Row(new DateTime(2026, 11, 10), 1, "007", 1.125),
                Row(new DateTime(2026, 3, 4, 21, 40, 0), 1, "007", 2),
                Row("12/13/2026", 1, "007", "1,000"),
                Row(null, 1, "007", 1),
            },
            cancellationToken: TestContext.Current.CancellationToken
        );

        var report = await ImportAsync(path, "--decimal", "comma");

        Assert.Equal((4, 3, 1), (report.Read, report.Accepted, report.Rejected["sold-at"]));
        Assert.Equal(
            [(1m, "2026-12-13T00:00:00"), (1.125m, "2026-11-10T00:00:00"), (2m, "2026-03-04T21:40:00")],
            Lines.OrderBy(line => line.Quantity).Select(line => (line.Quantity!.Value, line.SoldAt!.Value.ToString()))
        );
        Assert.All(Lines, line => Assert.Equal(("007", "1"), (line.Sku, line.Location)));
        Assert.False(_sales.Products["007"].WholeUnits);

        static Dictionary<string, object?> Row(object? date, object store, object item, object sales) =>
            new()
            {
                ["date"] = date,
                ["store"] = store,
                ["item"] = item,
                ["sales"] = sales,
            };
    }

    /// <summary>
    /// As Excel saves it: dates and times as parts of days with a format, shared and rich strings, a formula, an
    /// error, an empty row.
    /// </summary>
    [Fact]
    public async Task A_workbook_with_every_kind_of_cell_is_read()
    {
        var report = await ImportAsync(
            SalesFiles.Path("till.xlsx"),
            "--map",
            "sku=Art",
            "--map",
            "quantity=Qty",
            "--map",
            "soldAt=Day+Clock",
            "--line-total",
            "Sum"
        );

        Assert.Equal(
            [
                ("A-1", 2m, 649.75m, "2026-11-10T21:40:00"),
                ("B2", 1.125m, 1154.6667m, "2026-11-11T10:30:00"),
                ("85123", 0.5m, 0.2m, "2026-11-10T00:00:00"),
            ],
            Lines.Select(line =>
                (line.Sku!, line.Quantity!.Value, line.UnitPrice!.Value, line.SoldAt!.Value.ToString())
            )
        );
        Assert.Equal(
            new RejectedLine(3, 5, "sold-at", "Day+Clock '#N/A' is no date or time"),
            Assert.Single(report.Rejects)
        );
    }

    [Fact]
    public async Task A_workbook_that_is_none_is_named()
    {
        await using var gateway = await AttachedAsync();
        foreach (
            var (bytes, words) in new (byte[], string)[]
            {
                ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "is a workbook of an old Excel."),
                ([(byte)'P', (byte)'K', 3, 4, 0], "breaks off or is damaged"),
            }
        )
        {
            var ran = await InvRunner.RunAsync(gateway, "import", "sales", _files.Write("a.xlsx", bytes));
            Assert.Equal(1, ran.Code);
            Assert.Contains(words, ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_line_total_becomes_a_price_whose_product_rounds_to_it()
    {
        var rows = string.Concat(
            Enumerable.Range(1, 99).Select(i => $"{i},A{i},2026-11-10,{i * 7 % 100 + 1}.{i:00}\n")
        );
        await ImportAsync(
            _files.Write("a.csv", "n,what,day,total\n" + rows),
            "--map",
            "sku=what",
            "--map",
            "quantity=n",
            "--map",
            "soldAt=day",
            "--map",
            "lineTotal=total"
        );
        Assert.Equal(99, _sales.Lines.Count);
        Assert.All(
            Lines,
            line =>
                Assert.Equal(
                    ((int)line.Quantity!.Value * 7 % 100 + 1) + line.Quantity.Value / 100,
                    Math.Round(line.Quantity.Value * line.UnitPrice!.Value, 2)
                )
        );
    }

    [Fact]
    public async Task What_was_bought_at_once_is_what_a_column_says_or_the_order()
    {
        const string Text = "what,n,bill,till\nA,2,7,K1\nB,1,7,\n";
        await ImportAsync(
            _files.Write("bill.csv", Text),
            "--map",
            "sku=what",
            "--map",
            "quantity=n",
            "--map",
            "order=bill"
        );
        Assert.Equal(["7", "7"], Lines.Select(line => line.Receipt));

        string[] map =
        [
            "--map",
            "sku=what",
            "--map",
            "quantity=n",
            "--map",
            "order=bill",
            "--map",
            "receipt=till+bill",
        ];
        var report = await ImportAsync(_files.Write("again.csv", Text), map);

        // It is no part of a line's name: the same lines are known again.
        Assert.Equal((2, 0), (report.Duplicates, report.Accepted));
        await ImportAsync(_files.Write("other.csv", Text.Replace('7', '8')), map);
        Assert.Equal(["7", "7", "8", "K1 8"], Lines.Select(line => line.Receipt).Order());
    }

    [Fact]
    public async Task Money_off_and_promotions_of_a_line_come_with_it()
    {
        var report = await ImportAsync(
            _files.Write("off.csv", "what,n,paid,off,deal\nA,2,18,-2.00,yes\nB,1,5,,no\nC,1,5,1,maybe\nD,1,5,x,\n"),
            "--map",
            "sku=what",
            "--map",
            "quantity=n",
            "--map",
            "lineTotal=paid",
            "--map",
            "discount=off",
            "--map",
            "promotion=deal"
        );

        Assert.Equal(
            [("A", 10m, 2m, true), ("B", 5m, null, (bool?)false)],
            Lines.Select(line => (line.Sku!, line.UnitPrice!.Value, line.Discount, line.Promotion)).Order()
        );
        Assert.Equal(
            [
                new RejectedLine(3, 4, "promotion", "deal 'maybe' is neither true nor false"),
                new RejectedLine(4, 5, "discount", "off 'x' is no number with a decimal point"),
            ],
            report.Rejects
        );
    }

    public void Dispose() => _files.Dispose();

    private decimal Units(string sku) => Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity!.Value);

    private decimal? Price(string sku) => Lines.First(line => line.Sku == sku).UnitPrice;

    private async Task<StubGateway> AttachedAsync()
    {
        var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);
        return gateway;
    }

    private async Task<ImportSummary> ImportAsync(string path, params string[] options)
    {
        await using var gateway = await AttachedAsync();
        var ran = await InvRunner.RunAsync(gateway, ["import", "sales", path, "-o", "json", .. options]);
        Assert.True(ran.Code == 0, ran.Error);
        return JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!;
    }
}
