using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client.Exceptions;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.ServiceDefaults.Tests;

/// <summary>What the log says while a server is away.</summary>
public sealed class TroubleTests
{
    private static readonly Exception Database = new NpgsqlException("Failed to connect", new SocketException(111));
    private static readonly Exception Broker = new BrokerUnreachableException(new SocketException(111));

    [Fact]
    public void Each_trouble_is_told_once_and_counted_until_it_is_over()
    {
        var clock = new StillClock();
        var troubles = new Troubles(clock);
        using var errors = new ErrorLog();
        using var app = App(troubles, errors);
        var log = app.GetRequiredService<ILoggerFactory>().CreateLogger("library");

        for (var second = 0; second < 22; second++)
        {
            log.LogError(Database, "The connection failed");
            log.LogError(new InvalidOperationException("around it", Broker), "The bus failed");
            clock.Now += TimeSpan.FromSeconds(1);
        }
        log.LogError(new InvalidOperationException("ours"), "A fault");

        Assert.Equal(["library: A fault"], errors.Lines);
        Assert.True(troubles.Begun.TryRead(out var first));
        Assert.Equal(("The database", "Connection refused"), (first.Who, first.Reason));
        Assert.True(troubles.Begun.TryRead(out var other));
        Assert.Equal("The message broker", other.Who);
        Assert.False(troubles.Begun.TryRead(out _));

        Assert.Empty(troubles.TakeOver(out var left));
        Assert.Equal(2, left);
        clock.Now += Troubles.Quiet;
        Assert.Equal([22, 22], troubles.TakeOver(out left).Select(trouble => trouble.Count));
        Assert.Equal(0, left);

        // The next one is a trouble of its own.
        log.LogError(Database, "The connection failed");
        Assert.True(troubles.Begun.TryRead(out _));
    }

    [Fact]
    public void A_part_to_which_nothing_is_sent_is_told_once_by_name()
    {
        var troubles = new Troubles(new StillClock());
        using var lines = new ErrorLog(LogLevel.Warning);
        using var app = App(troubles, lines);
        var proxy = app.GetRequiredService<ILoggerFactory>().CreateLogger("Yarp.ReverseProxy.Forwarder");

        foreach (var part in (string[])["sales", "sales", "catalog"])
            Say(new EventId(7, "NoAvailableDestinations"), part);
        Say(new EventId(8, "Other"), "sales");

        Assert.Equal(["Yarp.ReverseProxy.Forwarder: Of sales."], lines.Lines);
        Assert.True(troubles.Begun.TryRead(out var first));
        Assert.Equal(("sales", 2), (first.Who, first.Count));
        Assert.True(troubles.Begun.TryRead(out var second));
        Assert.Equal(("catalog", 1), (second.Who, second.Count));

        // As the proxy names what it is about.
        void Say(EventId id, string part) =>
            proxy.Log<KeyValuePair<string, object?>[]>(
                LogLevel.Warning,
                id,
                [new("clusterId", part)],
                null,
                (_, _) => $"Of {part}."
            );
    }

    [Fact]
    public async Task A_service_says_in_one_line_what_is_away()
    {
        using var lines = new ErrorLog(LogLevel.Warning);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.AddServiceDefaults("troubled");
        await using var app = builder.Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("library");
        var news = app
            .Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()
            .OfType<TroubleNews>()
            .Single();

        await news.StartAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 100; i++)
            log.LogError(Database, "The connection failed");

        await Testing.Eventually.Holds(() => Task.FromResult(lines.Lines.Count > 0), "the trouble is told");
        await news.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            "SmartInventory.ServiceDefaults.Telemetry.TroubleNews: The database does not answer: Connection refused. "
                + "What is said of it from now on is counted",
            Assert.Single(lines.Lines)
        );
    }

    private static ServiceProvider App(LoggingSampler sampler, ILoggerProvider lines) =>
        new ServiceCollection().AddLogging(log => log.AddProvider(lines).AddSampler(sampler)).BuildServiceProvider();

    private sealed class StillClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
