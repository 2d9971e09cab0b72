using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class OutageTests
{
    private static readonly Exception Refused = new NpgsqlException("Failed to connect", new SocketException(111));

    private static readonly Exception[] Outages =
    [
        Refused,
        new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
        new DbUpdateException("An error occurred while saving.", Refused),
        new InvalidOperationException("A transient failure.", new DbUpdateException("Saving failed.", Refused)),
        new PostgresException("terminating connection", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown),
        new AlreadyClosedException(new ShutdownEventArgs(ShutdownInitiator.Peer, 320, "CONNECTION_FORCED")),
        new BrokerUnreachableException(new SocketException(111)),
        new InvalidOperationException("A library's words.", new HttpRequestException("refused")),
    ];

    private static readonly Exception[] Faults =
    [
        new InvalidOperationException("ours"),
        new PostgresException("duplicate key", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation),
        // A timeout around what the database refused is still what the database refused.
        new TimeoutException(
            "too late",
            new PostgresException("no such column", "ERROR", "ERROR", PostgresErrorCodes.UndefinedColumn)
        ),
    ];

    [Fact]
    public void A_server_that_is_away_is_seen_through_whatever_is_around_it() =>
        Assert.All(Outages, exception => Assert.True(exception.IsOutage()));

    [Fact]
    public void A_fault_is_no_outage() => Assert.All(Faults, exception => Assert.False(exception.IsOutage()));
}
