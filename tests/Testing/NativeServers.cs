using SmartInventory.AppHost.Servers;

namespace SmartInventory.Testing;

/// <summary>AppHost's own servers on a folder that is deleted at the end.</summary>
internal sealed class NativeServers : ITestServers
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly DataFolder _data;
    private readonly PostgresServer _postgres;
    private readonly RabbitMqServer _rabbit;
    private readonly RedisServer _redis;
    private readonly IReadOnlyList<ChildProcess> _processes;
    private readonly ChildProcess _postgresProcess;
    // Making databases in parallel gains nothing: each waits for the same template.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    private NativeServers(DataFolder data, PostgresServer postgres, RabbitMqServer rabbit, RedisServer redis, IReadOnlyList<ChildProcess> processes)
    {
        (_data, _postgres, _rabbit, _redis, _processes) = (data, postgres, rabbit, redis, processes);
        _postgresProcess = processes[0];
    }

    public string Messaging => _rabbit.ConnectionString;
    public string Cache => _redis.ConnectionString;

    public static async Task<NativeServers> StartAsync(int cacheDatabases)
    {
        var programs = await ServerInstallation.EnsureAsync(Console.Error.WriteLine, CancellationToken.None);
        using var limit = new CancellationTokenSource(StartLimit);
        var data = DataFolder.Ephemeral();
        var postgres = new PostgresServer("postgres", data, programs, disposable: true);
        var rabbit = new RabbitMqServer("messaging", data, programs);
        var redis = new RedisServer("cache", data, programs, cacheDatabases);
        var processes = await Task.WhenAll(new NativeServer[] { postgres, rabbit, redis }.Select(s => s.StartAsync(limit.Token)));
        return new NativeServers(data, postgres, rabbit, redis, processes);
    }

    public async Task<string> CreateDatabaseAsync(string database, string? role, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await _postgres.EnsureDatabaseAsync(database, cancellationToken);
            if (role is null)
                return _postgres.ConnectionString(database);
            await _postgres.EnsureRoleAsync(role, database, cancellationToken);
            return _postgres.ConnectionStringFor(role, database);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public Task CreateVirtualHostAsync(string virtualHost, CancellationToken cancellationToken) =>
        _rabbit.CreateVirtualHostAsync(virtualHost, cancellationToken);

    public void Dispose()
    {
        // Nothing of theirs is kept, so they need no orderly end; only PostgreSQL has shared memory to give back.
        Parallel.ForEach(_processes, process => process.Stop(process == _postgresProcess ? Grace : TimeSpan.Zero));
        _data.Dispose();
        _oneAtATime.Dispose();
    }
}
