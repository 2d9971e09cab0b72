using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>A service's own schema in the one database.</summary>
public static class DatabaseExtensions
{
    /// <summary>
    /// Registers the data source and the context on <c>ConnectionStrings:inventory</c>, with snake_case names, migrations
    /// at start (history in the service's own schema) and a health check.
    /// </summary>
    public static WebApplicationBuilder AddDatabase<TDb>(this WebApplicationBuilder builder, string schema)
        where TDb : DbContext
    {
        builder.Services.AddSingleton(services =>
        {
            var text = services.GetRequiredService<IConfiguration>().GetConnectionString("inventory")
                ?? throw new InvalidOperationException("ConnectionStrings:inventory is not set.");
            var settings = new NpgsqlConnectionStringBuilder(text) { ApplicationName = schema };
            // The server has a bound for all services together; nothing here needs more than a handful.
            settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, 30);
            var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
            source.UseLoggerFactory(services.GetRequiredService<ILoggerFactory>());
            return source.Build();
        });
        builder.Services.AddDbContext<TDb>((services, options) => options
            .UseNpgsql(
                services.GetRequiredService<NpgsqlDataSource>(),
                npgsql => npgsql.MigrationsHistoryTable("__ef_migrations", schema))
            // A refused row (a taken key) or a first look at an empty database is no error; what is one is thrown and logged.
            .ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug)))
            .UseSnakeCaseNamingConvention());
        builder.Services.AddHostedService<Migrator<TDb>>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("postgres");
        return builder;
    }
}

/// <summary>Brings the schema up to date before the service listens; waits for a database that is not there yet.</summary>
internal sealed partial class Migrator<TDb>(IServiceScopeFactory scopes, TimeProvider time, ILogger<Migrator<TDb>> log)
    : IHostedService
    where TDb : DbContext
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<TDb>().Database.MigrateAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException e) when (e.IsTransient || e is PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName })
            {
                LogWaiting(log, attempt, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, 5)), time, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The database does not answer yet (attempt {Attempt}): {Reason}")]
    private static partial void LogWaiting(ILogger logger, int attempt, string reason);
}

internal sealed class DatabaseCheck(NpgsqlDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            command.CommandTimeout = 3;
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy($"PostgreSQL does not answer: {e.Message}");
        }
    }
}
