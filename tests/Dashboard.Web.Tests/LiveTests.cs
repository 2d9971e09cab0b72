using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Live;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class LiveTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_fold_adds_up_and_empties()
    {
        var fold = new LiveFold();
        Assert.Null(fold.Take());

        fold.Add(new SalesRecorded([Line("A", SaleKind.Sale, 3, 2m), Line("B", SaleKind.Return, 1, 5m)]));
        fold.Add(new SalesRecorded([Line("A", SaleKind.Sale, 1, 2m)]));
        fold.Add(new StockChanged([new StockState("C", "L", 1, 0, 0, true)]));
        fold.Add(new ForecastChanged([new ForecastState("A", "L", 1, DateTimeOffset.UnixEpoch, "ses", 1, 0, null)]));

        var tick = fold.Take()!;
        Assert.Equal(
            (3L, 4m, 1m, 3m, 1L, 1L),
            (tick.Lines, tick.Units, tick.Returned, tick.Revenue, tick.Stock, tick.Forecasts)
        );
        Assert.Equal(["A", "B", "C"], tick.Skus);
        Assert.False(tick.More);
        Assert.Null(fold.Take());
    }

    [Fact]
    public void Half_a_million_lines_fold_into_one_small_tick()
    {
        var fold = new LiveFold();
        for (var message = 0; message < 500; message++)
            fold.Add(
                new SalesRecorded([
                    .. Enumerable.Range(0, 1_000).Select(i => Line($"S{(message * 7) + i}", SaleKind.Sale, 1, 1)),
                ])
            );

        var tick = fold.Take()!;

        Assert.Equal(500_000, tick.Lines);
        Assert.Equal(LiveFold.MaxSkus, tick.Skus.Count);
        Assert.True(tick.More);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(tick).Length, 1, 2_000);
    }

    [Fact]
    public void Ticks_fold_like_messages()
    {
        var (one, two) = (new LiveFold(), new LiveFold());
        one.Add(new SalesRecorded([Line("A", SaleKind.Sale, 3, 2m)]));
        two.Add(one.Take()!);
        two.Add(LiveTick.Nothing with { Lines = 1, Units = 2, Skus = ["B"], More = true });

        Assert.Equivalent(new LiveTick(2, 5, 0, 6, 0, 0, ["A", "B"], true), two.Take());
    }

    [Fact]
    public async Task Browsers_hear_few_events_whatever_the_rate_and_miss_nothing()
    {
        var clock = new WatchedClock();
        using var hub = new LiveHub(
            Options.Create(new LiveOptions { Heartbeat = TimeSpan.FromMinutes(10) }),
            new SharedAnswers(clock),
            Nobody(),
            clock
        );
        await hub.StartAsync(Ct);
        await using var events = hub.TryListen(DateTimeOffset.MaxValue, null, Ct)!.GetAsyncEnumerator(Ct);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("hello", events.Current.EventType);
        void Sell() => hub.Add(fold => fold.Add(new SalesRecorded([Line("A", SaleKind.Sale, 1, 1)])));
        Sell();
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(1, events.Current.Data.Lines);

        for (var tick = 0; tick < 10; tick++)
        {
            await clock.Waits.WaitAsync(Ct);
            // The browser waits, too, and would hear at once of what is told before the clock moves.
            var next = events.MoveNextAsync();
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(Sell, Ct)));
            clock.Advance(new LiveOptions().Tick);
            Assert.True(await next);
            Assert.Equal(100, events.Current.Data.Lines);
        }

        await hub.StopAsync(Ct);
    }

    [Fact]
    public async Task The_first_news_after_a_quiet_time_are_told_at_once()
    {
        using var hub = new LiveHub(
            Options.Create(new LiveOptions { Tick = TimeSpan.FromMinutes(10) }),
            new SharedAnswers(TimeProvider.System),
            Nobody(),
            TimeProvider.System
        );
        await hub.StartAsync(Ct);
        await using var events = hub.TryListen(DateTimeOffset.MaxValue, null, Ct)!.GetAsyncEnumerator(Ct);
        await events.MoveNextAsync();

        hub.Add(fold => fold.Add(new SalesRecorded([Line("A", SaleKind.Sale, 1, 1)])));

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(("tick", 1), (events.Current.EventType, events.Current.Data.Lines));
        await hub.StopAsync(Ct);
    }

    [Fact]
    public async Task What_the_dashboard_misses_is_told_once_and_to_everybody_who_comes()
    {
        using var hub = new LiveHub(
            Options.Create(new LiveOptions()),
            new SharedAnswers(TimeProvider.System),
            Nobody(),
            TimeProvider.System
        );
        await using var first = hub.TryListen(DateTimeOffset.MaxValue, null, Ct)!.GetAsyncEnumerator(Ct);
        await first.MoveNextAsync();
        Assert.Equal(LiveTrouble.None, first.Current.Data.Trouble);

        hub.Report(LiveTrouble.Broker);
        hub.Report(LiveTrouble.Broker);
        await first.MoveNextAsync();
        Assert.Equal(LiveTrouble.Broker, first.Current.Data.Trouble);
        await using var second = hub.TryListen(DateTimeOffset.MaxValue, null, Ct)!.GetAsyncEnumerator(Ct);
        await second.MoveNextAsync();
        Assert.Equal(("hello", LiveTrouble.Broker), (second.Current.EventType, second.Current.Data.Trouble!.Value));

        hub.Report(LiveTrouble.None);
        await first.MoveNextAsync();
        Assert.Equal(("tick", LiveTrouble.None), (first.Current.EventType, first.Current.Data.Trouble!.Value));
    }

    [Fact]
    public async Task A_slow_browser_gets_one_event_for_what_it_missed()
    {
        using var hub = new LiveHub(
            Options.Create(new LiveOptions { Tick = TimeSpan.FromMilliseconds(10) }),
            new SharedAnswers(TimeProvider.System),
            Nobody(),
            TimeProvider.System
        );
        await hub.StartAsync(Ct);
        await using var slow = hub.TryListen(DateTimeOffset.MaxValue, null, Ct)!.GetAsyncEnumerator(Ct);
        await slow.MoveNextAsync();
        await using var quick = hub.TryListen(DateTimeOffset.MaxValue, null, Ct)!.GetAsyncEnumerator(Ct);
        await quick.MoveNextAsync();

        for (var i = 0; i < 20; i++)
        {
            hub.Add(fold => fold.Add(new SalesRecorded([Line("A", SaleKind.Sale, 1, 1)])));
            Assert.True(await quick.MoveNextAsync());
            Assert.Equal(1, quick.Current.Data.Lines);
        }

        // Who is asked this waits for the round in which the quick one got the last.
        Assert.Equal(2, hub.Browsers);
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal(20, slow.Current.Data.Lines);
        await hub.StopAsync(Ct);
    }

    [Fact]
    public async Task Pages_ask_anew_from_the_tick_on_whether_anybody_listens_or_not()
    {
        // Its clock stands, so that only a tick makes an answer old.
        var (answers, asked) = (new SharedAnswers(new FakeTimeProvider()), 0);
        using var hub = new LiveHub(
            Options.Create(new LiveOptions { Tick = TimeSpan.FromMilliseconds(10) }),
            answers,
            Nobody(),
            TimeProvider.System
        );
        Task<Loaded<string>> Read() =>
            answers.TryAsync("stock", _ => Task.FromResult($"{Interlocked.Increment(ref asked)}"), Ct);
        Assert.Equal("1", (await Read()).Value);
        await hub.StartAsync(Ct);
        hub.Add(fold => fold.Add(new SalesRecorded([Line("A", SaleKind.Sale, 1, 1)])));

        await Eventually.Holds(async () => (await Read()).Value == "2", "the answer is asked for anew");
        await hub.StopAsync(Ct);
    }

    [Fact]
    public async Task A_quiet_time_has_a_heartbeat_and_a_closed_browser_leaves_nothing()
    {
        using var hub = new LiveHub(
            Options.Create(new LiveOptions { Heartbeat = TimeSpan.FromMilliseconds(50), MaxBrowsers = 1 }),
            new SharedAnswers(TimeProvider.System),
            Nobody(),
            TimeProvider.System
        );
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        List<string> seen = [];
        await foreach (var item in hub.TryListen(DateTimeOffset.MaxValue, null, end.Token)!)
        {
            seen.Add(item.EventType);
            Assert.Equal(1, hub.Browsers);
            Assert.Null(hub.TryListen(DateTimeOffset.MaxValue, null, Ct));
            if (seen.Count == 3)
                await end.CancelAsync();
        }

        Assert.Equal(["hello", "beat", "beat"], seen.Take(3));
        Assert.Equal(0, hub.Browsers);
    }

    [Fact]
    public async Task HEAD_of_the_endless_stream_ends()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/live");

        // All of it is read.
        using var answer = await dashboard.Browser().SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_the_services_announce_reaches_the_browser_through_RabbitMQ()
    {
        var infrastructure = await Infrastructure.StartAsync(Ct);
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address, await infrastructure.CreateVirtualHostAsync(Ct));
        var bus = dashboard.Services.GetRequiredService<IBusControl>();
        Assert.Equal(
            BusHealthStatus.Healthy,
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30))
        );

        using var answer = await dashboard.Browser().GetAsync("/live", HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var events = SseParser
            .Create(await answer.Content.ReadAsStreamAsync(Ct))
            .EnumerateAsync(Ct)
            .GetAsyncEnumerator(Ct);
        await events.MoveNextAsync();
        await bus.Publish(new SalesRecorded([Line("A", SaleKind.Sale, 3, 2)]), Ct);
        await bus.Publish(new StockChanged([new StockState("B", "L", 1, 0, 0, true)]), Ct);
        await bus.Publish(
            new ForecastChanged([new ForecastState("A", "L", 1, DateTimeOffset.UnixEpoch, "ses", 1, 0, null)]),
            Ct
        );

        var fold = new LiveFold();
        LiveTick? sum = null;
        while (sum is null || sum.Lines == 0 || sum.Stock == 0 || sum.Forecasts == 0)
        {
            Assert.True(await events.MoveNextAsync());
            if (events.Current.EventType != "tick")
                continue;
            if (sum is not null)
                fold.Add(sum);
            fold.Add(JsonSerializer.Deserialize<LiveTick>(events.Current.Data, ContractsJson.Options)!);
            sum = fold.Take();
        }

        Assert.Equivalent(new LiveTick(1, 3, 0, 6, 1, 1, ["A", "B"], false), sum);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await dashboard.CreateClient().GetAsync("/health", Ct)).StatusCode);
    }

    private static Presence Nobody() => new(Options.Create(new LiveOptions()), TimeProvider.System);

    private static SaleLine Line(string sku, SaleKind kind, decimal quantity, decimal price) =>
        new()
        {
            Id = Guid.NewGuid(),
            Channel = "manual",
            Sku = sku,
            Location = "L",
            Kind = kind,
            Quantity = quantity,
            UnitPrice = price,
            SoldAt = DateTimeOffset.UnixEpoch,
            Day = new DateOnly(2026, 1, 1),
        };

    /// <summary>Stands until it is moved, and says when somebody begins to wait by it.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        public SemaphoreSlim Waits { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Waits.Release();
            return timer;
        }
    }
}
