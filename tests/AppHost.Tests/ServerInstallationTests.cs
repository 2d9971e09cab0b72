using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Tests;

public sealed class ServerInstallationTests
{
    [Fact]
    public void Whoever_cannot_install_gets_every_way_out_in_one_message()
    {
        var message = ServerInstallation.WaysOut(["PostgreSQL", "RabbitMQ"]);

        Assert.StartsWith(
            "SmartInventory needs PostgreSQL, RabbitMQ, not found on this machine.",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains("1. Install natively:", message, StringComparison.Ordinal);
        Assert.Contains("2. Or let it install:", message, StringComparison.Ordinal);
        Assert.Contains("3. Or use containers:", message, StringComparison.Ordinal);
    }
}
