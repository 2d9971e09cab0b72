namespace SmartInventory.ServiceDefaults.Background;

/// <summary>
/// Group commit: whatever arrives while the work before is done shares the next piece of work, and each item gets its
/// own answer. A lone item is worked on at once; the more arrive, the larger the groups, and what a transaction costs
/// is divided by them. A group that fails is tried again item by item, so that a bad one fails alone.
/// </summary>
/// <param name="work">Does it for a group: all or nothing, with an answer for each item in the same order.</param>
/// <param name="weight">How much of <paramref name="most"/> an item takes.</param>
/// <param name="most">The weight at which a group is closed.</param>
/// <param name="moment">How long the first item of a group waits for others.</param>
/// <param name="time">The clock of that.</param>
public sealed class Gathering<TItem, TResult>(
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> work,
    Func<TItem, int> weight,
    int most,
    TimeSpan moment,
    TimeProvider time
)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = [];
    private bool _running;

    /// <summary>Returns the item's answer when its group is done, or throws what kept it from that.</summary>
    /// <param name="item">What is to be done.</param>
    /// <param name="ct">Stops waiting; the work may be done all the same.</param>
    public Task<TResult> AddAsync(TItem item, CancellationToken ct)
    {
        var waiting = new Waiting(item);
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            if (!_running)
            {
                _running = true;
                // What it does belongs to many requests, not to the first one.
                using (ExecutionContext.SuppressFlow())
                    _ = Task.Run(PumpAsync, CancellationToken.None);
            }
        }
        return waiting.Done.Task.WaitAsync(ct);
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            if (moment > TimeSpan.Zero)
                await Task.Delay(moment, time);
            List<Waiting> group = [];
            lock (_lock)
            {
                for (var sum = 0; sum < most && _waiting.TryDequeue(out var next); sum += weight(next.Item))
                    group.Add(next);
                if (group.Count == 0)
                {
                    _running = false;
                    return;
                }
            }
            if (!await TryAsync(group) && group.Count > 1)
            {
                foreach (var one in group)
                    await TryAsync([one]);
            }
        }
    }

    /// <summary>
    /// An item alone hears of its failure; a group that fails is silent, for its items are tried alone.
    /// </summary>
    private async Task<bool> TryAsync(List<Waiting> group)
    {
        IReadOnlyList<TResult> results;
        try
        {
            results = await work(group.ConvertAll(w => w.Item));
        }
        catch (Exception e)
        {
            if (group.Count == 1)
                group[0].Done.SetException(e);
            return false;
        }
        for (var i = 0; i < group.Count; i++)
            group[i].Done.SetResult(results[i]);
        return true;
    }

    private sealed record Waiting(TItem Item)
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
