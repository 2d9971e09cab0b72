using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>
/// How many messages of this service ended in error queues. They wait there, with their reason, until somebody acts.
/// </summary>
public sealed class ErrorQueues(IConfiguration configuration) : IAsyncDisposable
{
    private readonly SortedSet<string> _queues = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1, 1);
    private IConnection? _connection;

    internal void Watch(string queue)
    {
        lock (_queues) _queues.Add(queue);
    }

    /// <summary>Failed messages per queue that this service consumes.</summary>
    /// <exception cref="BrokerUnreachableException">RabbitMQ does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken ct)
    {
        string[] queues;
        lock (_queues) queues = [.. _queues];
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        await _one.WaitAsync(ct);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                if (_connection is not null) await _connection.DisposeAsync();
                var factory = new ConnectionFactory { Uri = new Uri(configuration.GetConnectionString("messaging")!) };
                _connection = await factory.CreateConnectionAsync("error-queues", ct);
            }

            foreach (var queue in queues)
            {
                // A passive declare of a queue that is not there closes the channel, so each gets its own.
                await using var channel = await _connection.CreateChannelAsync(cancellationToken: ct);
                try
                {
                    counts[queue] = (await channel.QueueDeclarePassiveAsync($"{queue}_error", ct)).MessageCount;
                }
                catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
                {
                    counts[queue] = 0;
                }
            }
        }
        finally
        {
            _one.Release();
        }

        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _one.Dispose();
    }
}

internal sealed class ErrorQueueCheck(ErrorQueues queues) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var failed = (await queues.CountAsync(cancellationToken)).Where(q => q.Value > 0).ToList();
            return failed.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded("failed messages wait: " + string.Join(", ", failed.Select(q => $"{q.Value} in {q.Key}_error")));
        }
        catch (Exception e) when (e is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException)
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
        if (!queue.Contains("_bus_", StringComparison.Ordinal)) queues.Watch(queue);
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;
}
