using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>The cache, which may be lost at any time.</summary>
public static class RedisExtensions
{
    /// <summary>
    /// A multiplexer on <c>ConnectionStrings:cache</c> that starts without a server, keeps trying, and fails fast while
    /// there is none. Its health check is degraded, never unhealthy: what Redis holds is held by Postgres too.
    /// </summary>
    public static WebApplicationBuilder AddRedisCache(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
        {
            var text = services.GetRequiredService<IConfiguration>().GetConnectionString("cache")
                ?? throw new InvalidOperationException("ConnectionStrings:cache is not set.");
            var options = ConfigurationOptions.Parse(text);
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = 1_000;
            options.AsyncTimeout = 1_000;
            options.SyncTimeout = 1_000;
            options.BacklogPolicy = BacklogPolicy.FailFast;
            return ConnectionMultiplexer.Connect(options);
        });
        builder.Services.AddHealthChecks().AddCheck<RedisCheck>("redis", HealthStatus.Degraded);
        return builder;
    }
}

internal sealed class RedisCheck(IConnectionMultiplexer redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.GetDatabase().PingAsync();
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return HealthCheckResult.Degraded("Redis does not answer; reads are served from PostgreSQL.");
        }
    }
}
