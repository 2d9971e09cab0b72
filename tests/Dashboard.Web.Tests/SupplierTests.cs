using System.Net;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Who delivers: listed, shown, made, changed and archived.</summary>
public sealed class SupplierTests
{
    private const string Hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>";
    private const string Edit = "/suppliers-edit/ACME";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static SupplierResponse Supplier(string name = "Acme", string etag = "\"1\"", string? notes = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Code = "ACME",
            Name = name,
            Email = "orders@acme.example",
            Phone = "+44 20 7946 0000",
            Notes = notes,
            Contacts =
            [
                new()
                {
                    Name = "Wile",
                    Role = "orders",
                    Email = "wile@acme.example",
                },
                new() { Name = "Road; Runner" },
            ],
            OrderDays = [DayOfWeek.Monday, DayOfWeek.Thursday],
            MinimumOrderValue = 250,
            PaymentTerms = "30 days net",
            Products = 2,
            Archived = false,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            ETag = etag,
        };

    internal static async Task<StubGateway> Gateway(Func<SupplierResponse> supplier)
    {
        var stub = await OrderTests.Gateway(OrderTests.Order());
        stub.Serve("/api/v1/suppliers", _ => new Page<SupplierResponse>([supplier()], "next/1"));
        stub.Serve(
            "/api/v1/supplier-figures",
            _ => new Page<SupplierFigures>(
                [
                    new()
                    {
                        Supplier = supplier(),
                        PromisedDays = 14,
                        Learned = new(0.6, 15, 20),
                        Deliveries = 7,
                        OnTimeShare = 0.75,
                        OpenOrders = 3,
                        OpenValue = 1_250.5m,
                        LateOrders = 1,
                    },
                ],
                "next/1"
            )
        );
        stub.Serve("/api/v1/suppliers/ACME", _ => supplier());
        stub.Serve(
            "/api/v1/suppliers/ACME/terms",
            _ => new Page<SupplierProduct>(
                [
                    new(
                        "A/1",
                        "Lamp",
                        new("ACME", "Acme", 14, 12, 6, 1.5m, true)
                        {
                            SupplierSku = "ac-1",
                            PriceBreaks = [new(48, 1.2m)],
                        }
                    ),
                ],
                "more/1"
            )
        );
        stub.Serve(
            "/api/v1/suppliers/ACME/lead-times",
            _ => new SupplierLeadTimes
            {
                Supplier = "ACME",
                PromisedDays = 14,
                Measured = new(9, 7, 15.5, 15, 21, 1.5, 0.75),
                Days = [new(12, .25), new(15, .5), new(21, .25)],
                Months = [new(new DateOnly(2026, 1, 1), new(9, 7, 15.5, 15, 21, 1.5, 0.75))],
                Learned = new(0.6, 15, 20),
                Products = new([], null),
            }
        );
        return stub;
    }

