using System.Collections.Concurrent;

namespace SmartInventory.Forecasting.Pending;

/// <summary>
/// How heavy the stream of sales is that this process takes in, and since when a location is quiet. Lost with the
/// process and harmless then: it only decides how long work waits for more.
/// </summary>
internal sealed class SalesTraffic(TimeProvider time)
{
    /// <summary>
    /// A message with more lines than this comes from an import: its series do not go before those of a sale at the
    /// till.
    /// </summary>
    public const int MostLinesAtTill = 100;

    /// <summary>
    /// More lines than this within one or two times <see cref="Window"/>, and the sales of the whole machine go before
    /// its forecasts: some 250 to 500 a second.
    /// </summary>
    private const int HeavyLines = 1_500;

    /// <summary>More lines than this within <see cref="Window"/> is an import, not people at a till.</summary>
    private const int BulkLines = 3_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

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
    }

    /// <summary>
    /// Whether sales come in bulk, or did and the training that follows is not done: then a series waits for more
    /// before it is computed again.
    /// </summary>
    public bool InBulk => Volatile.Read(ref _trainings) > 0 || Recent() > BulkLines;

    /// <summary>Whether so much is sold that forecasts had better lag than slow it down.</summary>
    public bool IsHeavy => Recent() > HeavyLines;

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

    private int Recent()
    {
        lock (_lock)
        {
            Turn(time.GetUtcNow());
            return _now.Lines + _before.Lines;
        }
    }

    private void Turn(DateTimeOffset now)
    {
        if (now - _now.Start < Window)
            return;
        _before = now - _now.Start < 2 * Window ? _now : default;
        _now = (now, 0);
    }

    private sealed class Done(SalesTraffic traffic) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref traffic._trainings);
    }
}
