using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Telemetry;

/// <summary>
/// While a server is away, every library that uses it says so at every attempt, with a page of stack trace each. That
/// is counted instead: one line says when the trouble began, one that it is over, and how much was left out between.
/// </summary>
internal sealed class Troubles(TimeProvider time) : LoggingSampler
{
    /// <summary>Libraries try again ever more seldom, up to this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Trouble> _open = new(StringComparer.Ordinal);
    private readonly Channel<Trouble> _begun = Channel.CreateUnbounded<Trouble>();

    /// <summary>Something that is away.</summary>
    /// <param name="Who">What it is.</param>
    /// <param name="Reason">The innermost cause, in its own words.</param>
    /// <param name="Began">When it was said first.</param>
    public sealed record Trouble(string Who, string Reason, DateTimeOffset Began)
    {
        /// <summary>When it was said last.</summary>
        public DateTimeOffset Last { get; set; } = Began;

        /// <summary>How often.</summary>
        public int Count { get; set; }
    }

    /// <summary>Each trouble when it begins.</summary>
    public ChannelReader<Trouble> Begun => _begun.Reader;

    public override bool ShouldSample<TState>(in LogEntry<TState> entry)
    {
        if (WhoIsAway(entry) is not { } who)
            return true;
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_open.TryGetValue(who, out var trouble))
            {
                var reason = entry.Exception?.GetBaseException().Message ?? "nothing is sent there until it does";
                trouble = _open[who] = new Trouble(who, reason, now);
                _begun.Writer.TryWrite(trouble);
            }
            trouble.Last = now;
            trouble.Count++;
        }
        return false;
    }

    // Of the proxy: it gives up requests to a part that hangs, then sends none there, and says so of each, twice.
    private static string? WhoIsAway<TState>(in LogEntry<TState> entry)
    {
        var isProxy = entry.Category.StartsWith("Yarp.", StringComparison.Ordinal);
        if (entry.Exception is { } exception)
            return exception.WhoIsAway()
                ?? (isProxy && exception is OperationCanceledException ? "Another part" : null);
        return
            isProxy
            && entry.EventId.Name == "NoAvailableDestinations"
            && entry.State is IReadOnlyList<KeyValuePair<string, object?>> values
            ? values.Where(value => value.Key == "clusterId").Select(value => $"{value.Value}").FirstOrDefault()
            : null;
    }

    /// <summary>Those of which nothing was said for a while; they are told once.</summary>
    /// <param name="left">How many are not over.</param>
    public IReadOnlyList<Trouble> TakeOver(out int left)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var over = _open.Values.Where(trouble => now - trouble.Last >= Quiet).ToList();
            foreach (var trouble in over)
                _open.Remove(trouble.Who);
            left = _open.Count;
            return over;
        }
    }
}

/// <summary>Says what <see cref="Troubles"/> counts.</summary>
internal sealed partial class TroubleNews(Troubles troubles, TimeProvider time, ILogger<TroubleNews> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Where all is well nothing wakes up.
        while (await troubles.Begun.WaitToReadAsync(stoppingToken))
        {
            int left;
            do
            {
                while (troubles.Begun.TryRead(out var begun))
                    LogBegun(log, begun.Who, begun.Reason);
                await Task.Delay(Pause, time, stoppingToken);
                foreach (var over in troubles.TakeOver(out left))
                    LogOver(log, over.Who, (over.Last - over.Began).TotalSeconds, over.Count);
            } while (left > 0);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Who} does not answer: {Reason}. What is said of it from now on is counted")]
    private static partial void LogBegun(ILogger logger, string who, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "{Who}: no more was heard of the trouble after {Seconds:0} s, in which {Count} messages were left out"
    )]
    private static partial void LogOver(ILogger logger, string who, double seconds, int count);
}
