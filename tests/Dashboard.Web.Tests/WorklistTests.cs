using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class WorklistTests
{
    private const string Address = "/replenishment?supplier=ACME&assignee=me&urgency=Late";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static WorklistSummary Summary { get; } =
        new(
            new(5, 2, 2, 1, 900m, 75.25m),
            [new("ACME", new(4, 2, 1, 1, 800m, 70m)), new(null, new(1, 0, 1, 0, 100m, 5.25m))],
            12,
            [new("OLD", new DateOnly(2011, 12, 9), 3900)]
        );

    private static async Task<StubGateway> Gateway(SuggestionResponse? only = null)
    {
        var answers = Canned.Shop("<b>LAMP</b>");
        answers["/api/v1/replenishment/summary"] = _ => Summary;
        answers["/api/v1/replenishment"] = _ => new Page<SuggestionResponse>(
            [only ?? Canned.Suggestion(0, "<b>LAMP</b>")],
            "next"
        );
        return await Canned.StartAsync(answers);
    }

    private static DecisionResponse Decision(DecisionAction action) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            At = DateTimeOffset.UnixEpoch,
            Sku = "85123A",
            Location = "LONDON",
            Action = action,
            Suggested = 480,
            Quantity = action == DecisionAction.Accept ? 500 : 0,
            ForecastVersion = 1,
            StockVersion = 1,
        };

    [Fact]
    public async Task What_is_to_be_ordered_is_summed_up_and_listed_and_its_filters_stay()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync(Address, Ct);

        Assert.Contains(
            stub.Requests,
            r =>
                r.PathAndQuery.StartsWith("/api/v1/replenishment?", StringComparison.Ordinal)
                && r["supplier"] == "ACME"
                && r["urgency"] == "late"
                && r["assignee"] == "me"
        );
        var text = Html.Text(html);
        Assert.Contains("ACME 4 2 1 1 800.00 70.00", text, StringComparison.Ordinal);
        Assert.Contains("Total 5 2 2 1 900.00 75.25", text, StringComparison.Ordinal);
        Assert.Contains("12 sell and were never counted", text, StringComparison.Ordinal);
        Assert.Contains("The clock of OLD stands at 9 Dec 2011", text, StringComparison.Ordinal);
        Assert.Contains("LONDON 140 11 Dec 2011 97% 480 8 Dec 2011 816.00 412.50 ACME", text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;LAMP&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>LAMP", html, StringComparison.Ordinal);
        Assert.Contains(
            "supplier=ACME&amp;assignee=me&amp;urgency=Late&amp;after=next",
            html,
            StringComparison.Ordinal
        );
        // All of a supplier is drafted only where all of it is shown.
        Assert.DoesNotContain("handler=Due", html, StringComparison.Ordinal);
        Assert.Contains(
            "part=CountFirst&amp;supplier=ACME&amp;assignee=me&amp;urgency=Late",
            html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_suggestion_is_accepted_in_another_quantity_and_its_draft_is_linked()
    {
        await using var stub = await Gateway();
        stub.On(
            "POST /api/v1/replenishment/decisions",
            _ =>
                Answer.Ok(
                    new DecisionsMade(
                        [new("PO-17", "ACME", "LONDON", 1, 850m, 0)],
                        [Decision(DecisionAction.Accept)],
                        []
                    )
                )
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(dashboard.Browser(), Address, "handler=Accept", ("Item.Quantity", "500"));

        var sent = stub.Requests.Single(r => r.Method == "POST");
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
        Assert.Equal(
            new DecideSuggestion
            {
                Sku = "85123A",
                Location = "LONDON",
                Action = DecisionAction.Accept,
                Quantity = 500,
            },
            Assert.Single(sent.Read<DecideSuggestions>().Items!)
        );
        Assert.Contains("supplier=ACME", answer.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("href=\"/orders/PO-17\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_due_at_a_supplier_is_drafted_within_a_budget()
    {
        await using var stub = await Gateway();
        stub.On(
            "POST /api/v1/replenishment/decisions/accept-due",
            _ => Answer.Ok(new DecisionsMade([new("PO-18", "ACME", "LONDON", 4, 800m, 0)], [], []))
        );
        await using var dashboard = new DashboardHost(stub.Address);

        await Html.SubmitAsync(
            dashboard.Browser(),
            "/replenishment",
            "handler=Due",
            ("Due.Budget", "1000"),
            ("Due.FillUp", "true")
        );

        Assert.Equal(
            new AcceptDue
            {
                Supplier = "ACME",
                Budget = 1000,
                FillUp = true,
            },
            stub.Requests.Single(r => r.Method == "POST").Read<AcceptDue>()
        );
    }

    [Fact]
    public async Task What_another_location_can_spare_is_brought_from_there()
    {
        await using var stub = await Gateway(
            Canned.Suggestion(0, "Lamp") with
            {
                Advice = Advice.Transfer,
                OrderQuantity = 0,
                Transfers = [new("BERLIN", 40, new DateOnly(2026, 3, 4))],
            }
        );
        stub.On(
            "POST /api/v1/replenishment/decisions",
            _ => Answer.Ok(new DecisionsMade([], [Decision(DecisionAction.Transfer)], []))
        );
        await using var dashboard = new DashboardHost(stub.Address);
        Assert.Contains(
            "+ 40 from BERLIN",
            Html.Text(await dashboard.Browser().GetStringAsync(Address, Ct)),
            StringComparison.Ordinal
        );

        var answer = await Html.SubmitAsync(dashboard.Browser(), Address, "handler=Transfer", ("Item.Quantity", "30"));

        Assert.Equal(
            new DecideSuggestion
            {
                Sku = "85123A",
                Location = "LONDON",
                Action = DecisionAction.Transfer,
                From = "BERLIN",
                Quantity = 30,
            },
            Assert.Single(stub.Requests.Single(r => r.Method == "POST").Read<DecideSuggestions>().Items!)
        );
        Assert.Contains(
            "On the books of both locations.",
            await answer.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_was_suggested_before_is_shown_with_what_changed_and_a_day_as_it_stood()
    {
        await using var stub = await Gateway();
        stub.On(
            "GET /api/v1/replenishment/85123A/changes",
            _ =>
                Answer.Ok(
                    new SuggestionChange[]
                    {
                        new(
                            "LONDON",
                            new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
                            Advice.Order,
                            480,
                            new DateOnly(2026, 3, 4),
                            ["On hand: <b>10</b> instead of 30"]
                        ),
                    }
                )
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/replenishment/history/85123A?at=2026-03-01", Ct);

        Assert.Contains(
            stub.Requests,
            r =>
                r.PathAndQuery.StartsWith("/api/v1/replenishment/85123A?", StringComparison.Ordinal)
                && r["at"] == "2026-03-01"
        );
        Assert.Contains("On hand: &lt;b&gt;10&lt;/b&gt; instead of 30", html, StringComparison.Ordinal);
        Assert.Contains("at=2026-03-02", html, StringComparison.Ordinal);
        Assert.Contains("Whole packs", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_said_and_the_list_is_there_again()
    {
        await using var stub = await Gateway();
        stub.On(
            "POST /api/v1/replenishment/decisions",
            _ => Answer.Problem(409, "The catalogue refuses the order.", "It says: <i>archived</i>")
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(dashboard.Browser(), Address, "handler=Accept", ("Item.Quantity", "500"));

        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("The catalogue refuses the order. It says:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>archived", html, StringComparison.Ordinal);
        Assert.Contains("ACME 4 2 1 1 800.00 70.00", Html.Text(html), StringComparison.Ordinal);
        var unread = await Html.SubmitAsync(dashboard.Browser(), Address, "handler=Accept", ("Item.Quantity", "many"));
        Assert.Contains(
            "Quantity cannot be read.",
            await unread.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Clerk)]
    public async Task Who_does_not_plan_sees_the_list_and_no_form(Role role)
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser(role, "somebody").GetStringAsync("/replenishment", Ct);

        Assert.Contains("ACME 4 2 1 1 800.00 70.00", Html.Text(html), StringComparison.Ordinal);
        Assert.DoesNotContain("handler=", html, StringComparison.Ordinal);
    }
}
