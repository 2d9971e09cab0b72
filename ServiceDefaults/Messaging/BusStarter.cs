using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>
/// Starts the bus as soon as the broker listens, and stops it with the service. MassTransit by itself tries at once and
/// then
/// ever more seldom; services that start beside their broker would lose a quarter of a minute to that.
/// </summary>
internal sealed class BusStarter(IBusDepot depot, IConfiguration configuration, TimeProvider time)
    : BackgroundService,
        IAsyncDisposable
{
    private const int AmqpPort = 5672;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private bool _stopped;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_stopped)
            return;
        _stopped = true;
        await depot.Stop(cancellationToken);
    }

    /// <summary>A host that is disposed of without being stopped would leave its consumers running.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What is wrong with an address, MassTransit says better than a socket.
        if (Uri.TryCreate(configuration.GetConnectionString("messaging"), UriKind.Absolute, out var broker))
        {
            while (!await ListensAsync(broker, stoppingToken))
                await Task.Delay(Pause, time, stoppingToken);
        }

        await depot.Start(stoppingToken);
    }

    private static async Task<bool> ListensAsync(Uri broker, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(broker.Host, broker.Port > 0 ? broker.Port : AmqpPort, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
