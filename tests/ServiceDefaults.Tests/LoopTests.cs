using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class LoopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_a_turn_throws_the_next_one_comes_and_the_service_goes_on()
    {
        Exception[] thrown =
        [
            new InvalidOperationException("ours"),
            new TimeoutException("theirs"),
            new OperationCanceledException("a library's own timeout"),
        ];
        var turns = 0;
        var clock = new EagerClock();
        using var loop = new Turns(clock, () => turns < thrown.Length ? throw thrown[turns++] : turns++);

        await loop.StartAsync(Cancellation);

        // Enough to see the one after the failures.
        for (var i = 0; i <= thrown.Length; i++)
            await clock.Waited.Reader.ReadAsync(Cancellation);
        Assert.True(turns > thrown.Length);
        Assert.False(loop.ExecuteTask!.IsCompleted);
        await loop.StopAsync(Cancellation);
        Assert.True(loop.ExecuteTask.IsCanceled || loop.ExecuteTask.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_pause_after_a_failure_grows_to_ten_seconds_and_begins_anew_after_a_turn_that_worked()
    {
        var turns = 0;
        var clock = new EagerClock();
        using var loop = new Turns(clock, () => turns++ == 6 ? turns : throw new InvalidOperationException("again"));
        await loop.StartAsync(Cancellation);

        var pauses = new List<double>();
        while (pauses.Count < 9)
            pauses.Add((await clock.Waited.Reader.ReadAsync(Cancellation)).TotalSeconds);

        Assert.Equal([1, 2, 4, 8, 10, 10, Turns.Pause.TotalSeconds, 1, 2], pauses);
        await loop.StopAsync(Cancellation);
    }

    private sealed class Turns(TimeProvider time, Func<int> turn) : Loop(time, NullLogger.Instance)
    {
        public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(77);

        protected override Task<TimeSpan> TurnAsync(CancellationToken ct)
        {
            turn();
            return Task.FromResult(Pause);
        }
    }

    /// <summary>Every wait is over in a millisecond, and is told.</summary>
    private sealed class EagerClock : TimeProvider
    {
        public Channel<TimeSpan> Waited { get; } = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited.Writer.TryWrite(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
        }
    }
}
