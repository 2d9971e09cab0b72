using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Running;

/// <summary>
/// Ends a part that runs and does not answer: the orchestrator sees only processes that ended, and one that hangs has
/// not. What ended without being asked to is started again by the <see cref="Supervisor"/>.
/// </summary>
internal sealed class Watchdog(
    ResourceNotificationService notifications,
    DistributedApplicationModel model,
    LaunchOptions options,
    HostConsole console,
    IHostApplicationLifetime host,
    TimeProvider time
) : BackgroundService
{
    /// <summary>A part that was silent for this long is ended.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // It connects anew each time: a process that hangs keeps its connections.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    // The process of each part that was well, whoever found that out: one may hang before it is asked here.
    private readonly ConcurrentDictionary<string, int> _well = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.LeaveHung)
            return;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        var services = model
            .Services()
            .Cast<ProjectResource>()
            .Select(service => (service.Name, Answers: AskAlive(service.GetEndpoint("http"))));
        var servers = model
            .Resources.OfType<NativeServer>()
            .Select(server => (server.Name, Answers: (Func<CancellationToken, Task<bool>>)server.AnswersAsync));
        await Task.WhenAll([
            WhileRunningAsync("what has just started", HearAsync, stopping.Token),
            .. services
                .Concat(servers)
                .Select(part =>
                    WhileRunningAsync(part.Name, token => WatchAsync(part.Name, part.Answers, token), stopping.Token)
                ),
        ]);
    }

    /// <summary>Says so should the watch of something end before the host does.</summary>
    private async Task WhileRunningAsync(string what, Func<CancellationToken, Task> watch, CancellationToken stopping)
    {
        try
        {
            await watch(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host ends.
        }
        catch (Exception e)
        {
            console.Warn($"The watch over {what} has ended; should that hang, it is not started again: {e}");
        }
    }

    private async Task HearAsync(CancellationToken stopping)
    {
        await foreach (var change in notifications.WatchAsync(stopping))
        {
            if (change.Snapshot.HealthStatus == HealthStatus.Healthy && change.Snapshot.ProcessId() is { } process)
                _well[change.Resource.Name] = process;
        }
    }

    private async Task WatchAsync(string name, Func<CancellationToken, Task<bool>> answers, CancellationToken stopping)
    {
        (int Process, long Heard)? known = null;
        while (true)
        {
            await Task.Delay(Pause, time, stopping);
            if (RunningProcess(name) is not { } process)
            {
                known = null;
                continue;
            }

            if (known?.Process != process)
                known = null;
            if (known is null && _well.GetValueOrDefault(name) == process)
                known = (process, time.GetTimestamp());
            if (await AnswersInTimeAsync(answers, stopping))
            {
                known = (process, time.GetTimestamp());
                continue;
            }

            // Before its first word it is starting, which takes as long as it takes.
            if (
                known is not { } heard
                || process != RunningProcess(name)
                || time.GetElapsedTime(heard.Heard) < Patience
            )
                continue;
            var silence = time.GetElapsedTime(heard.Heard).TotalSeconds;
            console.Warn($"{name} has not answered for {silence:0} s and is ended by force.");
            known = null;
            End(process);
        }
    }

    private static async Task<bool> AnswersInTimeAsync(
        Func<CancellationToken, Task<bool>> answers,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await answers(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private int? RunningProcess(string name) =>
        notifications.TryGetCurrentState(name, out var now) && now.Snapshot.State?.Text == KnownResourceStates.Running
            ? now.Snapshot.ProcessId()
            : null;

    private static Func<CancellationToken, Task<bool>> AskAlive(EndpointReference endpoint) =>
        async cancellationToken =>
        {
            try
            {
                // Whatever it answers, it answers.
                using var answer = await Http.GetAsync(new Uri($"{endpoint.Url}/alive"), cancellationToken);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        };

    private static void End(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            found.Kill(entireProcessTree: true);
        }
        catch (ArgumentException)
        {
            // It ended by itself at this moment.
        }
    }
}
