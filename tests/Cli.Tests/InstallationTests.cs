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
}
