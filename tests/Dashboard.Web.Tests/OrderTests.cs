using System.Net;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Orders;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class OrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static PurchaseOrderResponse Order(
        PurchaseOrderStatus status = PurchaseOrderStatus.Sent,
        string number = "PO-7"
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Number = number,
            Supplier = "ACME",
            Location = "LONDON",
            Status = status,
            OrderedOn = new DateOnly(2026, 1, 5),
            ExpectedOn = new DateOnly(2026, 1, 15),
            Value = 145.5m,
            Lines =
            [
                new("A/1", 48, 12, 2.5m, new DateOnly(2026, 1, 15), "ac-1", 12),
                new("LAMP-1", 3, 0, 8.5m, new DateOnly(2026, 1, 12)),
            ],
            DateChanges =
            [
                new(
                    "A/1",
                    new DateOnly(2026, 1, 12),
                    new DateOnly(2026, 1, 15),
                    "<b>strike</b>",
                    DateTimeOffset.UnixEpoch
                ),
            ],
            ETag = "\"7\"",
        };

    internal static readonly OrderBoard Board = new([
        new(OrderStage.Draft, 0, 0, 0, []),
        new(OrderStage.AwaitsYou, 1, 145.5m, 0, [Card(PurchaseOrderStatus.Draft, "PO-7")]),
        new(OrderStage.Approved, 1, 145.5m, 1, [Card(PurchaseOrderStatus.Approved, "PO-8") with { DaysLate = 1 }]),
        new(OrderStage.Sent, 40, 4_000, 3, [Card(PurchaseOrderStatus.Sent, "PO-9") with { DaysLate = 5 }]),
        new(OrderStage.PartlyReceived, 1, 145.5m, 0, [Card(PurchaseOrderStatus.PartlyReceived, "PO-10")]),
        new(OrderStage.Received, 1, 145.5m, 0, [Card(PurchaseOrderStatus.Received, "PO-11")]),
    ]);

    private static OrderCard Card(PurchaseOrderStatus status, string number) =>
        new()
        {
            Number = number,
            Supplier = "ACME",
            SupplierName = "Acme <Ltd>",
            Location = "LONDON",
            Status = status,
            Value = 145.5m,
            ExpectedOn = new DateOnly(2026, 1, 15),
            DaysLate = 0,
            CreatedBy = "ada",
            CreatedByName = "Ada L",
            ETag = "\"7\"",
        };

    // What products are called is read by a POST, too.
    internal static bool IsAction(Seen seen) =>
        seen.Method == "POST" && !seen.Path.EndsWith("/lookup", StringComparison.Ordinal);

    internal static async Task<StubGateway> Gateway(PurchaseOrderResponse order)
    {
        var answers = Canned.Shop();
        answers["/api/v1/purchase-orders"] = _ => new Page<PurchaseOrderResponse>([order], "next/1");
        answers["/api/v1/purchase-orders/*"] = _ => order;
        answers["/api/v1/purchase-orders/PO-7/approval"] = _ => new OrderApproval(true, null, []);
        answers["/api/v1/order-board"] = _ => Board;
        answers["/api/v1/suppliers"] = _ => new Page<SupplierResponse>([], null);
        return await Canned.StartAsync(answers);
    }

    [Fact]
    public async Task Orders_are_listed_with_what_is_late_and_their_filters_stay_in_every_link()
    {
        await using var stub = await Gateway(Order());
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard
            .Browser()
            .GetStringAsync("/orders?status=sent&supplier=ACME&late=true&approvable=true", Ct);

        Assert.Contains(
            "/api/v1/purchase-orders?limit=50&status=sent&supplier=ACME&late=true&approvable=true",
            stub.Requests.Single().PathAndQuery,
            StringComparison.Ordinal
        );
        var text = Html.Text(html);
        Assert.Contains(
            "PO-7 Sent ACME LONDON 5 Jan 2026 15 Jan 2026 late 2 39 145.50",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "/orders?view=list&amp;status=sent&amp;supplier=ACME&amp;late=true&amp;approvable=true&amp;after=next%2F1",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "/orders?view=list&amp;status=draft&amp;supplier=ACME&amp;late=true",
            html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_board_has_a_column_for_each_stage_with_sums_and_the_next_step_on_each_card()
    {
        await using var stub = await Gateway(Order());
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/orders?supplier=ACME&mine=true", Ct);

        Assert.Equal("/api/v1/order-board?supplier=ACME&createdBy=me", stub.Requests.Single().PathAndQuery);
        var text = Html.Text(html);
        Assert.Contains(
            "Waits for you 1 order, 145.50 PO-7 Acme <Ltd> 145.50 To LONDON, 15 Jan 2026 Made by Ada L",
            text
        );
        Assert.Contains("Sent 40 orders, 4,000.00 3 late PO-9 5 days late", text, StringComparison.Ordinal);
        Assert.Contains("PO-8 1 day late", text, StringComparison.Ordinal);
        Assert.Contains("All 40 in the list", text, StringComparison.Ordinal);
        Assert.Contains(
            "href=\"/orders?view=list&amp;status=sent&amp;supplier=ACME&amp;mine=true\"",
            html,
            StringComparison.Ordinal
        );
        Assert.Equal(1, Count("handler=Approve"));
        Assert.Equal(1, Count("handler=Send"));
        Assert.Equal(4, Count("handler=Cancel"));
        Assert.Contains("href=\"/orders/PO-9#receive\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/orders/PO-11#receive", html, StringComparison.Ordinal);

        var viewer = await dashboard.Browser(Role.Viewer, "a-viewer").GetStringAsync("/orders", Ct);
        Assert.DoesNotContain("handler=", viewer, StringComparison.Ordinal);
        Assert.DoesNotContain("Waits for you", viewer, StringComparison.Ordinal);

        int Count(string part) => html.Split(part).Length - 1;
    }

    [Theory]
    [InlineData("Approve", "PO-7", "approve", "approved")]
    [InlineData("Send", "PO-8", "send", "sent")]
    [InlineData("Cancel", "PO-9", "cancel", "cancelled")]
    public async Task A_card_is_moved_by_its_button_and_the_filters_stay(
        string handler,
        string number,
        string path,
        string done
    )
    {
        await using var stub = await Gateway(Order());
        stub.On($"POST /api/v1/purchase-orders/{number}/{path}", _ => Answer.Ok(Order(number: number)));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var html = await browser.GetStringAsync("/orders?supplier=ACME", Ct);
        Assert.Contains($"action=\"/orders?handler={handler}&amp;supplier=ACME\"", html, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", Html.Token(html)),
            new("Number", number),
            new("ETag", "\"7\""),
            new("Key", Guid.CreateVersion7().ToString()),
            new("Reason", "too dear"),
        ]);
        using var answer = await browser.PostAsync($"/orders?handler={handler}&supplier=ACME", form, Ct);

        Assert.Equal(
            $"/orders?supplier=ACME&done={done}&number={number}",
            answer.RequestMessage!.RequestUri!.PathAndQuery
        );
        var sent = stub.Requests.Single(IsAction);
        Assert.Equal("\"7\"", sent.Headers.IfMatch.ToString());
        if (handler == "Cancel")
            Assert.Equal("too dear", sent.Read<CancelPurchaseOrder>().Reason);

        stub.On($"POST /api/v1/purchase-orders/{number}/{path}", _ => Answer.Problem(409, "It was changed."));
        using var refused = await browser.PostAsync($"/orders?handler={handler}", form, Ct);
        Assert.Contains($"{number}: It was changed.", await refused.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task An_approval_is_taken_back_on_the_orders_page()
    {
        await using var stub = await Gateway(Order(PurchaseOrderStatus.Approved));
        stub.On("POST /api/v1/purchase-orders/PO-7/take-back", _ => Answer.Ok(Order(PurchaseOrderStatus.Draft)));
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(dashboard.Browser(), "/orders/PO-7", "?handler=TakeBack");

        Assert.Equal("?done=taken-back", answer.RequestMessage!.RequestUri!.Query);
        Assert.Contains("it is a draft again", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_letter_to_the_supplier_is_in_the_language_that_is_chosen_and_opens_in_a_mail_program()
    {
        await using var stub = await Gateway(Order());
        stub.Serve("/api/v1/suppliers/ACME", _ => SupplierTests.Supplier());
        stub.Serve(
            "/api/v1/locations/LONDON",
            _ => new LocationResponse(Guid.Empty, "LONDON", "Our shop", "Europe/London", false, default, default, "1")
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/orders/PO-7?language=es", Ct);

        Assert.Contains("Subject: Pedido PO-7", html, StringComparison.Ordinal);
        Assert.Contains("subject=Pedido%20PO-7&amp;body=", html, StringComparison.Ordinal);
        Assert.Contains("   su código: ac-1\n   48 (en paquetes de 12) × 2,50 = 120,00\n", WebUtility.HtmlDecode(html));
        Assert.Contains("Entregar en:\nOur shop (LONDON)\n", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("language=en#letter", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_calendar_begins_with_the_readers_first_weekday_and_keeps_what_is_late_apart()
    {
        var today = new DateOnly(2026, 1, 14);
        var calendar = new ArrivalCalendar(today, today, DayOfWeek.Monday);
        calendar.Add([Order(), Order(PurchaseOrderStatus.Approved, "PO-8")]);

        Assert.Equal(new DateOnly(2025, 12, 29), calendar.First);
        Assert.Equal(5, calendar.Weeks);
        Assert.Equal(["PO-7", "PO-8"], calendar.Late.Select(a => a.Number));
        Assert.Equal([25.5m, 25.5m], calendar.Late.Select(a => a.Value));
        Assert.Equal([90m, 90m], calendar.On(new DateOnly(2026, 1, 15)).Select(a => a.Value));
        Assert.Empty(calendar.On(new DateOnly(2026, 1, 12)));
        Assert.Equal(new DateOnly(2025, 12, 28), new ArrivalCalendar(today, today, DayOfWeek.Sunday).First);
        var february = new ArrivalCalendar(new DateOnly(2026, 2, 1), today, DayOfWeek.Sunday);
        Assert.Equal((4, new DateOnly(2026, 3, 1)), (february.Weeks, february.End));
    }

    [Fact]
    public async Task The_calendar_shows_a_month_reads_all_pages_and_leads_to_its_neighbours()
    {
        await using var stub = await Gateway(Order());
        var due = Order() with { Lines = [new("A/1", 2, 0, 10, new DateOnly(2099, 5, 9))] };
        stub.Serve(
            "/api/v1/purchase-orders",
            seen => new Page<PurchaseOrderResponse>(
                [seen["after"] == "" ? due : Order(number: "PO-8")],
                seen["after"] == "" ? "more" : null
            )
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/orders?view=calendar&month=2099-05&location=LONDON", Ct);

        Assert.All(stub.Requests, r => Assert.Equal("2099-06-07", r["expectedBefore"]));
        Assert.Equal(2, stub.Requests.Count);
        var text = Html.Text(html);
        Assert.Contains("Expected arrivals, May 2099", text, StringComparison.Ordinal);
        Assert.Contains("2 late PO-8 ACME, 25.50, 12 Jan 2026 PO-8 ACME, 90.00, 15 Jan 2026", text);
        Assert.Contains("9 May 2099 PO-7 ACME 20.00", text, StringComparison.Ordinal);
        Assert.Contains("/orders?view=calendar&amp;location=LONDON&amp;month=2099-04", html, StringComparison.Ordinal);
        Assert.Contains("/orders?view=calendar&amp;location=LONDON&amp;month=2099-06", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_that_are_called_as_a_page_is_are_opened()
    {
        await using var stub = await Gateway(Order());
        await using var dashboard = new DashboardHost(stub.Address);

        foreach (var number in new[] { "NEW", "LIMITS" })
            Assert.Contains(
                "What was ordered and what came",
                await dashboard.Browser().GetStringAsync($"/orders/{number}", Ct),
                StringComparison.Ordinal
            );
    }

    [Theory]
    [InlineData(PurchaseOrderStatus.Draft, "Approve", "approve")]
    [InlineData(PurchaseOrderStatus.Approved, "Send", "send")]
    [InlineData(PurchaseOrderStatus.Sent, "Cancel", "cancel")]
    public async Task What_can_be_done_next_is_offered_and_done_to_the_version_that_was_seen(
        PurchaseOrderStatus status,
        string handler,
        string path
    )
    {
        var order = Order(status);
        await using var stub = await Gateway(order);
        stub.On($"POST /api/v1/purchase-orders/PO-7/{path}", _ => Answer.Ok(order));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var answer = await Html.SubmitAsync(browser, "/orders/PO-7", $"?handler={handler}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var sent = stub.Requests.Single(IsAction);
        Assert.Equal("\"7\"", sent.Headers.IfMatch.ToString());
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
        Assert.Contains("?done=", answer.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        foreach (var other in new[] { "Approve", "Send", "Receive" })
        {
            var offered = other == "Receive" ? "name=\"Came[" : $"?handler={other}\"";
            Assert.Equal(
                other == handler || (other == "Receive" && status == PurchaseOrderStatus.Sent),
                (await answer.Content.ReadAsStringAsync(Ct)).Contains(offered, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task Who_may_not_approve_reads_why_and_who_may()
    {
        await using var stub = await Gateway(Order(PurchaseOrderStatus.Draft) with { CreatedBy = "ada" });
        stub.Serve(
            "/api/v1/purchase-orders/PO-7/approval",
            _ => new OrderApproval(
                false,
                "PO-7 is worth 145.50; you may approve up to 100.00.",
                [new("bob", "Bob <B>", Role.Planner, false)]
            )
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser(Role.Planner).GetStringAsync("/orders/PO-7", Ct);

        Assert.DoesNotContain("?handler=Approve", html, StringComparison.Ordinal);
        Assert.Contains("PO-7 is worth 145.50; you may approve up to 100.00.", html, StringComparison.Ordinal);
        Assert.Contains(
            "May approve it: <span class=\"badge none\" title=\"bob\">Bob &lt;B&gt;</span>",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("<dt>Made by</dt><dd>ada</dd>", html, StringComparison.Ordinal);
    }

    private static Task<StubGateway> Limited()
    {
        var answers = Canned.Shop();
        answers["/api/v1/purchase-orders/approval-limits"] = _ => new ApprovalLimitsResponse(
            true,
            [
                new() { Role = Role.Planner, UpTo = 1_000 },
                new() { User = "ada" },
                new() { User = "bob", UpTo = 5_200.5m },
            ],
            "\"3\""
        );
        answers["/api/v1/people"] = _ => new[] { new PersonResponse("bob", "Bob B", Role.Planner, false) };
        return Canned.StartAsync(answers);
    }

    [Fact]
    public async Task Everybody_reads_who_may_approve_and_only_admins_change_it()
    {
        await using var stub = await Limited();
        await using var dashboard = new DashboardHost(stub.Address);

        var text = Html.Text(await dashboard.Browser(Role.Viewer).GetStringAsync("/orders-limits", Ct));
        Assert.Contains("Planners 1,000.00 ada ada any value Bob B bob 5,200.50", text, StringComparison.Ordinal);
        Assert.Contains("Who made an order may not approve it.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Save", text, StringComparison.Ordinal);

        var browser = dashboard.Browser(Role.Planner, "a-planner");
        var token = Html.Token(await browser.GetStringAsync("/orders-limits", Ct));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
        using var answer = await browser.PostAsync("/orders-limits", form, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Limits_are_changed_as_a_whole_to_the_version_that_was_seen()
    {
        await using var stub = await Limited();
        stub.On(
            "PUT /api/v1/purchase-orders/approval-limits",
            _ => Answer.Ok(new ApprovalLimitsResponse(false, [], "\"4\""))
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var answer = await Html.SubmitAsync(
            browser,
            "/orders-limits",
            "",
            ("Planners", ""),
            ("Admins", "9000"),
            ("FourEyes", "false"),
            ("Rows[0].User", ""),
            ("Rows[0].UpTo", "3"),
            ("Rows[1].User", "bob"),
            ("Rows[1].UpTo", "5200.5"),
            ("Rows[2].User", " cyd "),
            ("Rows[2].UpTo", "7.5")
        );

        Assert.Equal("/orders-limits?done=true", answer.RequestMessage!.RequestUri!.PathAndQuery);
        var sent = stub.Requests.Single(r => r.Method == "PUT");
        Assert.Equal("\"3\"", sent.Headers.IfMatch.ToString());
        var limits = sent.Read<SetApprovalLimits>();
        Assert.False(limits.FourEyes);
        Assert.Equal(
            [
                new() { User = "bob", UpTo = 5_200.5m },
                new() { User = "cyd", UpTo = 7.5m },
                new() { Role = Role.Admin, UpTo = 9_000 },
            ],
            limits.Limits!
        );

        // What is refused stays as it was typed.
        stub.On(
            "PUT /api/v1/purchase-orders/approval-limits",
            _ =>
                Answer.Problem(
                    400,
                    "One or more fields are not valid.",
                    errors: new() { ["limits[2].user"] = ["no person has the name 'nobody.there'"] }
                )
        );
        var html = await (
            await Html.SubmitAsync(browser, "/orders-limits", "", ("Rows[0].User", "nobody.there"))
        ).Content.ReadAsStringAsync(Ct);
        Assert.Contains("no person has the name", html, StringComparison.Ordinal);
        Assert.Contains("value=\"nobody.there\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_is_received_by_line_in_one_step()
    {
        await using var stub = await Gateway(Order());
        stub.On("POST /api/v1/stock/moves", _ => Answer.Ok(new BatchResult(1, 0, 0, [])));
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(
            dashboard.Browser(),
            "/orders/PO-7",
            "?handler=Receive",
            ("Came[A/1]", "36"),
            ("Came[LAMP-1]", "")
        );

        Assert.Equal("?done=received", answer.RequestMessage!.RequestUri!.Query);
        // Where it can be taken back.
        Assert.Contains(
            "href=\"/stock/movements?reference=PO-7\"",
            await answer.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        var moved = stub.Requests.Single(IsAction).Read<MoveStock>();
        Assert.Equal(
            [
                new ReceiveStock
                {
                    Sku = "A/1",
                    Location = "LONDON",
                    Quantity = 36,
                    PurchaseOrder = "PO-7",
                },
            ],
            moved.Receipts!
        );
    }

    [Fact]
    public async Task A_refusal_is_shown_where_it_was_asked_and_nothing_that_was_typed_runs_as_code()
    {
        await using var stub = await Gateway(Order());
        stub.On(
            "POST /api/v1/purchase-orders/PO-7/expected-date",
            _ => Answer.Problem(412, "The order was changed.", "Look at it again.")
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var html = await (
            await Html.SubmitAsync(
                browser,
                "/orders/PO-7",
                "?handler=Date",
                ("ExpectedOn", "2026-02-01"),
                ("Reason", "<script>alert(1)</script>")
            )
        ).Content.ReadAsStringAsync(Ct);

        Assert.Contains("The order was changed. Look at it again.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>strike</b>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;strike&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-02-01\"", html, StringComparison.Ordinal);

        var nothing = await Html.SubmitAsync(browser, "/orders/PO-7", "?handler=Receive", ("Came[A/1]", ""));
        Assert.Contains("Nothing was received", await nothing.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_order_is_a_draft_of_the_lines_that_were_filled()
    {
        var order = Order(PurchaseOrderStatus.Draft);
        await using var stub = await Gateway(order);
        stub.On("POST /api/v1/purchase-orders", _ => Answer.Ok(order));
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(
            dashboard.Browser(),
            "/orders-new?supplier=ACME&sku=A%2F1&quantity=48",
            "",
            ("Supplier", "ACME"),
            ("Location", "LONDON"),
            ("Lines[0].Sku", "A/1"),
            ("Lines[0].Quantity", "48"),
            ("Lines[1].Sku", ""),
            ("Lines[2].Sku", "LAMP-1"),
            ("Lines[2].Quantity", "2.5"),
            ("Lines[2].UnitCost", "8.25")
        );

        Assert.Equal("/orders/PO-7?done=created", answer.RequestMessage!.RequestUri!.PathAndQuery);
        var sent = stub.Requests.Single(IsAction).Read<CreatePurchaseOrder>();
        Assert.Equal(("ACME", "LONDON", PurchaseOrderStatus.Draft), (sent.Supplier, sent.Location, sent.Status));
        Assert.Equal(
            [
                new CreatePurchaseOrderLine { Sku = "A/1", Quantity = 48 },
                new CreatePurchaseOrderLine
                {
                    Sku = "LAMP-1",
                    Quantity = 2.5m,
                    UnitCost = 8.25m,
                },
            ],
            sent.Lines!
        );
    }

    [Fact]
    public async Task A_new_order_that_is_refused_keeps_what_was_typed_and_names_the_fields()
    {
        await using var stub = await Gateway(Order());
        stub.On(
            "POST /api/v1/purchase-orders",
            _ =>
                Answer.Problem(
                    400,
                    "One or more fields are not valid.",
                    errors: new()
                    {
                        ["supplier"] = ["no supplier has the code 'NOPE'"],
                        ["lines[0].sku"] = ["is unknown"],
                    }
                )
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await (
            await Html.SubmitAsync(
                dashboard.Browser(),
                "/orders-new",
                "",
                ("Supplier", "NOPE"),
                ("Location", "LONDON"),
                ("Lines[0].Sku", "X\"1"),
                ("Lines[0].Quantity", "3")
            )
        ).Content.ReadAsStringAsync(Ct);

        Assert.Contains("no supplier has the code", html, StringComparison.Ordinal);
        Assert.Contains("lines[0].sku: is unknown", html, StringComparison.Ordinal);
        Assert.Contains("value=\"NOPE\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"X&quot;1\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_without_the_forms_token_is_refused()
    {
        await using var stub = await Gateway(Order(PurchaseOrderStatus.Draft));
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await dashboard
            .Browser()
            .PostAsync("/orders/PO-7?handler=Approve", new FormUrlEncodedContent([new("ETag", "\"7\"")]), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(stub.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task The_pdf_comes_through_under_the_orders_number()
    {
        await using var stub = await Gateway(Order());
        stub.On("GET /api/v1/purchase-orders/PO-7/pdf", _ => Answer.Ok("%PDF-1.7"));
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await dashboard.Browser().GetAsync("/orders/PO-7?handler=Pdf", Ct);

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("PO-7.pdf", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("%PDF-1.7", await answer.Content.ReadAsStringAsync(Ct));
    }
}
