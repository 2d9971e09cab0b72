using System.Net;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>The history of sales, one line of it, and a sale as it is made without a script.</summary>
public sealed class SaleTests
{
    private const string Basket = "/sales/new";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string LinePage => $"/sales/{SaleShop.Known}";

    private static readonly (string, string)[] Lamp =
    [
        ("Lines[0].Sku", "LAMP-1"),
        ("Lines[0].Name", "Desk <lamp>"),
        ("Lines[0].Quantity", "2"),
        ("Lines[0].UnitPrice", "20.5"),
    ];

    [Fact]
    public async Task A_sale_shows_the_clock_of_its_location_and_pages_ask_for_clocks_once()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var page = await browser.GetStringAsync(LinePage, Ct);
        Assert.Contains(
            "<time datetime=\"2026-11-28T09:30:00Z\" title=\"Europe/Madrid\">28 Nov 2026, 10:30 UTC&#x2B;1</time>",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "28 Nov 2026, 10:30 UTC+1",
            Html.Text(await browser.GetStringAsync("/sales?tile=lines", Ct)),
            StringComparison.Ordinal
        );
        Assert.Single(stub.Requests, r => r.Path == "/api/v1/locations");

        // Where the clock is not known, it is UTC that is shown, and said.
        shop.Sales[SaleShop.Known] = SaleShop.Line(SaleShop.Known) with
        {
            Location = "ELSEWHERE",
        };
        Assert.Contains(
            "Sold at 28 Nov 2026, 09:30 UTC ",
            Html.Text(await browser.GetStringAsync(LinePage, Ct)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_history_asks_for_what_the_address_says_and_keeps_it_in_every_link()
    {
        await using var stub = await new SaleShop().StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        const string Filter =
            "sku=LAMP-1&category=Light&location=MADRID&channel=till&kind=sale&from=2026-11-01&to=2026-11-28"
            + "&receipt=R%2F9&import=01890000-0000-7000-8000-000000000009&recordedBy=ada";

        var html = await dashboard.Browser().GetStringAsync($"/sales?{Filter}&by=month&after=c", Ct);

        foreach (var path in new[] { "", "/sum", "/periods", "/week-hours" })
        {
            var asked = stub.Requests.Single(r => r.Path == $"/api/v1/sales{path}");
            Assert.Equal(
                ("LAMP-1", "Light", "MADRID", "till", "sale"),
                (asked["sku"], asked["category"], asked["location"], asked["channel"], asked["kind"])
            );
            Assert.Equal(
                ("R/9", "01890000-0000-7000-8000-000000000009", "ada"),
                (asked["receipt"], asked["import"], asked["recordedBy"])
            );
            // Sums by month are those of the days that the sum of all is of.
            Assert.Equal(path == "/periods" ? "2026-10-29" : "2026-11-01", asked["from"]);
        }

        var link = Filter.Replace("&", "&amp;", StringComparison.Ordinal);
        Assert.Contains($"/sales?{link}&amp;by=week\"", html, StringComparison.Ordinal);
        Assert.Contains($"/sales?{link}&amp;handler=Csv\"", html, StringComparison.Ordinal);
        Assert.Contains($"/sales?{link}&amp;by=month\"", html, StringComparison.Ordinal);
        var text = Html.Text(html);
        Assert.Contains(
            "Revenue 4,321.50 Units sold 1,204 Units returned 3 Discounts 12.25 Lines 87 Receipts 40",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("2 lines bear no receipt.", text, StringComparison.Ordinal);
        Assert.Contains(
            "1 Nov 2026 50.00 4 5 1 Oct 2026 0.00 0 0 1 Sep 2026 90.00 9 9",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("MADRID till R/9 3 20.50 1.50 60.00 ada", text, StringComparison.Ordinal);
        Assert.Contains("on the clock of The shop (Europe/Madrid)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Older", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_goes_on_with_what_is_older()
    {
        await using var stub = await new SaleShop().StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/sales?by=hour", Ct);

        Assert.Contains("/sales?by=hour&amp;after=older%2B%2F%3D\" rel=\"next\">Older", html, StringComparison.Ordinal);
        Assert.Contains("09:00 81.00 4 5 10:00 0.00 0 0 11:00 4.00 1 1", Html.Text(html), StringComparison.Ordinal);
        foreach (var tile in new[] { "periods", "lines" })
            Assert.Matches(@"As of \d+ \w+ \d{4}, \d\d:\d\d UTC", Html.Text(PageTests.Tile(html, tile)));
        Assert.Equal("28", stub.Requests.Single(r => r.Path.EndsWith("/sum", StringComparison.Ordinal))["days"]);
    }

    [Fact]
    public async Task An_empty_history_says_what_to_do_next_and_a_filter_that_finds_nothing_how_to_leave_it()
    {
        var shop = new SaleShop();
        shop.Sales.Clear();
        await using var stub = await shop.StartAsync();
        stub.Serve("/api/v1/sales/sum", _ => new SalesSum(null, null, 0, 0, 0, 0, 0, 0, 0));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var html = await browser.GetStringAsync("/sales", Ct);
        Assert.Contains("<a href=\"/sales/new\">Record the first sale</a>", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/imports\">Import a file of sales</a>", html, StringComparison.Ordinal);
        html = await browser.GetStringAsync("/sales?sku=NONE&from=2026-99-99", Ct);
        Assert.Contains("<a href=\"/sales\">Show all sales</a>", html, StringComparison.Ordinal);
        Assert.Contains("Not understood, and left out: From.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_refuses_is_said_and_not_asked_again()
    {
        await using var stub = await new SaleShop().StartAsync();
        stub.On(
            "GET /api/v1/sales/periods",
            _ => Answer.Problem(400, "Not valid.", errors: new() { ["from"] = ["must be at most 366 days before"] })
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/sales?by=hour&from=2020-01-01", Ct);

        Assert.Contains("from: must be at most 366 days before.", html, StringComparison.Ordinal);
        Assert.Contains(
            "data-tile=\"periods\" data-topics=\"sales\" data-failed=\"False\"",
            html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_whole_of_it_comes_as_a_file()
    {
        await using var stub = await new SaleShop().StartAsync();
        stub.On("GET /api/v1/sales/export", _ => Answer.Ok("sku,location\r\nLAMP-1,MADRID\r\n"));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        using var file = await browser.GetAsync("/sales?receipt=R%2F9&recordedBy=ada&handler=Csv", Ct);

        Assert.Equal("sku,location\r\nLAMP-1,MADRID\r\n", await file.Content.ReadAsStringAsync(Ct));
        Assert.Equal("sales.csv", file.Content.Headers.ContentDisposition!.FileName);
        var asked = stub.Requests.Single(r => r.Path == "/api/v1/sales/export");
        Assert.Equal(
            ("text/csv", "R/9", "ada"),
            (asked.Headers.Accept.ToString(), asked["receipt"], asked["recordedBy"])
        );

        stub.Fail("/api/v1/sales/export");
        Assert.Contains(
            "There is no file: The forecasting service does not answer.",
            await browser.GetStringAsync("/sales?handler=Csv", Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_sale_is_made_line_by_line_with_codes_alone()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");

        // By barcode; the same again, twelve at once, is the same line.
        var first = await ReadAsync(await SendAsync(browser, "?handler=Add", ("Code", SaleShop.Barcode)));
        Assert.Contains("name=\"Lines[0].Sku\" value=\"LAMP-1\"", first, StringComparison.Ordinal);
        Assert.Contains("name=\"Lines[0].UnitPrice\" value=\"20.5\"", first, StringComparison.Ordinal);
        Assert.Contains("name=\"Lines[0].Quantity\" value=\"1\"", first, StringComparison.Ordinal);
        Assert.Contains("selected=\"selected\">The shop (MADRID)", first, StringComparison.Ordinal);
        var more = await ReadAsync(await SendAsync(browser, "?handler=Add", [.. Lamp, ("Code", " 12*lamp-1 ")]));
        Assert.Contains("name=\"Lines[0].Quantity\" value=\"14\"", more, StringComparison.Ordinal);
        Assert.Contains(">287.00<", more, StringComparison.Ordinal);
        Assert.Contains("id=\"code\" name=\"Code\" autocomplete", more, StringComparison.Ordinal);

        // An empty field leads to the button.
        var ready = await ReadAsync(await SendAsync(browser, "?handler=Add", [.. Lamp, ("Code", "")]));
        Assert.Matches("<button type=\"submit\" id=\"record\" autofocus", ready);

        var removed = await ReadAsync(await SendAsync(browser, "?handler=Remove", [.. Lamp, ("remove", "0")]));
        Assert.Contains("No line yet.", removed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_code_says_so_beside_its_field_with_what_is_like_it_and_loses_nothing()
    {
        await using var stub = await new SaleShop().StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");

        var html = await ReadAsync(
            await SendAsync(
                browser,
                "?handler=Add",
                [.. Lamp, ("Code", "3*CUP"), ("Customer", "Ann"), ("Receipt", "7")]
            )
        );

        Assert.Contains(
            "Nothing in the catalogue has the SKU or barcode &#x27;CUP&#x27;.",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("name=\"Pick\" value=\"3*CUP/2\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Code\" value=\"3*CUP\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Lines[0].Quantity\" value=\"2\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Customer\" value=\"Ann\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Receipt\" value=\"7\"", html, StringComparison.Ordinal);

        var picked = await ReadAsync(
            await SendAsync(browser, "?handler=Add", [.. Lamp, ("Code", "3*CUP"), ("Pick", "3*CUP/2")])
        );
        Assert.Contains("name=\"Lines[1].Quantity\" value=\"3\"", picked, StringComparison.Ordinal);

        stub.Fail("/api/v1/products");
        var down = await ReadAsync(await SendAsync(browser, "?handler=Add", [.. Lamp, ("Code", "CUP/2")]));
        Assert.Contains("was not added: The forecasting service does not answer.", down, StringComparison.Ordinal);
        Assert.Contains("name=\"Lines[0].Sku\" value=\"LAMP-1\"", down, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sale_is_recorded_in_one_call_and_pressed_twice_it_is_one()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");
        (string, string)[] typed =
        [
            .. Lamp,
            ("Lines[0].Discount", "1"),
            ("Lines[1].Sku", "CUP/2"),
            ("Lines[1].Quantity", "3"),
            ("Lines[1].UnitPrice", ""),
            ("Location", "MADRID"),
            ("SoldAt", "2026-11-28T10:30"),
            ("Receipt", "R-1"),
            ("Customer", " Ann "),
            ("Key", "key-1"),
        ];

        var answers = new List<HttpResponseMessage>();
        for (var press = 0; press < 2; press++)
            answers.Add(await SendAsync(browser, "", [.. typed]));

        Assert.Equal(answers[0].RequestMessage!.RequestUri, answers[1].RequestMessage!.RequestUri);
        // The known one, and two.
        Assert.Equal(3, shop.Sales.Count);
        var sent = stub.Requests.Where(r => r.Path == "/api/v1/sales/batch").ToList();
        Assert.Equal(2, sent.Count);
        var batch = sent[0].Read<RecordSales>();
        Assert.Equal(
            [
                new RecordSale
                {
                    Sku = "LAMP-1",
                    Location = "MADRID",
                    Quantity = 2,
                    UnitPrice = 20.5m,
                    Discount = 1,
                    SoldAt = LocationTime.OnClock(new DateTime(2026, 11, 28, 10, 30, 0)),
                    Receipt = "R-1",
                    Customer = "Ann",
                },
                new RecordSale
                {
                    Sku = "CUP/2",
                    Location = "MADRID",
                    Quantity = 3,
                    SoldAt = LocationTime.OnClock(new DateTime(2026, 11, 28, 10, 30, 0)),
                    Receipt = "R-1",
                    Customer = "Ann",
                },
            ],
            batch.Sales!
        );
        Assert.Null(batch.Mode);
        var text = Html.Text(await answers[0].Content.ReadAsStringAsync(Ct));
        Assert.Contains("The sale was recorded.", text, StringComparison.Ordinal);
        Assert.Contains("LAMP-1 Desk <lamp> MADRID 2 20.50 1.00 40.00 7 ", text, StringComparison.Ordinal);
        Assert.Contains("CUP/2 Cup MADRID 3 4.00 – 12.00 −2 ", text, StringComparison.Ordinal);
        Assert.Contains("Total 52.00", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_names_line_and_field_and_stays_as_it_was_typed()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");
        (string, string)[] Typed(string quantity) =>
            [
                .. Lamp,
                ("Lines[1].Sku", "CUP/2"),
                ("Lines[1].Quantity", quantity),
                ("Lines[1].UnitPrice", "4"),
                ("Location", "MADRID"),
                ("Key", "key-1"),
            ];

        var html = await ReadAsync(await SendAsync(browser, "", Typed("-1")));
        Assert.Contains("Line 2 (CUP/2), Quantity: must be above 0.", html, StringComparison.Ordinal);
        Assert.Contains("id=\"wrong-1-quantity\">must be above 0<", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Lines[1].Quantity\" value=\"-1\"", html, StringComparison.Ordinal);

        // What is no number does not get as far.
        html = await ReadAsync(await SendAsync(browser, "", Typed("two")));
        Assert.Contains("id=\"wrong-1-quantity\">&#x27;two&#x27; is no number<", html, StringComparison.Ordinal);
        Assert.Single(stub.Requests, r => r.Path == "/api/v1/sales/batch");
        Assert.Single(shop.Sales);

        // What is asked once for all lines is said once.
        stub.On(
            "POST /api/v1/sales/batch",
            _ =>
                Answer.Problem(
                    400,
                    "Not valid.",
                    errors: new()
                    {
                        ["sales[0].soldAt"] = ["must be at most a day ahead"],
                        ["sales[1].soldAt"] = ["must be at most a day ahead"],
                    }
                )
        );
        html = await ReadAsync(await SendAsync(browser, "", Typed("1")));
        Assert.Single(Html.Text(html).Split("Sold at: must be at most a day ahead.")[1..]);

        // Whether it was recorded is not known: the same is sent again under the same key.
        stub.On("POST /api/v1/sales/batch", _ => Answer.Problem(503, "Sales do not answer."));
        html = await ReadAsync(await SendAsync(browser, "", Typed("1")));
        Assert.Contains("Record again: nothing is recorded twice.", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Key\" value=\"key-1\"", html, StringComparison.Ordinal);

        html = await ReadAsync(await SendAsync(browser, "", ("Code", "")));
        Assert.Contains("There is nothing to record yet", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_is_remembered_and_without_one_it_is_said_how_to_make_it()
    {
        var shop = new SaleShop();
        shop.Locations.Add(shop.Locations[0] with { Code = "BERLIN", Name = "The other", TimeZone = "Europe/Berlin" });
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");
        var first = await browser.GetStringAsync(Basket, Ct);
        var form = first[first.IndexOf("<main", StringComparison.Ordinal)..];
        Assert.DoesNotContain("selected", form, StringComparison.Ordinal);

        await SendAsync(browser, "", [.. Lamp, ("Location", "BERLIN")]);

        var html = await browser.GetStringAsync(Basket, Ct);
        Assert.Contains("selected=\"selected\">The other (BERLIN)", html, StringComparison.Ordinal);
        Assert.Contains("On the clock of Europe/Berlin. Empty: now", html, StringComparison.Ordinal);
        shop.Locations.Clear();
        Assert.Contains("There is no location yet", await browser.GetStringAsync(Basket, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_just_recorded_is_taken_back_with_a_reason()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");
        var other = Guid.Parse("01890000-0000-7000-8000-000000000002");
        shop.Sales[other] = SaleShop.Line(other) with { Sku = "CUP/2" };
        var page = $"/sales/recorded?ids={SaleShop.Known:N}.{other:N}";

        Assert.Contains("Say why.", await ReadAsync(await Undo(page, " ")), StringComparison.Ordinal);
        Assert.DoesNotContain(stub.Requests, r => r.Path.EndsWith("/void", StringComparison.Ordinal));

        // One of them was returned meanwhile: the other is taken back, and it is said which is not.
        stub.On($"POST /api/v1/sales/{other}/void", _ => Answer.Problem(409, "Something of this sale came back."));
        var html = await ReadAsync(await Undo(page, "typed twice"));
        Assert.Contains("Not taken back: CUP/2: Something of this sale came back.", html, StringComparison.Ordinal);
        Assert.NotNull(shop.Sales[SaleShop.Known].VoidedBy);

        shop.Sales[other] = shop.Sales[other] with { VoidedBy = other };
        html = await ReadAsync(await Undo(page, "typed twice"));
        Assert.Contains("The lines were taken back", html, StringComparison.Ordinal);
        Assert.DoesNotContain("?handler=Undo", html, StringComparison.Ordinal);
        Assert.Equal(
            "typed twice",
            stub.Requests.Last(r => r.Path.EndsWith("/void", StringComparison.Ordinal)).Read<VoidSale>().Reason
        );

        using var none = await browser.GetAsync("/sales/recorded?ids=x", Ct);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var unknown = await browser.GetAsync($"/sales/recorded?ids={Guid.NewGuid():N}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);

        async Task<HttpResponseMessage> Undo(string address, string reason)
        {
            var token = Html.Token(await browser.GetStringAsync(Basket, Ct));
            using var form = new FormUrlEncodedContent([
                new("__RequestVerificationToken", token),
                new("Reason", reason),
            ]);
            return await browser.PostAsync($"{address}&handler=Undo", form, Ct);
        }
    }

    [Fact]
    public async Task One_line_shows_everything_about_it()
    {
        var shop = new SaleShop();
        var (back, voided) = (Guid.NewGuid(), Guid.NewGuid());
        shop.Sales[back] = SaleShop.Line(back) with
        {
            Kind = SaleKind.Return,
            Quantity = 1,
            ReturnOf = SaleShop.Known,
            Receipt = null,
        };
        shop.Sales[voided] = SaleShop.Line(voided) with { Sku = "CUP/2" };
        await using var stub = await shop.StartAsync();
        var import = Guid.NewGuid();
        shop.Sales[SaleShop.Known] = shop.Sales[SaleShop.Known] with { Import = import };
        stub.Serve(
            $"/api/v1/sales/imports/{import}",
            _ => new SalesImportResponse(import, "till.csv", ImportState.Finished, default, null, null, 1, 1, 0, 0, 0)
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");

        var html = await browser.GetStringAsync(LinePage, Ct);

        var text = Html.Text(html);
        Assert.Contains(
            "Customer Ann <A> Receipt R/9 Channel till Its name there T-17 Recorded by ada",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains($"<a href=\"/sales?import={import}\">till.csv</a>", html, StringComparison.Ordinal);
        Assert.Contains("At most 2. At the price of the sale, to MADRID.", text, StringComparison.Ordinal);
        Assert.Contains(
            "receipt=R%2F9&amp;channel=till&amp;location=MADRID&amp;from=2026-11-28",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains($"href=\"/sales/{back}\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/sales/{voided}\"", html, StringComparison.Ordinal);

        using var none = await browser.GetAsync($"/sales/{Guid.NewGuid()}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Goods_come_back_with_a_reason_and_what_is_refused_is_said_at_the_field()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");

        var html = await ReadAsync(await Return("4"));
        Assert.Contains("<span class=\"wrong\">must be at most 3</span>", html, StringComparison.Ordinal);
        Assert.Contains("value=\"broken\"", html, StringComparison.Ordinal);
        html = await ReadAsync(await Return("many"));
        Assert.Contains("<span class=\"wrong\">is no number</span>", html, StringComparison.Ordinal);
        Assert.Single(shop.Sales);

        html = await ReadAsync(await Return("1.5"));
        Assert.Contains("The return was recorded", html, StringComparison.Ordinal);
        var sent = stub.Requests.Last(r => r.Path.EndsWith("/returns", StringComparison.Ordinal));
        Assert.Equal(new ReturnSale { Quantity = 1.5m, Reason = "broken" }, sent.Read<ReturnSale>());
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());

        Task<HttpResponseMessage> Return(string quantity) =>
            Html.SubmitAsync(browser, LinePage, "?handler=Return", ("Quantity", quantity), ("Reason", "broken"));
    }

    [Fact]
    public async Task A_line_is_taken_back_with_a_reason()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");

        var html = await ReadAsync(await Html.SubmitAsync(browser, LinePage, "?handler=Void", ("Reason", " ")));
        Assert.Contains("<span class=\"wrong\">Say why.</span>", html, StringComparison.Ordinal);
        Assert.Null(shop.Sales[SaleShop.Known].VoidedBy);

        stub.On(
            $"POST /api/v1/sales/{SaleShop.Known}/void",
            _ => Answer.Problem(409, "Something of this sale came back.")
        );
        html = await ReadAsync(await Html.SubmitAsync(browser, LinePage, "?handler=Void", ("Reason", "twice")));
        Assert.Contains("Something of this sale came back.", html, StringComparison.Ordinal);

        await using var other = await new SaleShop().StartAsync();
        await using var second = new DashboardHost(other.Address);
        html = await ReadAsync(
            await Html.SubmitAsync(second.Browser(Role.Clerk, "cleo"), LinePage, "?handler=Void", ("Reason", "twice"))
        );
        Assert.Contains("it counts nowhere any more", html, StringComparison.Ordinal);
        Assert.Contains("Why it was taken back</dt><dd class=\"wrap\">twice<", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "?handler=",
            html[html.IndexOf("<main", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(Basket, "")]
    [InlineData(Basket, "?handler=Add")]
    [InlineData("/sales/01890000-0000-7000-8000-000000000001", "?handler=Void")]
    [InlineData("/sales/01890000-0000-7000-8000-000000000001", "?handler=Return")]
    [InlineData("/sales/recorded?ids=01890000000070008000000000000001", "&handler=Undo")]
    public async Task Who_only_looks_records_nothing(string page, string handler)
    {
        await using var stub = await new SaleShop().StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var viewer = dashboard.Browser(Role.Viewer, "vera");

        var html = await viewer.GetStringAsync("/sales", Ct);
        Assert.DoesNotContain("/sales/new", html, StringComparison.Ordinal);
        html = await viewer.GetStringAsync(LinePage, Ct);
        Assert.DoesNotContain(
            "?handler=",
            html[html.IndexOf("<main", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", Html.Token(html)),
            new("Reason", "x"),
            new("Quantity", "1"),
        ]);
        using var answer = await viewer.PostAsync(page + handler, form, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(
            stub.Requests,
            r => r.Method != "GET" && r.Path.StartsWith("/api/v1/sales", StringComparison.Ordinal)
        );
    }

    /// <summary>Sends the form of a sale with these fields, as they would be on the page.</summary>
    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient browser,
        string handler,
        params IEnumerable<(string Name, string Value)> typed
    )
    {
        var token = Html.Token(await browser.GetStringAsync(Basket, Ct));
        using var form = new FormUrlEncodedContent(
            typed.Prepend(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))
        );
        return await browser.PostAsync(Basket + handler, form, Ct);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
