using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartInventory.AppHost;
using SmartInventory.AppHost.Native;

namespace SmartInventory.Testing;

/// <summary>AppHost's own servers under Aspire, on a folder that is deleted at the end.</summary>
internal sealed class NativeServers : ITestServers
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly DataFolder _data;
    private readonly DistributedApplication _app;
    private readonly NativePostgres _postgres;
    private readonly NativeRabbitMq _rabbit;
    private readonly string _cache;

    // Making databases in parallel gains nothing: each waits for the same template.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    private NativeServers(
        DataFolder data,
        DistributedApplication app,
        NativePostgres postgres,
        NativeRabbitMq rabbit,
        string messaging,
        string cache
    )
    {
        (_data, _app, _postgres, _rabbit, Messaging, _cache) = (data, app, postgres, rabbit, messaging, cache);
    }

    public string Messaging { get; }
    public string Cache => _cache;

    public static async Task<NativeServers> StartAsync(int cacheDatabases)
    {
        var programs = await ServerInstallation.EnsureAsync(Console.Error.WriteLine, CancellationToken.None);
        var data = DataFolder.Ephemeral();
        var builder = DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions
            {
                // Where the orchestrator's programs lie is written there.
                AssemblyName = typeof(Servers).Assembly.GetName().Name,
                DisableDashboard = true,
                Args = ["DcpPublisher:WaitForResourceCleanup=true"],
            }
        );
        builder.Services.AddLogging(log => log.ClearProviders());
        var postgres = builder.AddNativePostgres("postgres", programs, disposable: true).WithDataFolder(data);
        var rabbit = builder.AddNativeRabbitMq("messaging", programs).WithDataFolder(data);
        var cache = builder.AddNativeRedis("cache", programs, cacheDatabases).WithDataFolder(data);

        using var limit = new CancellationTokenSource(StartLimit);
        var app = builder.Build();
        await app.StartAsync(limit.Token);
        var notifications = app.Services.GetRequiredService<ResourceNotificationService>();
        await Task.WhenAll(
            new NativeServer[] { postgres.Resource, rabbit.Resource, cache.Resource }.Select(server =>
                notifications.WaitForResourceHealthyAsync(server.Name, limit.Token)
            )
        );
        return new NativeServers(
            data,
            app,
            postgres.Resource,
            rabbit.Resource,
            (await rabbit.Resource.ConnectionStringExpression.GetValueAsync(limit.Token))!,
            (await cache.Resource.ConnectionStringExpression.GetValueAsync(limit.Token))!
        );
    }

    public async Task<string> CreateDatabaseAsync(string database, string? role, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var superuser = _postgres.ConnectionString;
            await ServiceDatabase.CreateAsync(superuser, database, cancellationToken);
            if (role is null)
                return $"{superuser};Database={database}";
            var password = _data.Password($"postgres/{role}");
            await ServiceDatabase.CreateRoleAsync(superuser, database, role, password, cancellationToken);
            return $"Host=127.0.0.1;Port={_postgres.Port.Port};Username={role};Password={password};Database={database}";
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public Task CreateVirtualHostAsync(string virtualHost, CancellationToken cancellationToken) =>
        _rabbit.CreateVirtualHostAsync(virtualHost, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _data.Dispose();
        _oneAtATime.Dispose();
    }
}
