using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace SmartInventory.AppHost.Running;

/// <summary>Tells the person at the console what they want to know: where everything is, once it is there.</summary>
internal sealed class News(
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    DistributedApplicationModel model,
    HostConsole console,
    LaunchOptions options,
    IConfiguration configuration,
    TimeProvider time,
    DevelopmentAccounts? accounts = null,
    LeftSignIn? signIn = null
) : BackgroundService
{
    /// <summary>How the gateway's line begins.</summary>
    private const string FirstRun = "First run: the account";

    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(30);
    private readonly long _began = time.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parts = model.Servers().Concat(model.Services()).ToList();
        foreach (var part in parts.Concat(model.Tasks()))
            console.Register(part.Name);
        await Task.WhenAll([
            AnnounceAsync(parts, stoppingToken),
            .. parts.Where(part => part.Name == "gateway").Select(g => TellFirstPasswordAsync(g, stoppingToken)),
            .. model.Tasks().Select(task => TellEndAsync(task, stoppingToken)),
            .. options.Logs ? parts.Concat(model.Tasks()).Select(part => CopyLogAsync(part, stoppingToken)) : [],
        ]);
    }

    private async Task AnnounceAsync(List<IResource> parts, CancellationToken stoppingToken)
    {
        var waiting = parts.ToDictionary(
            part => part.Name,
            part => HealthyAsync(part, stoppingToken),
            StringComparer.Ordinal
        );
        var all = Task.WhenAll(waiting.Values);
        while (await Task.WhenAny(all, Task.Delay(Impatience, time, stoppingToken)) != all)
        {
            stoppingToken.ThrowIfCancellationRequested();
            console.Warn(
                $"Still waiting for {string.Join(", ", waiting.Where(w => !w.Value.IsCompleted).Select(w => w.Key))}."
            );
        }

        await all;
        if (signIn is not null)
            await signIn.There.WaitAsync(stoppingToken);
        console.WriteLine(
            Addresses.Table(
                [.. model.Services().Cast<ProjectResource>()],
                AspireDashboard.LoginLink(configuration),
                time.GetElapsedTime(_began)
            )
        );
        if (accounts is not null)
        {
            var password = await accounts.Password.GetValueAsync(stoppingToken);
            console.WriteLine(
                $"To sign in: admin, planner, clerk or viewer, password {password} (in development runs only).\n"
                    + "inv of this account on this machine is signed in.\n"
            );
        }
    }

    /// <summary>On an empty system the gateway says once what its first account signs in with.</summary>
    private async Task TellFirstPasswordAsync(IResource gateway, CancellationToken stoppingToken)
    {
        if (accounts is not null)
            return;
        await foreach (var lines in logs.WatchAsync(gateway).WithCancellation(stoppingToken))
        {
            foreach (var line in lines)
            {
                if (line.Content.IndexOf(FirstRun, StringComparison.Ordinal) is >= 0 and var at)
                    console.WriteLine(line.Content[at..]);
            }
        }
    }

    private async Task HealthyAsync(IResource part, CancellationToken stoppingToken)
    {
        // A part that ends before it is well is started again, so only being well counts.
        await notifications.WaitForResourceAsync(
            part.Name,
            change =>
                change.Snapshot
                    is { State.Text: "Running", HealthStatus: HealthStatus.Healthy or HealthStatus.Degraded },
            stoppingToken
        );
    }

    /// <summary>Says when a task has ended otherwise than well.</summary>
    private async Task TellEndAsync(IResource task, CancellationToken stoppingToken)
    {
        var end = await notifications.WaitForResourceAsync(
            task.Name,
            change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text),
            stoppingToken
        );
        if (end.Snapshot.ExitCode is { } code and not 0)
            console.Warn(
                $"{task.Name} ended with exit code {code}. Everything else goes on; "
                    + "its own words are in the Aspire dashboard."
            );
    }

    private async Task CopyLogAsync(IResource part, CancellationToken stoppingToken)
    {
        await foreach (var lines in logs.WatchAsync(part).WithCancellation(stoppingToken))
        {
            foreach (var line in lines)
                console.WriteLine(part.Name, WithoutTime(line.Content));
        }
    }

    // The orchestrator writes the time before each line; the console's reader has a clock.
    private static string WithoutTime(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
        && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, out _)
            ? line[(space + 1)..]
            : line;
}
