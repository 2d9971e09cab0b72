using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>
/// Whether statements come back. A database that is away refuses requests at once, and they say so; one that hangs
/// keeps them waiting. It is asked on a connection of its own, which no busy pool keeps from it.
/// </summary>
/// <param name="connection">The service's own connection string.</param>
internal sealed class Pulse(string connection) : IHealthCheck, IAsyncDisposable
{
    public const string Name = "pulse";
    private const int PatienceSeconds = 4;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connection)
        {
            ApplicationName = Name,
            MaxPoolSize = 1,
            Timeout = PatienceSeconds,
            CommandTimeout = PatienceSeconds,
            // What hangs does not hear that it need not answer.
            CancellationTimeout = -1,
        }.ConnectionString
    );

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
    {
        try
        {
            await using var ask = _source.CreateCommand("SELECT 1");
            await ask.ExecuteScalarAsync(ct);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException e) when (e.InnerException is not TimeoutException)
        {
            return HealthCheckResult.Healthy($"the database is away, and says so: {e.Message}");
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy("the database hangs", e);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
