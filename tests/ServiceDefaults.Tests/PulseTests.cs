using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.ServiceDefaults.Tests;

/// <summary>Whether a request would be kept waiting by its database.</summary>
public sealed class PulseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_whose_database_answers_is_responsive()
    {
        await using var tiny = await TinyService.StartAsync();

        using var answer = await tiny.Http.GetAsync("/responsive", Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_database_that_takes_connections_and_says_nothing_hangs()
    {
        // As a process that was stopped: its system still takes connections for it.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        Assert.Equal(HealthStatus.Unhealthy, await Check(((IPEndPoint)silent.LocalEndpoint).Port));
    }

    [Fact]
    public async Task A_database_that_is_away_keeps_nobody_waiting()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        Assert.Equal(HealthStatus.Healthy, await Check(port));
    }

    private static async Task<HealthStatus> Check(int port)
    {
        await using var pulse = new Pulse($"Host=127.0.0.1;Port={port};Username=x;Password=x;Database=x");
        return (await pulse.CheckHealthAsync(new HealthCheckContext(), Ct)).Status;
    }
}
