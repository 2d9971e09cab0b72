using Microsoft.Extensions.Hosting;

namespace SmartInventory.AppHost.Running;

/// <summary>
/// Ends the services before the servers they use: requests and consumers finish, and nobody complains of a database
/// that has
/// left. The orchestrator alone would end all at once.
/// </summary>
internal sealed class OrderlyStop(
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    DistributedApplicationModel model,
    HostConsole console,
    TimeProvider time
) : IHostedLifecycleService
{
    private static readonly TimeSpan ServiceGrace = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ServerGrace = TimeSpan.FromSeconds(5);
    private long _began;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _began = time.GetTimestamp();
        console.WriteLine("Stopping.");
        await StopAsync([.. model.Tasks(), .. model.Services()], ServiceGrace, cancellationToken);
        await StopAsync(model.Servers(), ServerGrace, cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        console.WriteLine($"Stopped after {time.GetElapsedTime(_began).TotalSeconds:0.0} s.");
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StopAsync(
        IReadOnlyList<IResource> resources,
        TimeSpan grace,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(grace);
        await Task.WhenAll(
            resources.Select(async resource =>
            {
                if (
                    !notifications.TryGetCurrentState(resource.Name, out var now)
                    || now.Snapshot.State?.Text != KnownResourceStates.Running
                )
                    return;
                try
                {
                    // The command looks again and again, ever more seldom, whether it is done; the news of it comes at
                    // once.
                    var command = commands.ExecuteCommandAsync(
                        resource,
                        KnownResourceCommands.StopCommand,
                        limit.Token
                    );
                    await Task.WhenAny(
                        command,
                        notifications.WaitForResourceAsync(
                            resource.Name,
                            change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text),
                            limit.Token
                        )
                    );
                    limit.Token.ThrowIfCancellationRequested();
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    console.Warn(
                        $"{resource.Name} did not stop within {grace.TotalSeconds:0} s and is ended by force."
                    );
                }
            })
        );
    }
}
