using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SmartInventory.AppHost.Running;

internal static class KeepRunningExtensions
{
    // All that stops has to be over within fifteen seconds; what has not ended by then is ended by the orchestrator.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    /// <summary>What Aspire leaves to others: restarts, news on the console, an order of stopping.</summary>
    public static void KeepRunning(this IDistributedApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        builder.Services.AddHostedService<OrderlyStop>();
        builder.Services.AddHostedService<Supervisor>();
        builder.Services.AddHostedService<Watchdog>();
        builder.Services.AddHostedService<News>();
        // Ends are waited for, so that nothing is left when we are gone.
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
        // The console is for people: what the orchestrator has to say stands in News, what parts say in the dashboard.
        builder.Services.AddLogging(log =>
            log.AddFilter("Aspire.Hosting", LogLevel.Warning)
                .AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error)
                .AddFilter("Aspire.Hosting.Dashboard", LogLevel.Error)
                .AddFilter("Microsoft", LogLevel.Error)
                // While a part starts, each of its checks fails.
                .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
        );
    }
}
