using System.Collections.Concurrent;
using System.Threading.Channels;

namespace SmartInventory.Forecasting.Pending;

/// <summary>
/// What the consumers of this process tell the refresher: that there is work, how heavy the stream is, and since when
/// a location is quiet. Lost with the process and harmless then: the marks in the database are the truth.
/// </summary>
internal sealed class Pulse(TimeProvider time)
{
    /// <summary>
    /// A message with more lines than this comes from an import: its series do not go before those of a sale at the
    /// till.
    /// </summary>
    public const int MostLinesAtTill = 100;

    /// <summary>More lines than this within <see cref="Window"/> is an import, not people at a till.</summary>
    private const int BulkLines = 3_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastSale = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private (DateTimeOffset Start, int Lines) _now,
        _before;
    private int _trainings;

    public void Sold(int lines, IEnumerable<string> locations)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            Turn(now);
            _now.Lines += lines;
        }
        foreach (var location in locations)
            _lastSale[location] = now;
        Wake();
    }

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>
    /// Whether sales come in bulk, or did and the training that follows is not done: then a series waits for more
    /// before
    /// it is computed again.
    /// </summary>
    public bool InBulk
    {
        get
        {
            if (Volatile.Read(ref _trainings) > 0)
                return true;
            lock (_lock)
            {
                Turn(time.GetUtcNow());
                return _now.Lines + _before.Lines > BulkLines;
            }
        }
    }

    /// <summary>
    /// Says that a training began. After an import it keeps <see cref="InBulk"/> until it is disposed.
    /// </summary>
    public IDisposable? Training()
    {
        if (!InBulk)
            return null;
        Interlocked.Increment(ref _trainings);
        return new Done(this);
    }

    public bool IsQuiet(string location, TimeSpan since) =>
        !_lastSale.TryGetValue(location, out var last) || time.GetUtcNow() - last > since;

    /// <summary>Returns at the next wake, or after <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            await _wake.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nobody called: time for a look anyway.
        }
    }

    private void Turn(DateTimeOffset now)
    {
        if (now - _now.Start < Window)
            return;
        _before = now - _now.Start < 2 * Window ? _now : default;
        _now = (now, 0);
    }

    private sealed class Done(Pulse pulse) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref pulse._trainings);
    }
}
