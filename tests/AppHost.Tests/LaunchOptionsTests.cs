using SmartInventory.AppHost.Native;
using SmartInventory.AppHost.Running;

namespace SmartInventory.AppHost.Tests;

public sealed class LaunchOptionsTests
{
    [Fact]
    public void Nothing_said_leaves_the_choice_open()
    {
        var options = LaunchOptions.Parse([]);

        Assert.Equal(ServerSource.Any, options.Servers);
        Assert.False(options.Ephemeral || options.NoSample || options.Logs || options.ShowHelp);
        Assert.Empty(options.Others);
    }

    [Fact]
    public void What_is_said_is_heard()
    {
        var options = LaunchOptions.Parse([
            "--data",
            "/x",
            "--sample",
            "none",
            "--logs",
            "--native",
            "--ephemeral",
            "--leave-hung",
        ]);

        Assert.Equal("/x", options.Data);
        Assert.Equal(ServerSource.Native, options.Servers);
        Assert.True(options.NoSample && options.Logs && options.Ephemeral && options.LeaveHung);
    }

    [Fact]
    public void Publishing_is_left_to_aspire_with_all_its_arguments_even_repeated_ones() =>
        Assert.Equal(
            ["--operation", "publish", "--step", "publish", "--output-path", "out"],
            LaunchOptions.Parse(["--operation", "publish", "--step", "publish", "--output-path", "out"]).Others
        );

    [Fact]
    public void A_setting_of_aspires_goes_through() =>
        Assert.Equal(
            ["DcpPublisher:RandomizePorts=true"],
            LaunchOptions.Parse(["DcpPublisher:RandomizePorts=true"]).Others
        );

    [Theory]
    [InlineData("--data needs a folder after it.", "--data")]
    [InlineData("--data needs a folder after it.", "--data", "--ephemeral")]
    [InlineData("--sample can only be none.", "--sample", "some")]
    [InlineData("--native and --containers exclude each other.", "--native", "--containers")]
    [InlineData("Unknown argument --port.", "--port", "80")]
    public void A_wrong_argument_is_named(string message, params string[] args) =>
        Assert.StartsWith(
            message,
            Assert.Throws<HostException>(() => LaunchOptions.Parse(args)).Message,
            StringComparison.Ordinal
        );
}
