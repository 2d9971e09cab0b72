using System.Data;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SmartInventory.ServiceDefaults.Telemetry;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>A service's own schema in the one database.</summary>
public static class DatabaseExtensions
{
    /// <summary>
    /// Aspire's client of PostgreSQL on <c>ConnectionStrings:inventory</c>: one data source for the context and for
    /// statements by hand, with health check, traces and metrics. Ours are the snake_case names, the migrations at
    /// start
    /// (history in the service's own schema), and what the spans are called.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="schema">The schema's name.</param>
    /// <param name="statementSeconds">How long one statement may take.</param>
    public static WebApplicationBuilder AddDatabase<TDb>(
        this WebApplicationBuilder builder,
        string schema,
        int statementSeconds = 30
    )
        where TDb : DbContext
    {
        builder.AddNpgsqlDataSource(
            "inventory",
            settings => settings.ConnectionString = Bounded(settings.ConnectionString, schema, statementSeconds),
            source => source.ConfigureTracing(SqlSpans.Configure)
        );
        // The context takes the data source of the container, so that both share one pool of connections.
        builder.Services.AddDbContextPool<TDb>(options =>
            options
                .UseNpgsql(npgsql => npgsql.MigrationsHistoryTable("__ef_migrations", schema))
                // A refused row (a taken key) or a first look at an empty database is no error; what is one is thrown
                // and logged.
                .ConfigureWarnings(warnings =>
                    warnings.Log(
                        (RelationalEventId.CommandError, LogLevel.Debug),
                        (RelationalEventId.ConnectionError, LogLevel.Debug),
                        (CoreEventId.SaveChangesFailed, LogLevel.Debug)
                    )
                )
                .UseSnakeCaseNamingConvention()
        );
        builder.EnrichNpgsqlDbContext<TDb>(settings =>
        {
            // A retrying strategy refuses transactions that are begun by hand, as ours are: a fact and its inbox row, a
            // key
            // and its effect. Who asks tries again: requests are answered 503, messages and loops come back by
            // themselves.
            settings.DisableRetry = true;
            // The data source's own asks the same server.
            settings.DisableHealthChecks = true;
        });
        builder.Services.ConfigureCheck(
            "PostgreSql",
            check =>
            {
                check.Name = "postgres";
                check.Timeout = TimeSpan.FromSeconds(3);
            }
        );
        builder.Services.AddSingleton(provider => new Pulse(
            provider.GetRequiredService<IConfiguration>().GetConnectionString("inventory")
                ?? throw new InvalidOperationException("ConnectionStrings:inventory is not set.")
        ));
        builder.Services.AddHealthChecks().AddCheck<Pulse>(Pulse.Name);
        builder.Services.AddHostedService<Migrator<TDb>>();
        return builder;
    }

    private static string? Bounded(string? connection, string schema, int statementSeconds)
    {
        if (string.IsNullOrEmpty(connection))
            return connection;
        var settings = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = schema };
        // The server has a bound for all services together; nothing here needs more than a handful.
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, 30);
        // Who asks is told after ten seconds at the latest.
        settings.Timeout = Math.Min(settings.Timeout, 8);
        settings.CommandTimeout = Math.Min(settings.CommandTimeout, statementSeconds);
        // Statements come from code, so there are some hundreds: the server plans each once per connection. A
        // connection that is given back needs no cleaning, since no session setting, temporary table or lock outlives
        // its use here.
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 200);
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        return settings.ConnectionString;
    }
}

/// <summary>
/// Brings the schema up to date before the service listens; waits for a database that is not there yet.
/// </summary>
internal sealed partial class Migrator<TDb>(IServiceScopeFactory scopes, TimeProvider time, ILogger<Migrator<TDb>> log)
    : IHostedService
    where TDb : DbContext
{
    // At a first start the server answers before its database and our role are there.
    private static readonly string[] NotMadeYet =
    [
        PostgresErrorCodes.InvalidCatalogName,
        PostgresErrorCodes.InvalidPassword,
        PostgresErrorCodes.InvalidAuthorizationSpecification,
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Not within what happens to start the host.
            Activity.Current = null;
            using var activity = TelemetryExtensions.Source.StartActivity("migrate database");
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<TDb>();
                if (!await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken))
                    await db.Database.MigrateAsync(cancellationToken);
                else
                    await MigrateAloneAsync(db, cancellationToken);
                return;
            }
            catch (Exception e)
                when (e.IsOutage() || e is PostgresException known && NotMadeYet.Contains(known.SqlState))
            {
                activity?.SetStatus(ActivityStatusCode.Error, e.Message);
                LogWaiting(log, e, attempt);
            }

            await Task.Delay(TimeSpan.FromSeconds(Math.Min(0.25 * attempt, 5)), time, cancellationToken);
        }
    }

    /// <summary>
    /// Replicas that start together migrate one after the other. EF's own lock ends with each migration's transaction,
    /// so that two of them could apply the same next one. This lock is the connection's and ends with it at the latest.
    /// </summary>
    private static async Task MigrateAloneAsync(TDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var schema = db.Model.GetDefaultSchema() ?? "public";
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock(hashtext('migrate'), hashtext({schema}))", ct);
            // Migrating asks the history first, which at a first start is an error in the server's log and a failed
            // span.
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct);
            await db.Database.MigrateAsync(ct);
        }
        finally
        {
            // What broke the connection has ended the lock, and is thrown.
            if (db.Database.GetDbConnection().State == ConnectionState.Open)
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock_all()", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The database does not answer yet (attempt {Attempt})")]
    private static partial void LogWaiting(ILogger logger, Exception exception, int attempt);
}
