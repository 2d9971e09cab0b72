using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Threading.Channels;

namespace SmartInventory.Load;

/// <summary>
/// Many who have the page Today open while something is sold: how long it takes until a sale is on all their pages, and
/// what a steady stream of sales costs them. Each page does what its script does: it hears of a sale, reads the tile
/// of sales again soon after, and while news keep coming ever more seldom.
/// </summary>
public sealed class OpenPages(RunOptions run, Uri dashboard, Meter meter, CancellationToken ct) : IDisposable
{
    private const int Rate = 50;

    // As in the script of the page.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(2400);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly int _pages = run.Quick ? 10 : 200;
    private readonly int _watched = run.Quick ? 2 : 20;
    private readonly HttpClient _browser = new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = dashboard,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _browser.Dispose();

    public async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        _browser.DefaultRequestHeaders.Add("Cookie", await Person.SignInAsync(dashboard, run.Data, ct));
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pages = Enumerable.Range(0, _pages).Select(_ => new Page(_browser)).ToList();
        var open = pages.ConvertAll(page => page.StayAsync(end.Token));
        await Task.WhenAll(pages.Select(page => page.Heard)).WaitAsync(Grace, ct);
        await meter.QuietAsync(ct);
        try
        {
            return [await OneSaleAsync(pages), await StreamAsync(pages)];
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(open);
        }
    }

    /// <summary>
    /// One sale at a time, while all is quiet: from the request of the till to the answer that each page shows.
    /// </summary>
    private async Task<Measurement> OneSaleAsync(List<Page> pages)
    {
        using var till = new LoadGenerator(run.Gateway, 1, run.Token);
        await SellAsync(till, pages, 0);
        return await meter.RunAsync(
            Text.Of($"a sale on {_pages} open pages"),
            "sights",
            async () =>
            {
                var seconds = new List<double>();
                var span = Stopwatch.StartNew();
                for (var i = 1; i <= _watched; i++)
                    seconds.AddRange(await SellAsync(till, pages, i));
                return new([.. seconds.Order()], span.Elapsed, Faults(pages));
            },
            ct,
            aim: new("p99 below 1 s", m => m.P99 < 1)
        );
    }

    /// <returns>When each page showed it, in seconds after it was sold.</returns>
    private async Task<double[]> SellAsync(LoadGenerator till, List<Page> pages, int number)
    {
        var watch = Stopwatch.StartNew();
        var seen = pages.ConvertAll(page => page.NextReadAsync());
        using (var answer = await till.SendAsync(Works.OneSale(SaleLine.SkuOf(number)), ct))
        {
            if (!answer.IsSuccessStatusCode)
                throw new LoadException($"A watched sale was answered by {(int)answer.StatusCode}.");
        }
        var seconds = await Task.WhenAll(
            seen.Select(async read =>
            {
                await read.WaitAsync(Grace, ct);
                return watch.Elapsed.TotalSeconds;
            })
        );
        // The next finds pages that rest.
        await Task.Delay(2 * Longest, ct);
        return seconds;
    }

    private async Task<Measurement> StreamAsync(List<Page> pages)
    {
        using var tills = new LoadGenerator(run.Gateway, Works.Few, run.Token);
        var sold = -1L;
        var reads = pages.Sum(page => page.Reads);
        var watch = Stopwatch.StartNew();
        var measured = await meter.RunAsync(
            Text.Of($"sales with {_pages} open pages, {Rate}/s offered"),
            "sales",
            async () =>
            {
                var sales = await tills.OpenAsync(
                    _ => Works.OneSale(SaleLine.SkuOf(Interlocked.Increment(ref sold) % run.Products)),
                    Rate,
                    run.FreshnessSpan,
                    ct
                );
                return sales with { Faults = sales.Faults.Concat(Faults(pages)).ToDictionary() };
            },
            ct,
            aim: new(
                Text.Of($"{Rate}/s, p99 below 1 s, all pages stay"),
                m => m.Rate >= .99 * Rate && m.P99 < 1 && pages.TrueForAll(page => page.IsOpen)
            )
        );
        var each = (pages.Sum(page => page.Reads) - reads) / watch.Elapsed.TotalSeconds;
        return measured with { Work = $"{measured.Work} ({Text.Rate(each)} reads of a tile/s)" };
    }

    private static Dictionary<string, long> Faults(List<Page> pages) =>
        pages.SelectMany(page => page.TakeFaults()).GroupBy(f => f).ToDictionary(g => g.Key, g => g.LongCount());

    /// <summary>One open page.</summary>
    private sealed class Page(HttpClient browser)
    {
        private readonly ConcurrentQueue<string> _faults = new();
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<long> _news = Channel.CreateBounded<long>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
        );
        private TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _reads;

        /// <summary>The connection stands.</summary>
        public Task Heard => _heard.Task;

        public bool IsOpen { get; private set; }

        public long Reads => Interlocked.Read(ref _reads);

        /// <summary>Done when the page has read again after something was sold.</summary>
        public Task NextReadAsync()
        {
            var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _read, read);
            return read.Task;
        }

        public IEnumerable<string> TakeFaults()
        {
            while (_faults.TryDequeue(out var fault))
                yield return fault;
        }

        public async Task StayAsync(CancellationToken ct)
        {
            try
            {
                await Task.WhenAll(ListenAsync(ct), ReadAsync(ct));
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // The bench is over.
            }
        }

        private async Task ListenAsync(CancellationToken ct)
        {
            using var answer = await browser.GetAsync("live", HttpCompletionOption.ResponseHeadersRead, ct);
            await using var stream = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(ct);
            IsOpen = true;
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(ct))
            {
                _heard.TrySetResult();
                using var news = JsonDocument.Parse(item.Data);
                if (item.EventType == "tick" && news.RootElement.GetProperty("lines").GetInt64() is > 0 and var lines)
                    _news.Writer.TryWrite(lines);
            }
            IsOpen = false;
            _faults.Enqueue("the dashboard ended a connection");
        }

        private async Task ReadAsync(CancellationToken ct)
        {
            var (gap, last) = (Shortest, 0L);
            while (true)
            {
                await _news.Reader.ReadAsync(ct);
                var since = last == 0 ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(last);
                await Task.Delay(since >= gap - Together ? Together : gap - since, ct);
                since = last == 0 ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(last);
                gap = since < 2 * gap ? TimeSpan.FromTicks(Math.Min(2 * gap.Ticks, Longest.Ticks)) : Shortest;
                last = Stopwatch.GetTimestamp();
                using var answer = await browser.GetAsync("?tile=sales", ct);
                await answer.Content.ReadAsByteArrayAsync(ct);
                if (!answer.IsSuccessStatusCode)
                    _faults.Enqueue($"a tile: {(int)answer.StatusCode}");
                Interlocked.Increment(ref _reads);
                Volatile.Read(ref _read).TrySetResult();
            }
        }
    }
}
