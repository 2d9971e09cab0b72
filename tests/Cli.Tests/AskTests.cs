using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class AskTests
{
    private static readonly Dictionary<string, string> Plain = new() { ["NO_COLOR"] = "1" };

    [Theory]
    [InlineData("LAMP-1")]
    [InlineData("ask LAMP-1")]
    public async Task What_about_a_product_is_answered_on_one_screen(string line)
    {
        await using var gateway = await ShopAsync();

        var ran = await InvRunner.OnTerminalAsync(gateway, 80, Plain, line.Split(' '));

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        foreach (
            var part in (string[])
                [
                    "LAMP-1  Desk lamp",
                    "Light · active · price 24.9 per each · ACME delivers in 14 days",
                    "1,234 on hand, 48 on order; 56 sold, last on 2026-01-31",
                    "BERLIN  31 on hand, 48 on order, 12.4 days of cover",
                    "  sold      ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▅█  12 in 26 weeks to 2026-01-30",
                    "  forecast  ▅█  4.5 in 2 days, 2 to 8 likely",
                    "  to do     Order 48 from ACME by 2026-02-01, for 528.",
                    "out on 2026-02-12 as it is; at risk with 82%",
                    "  changed   2026-01-31: On hand: 10 instead of 30",
                    "Why: inv explain LAMP-1",
                ]
        )
            Assert.Contains(part, ran.Out, StringComparison.Ordinal);
        var lines = ran.Out.Split('\n');
        Assert.InRange(lines.Length, 8, 24);
        Assert.All(lines, text => Assert.InRange(text.Length, 0, 80));
    }

    [Fact]
    public async Task Programs_get_the_answer_too()
    {
        await using var gateway = await ShopAsync();
        var csv = await InvRunner.RunAsync(gateway, "LAMP-1", "-o", "csv");
        Assert.Equal(
            "sku,location,onHand,onOrder,forecastDays,forecast,advice,orderQuantity,orderBy,supplier,stockOutOn,"
                + "stockOutProbability,daysOfCover,changed\r\n"
                + "LAMP-1,BERLIN,31,48,2,4.5,order,48,2026-02-01,ACME,2026-02-12,0.82,12.4,"
                + "On hand: 10 instead of 30\r\n",
            csv.Out
        );
        var json = await InvRunner.RunAsync(gateway, "ask", "LAMP-1", "--json", "product,suggestions");
        using var read = JsonDocument.Parse(json.Out);
        Assert.Equal("LAMP-1", read.RootElement.GetProperty("product").GetProperty("sku").GetString());
        Assert.Equal(48, read.RootElement.GetProperty("suggestions")[0].GetProperty("orderQuantity").GetDecimal());
    }

    [Fact]
    public async Task A_product_that_was_never_sold_has_an_answer()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("GET /api/v1/stock", new Page<StockLevelResponse>([], null));
        var ran = await InvRunner.RunAsync(gateway, "LAMP-1");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("It is nowhere yet", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_SKU_is_answered_with_those_that_are_near()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products",
            new ProductPage([Things.Lamp with { Name = "Desk lamp" }], null, Nearest: true)
        );
        var ran = await InvRunner.RunAsync(gateway, "LAMP-11");
        Assert.Equal(
            new Ran(3, "", "There is no product 'LAMP-11'. Did you mean one of these?\n  LAMP-1  Desk lamp\n"),
            ran
        );
        Assert.Equal("LAMP-11", gateway.Requests.Last()["search"]);
    }

    [Fact]
    public async Task A_word_that_is_neither_a_product_nor_a_command_is_taken_for_the_command_that_it_resembles()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products",
            new ProductPage([], null, Nearest: true)
        );
        var ran = await InvRunner.RunAsync(gateway, "stauts");
        Assert.Equal(
            new Ran(2, "", "There is no product 'stauts'.\n'inv' has no command 'stauts'. Did you mean status?\n"),
            ran
        );
    }

    [Fact]
    public async Task A_SKU_that_is_a_commands_name_is_asked_about_by_ask()
    {
        await using var gateway = (await ShopAsync()).On(
            "GET /api/v1/products/stock",
            Things.Lamp with
            {
                Sku = "STOCK",
            }
        );
        var ran = await InvRunner.RunAsync(gateway, "ask", "stock");
        Assert.Equal(0, ran.Code);
        Assert.StartsWith("STOCK  ", ran.Out, StringComparison.Ordinal);
    }

    private static async Task<StubGateway> ShopAsync() =>
        (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("GET /api/v1/stock", new Page<StockLevelResponse>([Things.Level], null))
            .On("GET /api/v1/forecasts/LAMP-1", new[] { Things.Forecast })
            .On(
                "GET /api/v1/forecasts/LAMP-1/history",
                new[]
                {
                    new DemandHistory(
                        "LAMP-1",
                        "BERLIN",
                        new(2026, 1, 30),
                        [new(new(2026, 1, 20), 4, 0, 100), new(new(2026, 1, 30), 8, 0, 200)],
                        [],
                        []
                    ),
                }
            )
            .On("GET /api/v1/replenishment/LAMP-1", new[] { Things.Explanation })
            .On(
                "GET /api/v1/replenishment/LAMP-1/changes",
                new SuggestionChange[]
                {
                    new("BERLIN", Things.Noon, Advice.Order, 48, new(2026, 2, 1), ["On hand: 10 instead of 30"]),
                }
            )
            .On("GET /api/v1/trends/LAMP-1", Things.Trend);
}
