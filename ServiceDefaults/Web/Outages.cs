using System.Net.Sockets;
using MassTransit;
using Npgsql;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>Tells a server that is away from a fault of ours, in one place.</summary>
public static class Outages
{
    /// <summary>
    /// True when what went wrong is that a database, a broker, a cache or another service does not answer. It looks at
    /// the whole
    /// chain of causes, for libraries wrap it in exceptions of their own, and those in others again.
    /// </summary>
    public static bool IsOutage(this Exception exception)
    {
        var causes = Causes(exception).ToList();
        // A database that refuses a statement is no outage, whatever is around it.
        return causes.OfType<NpgsqlException>().FirstOrDefault() is { } database
            ? database.IsTransient
            : causes.Exists(IsSilence);
    }

    private static bool IsSilence(Exception cause) =>
        cause
            is TimeoutException
                or SocketException
                or HttpRequestException
                or Polly.ExecutionRejectedException
                or BrokerUnreachableException
                or OperationInterruptedException
                or RabbitMQ.Client.Exceptions.PublishException
                or ConnectionException
                or RedisConnectionException;

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
