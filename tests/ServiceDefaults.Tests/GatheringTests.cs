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

    private static Gathering<int, string> Over(Func<IReadOnlyList<int>, Task<IReadOnlyList<string>>> work) =>
        new(work, _ => 1, most: 3, TimeSpan.Zero, TimeProvider.System);
}
