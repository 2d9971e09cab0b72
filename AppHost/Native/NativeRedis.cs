using System.Text;

namespace SmartInventory.AppHost.Native;

internal sealed class NativeRedis(string name, ServerPrograms programs, int databases)
    : NativeServer(name, SystemAccount.ForServer("redis", "valkey"))
{
    /// <summary>StackExchange.Redis' connection string.</summary>
    public override ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.HostAndPort)},password={PasswordParameter}");

    public override Tool Server => new(programs.Redis, [Configuration], Account);

    protected override string PidFile => Path.Combine(Folder, "pid");

    private string Configuration => Path.Combine(Folder, "redis.conf");

    public override Task PrepareAsync(CancellationToken cancellationToken)
    {
        // A cache: nothing in it is worth a write to disk.
        DataFolder.WritePrivate(
            Configuration,
            $"""
            bind 127.0.0.1
            port {Port.Port}
            requirepass {Password}
            databases {databases}
            dir "{Folder}"
            pidfile "{PidFile}"
            save ""
            appendonly no
            maxmemory 512mb
            maxmemory-policy allkeys-lru
            loglevel warning
            """,
            Account
        );
        return Task.CompletedTask;
    }

    public override Task<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) =>
        ExpectAsync(
            Encoding.ASCII.GetBytes($"AUTH {Password}\r\nPING\r\n"),
            "+OK\r\n+PONG\r\n"u8.ToArray(),
            cancellationToken
        );
}
