using Microsoft.Extensions.Time.Testing;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class SharedAnswersTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SharedAnswers _answers;
    private int _asked;

    public SharedAnswersTests() => _answers = new SharedAnswers(_clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_looks_at_the_same_time_shares_one_answer_for_a_second()
    {
        var answer = new TaskCompletionSource<string>();
        var (first, second) = (Read("stock", answer.Task), Read("stock", answer.Task));
        answer.SetResult("7");
        Assert.Equal(("7", "7"), ((await first).Value, (await second).Value));
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        await Read("stock", answer.Task);
        Assert.Equal(1, _asked);

        await Read("sales", answer.Task);
        Assert.Equal(2, _asked);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await Read("stock", answer.Task);
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task After_an_announcement_nobody_gets_what_was_asked_before_it()
    {
        var old = new TaskCompletionSource<string>();
        var before = Read("stock", old.Task);
        _answers.Forget();
        Assert.Equal("new", (await Read("stock", Task.FromResult("new"))).Value);
        old.SetResult("old");
        Assert.Equal("old", (await before).Value);
        Assert.Equal("new", (await Read("stock", Task.FromResult("newer"))).Value);
    }

    [Fact]
    public async Task A_failure_is_for_those_who_waited_for_it_and_the_next_one_asks_again()
    {
        Assert.NotNull((await Read("stock", Task.FromException<string>(new OperationCanceledException()))).Error);
        Assert.Equal("7", (await Read("stock", Task.FromResult("7"))).Value);
    }

    [Fact]
    public async Task Who_leaves_takes_the_answer_from_nobody()
    {
        var answer = new TaskCompletionSource<string>();
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var first = _answers.TryAsync("stock", token => answer.Task.WaitAsync(token), leaves.Token);
        var second = Read("stock", answer.Task);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult("7");
        Assert.Equal("7", (await second).Value);
        Assert.Equal(0, _asked);
    }

    private Task<Loaded<string>> Read(string key, Task<string> answer) =>
        _answers.TryAsync(
            key,
            _ =>
            {
                _asked++;
                return answer;
            },
            Ct
        );
}
