using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts.Messages;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Dashboard.Web.Live;

/// <summary>From the announcements of the services to the browsers, as server-sent events at <c>/live</c>.</summary>
internal static class Live
{
    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section);
        builder.Services.AddSingleton<LiveHub>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LiveHub>());
        builder.AddBus(
            "dashboard",
            bus => bus.AddConsumer<LiveConsumer>().Endpoint(endpoint => endpoint.InstanceId = $"-{Guid.NewGuid():N}"),
            OwnQueue
        );
    }

    public static void MapLive(this WebApplication app) =>
        app.MapGet("/live", Listen).WithName("Live").WithSummary("What changed, as server-sent events");

    private static Results<ServerSentEventsResult<LiveTick>, ProblemHttpResult> Listen(
        LiveHub hub,
        HttpContext context,
        IHostApplicationLifetime lifetime
    )
    {
        // A browser stays for hours: without the lifetime's token, stopping would wait for it.
        var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(end);
        // A person who may not look any more stops hearing within the life of a token.
        return hub.TryListen(Sessions.Current?.Tokens?.Until ?? DateTimeOffset.MinValue, end.Token) is { } events
            ? TypedResults.ServerSentEvents(events)
            : TypedResults.Problem(
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "Too many live connections."
            );
    }

    // Every dashboard process hears everything, and what it misses while it is away is of no use to it: the pages read
    // the state anyway. So the queue belongs to this connection and goes with it, and its length is bounded.
    private static void OwnQueue(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.Durable = false;
        endpoint.AutoDelete = true;
        endpoint.Exclusive = true;
        endpoint.PrefetchCount = 8;
        endpoint.ConcurrentMessageLimit = 1;
        endpoint.SetQueueArgument("x-max-length", 1_000);
        endpoint.DiscardFaultedMessages();
        endpoint.DiscardSkippedMessages();
    }
}

internal sealed class LiveConsumer(LiveHub hub)
    : IConsumer<SalesRecorded>,
        IConsumer<StockChanged>,
        IConsumer<ForecastChanged>
{
    public Task Consume(ConsumeContext<SalesRecorded> context)
    {
        hub.Add(fold => fold.Add(context.Message));
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<StockChanged> context)
    {
        hub.Add(fold => fold.Add(context.Message));
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<ForecastChanged> context)
    {
        hub.Add(fold => fold.Add(context.Message));
        return Task.CompletedTask;
    }
}
