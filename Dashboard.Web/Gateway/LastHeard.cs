namespace SmartInventory.Dashboard.Web.Gateway;

/// <summary>
/// What changes seldom and every page needs, as last heard. It is read when pages are shown, at most every half a
/// minute, and no page waits for a new one: only the first page after a start does, for a moment.
/// </summary>
public sealed class LastHeard<T>(TimeProvider time)
    where T : class
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    // What could not be read is tried again by a later page.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private T? _current;
    private Task? _reading;
    private DateTimeOffset _due;

    /// <summary>What somebody said just now.</summary>
    public void Hear(T current)
    {
        lock (_lock)
        {
            _current = current;
            _due = time.GetUtcNow() + Fresh;
        }
    }

    /// <returns>Null before it could be read.</returns>
    public async Task<T?> GetAsync(Func<CancellationToken, Task<T>> ask)
    {
        Task reading;
        lock (_lock)
        {
            if (time.GetUtcNow() < _due)
                return _current;
            reading = _reading ??= ReadAsync(ask);
            if (_current is not null)
                return _current;
        }

        await Task.WhenAny(reading, Task.Delay(Patience, time));
        lock (_lock)
            return _current;
    }

    private async Task ReadAsync(Func<CancellationToken, Task<T>> ask)
    {
        // Off the lock, and not as long as the page that began it.
        await Task.Yield();
        var read = await Load.TryAsync(ask(CancellationToken.None), CancellationToken.None);
        lock (_lock)
        {
            _reading = null;
            _due = time.GetUtcNow() + (read.Value is null ? Again : Fresh);
            _current = read.Value ?? _current;
        }
    }
}
