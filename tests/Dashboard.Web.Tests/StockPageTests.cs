using System.Net;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Levels, the ledger, and what people do with them.</summary>
public sealed class StockPageTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static StockLevelResponse Level(string sku, string location, decimal onHand, bool counted = true) =>
        new(sku, "Lamp <one>", location, onHand, 24, counted, onHand * 2.5m, Now, 2.5m)
        {
            LastCountAt = counted ? Now.AddDays(-9) : null,
            LastSoldAt = Now.AddDays(-2),
        };

    private static MovementResponse Line(MovementKind kind, decimal quantity, string location = "LONDON") =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Sku = "85123A",
            Location = location,
            Kind = kind,
            Quantity = quantity,
            Reason = "<b>why</b>",
            OccurredAt = Now,
            RecordedAt = Now,
            RecordedBy = "ada",
        };

    private static LocationResponse Location(string code) =>
        new(Guid.NewGuid(), code, code, "UTC", false, Now, Now, "\"1\"");

    /// <summary>Two locations, a product that is at one of them, and everything else as in the shop.</summary>
    internal static async Task<StubGateway> Gateway()
    {
        var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(
            "/api/v1/stock",
            _ => new Page<StockLevelResponse>(
                [Level("85123A", "LONDON", 7), Level("A/1", "PARIS", -2, counted: false)],
                "next/1"
            )
        );
        stub.Serve("/api/v1/stock/levels/totals", _ => new LevelTotals(1_204, 5, 12.5m, 3, 1, 1, Now));
        stub.Serve(
            "/api/v1/stock/movements",
            _ => new Page<MovementResponse>([Line(MovementKind.Count, -3) with { CountedQuantity = 4 }], "next/2")
        );
        stub.Serve("/api/v1/locations", _ => new Page<LocationResponse>([Location("LONDON"), Location("PARIS")], null));
        stub.Serve(
            "/api/v1/products",
            seen => new ProductPage(
                seen["search"] switch
                {
                    "nothing" => [],
                    "heart" => [Canned.Product(0, "Heart"), Canned.Product(1, "Heart, red")],
                    _ => [Canned.Product(1, "Other"), Canned.Product(0, "Heart") with { Barcodes = ["5012345678900"] }],
                },
                null
            )
        );
        stub.Serve("/api/v1/purchase-orders", _ => new Page<PurchaseOrderResponse>([], null));
        return stub;
    }

    [Fact]
    public async Task Levels_show_what_lies_where_with_sums_and_their_filters_stay_in_every_link()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard
            .Browser()
            .GetStringAsync(
                "/stock?search=lamp&location=LONDON&supplier=ACME&category=Gifts&idle=30&state=below-zero&sort=value",
                Ct
            );

        foreach (var path in new[] { "/api/v1/stock", "/api/v1/stock/levels/totals" })
        {
            var asked = stub.Requests.Single(r => r.Path == path);
            Assert.Equal(
                ("lamp", "LONDON", "ACME", "Gifts", "30", "below-zero"),
                (
                    asked["search"],
                    asked["location"],
                    asked["supplier"],
                    asked["category"],
                    asked["idleDays"],
                    asked["state"]
                )
            );
        }

        Assert.Equal("value", stub.Requests.Single(r => r.Path == "/api/v1/stock")["sort"]);
        var text = Html.Text(html);
        Assert.Contains("Levels 1,204 Units on hand 5 Value 12.50", text, StringComparison.Ordinal);
        Assert.Contains("3 levels have no known cost and are not in the value.", text, StringComparison.Ordinal);
        Assert.Contains(
            "85123A Lamp <one> LONDON 7 24 2.50 17.50 20 Feb 2026 27 Feb 2026",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("A/1 Lamp <one> never counted PARIS −2", text, StringComparison.Ordinal);
        const string Filters = "search=lamp&amp;category=Gifts&amp;supplier=ACME&amp;location=LONDON";
        Assert.Contains(
            $"/stock?{Filters}&amp;state=below-zero&amp;idle=30&amp;sort=value&amp;after=next%2F1",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"/stock?{Filters}&amp;state=never-counted&amp;idle=30&amp;sort=value",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains($"/stock?handler=Csv&amp;{Filters}", html, StringComparison.Ordinal);
        Assert.Contains(
            "/replenishment?location=LONDON&amp;supplier=ACME&amp;category=Gifts",
            html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_moment_of_the_past_has_its_levels_and_value_and_a_bad_one_says_so()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var text = Html.Text(await browser.GetStringAsync("/stock?asOf=2026-02-01T18:00", Ct));

        Assert.Equal("2026-02-01T18:00:00", stub.Requests.Single(r => r.Path == "/api/v1/stock")["asOf"]);
        Assert.Equal("2026-02-01T18:00:00", stub.Requests.Single(r => r.Path == "/api/v1/stock/levels/totals")["asOf"]);
        Assert.Contains("As of 2026-02-01T18:00 on each location's clock", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Last counted 20 Feb", text, StringComparison.Ordinal);

        stub.On(
            "GET /api/v1/stock",
            _ => Answer.Problem(400, "Not valid.", null, new() { ["asOf"] = ["must not be in the future"] })
        );
        Assert.Contains(
            "asOf: must not be in the future.",
            Html.Text(await browser.GetStringAsync("/stock?asOf=2099-01-01", Ct)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_whole_list_comes_as_a_file_over_all_pages()
    {
        await using var stub = await Gateway();
        stub.Serve(
            "/api/v1/stock",
            seen =>
                seen["after"].Length == 0
                    ? new Page<StockLevelResponse>([Level("A/1", "LONDON", 7)], "next/1")
                    : new Page<StockLevelResponse>([Level("B", "PARIS", -2, counted: false)], null)
        );
        await using var dashboard = new DashboardHost(stub.Address);

        using var answer = await dashboard.Browser().GetAsync("/stock?handler=Csv&location=LONDON", Ct);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            "sku,name,location,onHand,onOrder,unitCost,value,counted,lastCountAt,lastSoldAt\r\n"
                + "A/1,Lamp <one>,LONDON,7,24,2.5,17.5,true,2026-02-20T10:00:00Z,2026-02-27T10:00:00Z\r\n"
                + "B,Lamp <one>,PARIS,-2,24,2.5,-5.0,false,,2026-02-27T10:00:00Z\r\n",
            await answer.Content.ReadAsStringAsync(Ct)
        );
        var asked = stub.Requests.Where(r => r.Path == "/api/v1/stock").ToList();
        Assert.Equal(
            [("500", "", "LONDON"), ("500", "next/1", "LONDON")],
            asked.Select(r => (r["limit"], r["after"], r["location"]))
        );
    }

    [Fact]
    public async Task The_ledger_is_filtered_in_its_address_and_names_who_recorded_it()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);
        var html = await dashboard
            .Browser()
            .GetStringAsync(
                "/stock/movements?sku=85123A&location=LONDON&kind=count&by=ada&from=2026-02-01&to=2026-03-01",
                Ct
            );

        var asked = stub.Requests.Single(r => r.Path == "/api/v1/stock/movements");
        Assert.Equal(
            ("85123A", "LONDON", "count", "ada", "2026-02-01", "2026-03-01"),
            (asked["sku"], asked["location"], asked["kind"], asked["by"], asked["from"], asked["to"])
        );
        Assert.Contains(
            "85123A 1 Mar 2026, 10:00 UTC LONDON Count −3 – <b>why</b> 4 were there ada As of ",
            Html.Text(html),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<b>why</b>", html, StringComparison.Ordinal);
        Assert.Contains(
            "/stock/movements?sku=85123A&amp;location=LONDON&amp;kind=count&amp;by=ada&amp;from=2026-02-01"
                + "&amp;to=2026-03-01&amp;after=next%2F2",
            html,
            StringComparison.Ordinal
        );
        // From the product's page one gets there.
        stub.Serve("/api/v1/stock/*", _ => new Page<MovementResponse>([Line(MovementKind.Receipt, 3)], null));
        Assert.Contains(
            "/stock/movements?sku=85123A",
            await dashboard.Browser().GetStringAsync("/products/85123A", Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_scanned_barcode_picks_its_product_and_a_word_offers_what_has_it()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var scanned = await browser.GetStringAsync("/stock/adjust?location=LONDON&code=5012345678900", Ct);
        Assert.Contains("name=\"Sku\" value=\"85123A\"", scanned, StringComparison.Ordinal);
        Assert.Contains("value=\"LONDON\" selected=\"selected\">LONDON: 7 on hand", scanned, StringComparison.Ordinal);

        var offered = await browser.GetStringAsync("/stock/adjust?location=LONDON&code=heart", Ct);
        Assert.DoesNotContain("name=\"Delta\"", offered, StringComparison.Ordinal);
        Assert.Contains("/stock/adjust?sku=22421&amp;Location=LONDON", offered, StringComparison.Ordinal);

        var nothing = Html.Text(await browser.GetStringAsync("/stock/adjust?code=nothing", Ct));
        Assert.Contains("No product has “nothing”.", nothing, StringComparison.Ordinal);
    }

    public static TheoryData<string, (string, string)[], string, string, string> Actions =>
        new()
        {
            {
                "/stock/receive",
                [("Location", "LONDON"), ("Quantity", "5"), ("UnitCost", "1.25")],
                "LONDON 7 +5 12",
                "/api/v1/stock/receipts",
                """{"sku":"85123A","location":"LONDON","quantity":5,"unitCost":1.25}"""
            },
            {
                "/stock/adjust",
                [("Location", "LONDON"), ("Delta", "-3"), ("Reason", "Damaged"), ("Comment", "fell")],
                "LONDON 7 −3 4",
                "/api/v1/stock/adjustments",
                """{"sku":"85123A","location":"LONDON","delta":-3,"reason":"Damaged: fell"}"""
            },
            {
                "/stock/transfer",
                [("From", "LONDON"), ("To", "PARIS"), ("Quantity", "6"), ("Reason", "sale")],
                "LONDON 7 −6 1 PARIS −2 +6 4",
                "/api/v1/stock/transfers",
                """{"sku":"85123A","from":"LONDON","to":"PARIS","quantity":6,"reason":"sale"}"""
            },
        };

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task What_is_moved_is_shown_before_and_after_recorded_once_and_can_be_undone(
        string page,
        (string, string)[] typed,
        string review,
        string path,
        string body
    )
    {
        await using var stub = await Gateway();
        var line = Line(MovementKind.Adjustment, -3);
        var moved = new StockMoved(line, Level("85123A", "LONDON", 4));
        stub.On($"POST {path}", _ => Answer.Ok(page == "/stock/transfer" ? new StockTransferred(moved, moved) : moved));
        stub.Serve($"/api/v1/stock/85123A/movements/{line.Id}", _ => new MovementDetail(line, null, null));
        var back = Line(MovementKind.Adjustment, 3);
        stub.On(
            $"POST /api/v1/stock/85123A/movements/{line.Id}/undo",
            _ => Answer.Ok(new StockUndone([new StockMoved(back, Level("85123A", "LONDON", 7))]))
        );
        stub.Serve(
            $"/api/v1/stock/85123A/movements/{back.Id}",
            _ => new MovementDetail(back, null, "It takes something back itself.")
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Clerk, "cleo");

        using var asked = await Html.SubmitAsync(browser, $"{page}?sku=85123A", "", typed);
        var confirm = await asked.Content.ReadAsStringAsync(Ct);
        Assert.Contains(review, Html.Text(confirm), StringComparison.Ordinal);
        Assert.DoesNotContain(stub.Requests, r => r.Method == "POST");

        using var done = await Html.SubmitAsync(browser, asked, "?handler=Record");
        // Pressed twice: the same key, so that it is recorded once.
        using var again = await Html.SubmitAsync(browser, asked, "?handler=Record");
        var posted = stub.Requests.Where(r => r.Method == "POST").ToList();
        Assert.Equal(2, posted.Count);
        Assert.Equal(body, posted[0].Text);
        Assert.Equal(path, posted[0].Path);
        Assert.NotEmpty(posted[0].Headers["Idempotency-Key"].ToString());
        Assert.Equal(posted[0].Headers["Idempotency-Key"].ToString(), posted[1].Headers["Idempotency-Key"].ToString());
        Assert.StartsWith(
            "/stock/movement?sku=85123A",
            done.RequestMessage!.RequestUri!.PathAndQuery,
            StringComparison.Ordinal
        );

        using var undone = await Html.SubmitAsync(browser, done, "?handler=Undo");
        var text = Html.Text(await undone.Content.ReadAsStringAsync(Ct));
        Assert.Contains("Taken back: the level is as it was before.", text, StringComparison.Ordinal);
        Assert.Contains("It cannot be taken back. It takes something back itself.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/stock/receive", "Quantity=abc&Location=LONDON", "Quantity", "This is no number.")]
    [InlineData("/stock/receive", "Location=LONDON", "Quantity", "Say how much.")]
    [InlineData("/stock/receive", "Quantity=0&Location=LONDON", "Quantity", "Must be above zero.")]
    [InlineData(
        "/stock/receive",
        "Quantity=1.5&Location=LONDON",
        "Quantity",
        "Only whole units: this product cannot be split."
    )]
    [InlineData("/stock/receive", "Quantity=1", "Location", "Choose a location.")]
    [InlineData("/stock/receive", "Quantity=1&Location=LONDON&UnitCost=-1", "UnitCost", "Must not be below zero.")]
    [InlineData("/stock/adjust", "Delta=0&Location=LONDON&Reason=Lost", "Delta", "Must not be zero.")]
    [InlineData("/stock/adjust", "Delta=1&Location=LONDON", "Reason", "Say why.")]
    [InlineData(
        "/stock/transfer",
        "From=LONDON&To=LONDON&Quantity=1",
        "To",
        "Choose another location than the one they leave."
    )]
    [InlineData("/stock/transfer", "From=LONDON&To=PARIS&Quantity=-1", "Quantity", "Must be above zero.")]
    public async Task What_is_wrong_is_said_beside_its_field(string page, string typed, string field, string reason)
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);
        using var answer = await Html.SubmitAsync(
            dashboard.Browser(),
            $"{page}?sku=85123A",
            "",
            typed.Split('&').Select(part => part.Split('=')).Select(part => (part[0], part[1]))
        );
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains($"id=\"{field}-error\">{WebUtility.HtmlEncode(reason)}</span>", html, StringComparison.Ordinal);
        Assert.Contains($"aria-invalid=\"true\" aria-describedby=\"{field}-error\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("?handler=Record", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delta", "id=\"Delta-error\">only 2 of 85123A on hand at LONDON</span>")]
    [InlineData("sku", "id=\"Sku-error\">only 2 of 85123A on hand at LONDON</span>")]
    [InlineData("elsewhere", "role=\"alert\">elsewhere: only 2 of 85123A on hand at LONDON.</p>")]
    public async Task What_the_ledger_refuses_is_said_too(string field, string shown)
    {
        await using var stub = await Gateway();
        stub.On(
            "POST /api/v1/stock/adjustments",
            _ =>
                Answer.Problem(
                    409,
                    "The stock does not allow it.",
                    null,
                    new() { [field] = ["only 2 of 85123A on hand at LONDON"] }
                )
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        using var asked = await Html.SubmitAsync(
            browser,
            "/stock/adjust?sku=85123A",
            "",
            ("Location", "LONDON"),
            ("Delta", "-5"),
            ("Reason", "Lost")
        );
        using var refused = await Html.SubmitAsync(browser, asked, "?handler=Record");
        var html = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains(shown, html, StringComparison.Ordinal);
        // What was typed is still there.
        Assert.Contains("name=\"Delta\" value=\"-5\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_ordered_is_received_on_the_page_of_its_order()
    {
        await using var stub = await Gateway();
        var order = OrderTests.Order() with { Lines = [new("85123A", 48, 12, 2.5m, new DateOnly(2026, 1, 15))] };
        stub.Serve(
            "/api/v1/purchase-orders",
            _ => new Page<PurchaseOrderResponse>(
                [order, order with { Number = "PO-8", Status = PurchaseOrderStatus.Received }],
                null
            )
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var html = await dashboard.Browser().GetStringAsync("/stock/receive?sku=85123A", Ct);
        Assert.Contains("<a href=\"/orders/PO-7\">PO-7</a> to LONDON, expected", html, StringComparison.Ordinal);
        Assert.Contains("36 to come", Html.Text(html), StringComparison.Ordinal);
        Assert.DoesNotContain("PO-8", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undo_that_is_refused_says_why()
    {
        await using var stub = await Gateway();
        var line = Line(MovementKind.Adjustment, -3);
        stub.Serve($"/api/v1/stock/85123A/movements/{line.Id}", _ => new MovementDetail(line, null, null));
        stub.On(
            $"POST /api/v1/stock/85123A/movements/{line.Id}/undo",
            _ => Answer.Problem(409, "No.", null, new() { ["id"] = ["It was taken back already."] })
        );
        await using var dashboard = new DashboardHost(stub.Address);
        using var refused = await Html.SubmitAsync(
            dashboard.Browser(),
            $"/stock/movement?sku=85123A&id={line.Id}",
            "?handler=Undo"
        );
        Assert.Contains(
            "It was taken back already.",
            await refused.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/stock/receive")]
    [InlineData("/stock/adjust")]
    [InlineData("/stock/transfer")]
    public async Task Who_only_looks_moves_nothing(string page)
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);
        foreach (var role in Enum.GetValues<Role>())
        {
            var browser = dashboard.Browser(role, $"a-{role}".ToLowerInvariant());
            Assert.Equal(
                role >= Role.Clerk,
                (await browser.GetStringAsync("/stock", Ct)).Contains($"href=\"{page}\"", StringComparison.Ordinal)
            );
            using var answer = await browser.GetAsync(page, Ct);
            Assert.Equal(role < Role.Clerk ? HttpStatusCode.Forbidden : HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Everything_is_said_in_Spanish_too()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        browser.DefaultRequestHeaders.Add("Accept-Language", "es-ES");
        var text = Html.Text(await browser.GetStringAsync("/stock", Ct));
        Assert.Contains("Niveles 1.204 Unidades disponibles 5 Valor 12,50", text, StringComparison.Ordinal);
        Assert.Contains("Lista completa en CSV", text, StringComparison.Ordinal);
    }
}
