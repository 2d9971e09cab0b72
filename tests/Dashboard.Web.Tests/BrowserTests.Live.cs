using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Live;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>What open pages read again, when, and what the reader notices of it.</summary>
public sealed partial class BrowserTests
{
    [Theory]
    [InlineData("")]
    [InlineData("products/85123A")]
    [InlineData("trends")]
    [InlineData("trends/stock")]
    public async Task A_page_at_rest_is_silent(string path)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.Clock.InstallAsync();
        await page.GotoAsync(path);
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        await PauseAsync(page);
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(request.Url);

        // As long as a connection without a word is good.
        await page.Clock.RunForAsync(35_000);

        Assert.Empty(asked);
    }

    [Fact]
    public async Task What_happens_while_a_page_is_on_its_way_is_on_it()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        var bus = await dashboard.BusAsync();
        var heard = new TaskCompletionSource();
        // The page is read, and the connection that would tell of the sale comes after it.
        await page.RouteAsync(
            url => new Uri(url).AbsolutePath == "/live",
            async route =>
            {
                await heard.Task;
                await route.ContinueAsync();
            }
        );
        await page.GotoAsync("", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Assertions.Expect(page.Locator("#tile-sales .headline")).ToBeVisibleAsync();
        var hub = dashboard.Services.GetRequiredService<LiveHub>();
        var before = hub.Mark;
        stub.Serve("/api/v1/sales/daily", _ => new[] { new DailySales(new DateOnly(2026, 1, 1), 3, 0, 7_003, 1) });
        await bus.Publish(new SalesRecorded([Line("85123A", 3)]), Ct);
        await Eventually.Holds(() => hub.Mark != before, "the dashboard to hear of the sale");

        heard.SetResult();

        await Assertions.Expect(page.Locator("#tile-sales .headline")).ToContainTextAsync("7,003");
    }

    [Fact]
    public async Task News_come_before_the_next_try_of_a_tile_that_failed()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Fail("/api/v1/sales/daily");
        await using var dashboard = new DashboardHost(stub.Address);
        var (page, sell) = await OpenStandingAsync(dashboard);
        await Assertions.Expect(page.Locator("#tile-sales .trouble")).ToBeVisibleAsync();
        stub.Serve(Canned.Shop());

        await sell(3);
        // The next try would come five seconds after the last one.
        await page.Clock.RunForAsync(1_000);

        await Assertions.Expect(page.Locator("#tile-sales .headline")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_sale_is_on_the_page_at_once_also_right_after_another_and_a_storm_is_read_seldom()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var (page, sell) = await OpenStandingAsync(dashboard);
        for (var sale = 1; sale <= 2; sale++)
        {
            var revenue = 7_000 + sale;
            stub.Serve(
                "/api/v1/sales/daily",
                _ => new[] { new DailySales(new DateOnly(2026, 1, 1), 3, 0, revenue, 1) }
            );
            await sell(sale);
            await page.Clock.RunForAsync(400);
            await Assertions.Expect(page.Locator("#tile-sales .headline")).ToContainTextAsync($"{revenue:#,0}");
        }

        await page.EvaluateAsync(
            "window.reads = 0; const real = fetch; window.fetch = (...what) => "
                + "{ if (`${what[0]}`.includes('tile=sales')) reads++; return real(...what); };"
        );
        for (var sale = 0; sale < 40; sale++)
        {
            await sell(sale + 10);
            await page.Clock.RunForAsync(250);
        }

        // Ten seconds of it: not at each of the forty ticks.
        Assert.InRange(await page.EvaluateAsync<int>("reads"), 4, 10);
    }

    [Fact]
    public async Task News_do_not_move_what_is_read()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        await DrawnAsync(page.Locator("#chart-sales"));
        await page.Locator("#table-sales summary").ClickAsync();
        var area = page.Locator("#table-sales .scroll");
        await area.EvaluateAsync("area => { area.scrollTop = 77; }");
        await page.EvaluateAsync("scrollTo(0, 400)");
        var bus = await dashboard.BusAsync();

        // The tile that is read, with its chart; and so near the end that the page would be too short without it.
        await bus.Publish(new SalesRecorded([Line("85123A", 3)]), Ct);
        await Assertions.Expect(page.Locator("#tile-sales.fresh")).ToBeVisibleAsync();
        Assert.Equal(400, await page.EvaluateAsync<int>("Math.round(scrollY)"));
        Assert.Equal(77, await area.EvaluateAsync<int>("area => area.scrollTop"));
        await page.EvaluateAsync(
            "document.getElementById('tile-sales').classList.remove('fresh'); scrollTo(0, document.body.scrollHeight)"
        );
        var end = await page.EvaluateAsync<double>("scrollY");
        await bus.Publish(new SalesRecorded([Line("85123A", 3)]), Ct);
        await Assertions.Expect(page.Locator("#tile-sales.fresh")).ToBeVisibleAsync();
        Assert.InRange(await page.EvaluateAsync<double>("scrollY"), end - 1, end + 1);

        // One above it, which shrinks.
        await page.Locator("#tile-sales").EvaluateAsync("tile => tile.scrollIntoView()");
        const string Place = "document.querySelector('#tile-sales').getBoundingClientRect().top";
        var before = await page.EvaluateAsync<double>(Place);
        var scrolled = await page.EvaluateAsync<double>("scrollY");
        stub.Serve("/api/v1/replenishment", _ => new Page<SuggestionResponse>([Canned.Suggestion(0, "Lamp")], null));
        await bus.Publish(
            new ForecastChanged([new ForecastState("85123A", "L", 1, DateTimeOffset.UnixEpoch, "ses", 1, 0, null)]),
            Ct
        );
        await Assertions.Expect(page.Locator("#tile-act-now tbody tr")).ToHaveCountAsync(1);
        Assert.InRange(await page.EvaluateAsync<double>(Place), before - 1, before + 1);
        Assert.InRange(await page.EvaluateAsync<double>("scrollY"), 0, scrolled - 100);
    }

    [Fact]
    public async Task A_slow_part_does_not_keep_the_page_waiting_and_its_tile_comes_by_itself()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        using var known = new ManualResetEventSlim();
        stub.Serve(
            "/api/v1/status",
            _ =>
            {
                known.Wait(Ct);
                return Canned.Status(reconciled: true);
            }
        );
        await using var dashboard = new DashboardHost(
            stub.Address,
            settings: new() { ["Dashboard:Tiles:Patience"] = "00:00:01" }
        );
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#tile-stock .figure")).ToBeVisibleAsync();
        var books = page.Locator("#tile-books");
        await Assertions.Expect(books).ToContainTextAsync("Being read");
        // Nothing else is still to come.
        await Assertions.Expect(page.Locator("[data-waiting]")).ToHaveCountAsync(1);
        var height = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");

        known.Set();

        await Assertions.Expect(books).ToContainTextAsync("Reconciled");
        Assert.InRange(
            await page.EvaluateAsync<int>("document.documentElement.scrollHeight"),
            height - 150,
            height + 150
        );
        Assert.Empty(_console);
    }

    [Fact]
    public async Task The_header_says_when_the_broker_or_the_gateway_is_away_and_when_they_are_back()
    {
        var broker = new UriBuilder(await (await Infrastructure.StartAsync(Ct)).CreateVirtualHostAsync(Ct));
        await using var brokerDoor = await TcpDoor.To(broker.Host, broker.Port);
        (broker.Host, broker.Port) = ("127.0.0.1", brokerDoor.Port);
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var gateway = new Uri(stub.Address);
        await using var gatewayDoor = await TcpDoor.To(gateway.Host, gateway.Port);
        await using var dashboard = new DashboardHost(
            $"http://127.0.0.1:{gatewayDoor.Port}",
            broker.Uri.OriginalString,
            new() { ["Dashboard:Live:Watch"] = "00:00:00.200" }
        );
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("");
        var header = page.Locator("#live-text");
        var state = page.Locator("#live[data-state=on]");
        await Assertions.Expect(header).ToHaveTextAsync("Live");

        await brokerDoor.Close();
        await Assertions.Expect(header).ToHaveTextAsync("Live updates stopped: the message broker does not answer");
        await Assertions.Expect(state).ToHaveCountAsync(0);

        await gatewayDoor.Close();
        await Assertions
            .Expect(header)
            .ToHaveTextAsync("Numbers cannot be read: neither the gateway nor the message broker answers");

        brokerDoor.Open();
        await Assertions
            .Expect(header)
            .ToHaveTextAsync("Numbers cannot be read: the gateway does not answer", new() { Timeout = 60_000 });

        // What changed meanwhile is read when it is over.
        stub.Serve("/api/v1/stock/summary", _ => new StockSummary(99, 3, 1, 0, 0, 0, DateTimeOffset.UnixEpoch));
        gatewayDoor.Open();
        await Assertions.Expect(header).ToHaveTextAsync("Live");
        await Assertions.Expect(state).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#tile-stock .figure")).ToHaveTextAsync("99.00");
    }

    /// <summary>
    /// Today with a clock that stands, and what sells so many units and waits until the page knows.
    /// </summary>
    private async Task<(IPage Page, Func<int, Task> Sell)> OpenStandingAsync(DashboardHost dashboard)
    {
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.Clock.InstallAsync();
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        await PauseAsync(page);
        var bus = await dashboard.BusAsync();
        return (
            page,
            async units =>
            {
                await bus.Publish(new SalesRecorded([Line("85123A", units)]), Ct);
                await Assertions.Expect(page.Locator("#toast")).ToHaveTextAsync($"+1 line, {units} units");
            }
        );
    }

    // A little ahead, since the clock goes on until it is paused. Where a machine stood still for so long, again.
    private static async Task PauseAsync(IPage page)
    {
        while (true)
            try
            {
                var ahead = await page.EvaluateAsync<long>("Date.now() + 1000");
                await page.Clock.PauseAtAsync(DateTimeOffset.FromUnixTimeMilliseconds(ahead).UtcDateTime);
                return;
            }
            catch (PlaywrightException late) when (late.Message.Contains("to the past", StringComparison.Ordinal))
            {
                Ct.ThrowIfCancellationRequested();
            }
    }
}
