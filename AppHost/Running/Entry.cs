using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost.Running;

/// <summary>From the command line to an exit code: 0 stopped as asked, 1 could not run, 2 wrong arguments.</summary>
internal static class Entry
{
    /// <summary>Puts the system into the model.</summary>
    public delegate Task<Servers> Describe(
        IDistributedApplicationBuilder builder,
        LaunchOptions options,
        Action<string> say,
        CancellationToken cancellationToken
    );

    public static async Task<int> RunAsync(string[] args, Describe describe)
    {
        LaunchOptions options;
        try
        {
            options = LaunchOptions.Parse(args);
        }
        catch (HostException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }

        if (options.ShowHelp)
        {
            Console.WriteLine(LaunchOptions.Help);
            return 0;
        }

        var console = new HostConsole(Console.Out, HostConsole.ColoursWanted());
        try
        {
            var builder = DistributedApplication.CreateBuilder([.. AspireDashboard.Settings(), .. options.Others]);
            builder.Services.AddSingleton(console);
            builder.Services.AddSingleton(options);
            if (builder.ExecutionContext.IsRunMode)
                builder.KeepRunning();

            using var servers = await describe(builder, options, console.WriteLine, CancellationToken.None);
            if (builder.ExecutionContext.IsRunMode)
            {
                Ports.Settle(builder, console.WriteLine);
                await StepDown.SettleAsync(builder, console.WriteLine, CancellationToken.None);
                console.WriteLine($"SmartInventory is starting: {servers.Described}.");
            }

            await using var app = builder.Build();
            await app.RunAsync();
            // What fails behind Aspire's back, such as a step of publishing, ends the host without a word to us.
            var failed = app
                .Services.GetServices<IHostedService>()
                .OfType<BackgroundService>()
                .Any(s => s.ExecuteTask is { IsFaulted: true });
            return failed ? 1 : Environment.ExitCode;
        }
        catch (HostException e)
        {
            await Console.Error.WriteLineAsync($"\n{e.Message}");
            return 1;
        }
    }
}
