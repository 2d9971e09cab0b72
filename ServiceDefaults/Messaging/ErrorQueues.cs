using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>
/// The error queues of this service: messages that kept failing wait there, with their reason, until somebody sends
/// them again.
/// </summary>
public sealed class ErrorQueues(string service, IConfiguration configuration) : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    private readonly SortedSet<string> _queues = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1, 1);
    private IConnection? _connection;

    /// <summary>The service whose queues they are.</summary>
    public string Service => service;

    internal void Watch(string queue)
    {
        lock (_queues)
            _queues.Add(queue);
    }

    /// <summary>Failed messages per queue that this service consumes.</summary>
    /// <exception cref="BrokerUnreachableException">RabbitMQ does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken ct)
    {
        var connection = await ConnectAsync(ct);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var queue in Queues())
            counts[queue] = await CountAsync(connection, queue, ct);
        return counts;
    }

    /// <summary>
    /// Puts what waits now back into the queues it came from. A message leaves its error queue only when the broker has
    /// confirmed
    /// the new one: whatever breaks off here, it may be sent twice, which the inbox absorbs, but is never lost.
    /// </summary>
    /// <returns>How many were sent again, per queue.</returns>
    /// <exception cref="BrokerUnreachableException">RabbitMQ does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, long>> ResendAsync(CancellationToken ct)
    {
        var connection = await ConnectAsync(ct);
        var sent = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var queue in Queues())
        {
            // Not more than wait now: what fails at once is back before the end is reached.
            var waiting = await CountAsync(connection, queue, ct);
            sent[queue] = waiting == 0 ? 0 : await ResendAsync(connection, queue, waiting, ct);
        }

        return sent;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _one.Dispose();
    }

    private static string ErrorQueue(string queue) => $"{queue}_error";

    private static async Task<long> CountAsync(IConnection connection, string queue, CancellationToken ct)
    {
        // A passive declare of a queue that is not there closes the channel, so each gets its own.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(ErrorQueue(queue), ct)).MessageCount;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return 0;
        }
    }

    private static async Task<long> ResendAsync(IConnection connection, string queue, long most, CancellationToken ct)
    {
        await using var channel = await connection.CreateChannelAsync(Confirmed, ct);
        for (var sent = 0L; sent < most; sent++)
        {
            if (await channel.BasicGetAsync(ErrorQueue(queue), autoAck: false, ct) is not { } message)
                return sent;
            await channel.BasicPublishAsync(
                // The queue's own, which MassTransit made with it: what goes through the default one may go anywhere.
                exchange: queue,
                routingKey: "",
                mandatory: true,
                Unfailed(message.BasicProperties),
                message.Body,
                ct
            );
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, ct);
        }

        return most;
    }

    /// <summary>
    /// As it was before it failed: without what MassTransit wrote into the headers about the failure.
    /// </summary>
    private static BasicProperties Unfailed(IReadOnlyBasicProperties properties) =>
        new(properties)
        {
            Headers = properties.Headers?.Where(h => !IsOfFailure(h.Key)).ToDictionary(StringComparer.Ordinal),
        };

    private static bool IsOfFailure(string header) =>
        header == "MT-Reason"
        || header.StartsWith("MT-Fault-", StringComparison.Ordinal)
        || header.StartsWith("MT-Host-", StringComparison.Ordinal);

    private string[] Queues()
    {
        lock (_queues)
            return [.. _queues];
    }

    private async Task<IConnection> ConnectAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_connection is { IsOpen: true })
                return _connection;
            if (_connection is not null)
                await _connection.DisposeAsync();
            var factory = new ConnectionFactory { Uri = new Uri(configuration.GetConnectionString("messaging")!) };
            return _connection = await factory.CreateConnectionAsync("error-queues", ct);
        }
        finally
        {
            _one.Release();
        }
    }
}

internal sealed class ErrorQueueCheck(ErrorQueues queues) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var failed = (await queues.CountAsync(cancellationToken))
                .Where(q => q.Value > 0)
                .Select(q => $"{q.Value} in {q.Key}_error")
                .ToList();
            return failed.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded("failed messages wait: " + string.Join(", ", failed));
        }
        catch (Exception e) when (e.IsOutage())
        {
            return HealthCheckResult.Unhealthy($"RabbitMQ does not answer: {e.Message}");
        }
    }
}

/// <summary>Learns the names of the queues from the bus as it starts them.</summary>
internal sealed class ErrorQueueObserver(ErrorQueues queues) : IReceiveEndpointObserver
{
    public Task Ready(ReceiveEndpointReady ready)
    {
        var queue = ready.InputAddress.AbsolutePath.Split('/')[^1];
        // The bus' own endpoint, for replies, has no error queue.
        if (!queue.Contains("_bus_", StringComparison.Ordinal))
            queues.Watch(queue);
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;
}
