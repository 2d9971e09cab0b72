using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SmartInventory.ServiceDefaults.Web;
using StackExchange.Redis;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>The cache, which may be lost at any time.</summary>
public static class RedisExtensions
{
    /// <summary>
    /// Aspire's client of Redis on <c>ConnectionStrings:cache</c>. It starts without a server, keeps trying, and fails
    /// fast
    /// while there is none. Its health check is degraded, never unhealthy: what Redis holds is held by Postgres too.
    /// </summary>
    public static WebApplicationBuilder AddRedisCache(this WebApplicationBuilder builder)
    {
        // Aspire's tracing profiles every command, also those outside of any trace: some cost on each read.
        builder.AddRedisClient(
            "cache",
            configureOptions: options =>
            {
                options.AbortOnConnectFail = false;
                options.ConnectTimeout = 1_000;
                options.AsyncTimeout = 1_000;
                options.SyncTimeout = 1_000;
                options.BacklogPolicy = BacklogPolicy.FailFast;
            }
        );
        builder.Services.ConfigureCheck(
            "StackExchange.Redis",
            check =>
            {
                check.Name = "redis";
                check.FailureStatus = HealthStatus.Degraded;
                check.Timeout = TimeSpan.FromSeconds(3);
            }
        );
        return builder;
    }
}
