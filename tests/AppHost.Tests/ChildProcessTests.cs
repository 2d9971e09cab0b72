using SmartInventory.AppHost.Running;
using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost_Tests;

public sealed class ChildProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_ends_when_asked_is_not_forced()
    {
        using var child = await ChildProcess.StartAsync(new Command("/bin/sleep", ["300"]));

        Assert.True(await child.StopAsync(TimeSpan.FromSeconds(10)));
        Assert.Null(Posix.StartTicks(child.Id));
    }

    [Fact]
    public async Task A_process_that_will_not_end_is_forced_with_its_children()
    {
        var grandchild = new TaskCompletionSource<int>();
        // The shell ignores TERM, and so does the sleep it starts.
        using var child = await ChildProcess.StartAsync(
            new Command("/bin/sh", ["-c", "trap '' TERM; sleep 300 & echo $!; wait"]),
            line => grandchild.TrySetResult(int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)));
        var sleeper = await grandchild.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);

        Assert.False(await child.StopAsync(TimeSpan.FromMilliseconds(300)));

        await Eventually.IsTrueAsync(() => Posix.StartTicks(sleeper) is null, "the grandchild is gone", Cancellation);
    }

    [Fact]
    public async Task Leftovers_of_a_killed_host_are_ended_and_nobody_else()
    {
        using var data = DataFolder.Ephemeral();
        using var leftover = await ChildProcess.StartAsync(new Command("/bin/sleep", ["300"]));
        using var stranger = await ChildProcess.StartAsync(new Command("/bin/sleep", ["300"]));
        StateFile.Write(data.StatePath, new HostState(1, DateTimeOffset.UnixEpoch, Ready: true,
        [
            new PartEntry("sales", PartState.Healthy, "", leftover.Id, Posix.StartTicks(leftover.Id), 0),
            // The number of a process that is long gone, by now somebody else's.
            new PartEntry("catalog", PartState.Healthy, "", stranger.Id, Posix.StartTicks(stranger.Id) - 100, 0),
            new PartEntry("gateway", PartState.Waiting, "", null, null, 0),
        ]));

        var ended = await StateFile.EndLeftoversAsync(data.StatePath, Cancellation);

        Assert.Equal(["sales"], ended);
        Assert.Null(Posix.StartTicks(leftover.Id));
        Assert.NotNull(Posix.StartTicks(stranger.Id));
        await stranger.StopAsync(TimeSpan.FromSeconds(5));
    }
}
