using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MassTransit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Forecasting.Forecasts;
using StackExchange.Redis;

namespace SmartInventory.Alive;

/// <summary>
/// Posts sales of one line at an even pace, round robin over the series, and looks in Redis (which is written after
/// PostgreSQL) for
/// the first forecast that knows each of them: a document says from how many lines it was made.
/// </summary>
public sealed class Till : IAsyncDisposable
{
    private const string LinesField = "\"lines\":";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly RunOptions _run;
    private readonly IBusControl _bus;
    private readonly ConnectionMultiplexer _redis;
    private readonly IReadOnlyDictionary<string, long> _before;
    private readonly ConcurrentDictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _latencies = [];
    private int _sold;
    private double _slowest;
    private TimeSpan _took;

    public Till(RunOptions run, Addresses addresses, IReadOnlyDictionary<string, long> before)
    {
        (_run, _before) = (run, before);
        _redis = ConnectionMultiplexer.Connect(addresses.Cache);
        _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(addresses.Messaging));
            // As the services write messages: enums as words.
            rabbit.ConfigureJsonSerializerOptions(options =>
            {
                options.Converters.Insert(0, ContractsJson.Words);
                return options;
            });
            rabbit.ReceiveEndpoint(
                $"bench-{Guid.NewGuid():N}",
                endpoint =>
                {
                    endpoint.AutoDelete = true;
                    endpoint.PrefetchCount = 32;
                    endpoint.Handler<ForecastChanged>(context => Task.WhenAll(context.Message.Items.Select(LookAsync)));
                }
            );
        });
    }

    /// <summary>Sells until <paramref name="end"/>, then waits for the forecasts of what was sold.</summary>
    public async Task SellAsync(CancellationToken end, CancellationToken ct)
    {
        await _bus.StartAsync(ct);
        var watch = Stopwatch.StartNew();
        var sent = new List<Task>();
        for (; !end.IsCancellationRequested; _sold++)
        {
            var due = TimeSpan.FromSeconds((double)_sold / _run.Rate) - watch.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due, ct);
            sent.Add(PostAsync(Store.Sku(_sold % _run.Series), ct));
            sent.RemoveAll(t => t.IsCompletedSuccessfully);
        }
        _took = watch.Elapsed;
        await Task.WhenAll(sent);
        var patience = Stopwatch.StartNew();
        while (_latencies.Count < _sold && patience.Elapsed < Grace)
            await Task.Delay(50, ct);
    }

    public void Report(TextWriter output)
    {
        var sorted = _latencies.Order().ToArray();
        var within = sorted.Count(l => l <= 1);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_sold} sales in {_took.TotalSeconds:0.0} s ({_sold / _took.TotalSeconds:0} a second), "
                    + $"slowest publish {_slowest * 1000:0} ms"
            )
        );
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"sale to forecast: median {At(.5)}, 90% {At(.9)}, 95% {At(.95)}, 99% {At(.99)}, "
                    + $"99.9% {At(.999)}, most {At(1)} ms"
            )
        );
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"within a second: {100.0 * within / _sold:0.00}%; "
                    + $"without a forecast {Grace.TotalSeconds:0} s after the end: {_sold - sorted.Length}"
            )
        );

        string At(double share) =>
            sorted.Length == 0
                ? "-"
                : (1000 * sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]).ToString(
                    "0",
                    CultureInfo.InvariantCulture
                );
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.StopAsync();
        await _redis.DisposeAsync();
    }

    private async Task PostAsync(string sku, CancellationToken ct)
    {
        var now = DateTimeOffset.UtcNow;
        var line = new SaleLine
        {
            Id = Guid.CreateVersion7(),
            Channel = "till",
            Sku = sku,
            Location = Store.Location,
            Kind = SaleKind.Sale,
            Quantity = 1,
            UnitPrice = 2.5m,
            SoldAt = now,
            Day = DateOnly.FromDateTime(now.UtcDateTime),
        };
        var started = Stopwatch.GetTimestamp();
        _waiting.GetOrAdd(sku, s => new(_before[s])).Add(started);
        await _bus.Publish(new SalesRecorded([line]), context => context.MessageId = line.Id, ct);
        _slowest = Math.Max(_slowest, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private async Task LookAsync(ForecastState state)
    {
        if (!_waiting.TryGetValue(state.Sku, out var waiting))
            return;
        while (true)
        {
            string? text = await _redis
                .GetDatabase()
                .HashGetAsync(ForecastCache.ForecastKey(state.Sku), state.Location);
            var cached = text is null ? null : CachedForecast.FromText(text);
            if (cached is not null && cached.Version >= state.Version)
            {
                foreach (var latency in waiting.Take(Lines(cached.Document), Stopwatch.GetTimestamp()))
                    _latencies.Add(latency);
                return;
            }
            await Task.Delay(2);
        }
    }

    private static long Lines(string document)
    {
        var start = document.IndexOf(LinesField, StringComparison.Ordinal) + LinesField.Length;
        var end = document.AsSpan(start).IndexOfAnyExceptInRange('0', '9');
        return long.Parse(document.AsSpan(start, end), CultureInfo.InvariantCulture);
    }

    /// <summary>The sales of one series whose forecast has not been seen, oldest first.</summary>
    private sealed class Waiting(long before)
    {
        private readonly Queue<long> _started = [];
        private long _seen = before;

        public void Add(long started)
        {
            lock (_started)
                _started.Enqueue(started);
        }

        /// <summary>The latencies, in seconds, of the sales that a document of so many lines knows.</summary>
        public List<double> Take(long lines, long now)
        {
            lock (_started)
            {
                var latencies = new List<double>();
                for (; _seen < lines && _started.TryDequeue(out var started); _seen++)
                    latencies.Add(Stopwatch.GetElapsedTime(started, now).TotalSeconds);
                return latencies;
            }
        }
    }
}
