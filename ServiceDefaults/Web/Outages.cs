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
    public static bool IsOutage(this Exception exception) => exception.WhoIsAway() is not null;

    /// <summary>Which of them it is, in words for the log; null when it is none.</summary>
    public static string? WhoIsAway(this Exception exception)
    {
        var causes = Causes(exception).ToList();
        // A database that refuses a statement is no outage, whatever is around it.
        return causes.OfType<NpgsqlException>().FirstOrDefault() is { } database
            ? database.IsTransient
                ? "The database"
                : null
            : causes.Select(Silent).FirstOrDefault(who => who is not null) ?? Unnamed(causes);
    }

    private static string? Silent(Exception cause) =>
        cause switch
        {
            BrokerUnreachableException
            or OperationInterruptedException
            or RabbitMQ.Client.Exceptions.PublishException
            or ConnectionException => "The message broker",
            RedisConnectionException => "The cache",
            _ => null,
        };

    private static string? Unnamed(List<Exception> causes) =>
        causes.Exists(cause =>
            cause is TimeoutException or SocketException or HttpRequestException or Polly.ExecutionRejectedException
        )
            ? "Another part"
            : null;

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
