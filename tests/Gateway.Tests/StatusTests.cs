using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;
using SmartInventory.Gateway.Status;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

public sealed class StatusTests
{
    private static readonly IReadOnlyList<PartStatus> Well =
    [
        .. Parts.Services.Select(part => new PartStatus(part, "healthy", null, new Dictionary<string, string>())),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Equal_books_and_nothing_under_way_are_reconciled()
    {
        var status = Compare(Books(10, 2, 5), Books(10, 2, 5), Books(10, 2, 5));

        Assert.True(status.Reconciled);
        Assert.True(status.Healthy);
        Assert.Empty(status.Reasons);
        Assert.Equal(
            new SourceReconciliation("shop", Sold: 8, Ledger: 8, Demand: 8, Returned: 2, Lines: 5, Agrees: true),
            Assert.Single(status.Sources)
        );
        Assert.All(status.Consumers, consumer => Assert.Equal((0L, 0L), (consumer.LagLines, consumer.Failed)));
        Assert.Equal(["catalog.outbox", "forecasting.outbox", "sales.outbox"], status.UnderWay.Keys);
    }

    [Fact]
    public void An_empty_system_is_reconciled() => Assert.True(Compare(Empty, Empty, Empty).Reconciled);

    [Theory]
    [InlineData(11, 2, 5)]
    [InlineData(10, 3, 5)]
    [InlineData(10, 2, 4)]
    [InlineData(11, 3, 5)] // the same net
    public void Books_that_differ_in_anything_are_not_reconciled(int sold, int returned, int lines)
    {
        Assert.False(Compare(Books(10, 2, 5), Books(sold, returned, lines), Books(10, 2, 5)).Reconciled);
        Assert.False(Compare(Books(10, 2, 5), Books(10, 2, 5), Books(sold, returned, lines)).Reconciled);
        Assert.False(Compare(Books(sold, returned, lines), Books(10, 2, 5), Books(10, 2, 5)).Reconciled);
    }

    [Fact]
    public void A_source_that_only_one_knows_is_not_reconciled()
    {
        var status = Compare(Empty, Books(1, 0, 1), Empty);

        Assert.False(status.Reconciled);
        Assert.Equal(new SourceReconciliation("shop", 0, 1, 0, 0, 0, Agrees: false), Assert.Single(status.Sources));
    }

    [Fact]
    public void The_lag_of_a_consumer_is_counted_in_lines()
    {
        var status = Compare(Books(10, 0, 10), Books(7, 0, 7), Books(10, 0, 10));

        Assert.False(status.Reconciled);
        Assert.Equal([new ConsumerLag("catalog", 3, 0), new ConsumerLag("forecasting", 0, 0)], status.Consumers);
        Assert.Contains("catalog lags 3 lines behind", status.Reasons);
    }

    [Fact]
    public void How_long_a_sale_waits_for_its_forecast_is_said()
    {
        var status = Compare(Empty, Empty, Empty with { LagSeconds = 2.5 });

        Assert.Equal(
            [new ConsumerLag("catalog", 0, 0), new ConsumerLag("forecasting", 0, 0) { LagSeconds = 2.5 }],
            status.Consumers
        );
    }

    [Fact]
    public void Work_under_way_is_not_yet_reconciled()
    {
        var status = Compare(
            Books(1, 0, 1),
            Books(1, 0, 1),
            Books(1, 0, 1) with
            {
                UnderWay = new Dictionary<string, long> { ["dirty"] = 3 },
            }
        );

        Assert.False(status.Reconciled);
        Assert.Equal(3, status.UnderWay["forecasting.dirty"]);
        Assert.Equal(["3 under way in forecasting.dirty"], status.Reasons);
    }

    [Fact]
    public void What_is_on_its_way_is_no_alarm_until_it_has_stood_still_for_a_minute()
    {
        var clock = new Clock();
        var still = new StandingStill(clock);
        var behind = Books(7, 0, 7);

        var status = Compare(Books(10, 0, 10), behind, Books(10, 0, 10), still);
        Assert.False(status.Reconciled);
        Assert.Empty(status.Alarms);
        Assert.Equal(3, status.OnTheWay);

        // It goes on, slowly.
        clock.Now += TimeSpan.FromSeconds(50);
        Assert.Empty(Compare(Books(10, 0, 10), Books(8, 0, 8), Books(10, 0, 10), still).Alarms);
        clock.Now += TimeSpan.FromSeconds(50);
        Assert.Empty(Compare(Books(10, 0, 10), Books(8, 0, 8), Books(10, 0, 10), still).Alarms);

        clock.Now += TimeSpan.FromSeconds(11);
        Assert.Equal(
            [
                "shop differs: 10 units sold, 8 in the ledger, 10 of demand (or their returns or lines), for 61 s now",
                "catalog lags 2 lines behind, for 61 s now",
            ],
            Compare(Books(10, 0, 10), Books(8, 0, 8), Books(10, 0, 10), still).Alarms
        );

        // Settled in between, it begins anew.
        Assert.Empty(Compare(Books(10, 0, 10), Books(10, 0, 10), Books(10, 0, 10), still).Alarms);
        Assert.Empty(Compare(Books(10, 0, 10), Books(8, 0, 8), Books(10, 0, 10), still).Alarms);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(75, true)]
    public void Messages_and_sales_that_wait_longer_than_a_minute_are_an_alarm_at_once(double seconds, bool alarm)
    {
        var outbox = Books(1, 0, 1) with
        {
            UnderWay = new Dictionary<string, long> { ["outbox"] = 3 },
            OutboxSeconds = seconds,
        };
        var dirty = Books(1, 0, 1) with
        {
            UnderWay = new Dictionary<string, long> { ["dirty"] = 2, ["refits"] = 100 },
            LagSeconds = seconds,
        };

        var status = Compare(outbox, Books(1, 0, 1), dirty);

        Assert.Equal(105, status.OnTheWay);
        Assert.Equal(
            alarm
                ? ["2 under way in forecasting.dirty, for 75 s now", "3 under way in sales.outbox, for 75 s now"]
                : [],
            status.Alarms
        );
    }

    [Fact]
    public void What_does_not_pass_by_itself_is_an_alarm_at_once()
    {
        var drift = Books(1, 0, 1) with { UnderWay = new Dictionary<string, long> { ["drift"] = 2 } };

        var status = Compare(Books(1, 0, 1, failed: 4), drift, Books(1, 0, 1));

        Assert.Equal(
            [
                "4 failed messages wait in sales until they are sent again",
                "2 sums of catalog are not those of their rows",
            ],
            status.Alarms
        );
        Assert.Equal(status.Reasons, status.Alarms);
        Assert.Equal(0, status.OnTheWay);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 1)]
    public void A_failed_message_anywhere_is_not_reconciled(long sales, long catalog, long forecasting) =>
        Assert.False(Compare(Books(1, 0, 1, sales), Books(1, 0, 1, catalog), Books(1, 0, 1, forecasting)).Reconciled);

