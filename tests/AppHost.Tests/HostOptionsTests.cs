using SmartInventory.AppHost.Running;
using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost_Tests;

public sealed class HostOptionsTests
{
    [Fact]
    public void Nothing_said_leaves_the_choice_open() =>
        Assert.Equal(new HostOptions { Runner = Runner.Auto }, HostOptions.Parse([]));

    [Fact]
    public void Saying_where_data_is_kept_means_native()
    {
        Assert.Equal(new HostOptions { Runner = Runner.Native, Data = "/x" }, HostOptions.Parse(["--data", "/x"]));
        Assert.Equal(new HostOptions { Runner = Runner.Native, Ephemeral = true }, HostOptions.Parse(["--ephemeral"]));
    }

    [Fact]
    public void Publishing_is_left_to_aspire_with_all_its_arguments() =>
        Assert.Equal(Runner.Aspire, HostOptions.Parse(["--operation", "publish", "--output-path", "out"]).Runner);

    [Theory]
    [InlineData("--data needs a folder after it.", "--data")]
    [InlineData("--data needs a folder after it.", "--data", "--ephemeral")]
    [InlineData("--native and --aspire exclude each other.", "--native", "--aspire")]
    [InlineData("Unknown argument --port.", "--port", "80")]
    public void A_wrong_argument_is_named(string message, params string[] args) =>
        Assert.StartsWith(message, Assert.Throws<HostException>(() => HostOptions.Parse(args)).Message, StringComparison.Ordinal);
}
