using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>
/// Starts the bus as soon as the broker listens, and stops it with the service. MassTransit by itself tries at once and
/// then
/// ever more seldom; services that start beside their broker would lose a quarter of a minute to that.
/// </summary>
internal sealed partial class BusStarter(
    IBusDepot depot,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<BusStarter> log
) : BackgroundService, IAsyncDisposable
{
    private const int AmqpPort = 5672;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(15);
    private bool _stopped;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_stopped)
            return;
        _stopped = true;
        await depot.Stop(cancellationToken);
    }

    /// <summary>
    /// A host that is disposed of without being stopped would leave its consumers running. A bus that is just starting
    /// may not hear, so this is not waited for without an end.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(LastPatience);
        try
        {
            await StopAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogLeft(log);
        }

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

    [LoggerMessage(LogLevel.Warning, "The bus did not stop in time and is left as it is")]
    private static partial void LogLeft(ILogger logger);
}
