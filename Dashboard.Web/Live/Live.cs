using System.Net.ServerSentEvents;
using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Live;

/// <summary>From the announcements of the services to the browsers, as server-sent events at <c>/live</c>.</summary>
internal static class Live
{
    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section);
        builder.Services.AddSingleton<Presence>();
        builder.Services.AddSingleton<LiveHub>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LiveHub>());
        builder.Services.AddHostedService<PresenceExchange>();
        builder.Services.AddHostedService<LiveWatch>();
        builder.Services.Configure<MvcOptions>(mvc => mvc.Filters.Add<LiveMarkFilter>());
#pragma warning disable EXTEXP0001 // It reports what it finds at once; retries would hide it.
        builder
            .Services.AddHttpClient(LiveWatch.Client, http => http.Timeout = LiveWatch.Patience)
            .RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        builder.AddBus(
            "dashboard",
            bus => bus.AddConsumer<LiveConsumer>().Endpoint(endpoint => endpoint.InstanceId = $"-{Guid.NewGuid():N}"),
            OwnQueue
        );
    }

    public static void MapLive(this WebApplication app) =>
        app.MapGet("/live", Listen).WithName("Live").WithSummary("What changed, as server-sent events");

    /// <param name="subject">What the page is about, as product:LAMP-1; others who look at it hear of it.</param>
    /// <param name="editing">The page is there to change it.</param>
    /// <param name="hub">Has the news.</param>
    /// <param name="context">The request.</param>
    /// <param name="lifetime">Of this program.</param>
    private static Results<ServerSentEventsResult<LiveTick>, ProblemHttpResult> Listen(
        string? subject,
        bool? editing,
        LiveHub hub,
        HttpContext context,
        IHostApplicationLifetime lifetime
    )
    {
        Look? look = null;
        if (subject is not null)
        {
            if (!Subject.TryParse(subject, out var thing) || !HasPage(thing.Kind))
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status400BadRequest,
                    title: "subject must be a product, an order or a supplier, as product:LAMP-1."
                );
            // Who it is, the session says and not the browser; only who may change something can be at it.
            var person = Person.Of(context.User)!;
            look = new Look(thing.ToString(), person, editing is true && person.May(Role.Planner));
        }

        if (context.IsHead())
            return TypedResults.ServerSentEvents(AsyncEnumerable.Empty<SseItem<LiveTick>>());

        // A browser stays for hours: without the lifetime's token, stopping would wait for it.
        var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.RegisterForDispose(end);
        // A person who may not look any more stops hearing within the life of a token.
        var until = Sessions.Current?.Tokens?.Until ?? DateTimeOffset.MinValue;
        return hub.TryListen(until, look, end.Token) is { } events
            ? TypedResults.ServerSentEvents(events)
            : TypedResults.Problem(
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "Too many live connections."
            );
    }

    private static bool HasPage(SubjectKind kind) =>
        kind is SubjectKind.Product or SubjectKind.Order or SubjectKind.Supplier;

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

internal sealed class LiveConsumer(LiveHub hub, Presence presence)
    : IConsumer<SalesRecorded>,
        IConsumer<StockChanged>,
        IConsumer<ForecastChanged>,
        IConsumer<PresenceSeen>
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

    public Task Consume(ConsumeContext<PresenceSeen> context)
    {
        presence.Hear(context.Message);
        return Task.CompletedTask;
    }
}
