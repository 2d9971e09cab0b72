using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Live;

/// <summary>How often browsers hear something. Section <c>Dashboard:Live</c>.</summary>
internal sealed class LiveOptions
{
    public const string Section = "Dashboard:Live";

    /// <summary>
    /// At most one event per browser in this time. The first after a quiet time goes out at once.
    /// </summary>
    public TimeSpan Tick { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>An event without news, so that both ends notice a dead connection.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is looked whether the broker and the gateway answer, while a page is open.</summary>
    public TimeSpan Watch { get; set; } = TimeSpan.FromSeconds(2);

    public int MaxBrowsers { get; set; } = 500;

    /// <summary>
    /// So long somebody who closed a page still counts as there: the next page of the same thing may be loading.
    /// </summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// So often processes of the dashboard tell each other who is there, beside each time that it changes.
    /// </summary>
    public TimeSpan Exchange { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Of a process that was not heard for so long nobody is there any more.</summary>
    public TimeSpan Silence => 3 * Exchange;
}

/// <summary>
/// Between the messages and the browsers: folds what comes, and hands each browser a tick now and then. What pages show
/// is asked anew from then on.
/// </summary>
internal sealed class LiveHub(
    IOptions<LiveOptions> options,
    SharedAnswers answers,
    Presence presence,
    TimeProvider time
) : BackgroundService
{
    private readonly Lock _lock = new();
    private readonly LiveFold _fold = new();
    private readonly HashSet<Mailbox> _browsers = [];
    private readonly SemaphoreSlim _wake = new(0);
    private LiveTrouble _trouble;
    private LiveMark _mark = LiveMark.Start();

    /// <summary>
    /// How far this process has heard; taken before a page is read, it says later what the page missed.
    /// </summary>
    public LiveMark Mark
    {
        get
        {
            lock (_lock)
                return _mark;
        }
    }

    public int Browsers
    {
        get
        {
            lock (_lock)
                return _browsers.Count;
        }
    }

    public void Add(Action<LiveFold> news)
    {
        lock (_lock)
        {
            if (!_fold.Any)
                _wake.Release();
            news(_fold);
        }
    }

    /// <summary>Every browser is told once what the dashboard misses, and when that is over.</summary>
    public void Report(LiveTrouble trouble)
    {
        lock (_lock)
        {
            if (_trouble == trouble)
                return;
            _trouble = trouble;
            answers.Forget();
            foreach (var browser in _browsers)
                browser.Put(LiveTick.Nothing with { Trouble = trouble });
        }
    }

    /// <summary>The events of one browser, from now on; null when there are too many browsers.</summary>
    /// <param name="until">When the browser has to show anew that it is signed in.</param>
    /// <param name="look">What its page is about, and who looks at it; null for a page of no such thing.</param>
    /// <param name="ct">Ends with the request.</param>
    public IAsyncEnumerable<SseItem<LiveTick>>? TryListen(DateTimeOffset until, Look? look, CancellationToken ct)
    {
        lock (_lock)
            return _browsers.Count >= options.Value.MaxBrowsers ? null : ListenAsync(until, look, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _wake.WaitAsync(options.Value.Tick, stoppingToken);
            if (Tell())
                await Task.Delay(options.Value.Tick, time, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <returns>Whether there was anything to tell.</returns>
    private bool Tell()
    {
        lock (_lock)
        {
            var tick = _fold.Take();
            if (tick is not null)
            {
                answers.Forget();
                _mark = _mark.After(tick);
                foreach (var browser in _browsers)
                    browser.Put(tick);
            }

            if (!presence.Turn())
                return tick is not null;
            foreach (var browser in _browsers)
                browser.Meet(presence);
            return true;
        }
    }

    /// <summary>Says nothing new, but whether what is heard is all there is.</summary>
    private LiveTick Quiet()
    {
        lock (_lock)
            return LiveTick.Nothing with { Trouble = _trouble };
    }

    private async IAsyncEnumerable<SseItem<LiveTick>> ListenAsync(
        DateTimeOffset until,
        Look? look,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        using var mailbox = new Mailbox(look);
        LiveTick hello;
        lock (_lock)
        {
            _browsers.Add(mailbox);
            hello = Quiet() with { Mark = _mark };
            if (look is not null)
                presence.Enter(look);
        }

        try
        {
            yield return new SseItem<LiveTick>(hello, "hello") { ReconnectionInterval = TimeSpan.FromSeconds(2) };
            while (!ct.IsCancellationRequested)
            {
                var left = until - time.GetUtcNow();
                if (left <= TimeSpan.Zero)
                {
                    yield return new SseItem<LiveTick>(LiveTick.Nothing, "again");
                    yield break;
                }

                var tick = await mailbox.TakeAsync(left < options.Value.Heartbeat ? left : options.Value.Heartbeat, ct);
                yield return tick is null
                    ? new SseItem<LiveTick>(Quiet(), "beat")
                    : new SseItem<LiveTick>(tick, "tick");
            }
        }
        finally
        {
            lock (_lock)
            {
                _browsers.Remove(mailbox);
                if (look is not null)
                    presence.Leave(look);
            }
        }
    }

    /// <summary>
    /// Holds one tick. While a slow browser does not fetch it, later ones are folded into it: it falls behind, but
    /// nothing piles up and nothing is lost.
    /// </summary>
    private sealed class Mailbox(Look? look) : IDisposable
    {
        private readonly LiveFold _pending = new();
        private readonly SemaphoreSlim _mail = new(0);
        private Here? _here;

        /// <summary>Says who else is there, at first and when that is different.</summary>
        public void Meet(Presence presence)
        {
            if (look is null || presence.Around(look) is var here && here == _here)
                return;
            _here = here;
            Put(LiveTick.Nothing with { Here = here });
        }

        public void Put(LiveTick tick)
        {
            lock (_pending)
            {
                _pending.Add(tick);
                if (_mail.CurrentCount == 0)
                    _mail.Release();
            }
        }

        /// <summary>
        /// The next tick, or null after <paramref name="patience"/> or when <paramref name="ct"/> ends the wait.
        /// </summary>
        public async Task<LiveTick?> TakeAsync(TimeSpan patience, CancellationToken ct)
        {
            try
            {
                await _mail.WaitAsync(patience, ct);
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            lock (_pending)
                return _pending.Take();
        }

        public void Dispose() => _mail.Dispose();
    }
}
