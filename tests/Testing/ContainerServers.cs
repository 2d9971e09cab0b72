using Npgsql;
using SmartInventory.AppHost.Servers;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;
using Testcontainers.Redis;

namespace SmartInventory.Testing;

/// <summary>The servers in containers. Testcontainers' own reaper removes them when the test process is gone.</summary>
internal sealed class ContainerServers : ITestServers
{
    private const string User = "inventory";
    private readonly PostgreSqlContainer _postgres = new PostgreSqlBuilder("postgres:17-alpine").Build();
    private readonly RabbitMqContainer _rabbit = new RabbitMqBuilder("rabbitmq:4-alpine").WithUsername(User).Build();
    private readonly RedisContainer _redis;
    private readonly string _rolePassword = DataFolder.GeneratePassword();
    private readonly SemaphoreSlim _oneAtATime = new(1);

    private ContainerServers(int cacheDatabases) =>
        _redis = new RedisBuilder("redis:7-alpine").WithCommand("redis-server", "--databases", $"{cacheDatabases}").Build();

    public string Messaging => _rabbit.GetConnectionString();
    public string Cache => _redis.GetConnectionString();

    public static async Task<ContainerServers> StartAsync(int cacheDatabases)
    {
        var servers = new ContainerServers(cacheDatabases);
        await Task.WhenAll(servers._postgres.StartAsync(), servers._rabbit.StartAsync(), servers._redis.StartAsync());
        return servers;
    }

    public async Task<string> CreateDatabaseAsync(string database, string? role, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await ExecuteAsync(_postgres.GetConnectionString(), $"CREATE DATABASE \"{database}\"", cancellationToken);
            var connection = new NpgsqlConnectionStringBuilder(_postgres.GetConnectionString()) { Database = database };
            if (role is not null)
            {
                await ExecuteAsync(connection.ConnectionString, PostgresServer.RoleScript(role, _rolePassword, database), cancellationToken);
                (connection.Username, connection.Password) = (role, _rolePassword);
            }
            return connection.ConnectionString;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task CreateVirtualHostAsync(string virtualHost, CancellationToken cancellationToken)
    {
        foreach (var arguments in (string[][])[["add_vhost", virtualHost], ["set_permissions", "--vhost", virtualHost, User, ".*", ".*", ".*"]])
        {
            var result = await _rabbit.ExecAsync(["rabbitmqctl", "--quiet", .. arguments], cancellationToken);
            if (result.ExitCode != 0)
                throw new InvalidOperationException($"rabbitmqctl {arguments[0]} failed: {result.Stderr}");
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
