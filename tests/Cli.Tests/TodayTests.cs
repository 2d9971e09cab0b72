using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class TodayTests
{
    private static readonly Dictionary<string, string> Plain = new() { ["NO_COLOR"] = "1" };

    private static readonly TrendFigures Figures = new()
    {
        Days = 28,
        AsOf = Things.Noon,
        From = new(2026, 1, 3),
        To = new(2026, 1, 30),
        Sold = new(560, 1_400m, 500, 1_250m, 0.12, 0.12),
        RevenueToday = 45.5m,
        Margin = new(700m, 714.29m, -0.02, 0.52, 50m),
        Fill = new(0.982, 0.978, 12, 34.25m),
        Stock = new(3, 0, 1_000m, 250m, 2, 1),
        Standing = ["OLD"],
    };

    [Fact]
    public async Task Figures_and_what_waits_are_on_one_screen()
    {
        await using var gateway = await ShopAsync();

        var ran = await InvRunner.OnTerminalAsync(gateway, 80, Plain, "today");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        foreach (
            var part in (string[])
                [
                    "Today, 2026-01-31 12:00Z  28 days to 2026-01-30 against the 28 before",
                    "Revenue        1,400.00, up 12%; 45.50 today",
                    "Margin         700.00, down 2%; 52% of the revenue, without 50.00 of unknown",
                    "Fill rate      98.2%, up 0.4 points; 12 days without stock, some 34.3 missed",
                    "Stock value    1,100.00, up 10%",
                    "Excess         250.00, 25% of the counted stock's value",
                    "Out of stock   2, now, and expected to sell",
                    "At risk        3, sold out within 14 days, although open orders count",
                    "Open orders    5, for 900.00, 1 late; 2 in draft",
                    "Forecast bias  +3%, too high; -1% before",
                    "History, in no figure: OLD",
                    "To order: 5 for 900.00, 2 late, 2 today, 1 soon",
                    "LAMP-1",
                    "Waits for your approval",
                    "Late deliveries",
                    "12 sell and were never counted",
                ]
        )
            Assert.Contains(part, ran.Out, StringComparison.Ordinal);
        var lines = ran.Out.Split('\n');
        Assert.InRange(lines.Length, 20, 32);
        Assert.All(lines, text => Assert.InRange(text.Length, 0, 80));
    }

    [Fact]
    public async Task Money_is_in_the_currency_of_the_installation()
    {
        await using var gateway = await ShopAsync();
        gateway.On("GET /api/v1/installation", new InstallationResponse("EUR", 2, "\"1\""));
        var ran = await InvRunner.RunAsync(gateway, "today");
        Assert.Contains("1,400.00 EUR, up 12%; 45.50 EUR today", ran.Out, StringComparison.Ordinal);
        Assert.Contains("5, for 900.00 EUR, 1 late; 2 in draft", ran.Out, StringComparison.Ordinal);
        Assert.Contains("To order: 5 for 900.00 EUR, 2 late", ran.Out, StringComparison.Ordinal);

        gateway.On("GET /api/v1/installation", new InstallationResponse("JPY", 0, "\"2\""));
        var yen = await InvRunner.RunAsync(gateway, "today");
        Assert.Contains("1,400 JPY, up 12%; 46 JPY today", yen.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_of_the_place_that_is_asked_for_and_the_stock_of_before_is_read_as_it_was()
    {
        await using var gateway = await ShopAsync();

        var ran = await InvRunner.RunAsync(gateway, "today", "--location", "BERLIN", "--supplier", "ACME");

        Assert.Equal(0, ran.Code);
        Assert.All(gateway.Requests, seen => Assert.Equal(("BERLIN", "ACME"), (seen["location"], seen["supplier"])));
        Assert.Equal(
            ["", "2026-01-03T00:00:00"],
            gateway.Requests.Where(r => r.Path == "/api/v1/stock/levels/totals").Select(r => r["asOf"]).Order()
        );
        // What forecasts were worth is not known per supplier.
        Assert.DoesNotContain("Forecast bias", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_the_figures_too()
    {
        await using var gateway = await ShopAsync();
        var csv = await InvRunner.RunAsync(gateway, "today", "-o", "csv");
        Assert.StartsWith(
            "figure,value,before,change,note\r\nRevenue,1400,1250,0.12,up 12%; 45.50 today\r\n",
            csv.Out,
            StringComparison.Ordinal
        );
        var json = await InvRunner.RunAsync(gateway, "today", "--json", "figures,worklist");
        using var read = JsonDocument.Parse(json.Out);
        Assert.Equal(
            1_400,
            read.RootElement.GetProperty("figures").GetProperty("sold").GetProperty("revenue").GetInt32()
        );
        Assert.Equal(2, read.RootElement.GetProperty("worklist").GetProperty("outOfStock").GetInt32());
    }

    [Fact]
    public async Task What_is_not_known_yet_says_why()
    {
        await using var gateway = await ShopAsync();
        gateway
            .On(
                "GET /api/v1/trends/figures",
                Figures with
                {
                    Sold = null,
                    Margin = null,
                    Fill = null,
                    Stock = new(0, 0, 0, 0, null, null),
                    Standing = [],
                }
            )
            .On(
                "GET /api/v1/forecasts/accuracy",
                Things.Accuracy with
                {
                    DayAhead = Things.Accuracy.DayAhead with { Bias = null },
                }
            );

        var ran = await InvRunner.RunAsync(gateway, "today");

        foreach (
            var part in (string[])
                [
                    "not known yet: no whole day with a sale",
                    "not known yet: nothing with a known cost was sold",
                    "not known yet: nothing counted was sold",
                    "nothing is counted",
                    "not known yet: no forecast was scored",
                ]
        )
            Assert.Contains(part, ran.Out, StringComparison.Ordinal);
    }

    private static async Task<StubGateway> ShopAsync()
    {
        var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/trends/figures", Figures)
            .On(
                "GET /api/v1/replenishment/summary",
                new WorklistSummary(new(5, 2, 2, 1, 900m, 75.25m), [], 12, []) { OutOfStock = 2, AtRisk = 3 }
            )
            .On("GET /api/v1/replenishment", new Page<SuggestionResponse>([Things.Suggestion], null))
            .On(
                "GET /api/v1/stock/levels/totals",
                seen =>
                    Answer.Ok(
                        new LevelTotals(
                            3,
                            100,
                            string.IsNullOrEmpty(seen["asOf"]) ? 1_100m : 1_000m,
                            0,
                            0,
                            0,
                            Things.Noon
                        )
                    )
            )
            .On(
                "GET /api/v1/order-board",
                new OrderBoard([
                    new(OrderStage.Draft, 2, 80, 0, []),
                    new(OrderStage.Sent, 3, 700, 1, []),
                    new(OrderStage.PartlyReceived, 2, 200, 0, []),
                    new(OrderStage.Received, 9, 5_000, 0, []),
                ])
            )
            .On("GET /api/v1/purchase-orders", new Page<PurchaseOrderResponse>([Things.Order], null))
            .On(
                "GET /api/v1/forecasts/accuracy",
                Things.Accuracy with
                {
                    DayAhead = Things.Accuracy.DayAhead with { Bias = 0.03 },
                    Before = new(new(2025, 12, 6), new(2026, 1, 2), -0.01, null),
                }
            );
        return gateway;
    }
}
