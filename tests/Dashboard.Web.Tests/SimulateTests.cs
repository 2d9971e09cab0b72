using SmartInventory.Contracts.Forecasting;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class SimulateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static SimulatedOutcome Outcome(double fill, decimal stock) =>
        new(fill, .9, 3, 500, 10, stock, 2 * stock, 26, 490, 12.5m, 0, 5, 17.5m, 0, 0);

    internal static SimulationResult Result { get; } =
        new(
            2,
            0,
            365,
            Outcome(.951, 40.5m),
            Outcome(.982, 61),
            [new(.925m, Outcome(.95, 38))],
            null,
            [],
            ["The <quick> forecast."]
        );

    [Fact]
    public async Task A_replay_is_asked_for_by_its_address_and_shown_as_table_and_curve()
    {
        await using var stub = (await StubGateway.StartAsync()).On("POST /api/v1/replenishment/simulate", Result);
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var before = await browser.GetStringAsync("/replenishment/simulate", Ct);
        Assert.Contains("nothing is stored", Html.Text(before), StringComparison.Ordinal);
        Assert.DoesNotContain(stub.Requests, r => r.PathAndQuery.Contains("simulate", StringComparison.Ordinal));

        var html = await browser.GetStringAsync(
            "/replenishment/simulate?run=true&supplier=ACME&policy=periodic-up-to&promise=fill-rate"
                + "&service=98.5&lateDays=14",
            Ct
        );
        var asked = stub.Requests.Single(r => r.PathAndQuery.Contains("simulate", StringComparison.Ordinal)).Text;
        Assert.Contains("\"supplier\":\"ACME\"", asked, StringComparison.Ordinal);
        Assert.Contains("\"policy\":\"periodic-up-to\"", asked, StringComparison.Ordinal);
        Assert.Contains("\"promise\":\"fill-rate\"", asked, StringComparison.Ordinal);
        Assert.Contains("\"service\":0.985", asked, StringComparison.Ordinal);
        Assert.Contains("\"lateDays\":14", asked, StringComparison.Ordinal);
        var text = Html.Text(html);
        Assert.Contains("The last 365 days of 2 series", text, StringComparison.Ordinal);
        Assert.Contains("40.5 81.00 26 5.00 12.50 17.50", text, StringComparison.Ordinal);
        Assert.Contains("At 92.5%", text, StringComparison.Ordinal);
        Assert.Contains("The &lt;quick&gt; forecast.", html, StringComparison.Ordinal);
        // By stock, each point in its own series.
        Assert.Contains("\"numbers\":[38,40.5,61]", html, StringComparison.Ordinal);
        Assert.Contains("\"values\":[0.95,null,null]", html, StringComparison.Ordinal);
        var csv = await browser.GetStringAsync("/replenishment/simulate?run=true&csv=curve", Ct);
        Assert.StartsWith(
            "policy,meanStock,fillRate\r\nAt 92.5%,38,0.95\r\nIn force,40.5,",
            csv,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_minimum_and_maximum_are_typed_for_one_product()
    {
        await using var stub = (await StubGateway.StartAsync()).On(
            "POST /api/v1/replenishment/simulate",
            new SimulationResult(1, 0, 365, Outcome(.9, 40), Outcome(.8, 20), [], null, [], [])
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var html = await browser.GetStringAsync(
            "/replenishment/simulate?run=true&sku=LAMP-1&policy=min-max&min=20&max=60.5",
            Ct
        );
        await browser.GetStringAsync("/replenishment/simulate?run=true&policy=periodic-up-to&min=20&max=60.5", Ct);

        Assert.Contains(
            "name=\"min\" min=\"0\" step=\"any\" inputmode=\"decimal\" value=\"20\"",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("value=\"60.5\"", html, StringComparison.Ordinal);
        var asked = stub.Requests.Where(r => r.Method == "POST").Select(r => r.Text).ToList();
        Assert.Contains("\"policy\":\"min-max\"", asked[0], StringComparison.Ordinal);
        Assert.Contains("\"min\":20,\"max\":60.5", asked[0], StringComparison.Ordinal);
        // Typed for another policy it stays out.
        Assert.DoesNotContain("\"max\":60.5", asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_is_said()
    {
        await using var stub = await StubGateway.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/replenishment/simulate?run=true&sku=NOBODY", Ct);

        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
    }
}
