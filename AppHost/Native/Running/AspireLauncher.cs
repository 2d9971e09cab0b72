using System.Diagnostics;
using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

/// <summary>Starts this project again, compiled against Aspire.</summary>
internal static class AspireLauncher
{
    private const string SdkVersion = "13.5.2";
    private static readonly TimeSpan RestoreLimit = TimeSpan.FromMinutes(2);

    /// <summary>Whether to run under Aspire: when told to, or when nothing is said and both containers and packages are to be had.</summary>
    /// <exception cref="HostException">Told to, and it cannot be.</exception>
    public static async Task<bool> IsWantedAsync(Runner runner, CancellationToken cancellationToken)
    {
        if (runner == Runner.Native)
            return false;
        var engine = await ContainerEngine.FindAsync(cancellationToken);
        if (runner == Runner.Aspire)
        {
            if (engine is null)
                throw new HostException("Aspire runs its servers in containers, and neither Docker nor Podman answers. Start one, or use --native.");
            if (!await IsRestorableAsync(cancellationToken))
                throw new HostException($"Aspire {SdkVersion} cannot be restored from your package sources. Add one that has it, or use --native.");
            return true;
        }
        return engine is not null && await IsRestorableAsync(cancellationToken);
    }

    /// <summary>Runs it on our terminal and gives back its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken stopping)
    {
        string[] ours = ["--aspire", "--native"];
        var info = new ProcessStartInfo("dotnet", ["run", "--project", Projects.AppHost.ProjectPath, "-p:UseAspire=true", "--", .. args.Except(ours)]);
        using var process = Process.Start(info) ?? throw new HostException("dotnet could not be started.");
        // From a terminal Ctrl+C reaches it as well as us; a signal sent to us alone has to be handed on.
        await using var handOn = stopping.Register(() => Posix.Signal(process.Id, Posix.SigTerm));
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static async Task<bool> IsRestorableAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RestoreLimit);
        try
        {
            // Restores from the package cache in a second when it was done before.
            var (code, _) = await ChildProcess.RunAsync(
                new Command("dotnet", ["restore", Projects.AppHost.ProjectPath, "-p:UseAspire=true"]), limit.Token);
            return code == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
