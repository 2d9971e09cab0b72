using System.Text;

namespace SmartInventory.AppHost.Servers;

internal sealed class RedisServer(string name, DataFolder data, ServerPrograms programs, int databases = 16) : NativeServer(name, data)
{
    private readonly SystemAccount? _account = SystemAccount.ForServer("redis", "valkey");
    private string _configuration = "";

    /// <summary>StackExchange.Redis' connection string.</summary>
    public string ConnectionString => $"{Address},password={Password}";

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var folder = Data.Subfolder(Name, _account);
        _configuration = Path.Combine(folder, "redis.conf");
        // A cache: nothing in it is worth a write to disk.
        DataFolder.WritePrivate(_configuration, $"""
            bind 127.0.0.1
            port {Port}
            requirepass {Password}
            databases {databases}
            dir "{folder}"
            save ""
            appendonly no
            maxmemory 512mb
            maxmemory-policy allkeys-lru
            loglevel warning
            """, _account);
        await Task.CompletedTask;
    }

    public override Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        AnswersAsync(Encoding.ASCII.GetBytes($"AUTH {Password}\r\nPING\r\n"), "+OK\r\n+PONG\r\n"u8.ToArray(), cancellationToken);

    protected override Command BuildCommand() => new(programs.Redis, [_configuration])
    {
        Account = _account,
        WorkingDirectory = Path.GetDirectoryName(_configuration),
    };
}