    [Fact]
    public async Task Suppliers_are_listed_by_what_is_asked_and_their_filters_stay_in_every_link()
    {
        await using var stub = await Gateway(() => Supplier(Hostile));
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard
            .Browser(Role.Viewer)
            .GetStringAsync("/suppliers?search=ac+me&assignee=ada&archived=true&sort=on-time", Ct);

        Assert.Contains(
            "/api/v1/supplier-figures?limit=50&search=ac%20me&archived=true&assignee=ada&sort=on-time",
            stub.Requests.Single().PathAndQuery,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"ACME {Hostile} 2 14 d 15 d 20 d 7 75% 1,250.50 3 orders 1 late –",
            Html.Text(html),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains(
            "/suppliers?search=ac%20me&amp;assignee=ada&amp;archived=true&amp;sort=on-time&amp;after=next%2F1",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("aria-sort=\"ascending\"><a href=\"/suppliers?search=ac%20me&amp;assignee=ada", html);
        Assert.Contains("href=\"/suppliers\" aria-current=\"page\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supplier_shows_its_terms_products_open_orders_and_what_was_said_as_text()
    {
        await using var stub = await Gateway(() => Supplier(Hostile, notes: Hostile));
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser(Role.Viewer).GetStringAsync("/suppliers/acme?after=more%2F0", Ct);

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        var text = Html.Text(html);
        Assert.Contains("Takes orders on Monday, Thursday Minimum order value 250.00", text, StringComparison.Ordinal);
        Assert.Contains("Wile, orders, wile@acme.example", text, StringComparison.Ordinal);
        Assert.Contains("Promised, on the mean 14 d Half came within 15 d", text, StringComparison.Ordinal);
        Assert.Contains("On time 75%", text, StringComparison.Ordinal);
        Assert.Contains("Jan 2026 7 15 d 21 d 1.5 75%", text, StringComparison.Ordinal);
        Assert.Contains("Days Share 12 25% 15 50% 21 25%", text, StringComparison.Ordinal);
        Assert.Contains("\"numbers\":[12,15,21]", html, StringComparison.Ordinal);
        Assert.Contains("\"values\":[0.25,0.5,0.25]", html, StringComparison.Ordinal);
        Assert.Contains(
            "{\"name\":\"Promised: 14 d\",\"color\":\"warn\",\"number\":14}",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("Expected: half within 15 d Expected: nine tenths within 20 d", text, StringComparison.Ordinal);
        Assert.Contains("A/1 Lamp preferred ac-1 14 d 12 6 1.50 1.20 from 48", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/products/A%2F1\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/orders/PO-7\"", html, StringComparison.Ordinal);
        Assert.Contains("/suppliers/ACME?after=more%2F1", html, StringComparison.Ordinal);
        Assert.Contains("data-subject=\"supplier:ACME\"", html, StringComparison.Ordinal);
        Assert.Equal("more/0", stub.Requests.Single(r => r.Path.EndsWith("/terms", StringComparison.Ordinal))["after"]);
        Assert.Equal(
            ["approved", "draft", "partly-received", "sent"],
            stub.Requests.Where(r => r.Path == "/api/v1/purchase-orders").Select(r => r["status"]).Order()
        );
        Assert.All(
            ["comments", "activity"],
            path => Assert.Equal("supplier:ACME", stub.Requests.Single(r => r.Path == $"/api/v1/{path}")["subject"])
        );
        Assert.Equal(
            "days,share\r\n12,0.25\r\n15,0.5\r\n21,0.25\r\n",
            await dashboard.Browser(Role.Viewer).GetStringAsync("/suppliers/ACME?csv=lead", Ct)
        );
    }

    [Theory]
    [InlineData("/products/85123A")]
    [InlineData("/orders/PO-7")]
    [InlineData("/orders")]
    public async Task Pages_that_name_a_supplier_lead_to_it(string page)
    {
        await using var stub = await Gateway(() => Supplier());
        await using var dashboard = new DashboardHost(stub.Address);

        Assert.Contains("href=\"/suppliers/", await MainAsync(dashboard, page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/suppliers/NOBODY")]
    [InlineData("/suppliers/no%20code")]
    [InlineData("/suppliers-edit/NOBODY")]
    [InlineData("/suppliers-edit/no%20code")]
    public async Task What_is_not_there_is_not_found(string page)
    {
        await using var stub = await Gateway(() => Supplier());
        await using var dashboard = new DashboardHost(stub.Address);

        Assert.Equal(HttpStatusCode.NotFound, (await dashboard.Browser().GetAsync(page, Ct)).StatusCode);
    }

    [Fact]
    public async Task What_is_not_changed_stays_as_it_is_and_the_version_that_was_seen_is_named()
    {
        await using var stub = await Gateway(() => Supplier(notes: "one\ntwo"));
        stub.On("PUT /api/v1/suppliers/ACME", _ => Answer.Ok(Supplier()));
        await using var dashboard = new DashboardHost(stub.Address);

        // A browser sends the ends of lines in its own way, and contacts that no line can say were not touched.
        using var saved = await Html.SubmitAsync(
            dashboard.Browser(Role.Planner, "pia"),
            Edit,
            "",
            ("Mine[notes]", "one\r\ntwo"),
            ("Mine[contacts]", "Wile; orders; wile@acme.example\r\nRoad; Runner"),
            ("Mine[orderDays]", "friday"),
            ("Mine[minimumOrderValue]", "")
        );

        Assert.Equal("/suppliers/ACME", saved.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = stub.Requests.Single(r => r.Method == "PUT");
        Assert.Equal("\"1\"", sent.Headers.IfMatch.ToString());
        var change = sent.Read<UpdateSupplier>();
        Assert.Equal(
            ("Acme", "one\ntwo", null, "Road; Runner"),
            (change.Name, change.Notes, change.MinimumOrderValue, change.Contacts![1].Name)
        );
        Assert.Equal([DayOfWeek.Friday], change.OrderDays);
    }

    [Theory]
    [InlineData("mine", "Mine")]
    [InlineData("theirs", Hostile)]
    [InlineData("original", "Acme")]
    public async Task Who_meets_another_chooses_and_loses_nothing(string choice, string name)
    {
        var now = Supplier();
        await using var stub = await Gateway(() => now);
        stub.On("PUT /api/v1/suppliers/ACME", _ => Answer.Ok(now));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "pia");
        using var form = await browser.GetAsync(Edit, Ct);

        now = Supplier(Hostile, "\"2\"", notes: "two\nlines");
        using var met = await Html.SubmitAsync(browser, form, "", ("Mine[name]", "Mine"), ("Mine[notes]", ""));

        var html = await met.Content.ReadAsStringAsync(Ct);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        var text = Html.Text(html);
        Assert.Contains("Somebody changed this while you did.", text, StringComparison.Ordinal);
        Assert.Contains("Notes is now two\nlines ; it was nothing .", text, StringComparison.Ordinal);
        Assert.Contains($"Name Mine {Hostile} Acme", text, StringComparison.Ordinal);
        Assert.DoesNotContain(stub.Requests, r => r.Method == "PUT");

        using var saved = await Html.SubmitAsync(
            browser,
            met,
            "",
            ("Mine[name]", "Mine"),
            ("Mine[notes]", "two\r\nlines"),
            ("Chosen[name]", choice)
        );
        Assert.Equal("/suppliers/ACME", saved.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = stub.Requests.Single(r => r.Method == "PUT");
        Assert.Equal("\"2\"", sent.Headers.IfMatch.ToString());
        Assert.Equal((name, "two\nlines"), (sent.Read<UpdateSupplier>().Name, sent.Read<UpdateSupplier>().Notes));
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_input()
    {
        await using var stub = await Gateway(() => Supplier());
        stub.On(
            "PUT /api/v1/suppliers/ACME",
            _ =>
                Answer.Problem(
                    400,
                    "No.",
                    errors: new() { ["email"] = ["is no e-mail address"], ["contacts[1].name"] = ["is required"] }
                )
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "pia");

        using var refused = await Html.SubmitAsync(browser, Edit, "", ("Mine[email]", "<nobody>"));
        var html = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains(
            "name=\"Mine[email]\" value=\"&lt;nobody&gt;\" autocomplete=\"off\" aria-invalid=\"true\" "
                + "aria-describedby=\"wrong-email\"",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<span class=\"wrong\" id=\"wrong-email\">is no e-mail address.</span>",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("id=\"wrong-contacts\">contacts[1].name: is required.</span>", html, StringComparison.Ordinal);

        using var unread = await Html.SubmitAsync(
            browser,
            Edit,
            "",
            ("Mine[minimumOrderValue]", "99999999999999999999999999999999"),
            ("Mine[orderDays]", "Someday"),
            ("Mine[contacts]", "a; b; c; d; e")
        );
        html = WebUtility.HtmlDecode(await unread.Content.ReadAsStringAsync(Ct));
        Assert.Contains(
            "id=\"wrong-minimumOrderValue\">'99999999999999999999999999999999' is no number.<",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("id=\"wrong-orderDays\">'Someday' is none of sunday, monday", html, StringComparison.Ordinal);
        Assert.Contains("id=\"wrong-contacts\">'a; b; c; d; e' has more than", html, StringComparison.Ordinal);
        Assert.Single(stub.Requests, r => r.Method == "PUT");
    }

    [Fact]
    public async Task A_new_supplier_is_made_once_and_what_is_refused_is_not_lost()
    {
        await using var stub = await Gateway(() => Supplier());
        var taken = true;
        stub.On(
            "POST /api/v1/suppliers",
            _ =>
                taken
                    ? Answer.Problem(400, "No.", errors: new() { ["code"] = [Code.Rule] })
                    : new Answer(201, Supplier())
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "pia");
        (string, string)[] typed =
        [
            ("Mine[code]", "acme"),
            ("Mine[name]", Hostile),
            ("Mine[contacts]", "Wile;;;+44 1\r\n\r\nRoad"),
            ("Mine[orderDays]", ""),
        ];

        using var refused = await Html.SubmitAsync(browser, "/suppliers-edit", "", typed);
        var html = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains("id=\"wrong-code\">must be 1 to 32 characters", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{WebUtility.HtmlEncode(Hostile)}\"", html, StringComparison.OrdinalIgnoreCase);

        taken = false;
        using var made = await Html.SubmitAsync(browser, refused, "", typed);
        Assert.Equal("/suppliers/ACME", made.RequestMessage!.RequestUri!.AbsolutePath);
        var sent = stub.Requests.Where(r => r.Method == "POST").ToList();
        Assert.Equal(2, sent.Select(r => r.Headers["Idempotency-Key"].ToString()).Distinct().Count());
        var body = sent[1].Read<CreateSupplier>();
        Assert.Equal(("acme", Hostile, "+44 1"), (body.Code, body.Name, body.Contacts![0].Phone));
        Assert.Equal(["Wile", "Road"], body.Contacts.Select(contact => contact.Name));
    }

    [Fact]
    public async Task A_supplier_is_archived_in_the_version_that_was_seen_and_a_refusal_is_said()
    {
        var now = Supplier();
        await using var stub = await Gateway(() => now);
        stub.On(
            "DELETE /api/v1/suppliers/ACME",
            _ => Answer.Problem(409, "Supplier 'ACME' is in use.", "It delivers A/1.")
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "pia");

        using var refused = await Html.SubmitAsync(browser, "/suppliers/ACME", "?handler=Archive");
        Assert.Contains(
            "Supplier 'ACME' is in use. It delivers A/1.",
            Html.Text(await refused.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
        Assert.Equal("\"1\"", stub.Requests.Single(r => r.Method == "DELETE").Headers.IfMatch.ToString());

        stub.On(
            "DELETE /api/v1/suppliers/ACME",
            _ =>
            {
                now = Supplier() with { Archived = true };
                return new Answer(204);
            }
        );
        using var done = await Html.SubmitAsync(browser, "/suppliers/ACME", "?handler=Archive");
        var html = await done.Content.ReadAsStringAsync(Ct);
        Assert.Contains(">archived</span>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Archive", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Edit, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_role_may_not_do_to_a_supplier_is_hidden_and_refused()
    {
        await using var stub = await Gateway(() => Supplier());
        await using var dashboard = new DashboardHost(stub.Address);
        foreach (var role in Enum.GetValues<Role>())
        {
            var browser = dashboard.Browser(role, $"a-{role}".ToLowerInvariant());
            var may = role >= Role.Planner;
            var page = await browser.GetStringAsync("/suppliers/ACME", Ct);
            Assert.Equal(may, page.Contains(Edit, StringComparison.Ordinal));
            Assert.Equal(may, page.Contains("?handler=Archive", StringComparison.Ordinal));
            Assert.Equal(
                may,
                (await browser.GetStringAsync("/suppliers", Ct)).Contains(
                    "\"/suppliers-edit\"",
                    StringComparison.Ordinal
                )
            );
            if (may)
                continue;
            foreach (var form in (string[])[Edit, "/suppliers-edit", "/suppliers/ACME?handler=Archive"])
            {
                using var sent = await browser.PostAsync(
                    form,
                    new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", Html.Token(page))]),
                    Ct
                );
                Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
            }
        }

        Assert.DoesNotContain(
            stub.Requests,
            r => r.Path.StartsWith("/api/v1/", StringComparison.Ordinal) && r.Method != "GET"
        );
    }

    private static async Task<string> MainAsync(DashboardHost dashboard, string page)
    {
        var html = await dashboard.Browser().GetStringAsync(page, Ct);
        return html[html.IndexOf("<main", StringComparison.Ordinal)..];
    }
}
