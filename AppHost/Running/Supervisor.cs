using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace SmartInventory.AppHost.Running;

/// <summary>Starts a part again that has ended without being asked to, after a pause that grows.</summary>
internal sealed class Supervisor(
    ResourceNotificationService notifications,
    ResourceCommandService commands,
    DistributedApplicationModel model,
    HostConsole console,
    IHostApplicationLifetime host,
    TimeProvider time
) : BackgroundService
{
    private const int ServerAttempts = 3;
    private readonly Dictionary<string, Part> _parts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _restarts = new();

    /// <summary>One process: a replica has one of its own.</summary>
    private sealed class Part
    {
        public string? State { get; set; }
        public bool WasHealthy { get; set; }
        public bool WasEverHealthy { get; set; }
        public int Failures { get; set; }
        public long Started { get; set; }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        var servers = model.Servers().Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var watched = model.Services().Select(r => r.Name).Concat(servers).ToHashSet(StringComparer.Ordinal);
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping.Token))
            {
                if (watched.Contains(change.Resource.Name))
                    See(change, servers.Contains(change.Resource.Name), stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Restarts that wait end with the same token.
            await Task.WhenAll(_restarts.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void See(ResourceEvent change, bool isServer, CancellationToken stopping)
    {
        if (!_parts.TryGetValue(change.ResourceId, out var part))
            _parts[change.ResourceId] = part = new Part();
        var before = part.State;
        var now = part.State = change.Snapshot.State?.Text;
        if (now == KnownResourceStates.Running)
        {
            if (before != now)
                part.Started = time.GetTimestamp();
            if (change.Snapshot.HealthStatus is HealthStatus.Healthy or HealthStatus.Degraded)
            {
                if (part.Failures > 0 && !part.WasHealthy)
                    console.WriteLine($"{change.Resource.Name} is healthy again.");
                part.WasHealthy = part.WasEverHealthy = true;
            }
            return;
        }

        // Who was asked to stop, by a person in the dashboard, stays stopped.
        if (
            now == before
            || before is null
            || before == KnownResourceStates.Stopping
            || !KnownResourceStates.TerminalStates.Contains(now)
        )
            return;
        if (part.WasHealthy && time.GetElapsedTime(part.Started) > Backoff.Forgiven)
            part.Failures = 0;
        part.Failures++;
        var how = change.Snapshot.ExitCode is { } code ? $" with {Describe(code)}" : "";
        // One that ran before may do so again, once a disk has room or a file is put right.
        if (isServer && !part.WasEverHealthy && part.Failures == ServerAttempts)
        {
            console.Warn(
                $"{change.Resource.Name} does not start: it ended {part.Failures} times{how}. "
                    + "Its own words are in the Aspire dashboard, and here with --logs."
            );
            Environment.ExitCode = 1;
            host.StopApplication();
            return;
        }

        part.WasHealthy = false;
        var delay = Backoff.Delay(part.Failures);
        var when = delay > TimeSpan.Zero ? $" in {delay.TotalSeconds:0.#} s" : "";
        console.Warn($"{change.Resource.Name} ended unexpectedly{how}. Starting it again{when}.");
        var restart = RestartAsync(change.ResourceId, change.Resource.Name, delay, stopping);
        _restarts.TryAdd(restart, 0);
        restart.ContinueWith(
            done => _restarts.TryRemove(done, out _),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
    }

    private async Task RestartAsync(string id, string name, TimeSpan delay, CancellationToken stopping)
    {
        await Task.Delay(delay, time, stopping);
        // Somebody was quicker, in the dashboard.
        if (
            notifications.TryGetCurrentState(id, out var current)
            && !KnownResourceStates.TerminalStates.Contains(current.Snapshot.State?.Text)
        )
            return;
        var result = await commands.ExecuteCommandAsync(id, KnownResourceCommands.StartCommand, stopping);
        if (!result.Success && !stopping.IsCancellationRequested)
            console.Warn($"{name} could not be started again: {result.Message}");
    }

    // A process that a signal ended has no exit code of its own; 128 + signal is what every shell says.
    // -1 is what the orchestrator says of a process that was killed.
    private static string Describe(int code) =>
        code switch
        {
            -1 => "a signal",
            > 128 and < 128 + 32 => $"signal {code - 128}",
            _ => $"exit code {code}",
        };
}
