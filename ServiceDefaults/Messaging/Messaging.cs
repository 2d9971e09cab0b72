using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>MassTransit over RabbitMQ, as every service here uses it.</summary>
public static class MessagingExtensions
{
    /// <summary>A sent message is of use only to whoever looks for what went wrong yesterday.</summary>
    private static readonly TimeSpan SentFor = TimeSpan.FromDays(1);

    /// <summary>No broker delivers a message again after so long.</summary>
    private static readonly TimeSpan AppliedFor = TimeSpan.FromDays(90);

    /// <summary>Who repeats a request does so within this time.</summary>
    private static readonly TimeSpan AnsweredFor = TimeSpan.FromDays(7);

    /// <summary>
    /// The bus on <c>ConnectionStrings:messaging</c> and the outbox relay of <typeparamref name="TDb"/>.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="service">Prefix of the service's queues: "catalog-sales-recorded".</param>
    /// <param name="consumers">Adds the service's consumers.</param>
    /// <param name="subscribers">Says with <see cref="SentTo"/> who must not miss what the service publishes.</param>
    public static WebApplicationBuilder AddMessaging<TDb>(
        this WebApplicationBuilder builder,
        string service,
        Action<IBusRegistrationConfigurator>? consumers = null,
        Action<IRabbitMqBusFactoryConfigurator>? subscribers = null
    )
        where TDb : DbContext
    {
        builder.AddBus(service, consumers, subscribers: subscribers);
        builder.Services.AddHostedService<OutboxRelay<TDb>>();
        builder.Services.AddHostedService<Housekeeping<TDb>>();
        builder.Keep<TDb>(
            "outbox",
            SentFor,
            (db, before, ct) => db.Set<OutboxMessage>().Where(m => m.SentAt < before).ExecuteDeleteAsync(ct)
        );
        builder.Keep<TDb>(
            "inbox",
            AppliedFor,
            (db, before, ct) => db.Set<InboxMessage>().Where(m => m.AppliedAt < before).ExecuteDeleteAsync(ct)
        );
        builder.Keep<TDb>(
            "idempotency",
            AnsweredFor,
            (db, before, ct) => db.Set<IdempotentAnswer>().Where(a => a.CreatedAt < before).ExecuteDeleteAsync(ct)
        );
        return builder;
    }

    /// <summary>Says how long rows of a table are kept. Without it, for ever.</summary>
    public static void Keep<TDb>(
        this WebApplicationBuilder builder,
        string table,
        TimeSpan keep,
        Func<TDb, DateTimeOffset, CancellationToken, Task<int>> delete
    )
        where TDb : DbContext => builder.Services.AddSingleton(new Retention<TDb>(table, keep, delete));

    /// <summary>The bus without an outbox, for a process that only listens.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="service">Prefix of the queues.</param>
    /// <param name="consumers">Adds the consumers.</param>
    /// <param name="endpoint">Shapes each receive endpoint; default: a quorum queue with the retry policy of
    /// facts.</param>
    /// <param name="subscribers">As in <see cref="AddMessaging"/>.</param>
    public static WebApplicationBuilder AddBus(
        this WebApplicationBuilder builder,
        string service,
        Action<IBusRegistrationConfigurator>? consumers = null,
        Action<IRabbitMqReceiveEndpointConfigurator>? endpoint = null,
        Action<IRabbitMqBusFactoryConfigurator>? subscribers = null
    )
    {
        builder.Services.AddMassTransit(bus =>
        {
            // A self-hosted system does not report to the maker of a library.
            bus.ConfigureUsageTelemetryOptions(options => options.Enabled = false);
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            consumers?.Invoke(bus);
            bus.AddConfigureEndpointsCallback(
                (_, _, configurator) =>
                {
                    if (configurator is IRabbitMqReceiveEndpointConfigurator rabbit)
                        (endpoint ?? DurableEndpoint).Invoke(rabbit);
                }
            );
            bus.UsingRabbitMq(
                (context, rabbit) =>
                {
                    var text =
                        context.GetRequiredService<IConfiguration>().GetConnectionString("messaging")
                        ?? throw new InvalidOperationException("ConnectionStrings:messaging is not set.");
                    rabbit.Host(new Uri(text));
                    // Every queue of a service begins with its name: its user at the broker has no others.
                    rabbit.OverrideDefaultBusEndpointQueueName($"{service}_bus_{NewId.Next():N}");
                    rabbit.ConfigureJsonSerializerOptions(WithWords);
                    rabbit.UseConsumeFilter(typeof(ActorFilter<>), context);
                    subscribers?.Invoke(rabbit);
                    rabbit.ConfigureEndpoints(context);
                }
            );
        });
        builder.Services.RemoveMassTransitHostedService();
        builder.Services.AddHostedService<BusStarter>();
        builder.Services.AddSingleton(provider => new ErrorQueues(
            service,
            provider.GetRequiredService<IConfiguration>()
        ));
        builder.Services.AddReceiveEndpointObserver<ErrorQueueObserver>();
        builder.Services.AddHealthChecks().AddCheck<ErrorQueueCheck>("error-queues");
        return builder;
    }

    /// <summary>
    /// Makes the queues of these services with the first message, whether or not they ever ran: a broker drops what no
    /// queue is bound for, and services of a new installation start in any order.
    /// </summary>
    /// <typeparam name="TMessage">The message; the queue is that of the consumer named after it.</typeparam>
    /// <param name="rabbit">The bus.</param>
    /// <param name="services">Prefixes of their queues.</param>
    public static void SentTo<TMessage>(this IRabbitMqBusFactoryConfigurator rabbit, params string[] services)
        where TMessage : class =>
        rabbit.Publish<TMessage>(topology =>
        {
            foreach (var service in services)
            {
                var queue = new KebabCaseEndpointNameFormatter(service, includeNamespace: false).Message<TMessage>();
                // Straight to the message's exchange. The consumer will add its own way round, and RabbitMQ still puts
                // each
                // message into a queue only once.
                topology.BindQueue(topology.Exchange.ExchangeName, queue, binding => binding.SetQuorumQueue());
            }
        });

    private static JsonSerializerOptions WithWords(JsonSerializerOptions options)
    {
        var words = new JsonSerializerOptions(options);
        words.Converters.Insert(0, ContractsJson.Words);
        return words;
    }

    private static void DurableEndpoint(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.SetQuorumQueue();
        endpoint.PrefetchCount = 8;
        endpoint.ConcurrentMessageLimit = 2;
        endpoint.UseMessageRetry(retry =>
        {
            // A server that is away is waited for, up to about ten minutes; the message is not to blame.
            retry.Handle<Exception>(e => e.IsOutage());
            retry.Exponential(
                30,
                TimeSpan.FromMilliseconds(200),
                TimeSpan.FromSeconds(30),
                TimeSpan.FromMilliseconds(400)
            );
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(e => e.IsOutage());
            retry.Intervals(100, 500, 2_000);
        });
    }
}
