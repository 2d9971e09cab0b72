using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed partial class TodayTests
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
        // The figures are of all suppliers.
        var sums = stub.Requests.Where(r => r.Path == "/api/v1/replenishment/summary").ToList();
        Assert.Equal(
            [("location", ""), ("location", "ACME")],
            sums.Select(s => (s["by"], s["supplier"])).OrderBy(s => s.Item2, StringComparer.Ordinal)
        );
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

    [Fact]
    public async Task The_strip_says_how_the_shop_stands_against_the_days_before_and_leads_to_what_is_behind()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("/api/v1/stock/levels/totals", _ => new LevelTotals(3, 100, 134_755m, 0, 0, 0, default));
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/?location=LONDON", Ct);

        var strip = html[html.IndexOf("id=\"tile-figures\"", StringComparison.Ordinal)..];
        strip = strip[..strip.IndexOf("</section>", StringComparison.Ordinal)];
        var text = Html.Text(strip);
        foreach (
            var part in (string[])
                [
                    "Stock value 148,231 ↑ up 10% Excess 37,000 25% of the stock's value Out of stock 17 now",
                    "At risk 23 within 14 days Fill rate 98.2% ↑ up 0.4 points 12 days without stock",
                    "Revenue 14,000 ↑ up 12% 45.50 today",
                    "Margin 7,000 ↓ down 2% 50% of the revenue without 50.00 of unknown cost",
                    "Open orders 42 for 4,291 4 late",
                    "Forecast bias −3% too low 12 Nov 2011 to 9 Dec 2011 As of",
                    "are of the 28 days up to 8 Dec 2011",
                    "History, in no figure but the stock: OLD.",
                ]
        )
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal(
            [
                "/stock?state=in-stock&amp;sort=value",
                "/trends/stock",
                "/replenishment?part=Out",
                "/replenishment?part=AtRisk",
                "/stock?state=out-of-stock",
                "/sales",
                "/trends/totals",
                "/orders",
                "/forecasts",
            ],
            Links().Matches(strip).Select(link => link.Groups[1].Value)
        );
        // Never the colour alone: an arrow for those who see, and a word for all.
        Assert.Contains(
            "<span class=\"moved bad\"><span aria-hidden=\"true\">↓</span> down 2%",
            strip,
            StringComparison.Ordinal
        );
        // The figures are of all, whatever the list is narrowed down to, and of the same days as the others.
        var before = stub.Requests.Single(r => r.Path == "/api/v1/stock/levels/totals");
        Assert.Equal(("2011-11-11T00:00:00", "in-stock", ""), (before["asOf"], before["state"], before["location"]));

        // The past is added up once, whatever happens since.
        dashboard.Services.GetRequiredService<SharedAnswers>().Forget();
        await dashboard.Browser().GetStringAsync("/?tile=figures", Ct);
        Assert.Single(stub.Requests, r => r.Path == "/api/v1/stock/levels/totals");
        Assert.Equal(2, stub.Requests.Count(r => r.Path == "/api/v1/trends/figures"));
    }

    [Fact]
    public async Task A_figure_that_cannot_be_read_takes_no_other_with_it_and_comes_back()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Fail("/api/v1/trends/figures");
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var tile = await browser.GetStringAsync("/?tile=figures", Ct);

        var text = Html.Text(tile);
        Assert.Contains("Revenue – not available right now", text, StringComparison.Ordinal);
        Assert.Contains("Open orders 42", text, StringComparison.Ordinal);
        Assert.Contains("data-failed=\"True\"", tile, StringComparison.Ordinal);
        stub.Serve(Canned.Shop());
        Assert.Contains(
            "Revenue 14,000",
            Html.Text(await browser.GetStringAsync("/?tile=figures", Ct)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task First_steps_are_ticked_by_what_is_there_and_go_when_all_are_done()
    {
        var answers = Canned.Empty();
        await using var stub = await Canned.StartAsync(answers);
        await using var dashboard = new DashboardHost(stub.Address);
        var admin = dashboard.Browser();
        var none = await admin.GetStringAsync("/?tile=start", Ct);
        Assert.Contains("0 of 5 done", Html.Text(none), StringComparison.Ordinal);
        Assert.Contains("href=\"/users\"", none, StringComparison.Ordinal);
        // Who cannot do a step is not asked to.
        var clerk = await dashboard.Browser(Role.Clerk, "somebody").GetStringAsync("/?tile=start", Ct);
        Assert.Contains("0 of 2 done", Html.Text(clerk), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/users\"", clerk, StringComparison.Ordinal);

        var shop = Canned.Shop();
        stub.Serve("/api/v1/sales/daily", shop["/api/v1/sales/daily"]);
        stub.Serve("/api/v1/stock/summary", shop["/api/v1/stock/summary"]);
        dashboard.Services.GetRequiredService<SharedAnswers>().Forget();
        var two = await admin.GetStringAsync("/?tile=start", Ct);
        Assert.Contains("2 of 5 done", Html.Text(two), StringComparison.Ordinal);
        Assert.Equal(2, Html.Text(two).Split(" Done ").Length - 1);

        stub.Serve(shop);
        dashboard.Services.GetRequiredService<SharedAnswers>().Forget();
        Assert.Contains("hidden", await admin.GetStringAsync("/?tile=start", Ct), StringComparison.Ordinal);
        var asked = stub.Requests.Count;
        Assert.Contains("hidden", await admin.GetStringAsync("/?tile=start", Ct), StringComparison.Ordinal);
        Assert.Equal(asked, stub.Requests.Count);
    }

    [Fact]
    public async Task First_steps_that_were_put_away_are_gone_for_that_person_and_not_asked_for()
    {
        await using var stub = await Canned.StartAsync(Canned.Empty());
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        using var away = await Html.SubmitAsync(browser, "/?location=LONDON", "handler=PutAway");

        Assert.Equal("?location=LONDON", away.RequestMessage!.RequestUri!.Query);
        Assert.DoesNotContain("0 of 5 done", await away.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var asked = stub.Requests.Count;
        Assert.Contains("hidden", await browser.GetStringAsync("/?tile=start", Ct), StringComparison.Ordinal);
        Assert.Equal(asked, stub.Requests.Count);
        Assert.Contains(
            "0 of 5 done",
            await dashboard.Browser().GetStringAsync("/?tile=start", Ct),
            StringComparison.Ordinal
        );
    }

    [GeneratedRegex("<a href=\"([^\"]*)\"")]
    private static partial Regex Links();
}
