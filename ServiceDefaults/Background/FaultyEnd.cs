using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SmartInventory.ServiceDefaults.Background;

/// <summary>
/// A service that ends by itself does not end with 0. Work in the background that fails stops the host, which then
/// leaves as if it had been asked to: who started it would believe that.
/// </summary>
internal sealed class FaultyEnd(IServiceProvider services) : IHostedLifecycleService
{
    public const int ExitCode = 1;

    private IReadOnlyList<BackgroundService> _work = [];

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // At the end it may be too late to ask for them.
        _work = [.. services.GetServices<IHostedService>().OfType<BackgroundService>()];
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_work.Any(work => work.ExecuteTask is { IsFaulted: true }))
            Environment.ExitCode = ExitCode;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
