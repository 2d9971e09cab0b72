using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class InstallationTests
{
    private const string Path = "/api/v1/installation";

    [Fact]
    public async Task The_currency_is_shown_and_set_as_it_was_seen()
    {
        var euro = new InstallationResponse("EUR", 2, "\"3\"");
        await using var gateway = (await StubGateway.StartAsync()).On($"GET {Path}", euro).On($"PUT {Path}", euro);

        var shown = await InvRunner.RunAsync(gateway, "installation", "show", "-o", "csv");
        Assert.Equal("currency,decimals\r\nEUR,2\r\n", shown.Out);
        foreach (var (said, sent) in ((string, string?)[])[("USD", "USD"), ("none", null)])
        {
            var ran = await InvRunner.RunAsync(gateway, "installation", "set", "--currency", said);
            Assert.Equal((0, ""), (ran.Code, ran.Error));
            var put = gateway.Requests.Last(seen => seen.Method == "PUT");
            Assert.Equal("\"3\"", put.Headers.IfMatch.ToString());
            Assert.Equal(sent, put.Read<SetInstallation>().Currency);
        }

        Assert.Equal(2, (await InvRunner.RunAsync(gateway, "installation", "set")).Code);
    }

    [Fact]
    public async Task Tables_say_the_currency_of_their_money_and_ask_for_it_once()
    {
        await using var gateway = await ShopAsync();
        using var files = new SalesFiles();
        var home = new Dictionary<string, string> { ["INV_CONFIG"] = files.Folder, ["NO_COLOR"] = "1" };

        var list = await InvRunner.OnTerminalAsync(gateway, 200, home, "product", "list");
        var card = await InvRunner.OnTerminalAsync(gateway, 200, home, "product", "show", "LAMP-1");

        Assert.Matches(@"Price \(EUR\) .*Revenue \(EUR\)", list.Out);
        Assert.Matches(@"(?m)^Price \(EUR\) +24\.9$", card.Out);
        Assert.Matches(@"(?m)^Cost \(EUR\) +11$", card.Out);
        Assert.Single(gateway.Requests, seen => seen.Path == Path);

        // What one sets oneself holds at once, and for programs nothing changes.
        gateway.On($"PUT {Path}", new InstallationResponse("USD", 2, "\"4\""));
        await InvRunner.OnTerminalAsync(gateway, 200, home, "installation", "set", "--currency", "USD");
        list = await InvRunner.OnTerminalAsync(gateway, 200, home, "product", "list");
        Assert.Contains("Price (USD)", list.Out, StringComparison.Ordinal);
        var csv = await InvRunner.OnTerminalAsync(gateway, 200, home, "product", "list", "-o", "csv");
        Assert.Contains(",price,", csv.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("USD", csv.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_column_goes_for_the_code_of_the_currency()
    {
        await using var gateway = await ShopAsync();
        var bare = await StubGateway.StartAsync();
        await using (bare.On("GET /api/v1/products", new Page<ProductResponse>([Things.Lamp], null)))
        {
            var plain = new Dictionary<string, string> { ["NO_COLOR"] = "1" };
            for (var width = 40; width <= 140; width++)
            {
                var with = (await InvRunner.OnTerminalAsync(gateway, width, plain, "product", "list")).Out;
                var without = (await InvRunner.OnTerminalAsync(bare, width, plain, "product", "list")).Out;

                Assert.Equal(Left(without), Left(with));
                var rule = Array.FindIndex(with.Split('\n'), line => line.StartsWith('─'));
                Assert.InRange(with.Split('\n')[rule - 1].Length, 1, width);
                if (without.Contains("Price", StringComparison.Ordinal))
                    Assert.Matches(@"Price \(EUR\)|Money is in EUR\.", with);
            }
        }

        static string Left(string table) =>
            System.Text.RegularExpressions.Regex.Match(table, @"\d+ columns? (is|are) left").Value;
    }

    [Fact]
    public async Task Where_no_currency_is_set_or_known_money_is_bare()
    {
        await using var gateway = await ShopAsync();
        foreach (var answer in (Answer[])[Answer.Ok(new InstallationResponse(null, null, "\"1\"")), new(503), new(404)])
        {
            gateway.On($"GET {Path}", _ => answer);
            var ran = await InvRunner.RunAsync(gateway, "product", "show", "LAMP-1");
            Assert.Equal((0, ""), (ran.Code, ran.Error));
            Assert.Matches("(?m)^Price +24\\.9", ran.Out);
        }
    }

    private static async Task<StubGateway> ShopAsync() =>
        (await StubGateway.StartAsync())
            .On($"GET {Path}", new InstallationResponse("EUR", 2, "\"3\""))
            .On("GET /api/v1/products", new Page<ProductResponse>([Things.Lamp], null))
            .On("GET /api/v1/products/LAMP-1", Things.Lamp);
}