    [Fact]
    public async Task A_system_at_rest_is_healthy_and_reconciled()
    {
        await using var stub = await StubService.StartAsync(_ => { }, Books(10, 2, 5));
        await using var gateway = await GatewayHost.StartAsync([
            .. Parts.Services.Select(part => GatewayHost.At(part, stub)),
        ]);

        // A gateway whose bus only begins is not at rest.
        await Eventually.Holds(async () => (await Status(gateway)).Healthy, "every part to be healthy");

        var status = await Status(gateway);

        Assert.True(status.Reconciled, string.Join("; ", status.Reasons));
        Assert.True(status.Healthy);
        Assert.Equal(["gateway", "catalog", "sales", "forecasting"], status.Parts.Select(p => p.Name));
        Assert.All(status.Parts, part => Assert.Equal("healthy", part.State));
    }

    [Fact]
    public async Task A_part_that_is_away_is_named_and_the_answer_is_still_200()
    {
        await using var stub = await StubService.StartAsync(_ => { }, Books(10, 2, 5));
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", stub),
            GatewayHost.At("sales", stub),
            GatewayHost.At("forecasting", GatewayHost.Nowhere),
            GatewayHost.At("dashboard", GatewayHost.Nowhere)
        );

        var status = await Status(gateway);

        Assert.False(status.Reconciled);
        Assert.False(status.Healthy);
        Assert.Equal(
            ["unreachable", "unreachable"],
            status.Parts.Where(p => p.Name is "forecasting" or "dashboard").Select(p => p.State)
        );
        Assert.StartsWith(
            "forecasting cannot be asked for its totals: ",
            Assert.Single(status.Reasons),
            StringComparison.Ordinal
        );
        Assert.Empty(status.Sources);
        Assert.Equal([new ConsumerLag("catalog", 0, 0)], status.Consumers);
    }

    [Fact]
    public async Task An_unhealthy_part_is_heard_out_and_a_wrong_one_is_named()
    {
        await using var sick = await StubService.StartAsync(_ => { }, Books(1, 0, 1), health: "unhealthy");
        await using var degraded = await StubService.StartAsync(_ => { }, Books(1, 0, 1), health: "degraded");
        await using var broken = await StubService.StartAsync(app =>
            app.MapGet("/api/v1/forecasts/totals", () => Results.StatusCode(500))
        );
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", sick),
            GatewayHost.At("sales", degraded),
            GatewayHost.At("forecasting", broken)
        );

        var status = await Status(gateway);

        var parts = status.Parts.ToDictionary(p => p.Name);
        Assert.Equal("unhealthy", parts["catalog"].State);
        Assert.Equal("postgres: no answer", parts["catalog"].Detail);
        Assert.Equal("degraded", parts["sales"].State);
        Assert.Equal(["forecasting cannot be asked for its totals: it answered 500"], status.Reasons);
    }

    [Fact]
    public async Task A_part_that_hangs_does_not_hold_up_the_answer()
    {
        await using var stub = await StubService.StartAsync(_ => { }, Books(1, 0, 1));
        // Who waits for longer is answered, and says something else.
        await using var hanging = await StubService.StartAsync(app =>
            app.MapGet("/api/v1/forecasts/totals", (CancellationToken ct) => Task.Delay(TimeSpan.FromSeconds(8), ct))
        );
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", stub),
            GatewayHost.At("sales", stub),
            GatewayHost.At("forecasting", hanging)
        );

        var status = await Status(gateway);

        Assert.Equal(["forecasting cannot be asked for its totals: no answer within 3 s"], status.Reasons);
    }

    private static async Task<StatusResponse> Status(GatewayHost gateway) =>
        (await gateway.Client.GetFromJsonAsync<StatusResponse>("/api/v1/status", ContractsJson.Options, Ct))!;

    private static StatusResponse Compare(
        LedgerTotals sales,
        LedgerTotals catalog,
        LedgerTotals forecasting,
        StandingStill? still = null
    ) =>
        Reconciliation.Compare(
            DateTimeOffset.UnixEpoch,
            Well,
            [new("sales", sales, null), new("catalog", catalog, null), new("forecasting", forecasting, null)],
            still ?? new StandingStill(TimeProvider.System)
        );

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static LedgerTotals Empty => new([], new Dictionary<string, long>(), 0);

    private static LedgerTotals Books(decimal sold, decimal returned, long lines, long failed = 0) =>
        new([new SourceTotals("shop", sold, returned, lines)], new Dictionary<string, long> { ["outbox"] = 0 }, failed);
}
