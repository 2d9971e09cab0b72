using Npgsql;
using SmartInventory.AppHost;
using SmartInventory.AppHost.Native;
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
        _redis = new RedisBuilder("redis:7-alpine")
            .WithCommand("redis-server", "--databases", $"{cacheDatabases}")
            .Build();

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
            var connection = new NpgsqlConnectionStringBuilder(_postgres.GetConnectionString());
            connection.Remove("Database");
            var superuser = connection.ConnectionString;
            await ServiceDatabase.CreateAsync(superuser, database, cancellationToken);
            connection.Database = database;
            if (role is null)
                return connection.ConnectionString;
            await ServiceDatabase.CreateRoleAsync(superuser, database, role, _rolePassword, cancellationToken);
            (connection.Username, connection.Password) = (role, _rolePassword);
            return connection.ConnectionString;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task CreateVirtualHostAsync(string virtualHost, CancellationToken cancellationToken)
    {
        foreach (
            var arguments in (string[][])
                [
                    ["add_vhost", virtualHost],
                    ["set_permissions", "--vhost", virtualHost, User, ".*", ".*", ".*"],
                ]
        )
        {
            var result = await _rabbit.ExecAsync(["rabbitmqctl", "--quiet", .. arguments], cancellationToken);
            if (result.ExitCode != 0)
                throw new InvalidOperationException($"rabbitmqctl {arguments[0]} failed: {result.Stderr}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(
            _postgres.DisposeAsync().AsTask(),
            _rabbit.DisposeAsync().AsTask(),
            _redis.DisposeAsync().AsTask()
        );
        _oneAtATime.Dispose();
    }
}
