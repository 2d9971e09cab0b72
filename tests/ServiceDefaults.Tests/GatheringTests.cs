using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class GatheringTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_arrives_while_the_work_before_is_done_shares_the_next_group_and_each_has_its_own_answer()
    {
        var groups = new List<int[]>();
        var gate = new TaskCompletionSource();
        var gathering = Over(async group =>
        {
            groups.Add([.. group]);
            await gate.Task;
            return [.. group.Select(i => $"done {i}")];
        });
        var first = gathering.AddAsync(0, Ct);
        while (groups.Count == 0)
            await Task.Yield();
        var others = Enumerable.Range(1, 5).Select(i => gathering.AddAsync(i, Ct)).ToArray();
        gate.SetResult();

        Assert.Equal("done 0", await first);
        Assert.Equal(["done 1", "done 2", "done 3", "done 4", "done 5"], await Task.WhenAll(others));
        // Each weighs one, and three close a group.
        Assert.Equal(
            [
                [0],
                [1, 2, 3],
                [4, 5],
            ],
            groups
        );
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(1, false)]
    public async Task A_group_waits_for_as_many_as_the_one_before_and_no_longer_than_a_moment(int moment, bool isLong)
    {
        var groups = new List<int[]>();
        var gate = new TaskCompletionSource();
        var gathering = Over(
            async group =>
            {
                groups.Add([.. group]);
                await gate.Task;
                return [.. group.Select(i => $"done {i}")];
            },
            TimeSpan.FromMilliseconds(moment)
        );
        // The first is worked on at once, whatever the moment, and two come meanwhile.
        var first = gathering.AddAsync(0, Ct);
        while (groups.Count == 0)
            await Task.Yield();
        Task[] two = [gathering.AddAsync(1, Ct), gathering.AddAsync(2, Ct)];
        gate.SetResult();
        await Task.WhenAll([first, .. two]);

        // After two, a group waits for a second one.
        var third = gathering.AddAsync(3, Ct);
        if (isLong)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => third.WaitAsync(TimeSpan.FromMilliseconds(50), Ct));
            await Task.WhenAll(third, gathering.AddAsync(4, Ct));
            Assert.Equal([3, 4], groups[^1]);
        }
        else
        {
            await third;
            Assert.Equal([3], groups[^1]);
        }
    }

    [Fact]
    public async Task A_bad_item_fails_alone()
    {
        var gate = new TaskCompletionSource();
        var gathering = Over(async group =>
        {
            await gate.Task;
            return group.Contains(2) ? throw new InvalidOperationException("two") : [.. group.Select(i => $"done {i}")];
        });
        var all = Enumerable.Range(0, 4).Select(i => gathering.AddAsync(i, Ct)).ToArray();
        gate.SetResult();

        Assert.Equal("done 0", await all[0]);
        Assert.Equal("done 1", await all[1]);
        Assert.Equal("two", (await Assert.ThrowsAsync<InvalidOperationException>(() => all[2])).Message);
        Assert.Equal("done 3", await all[3]);
        // And the next is worked on as if nothing had been.
        Assert.Equal("done 7", await gathering.AddAsync(7, Ct));
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer_and_the_others_have_their_answers()
    {
        var gate = new TaskCompletionSource();
        var gathering = Over(async group =>
        {
            await gate.Task;
            return [.. group.Select(i => $"done {i}")];
        });
        using var stop = new CancellationTokenSource();
        var gone = gathering.AddAsync(1, stop.Token);
        var other = gathering.AddAsync(2, Ct);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.SetResult();
        Assert.Equal("done 2", await other);
    }

    private static Gathering<int, string> Over(
        Func<IReadOnlyList<int>, Task<IReadOnlyList<string>>> work,
        TimeSpan moment = default
    ) => new(work, _ => 1, most: 3, moment, TimeProvider.System);
}
