using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class WhatIfTests
{
    private const string Address =
        "/replenishment/what-if?run=true&supplier=ACME&s[0].demand=1.2&s[0].name=a+fair&s[1].name=&s[1].demand="
        + "&s[2].late=14&s[2].supplier=BOLT&s[2].service=98.5";

    private static readonly DateOnly Day = new(2011, 12, 9);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static WhatIfTotals Totals(int orders, decimal cost) => new(orders, 1, 2, 3, cost, 40, 12.5m, 600, 1_200);

    private static WhatIfOrder Order(decimal quantity) =>
        new(
            quantity > 0 ? Urgency.Now : Urgency.None,
            quantity,
            quantity == 60.5m ? 8 : 0,
            quantity > 0 ? Day : null,
            quantity * 2,
            Day.AddDays(3),
            .25,
            40,
            12.5m
        );

    internal static WhatIfResult Result { get; } =
        new(
            3,
            Totals(6, 900),
            [new("a <fair>", Totals(7, 1_000.5m)), new("14 days late", Totals(8, 1_100))],
            [
                new("A/1", "The <b>", "LDN", "ACME", Advice.Order, Order(0), [Order(60.5m), Order(0)]),
                new("B", "B", "LDN", null, Advice.Order, Order(5), [Order(6), Order(6)]),
            ],
            1,
            ["Open orders <move>."]
        );

    private static async Task<StubGateway> Gateway() =>
        (await StubGateway.StartAsync()).On("POST /api/v1/replenishment/what-if", Result);

    [Fact]
    public async Task Scenarios_are_asked_for_by_their_address_and_shown_side_by_side()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner, "petra");

        var before = await browser.GetStringAsync("/replenishment/what-if", Ct);
        Assert.Contains("nothing is stored unless you order it", Html.Text(before), StringComparison.Ordinal);
        Assert.DoesNotContain(stub.Requests, r => r.Method == "POST");
        Assert.Contains("href=\"/replenishment/what-if\"", before, StringComparison.Ordinal);

        var html = await browser.GetStringAsync(Address, Ct);

        var asked = stub.Requests.Single(r => r.Method == "POST").Read<WhatIfReplenishment>();
        Assert.Equal("ACME", asked.Supplier);
        Assert.Equal(
            [
                new WhatIfScenario { Name = "a fair", DemandFactor = 1.2m },
                new WhatIfScenario
                {
                    LateDays = 14,
                    Supplier = "BOLT",
                    Service = .985m,
                },
            ],
            asked.Scenarios
        );
        var text = Html.Text(html);
        Assert.Contains("They cost 900.00 1,000.50 1,100.00", text, StringComparison.Ordinal);
        Assert.Contains("A/1 The <b> LDN ACME No order", text, StringComparison.Ordinal);
        Assert.Contains(
            "Bring 8 from elsewhere. Order today 60.5 by 9 Dec 2011 , 121.00",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("1 more differ less.", text, StringComparison.Ordinal);
        Assert.Contains("Open orders &lt;move&gt;.", html, StringComparison.Ordinal);
        // What nobody delivers is not ordered, and neither is nothing.
        Assert.Single(html.Split(">Order this quantity<").Skip(1));
        Assert.Contains("value=\"1.2\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quantity_is_ordered_as_a_decision_whose_reason_is_the_scenario()
    {
        await using var stub = await Gateway();
        stub.On(
            "POST /api/v1/replenishment/decisions",
            _ => Answer.Ok(new DecisionsMade([new("PO-17", "ACME", "LDN", 1, 121m, 0)], [], []))
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await Html.SubmitAsync(dashboard.Browser(), Address, "handler=Order");

        var sent = stub.Requests.Single(r => r.Path.EndsWith("/decisions", StringComparison.Ordinal));
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
        Assert.Equal(
            new DecideSuggestion
            {
                Sku = "A/1",
                Location = "LDN",
                Action = DecisionAction.Accept,
                Quantity = 60.5m,
                Reason = "What if: a <fair>",
            },
            Assert.Single(sent.Read<DecideSuggestions>().Items!)
        );
        Assert.Contains("href=\"/orders/PO-17\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        // The same question stands beside it.
        var asked = stub.Requests.Last(r => r.Path.EndsWith("/what-if", StringComparison.Ordinal));
        Assert.Equal(2, asked.Read<WhatIfReplenishment>().Scenarios!.Count);
    }

    [Fact]
    public async Task What_is_refused_or_cannot_be_read_is_said()
    {
        await using var stub = await Gateway();
        stub.On(
            "POST /api/v1/replenishment/decisions",
            _ => Answer.Problem(409, "The catalogue refuses the order.", "It says: <i>archived</i>")
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var answer = await Html.SubmitAsync(browser, Address, "handler=Order");
        var refused = await answer.Content.ReadAsStringAsync(Ct);
        var unread = await browser.GetStringAsync("/replenishment/what-if?run=true&s[0].demand=much", Ct);

        Assert.Contains("The catalogue refuses the order. It says:", refused, StringComparison.Ordinal);
        Assert.Contains("They cost 900.00", Html.Text(refused), StringComparison.Ordinal);
        Assert.DoesNotContain("<i>archived", refused, StringComparison.Ordinal);
        Assert.Contains("Demand times cannot be read.", unread, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_does_not_plan_compares_and_orders_nothing()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser(Role.Clerk, "cleo").GetStringAsync(Address, Ct);

        Assert.Contains("They cost 900.00", Html.Text(html), StringComparison.Ordinal);
        Assert.DoesNotContain("handler=", html, StringComparison.Ordinal);
    }
}
