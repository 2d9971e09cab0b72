using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

/// <summary>From the command line to an exit code: 0 stopped as asked, 1 could not run, 2 wrong arguments.</summary>
internal static class EntryPoint
{
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<IResource> resources)
    {
        HostOptions options;
        try
        {
            options = HostOptions.Parse(args);
        }
        catch (HostException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        if (options.ShowHelp)
        {
            Console.WriteLine(HostOptions.Help);
            return 0;
        }

        using var signals = new StopSignals();
        try
        {
            if (await AspireLauncher.IsWantedAsync(options.Runner, signals.Stopping))
                return await AspireLauncher.RunAsync(args, signals.Stopping);

            await using var host = new NativeHost(resources, options, new HostConsole(Console.Out, HostConsole.ColoursWanted()), TimeProvider.System);
            await host.RunAsync(signals.Stopping, signals.Hurry);
            return 0;
        }
        catch (HostException e)
        {
            await Console.Error.WriteLineAsync($"\n{e.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            return 0;
        }
    }
}
