using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class TodayTests
{
    private const string Decisions = "POST /api/v1/replenishment/decisions";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_to_do_is_narrowed_down_by_the_address_and_history_stands_apart()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/?location=london&supplier=ACME", Ct);

        var asked = stub.Requests.Single(r => r.Path == "/api/v1/replenishment");
        Assert.Equal(("london", "ACME"), (asked["location"], asked["supplier"]));
        var sums = stub.Requests.Single(r => r.Path == "/api/v1/replenishment/summary");
        Assert.Equal(("location", "ACME"), (sums["by"], sums["supplier"]));
        var text = Html.Text(html);
        Assert.Contains("7 to order for 1,253.58: 2 late, 2 due today, 3 soon.", text, StringComparison.Ordinal);
        Assert.Contains("History, not work: 3,941 products, last sale on 9 Nov 2011", text, StringComparison.Ordinal);
        Assert.Contains(
            "/replenishment?part=ClockStands&amp;supplier=ACME&amp;location=OLDER",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("12 sell and were never counted", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/stock/counts\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-label=\"Locations\"", html, StringComparison.Ordinal);

        var all = await dashboard.Browser().GetStringAsync("/?mine=true", Ct);
        Assert.Contains("href=\"/?mine=true&amp;location=BERLIN#tile-act-now\"", all, StringComparison.Ordinal);
        Assert.Contains("47 to order for 29,253.58", Html.Text(all), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suggestion_is_accepted_where_it_stands_and_its_draft_cancelled_again()
    {
        var draft = OrderTests.Order(PurchaseOrderStatus.Draft, "PO-17");
        await using var stub = await Canned.StartAsync(
            new(Canned.Shop())
            {
                ["/api/v1/replenishment"] = _ => new Page<SuggestionResponse>([Canned.Suggestion(0, "Lamp")], null),
                ["/api/v1/purchase-orders/PO-17"] = _ => draft,
            }
        );
        stub.On(Decisions, _ => Answer.Ok(new DecisionsMade([new("PO-17", "ACME", "LONDON", 1, 850m, 0)], [], [])));
        stub.On("POST /api/v1/purchase-orders/PO-17/cancel", _ => Answer.Ok(draft));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var accepted = await Html.SubmitAsync(browser, "/?location=LONDON", "handler=Accept", ("Item.Quantity", "500"));

        var item = Assert.Single(stub.Requests.Single(r => r.Method == "POST").Read<DecideSuggestions>().Items!);
        Assert.Equal((DecisionAction.Accept, 500m, "85123A"), (item.Action, item.Quantity, item.Sku));
        Assert.Equal("?location=LONDON&done=accepted&drafts=PO-17", accepted.RequestMessage!.RequestUri!.Query);
        Assert.Contains(
            "href=\"/orders/PO-17\"",
            await accepted.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );

        var undone = await Html.SubmitAsync(browser, accepted, "handler=Undo");

        var cancelled = stub.Requests.Single(r => r.Path.EndsWith("/cancel", StringComparison.Ordinal));
        Assert.Equal(draft.ETag, cancelled.Headers.IfMatch);
        Assert.Equal("?location=LONDON&done=undone", undone.RequestMessage!.RequestUri!.Query);
        Assert.Contains(
            "The draft is cancelled.",
            await undone.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_no_draft_any_more_is_not_cancelled()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("/api/v1/purchase-orders/PO-17", _ => OrderTests.Order(PurchaseOrderStatus.Sent, "PO-17"));
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(dashboard.Browser(), "/?done=accepted&drafts=PO-17", "handler=Undo");

        Assert.Contains(
            "PO-17: It is no draft any more.",
            Html.Text(await answer.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("handler=Snooze", "Item.Until", "2027-01-04", "Set aside.")]
    [InlineData("handler=Reject", "Item.Reason", "too dear", "Set aside.")]
    [InlineData("handler=Accept", "Item.Quantity", "many", "Quantity cannot be read.")]
    public async Task A_suggestion_is_set_aside_and_what_cannot_be_read_is_said(
        string handler,
        string field,
        string value,
        string said
    )
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("/api/v1/replenishment", _ => new Page<SuggestionResponse>([Canned.Suggestion(0, "Lamp")], null));
        stub.On(Decisions, _ => Answer.Ok(new DecisionsMade([], [], [])));
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(dashboard.Browser(), "/", handler, (field, value));

        Assert.Contains(said, Html.Text(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_that_wait_for_me_are_approved_as_they_were_seen()
    {
        var draft = OrderTests.Order(PurchaseOrderStatus.Draft) with { CreatedBy = "<i>bo</i>" };
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(
            "/api/v1/purchase-orders",
            seen => new Page<PurchaseOrderResponse>(seen["approvable"] == "true" ? [draft] : [], "more")
        );
        stub.On("POST /api/v1/purchase-orders/PO-7/approve", _ => Answer.Ok(draft));
        await using var dashboard = new DashboardHost(stub.Address);
        var html = await dashboard.Browser().GetStringAsync("/?location=LONDON", Ct);
        Assert.Contains("PO-7 to ACME for LONDON: 145.50 made by <i>bo</i>", Html.Text(html), StringComparison.Ordinal);
        Assert.DoesNotContain("<i>bo", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/orders?approvable=true&amp;location=LONDON\"", html, StringComparison.Ordinal);

        var answer = await Html.SubmitAsync(dashboard.Browser(), "/?location=LONDON", "handler=Approve");

        var sent = stub.Requests.Single(r => r.Method == "POST");
        Assert.Equal(draft.ETag, sent.Headers.IfMatch);
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
        Assert.Contains(
            "PO-7 is approved: its goods count as on order.",
            Html.Text(await answer.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
        stub.On("POST /api/v1/purchase-orders/PO-7/approve", _ => Answer.Problem(403, "Too dear for you.", "Ask ada."));
        var refused = await Html.SubmitAsync(dashboard.Browser(), "/", "handler=Approve");
        Assert.Contains(
            "PO-7: Too dear for you. Ask ada.",
            Html.Text(await refused.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Late_deliveries_say_since_when_and_whose_they_are()
    {
        var days = DateOnly.FromDateTime(DateTime.UtcNow).DayNumber - new DateOnly(2026, 1, 12).DayNumber;
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(
            "/api/v1/purchase-orders",
            seen => new Page<PurchaseOrderResponse>(seen["late"] == "true" ? [OrderTests.Order()] : [], null)
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var text = Html.Text(await dashboard.Browser().GetStringAsync("/", Ct));

        Assert.Contains($"PO-7 of ACME to LONDON: {days} days late", text, StringComparison.Ordinal);
        Assert.Contains("39 units to come", text, StringComparison.Ordinal);
        Assert.Contains("Nothing waits for you. Drafts of everybody", text, StringComparison.Ordinal);
        Assert.Contains("0 came, 21.5 were expected", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_plan_sees_what_to_do_and_no_form()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("/api/v1/purchase-orders", _ => new Page<PurchaseOrderResponse>([OrderTests.Order()], null));
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser(Role.Clerk, "somebody").GetStringAsync("/?done=accepted&drafts=PO-1", Ct);

        Assert.Contains("85123A", html, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=", html, StringComparison.Ordinal);
    }
}
