using System.Globalization;
using SmartInventory.AppHost.Native;

namespace SmartInventory.Testing;

/// <summary>
/// Real PostgreSQL, RabbitMQ and Redis for tests: containers where Docker answers, else the native servers that AppHost
/// runs (installed first where they are missing and may be). They start once per test process, at the first call, and
/// end with it; nothing they hold outlives it. Give every factory its own corner:
/// <code>
/// var infrastructure = await Infrastructure.StartAsync(TestContext.Current.CancellationToken);
/// Dictionary&lt;string, string?&gt; settings = new()
/// {
/// ["ConnectionStrings:inventory"] = await infrastructure.CreateDatabaseAsync("catalog"), // login role and schema
/// "catalog"
///     ["ConnectionStrings:messaging"] = await infrastructure.CreateVirtualHostAsync(),
///     ["ConnectionStrings:cache"] = infrastructure.CreateCache(),
/// };
/// </code>
/// </summary>
public sealed class Infrastructure
{
    private const int CacheDatabases = 1024;
    private static readonly Lazy<Task<Infrastructure>> Shared = new(StartOnceAsync);

    private readonly ITestServers _servers;
    private int _names;
    private int _caches;

    private Infrastructure(ITestServers servers) => _servers = servers;

    /// <summary>
    /// The servers of this test process, started by whoever asks first. Takes some five seconds then, none later.
    /// </summary>
    public static Task<Infrastructure> StartAsync(CancellationToken cancellationToken = default) =>
        Shared.Value.WaitAsync(cancellationToken);

    /// <summary>Makes an empty database.</summary>
    /// <param name="role">The service whose database it is to be: the connection is that of a login role of this name,
    /// which owns the schema of this name and nothing else, as in production. Null connects as the superuser.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Npgsql's connection string.</returns>
    public Task<string> CreateDatabaseAsync(string? role = null, CancellationToken cancellationToken = default) =>
        _servers.CreateDatabaseAsync($"inventory_{NextName()}", role, cancellationToken);

    /// <summary>Makes an empty virtual host.</summary>
    /// <returns>Its address, <c>amqp://user:password@host:port/virtual-host</c>.</returns>
    public async Task<string> CreateVirtualHostAsync(CancellationToken cancellationToken = default)
    {
        var name = $"test-{NextName()}";
        await _servers.CreateVirtualHostAsync(name, cancellationToken);
        return $"{_servers.Messaging.TrimEnd('/')}/{name}";
    }

    /// <summary>Takes a Redis database that nobody else in this process uses.</summary>
    /// <returns>StackExchange.Redis' connection string.</returns>
    public string CreateCache()
    {
        var number = Interlocked.Increment(ref _caches);
        if (number >= CacheDatabases)
            throw new InvalidOperationException(
                $"A test process has {CacheDatabases - 1} Redis databases, and all are taken."
            );
        return string.Create(CultureInfo.InvariantCulture, $"{_servers.Cache},defaultDatabase={number}");
    }

    /// <summary>Ends the servers, if there are any, and deletes what they kept.</summary>
    internal static async ValueTask StopAsync()
    {
        if (Shared.IsValueCreated)
            await (await Shared.Value)._servers.DisposeAsync();
    }

    private string NextName() => Interlocked.Increment(ref _names).ToString(CultureInfo.InvariantCulture);

    private static async Task<Infrastructure> StartOnceAsync()
    {
        ITestServers servers =
            await ContainerEngine.FindAsync(CancellationToken.None) == "docker"
                ? await ContainerServers.StartAsync(CacheDatabases)
                : await NativeServers.StartAsync(CacheDatabases);
        return new Infrastructure(servers);
    }
}
