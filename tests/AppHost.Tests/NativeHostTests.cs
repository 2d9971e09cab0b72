using Aspire.Hosting;
using Npgsql;
using SmartInventory.AppHost.Running;
using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost_Tests;

/// <summary>The three servers under the real host, without services.</summary>
public sealed class NativeHostTests : IAsyncDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"smartinventory-host-{Guid.NewGuid():N}"[..38]);
    private readonly StringWriter _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly NativeHost _host;

    public NativeHostTests()
    {
        var builder = DistributedApplication.CreateBuilder([]);
        builder.AddPostgres("postgres").AddDatabase("inventory");
        builder.AddRabbitMQ("messaging");
        builder.AddRedis("cache");
        _host = new NativeHost(
            builder.Resources, new HostOptions { Ephemeral = true, Data = _path },
            new HostConsole(TextWriter.Synchronized(_output), colours: false), TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    private HostState? State => StateFile.Read(Path.Combine(_path, "state.json"));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _output.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task The_servers_start_survive_a_crash_and_stop_leaving_nothing_behind()
    {
        var run = _host.RunAsync(_stop.Token, CancellationToken.None);
        await Eventually.IsTrueAsync(() => run.IsCompleted || State is { Ready: true }, "all is healthy", Cancellation);
        var healthy = State!;
        Assert.Equal(["postgres", "messaging", "cache"], healthy.Parts.Select(p => p.Name));
        Assert.All(healthy.Parts, part => Assert.Equal(PartState.Healthy, part.State));
        Assert.All(healthy.Parts, part => Assert.StartsWith("127.0.0.1:", part.Address, StringComparison.Ordinal));

        Posix.Signal(Part("cache").Pid!.Value, Posix.SigKill);
        await Eventually.IsTrueAsync(() => Part("cache") is { Restarts: 1, State: PartState.Healthy }, "the cache is back", Cancellation);

        var pids = State!.Parts.Select(p => p.Pid!.Value).ToList();
        await _stop.CancelAsync();
        var stopping = TimeProvider.System.GetTimestamp();
        await run;
        Assert.InRange(TimeProvider.System.GetElapsedTime(stopping), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await _host.DisposeAsync();

        Assert.All(pids, pid => Assert.Null(Posix.StartTicks(pid)));
        Assert.False(Directory.Exists(_path));
        var output = _output.ToString();
        Assert.Contains("cache ended unexpectedly with signal 9. Starting it again in 0.5 s.", output, StringComparison.Ordinal);
        Assert.Contains("SmartInventory is running: all healthy after", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_outlives_the_host_and_so_do_its_passwords()
    {
        using var data = DataFolder.Ephemeral(_path);
        var programs = await ServerInstallation.EnsureAsync(TestContext.Current.SendDiagnosticMessage, Cancellation);
        for (var run = 1; run <= 2; run++)
        {
            // A server of its own each time, as in the next process.
            var postgres = new PostgresServer("postgres", data, programs);
            using var process = await postgres.StartAsync(Cancellation);
            await postgres.EnsureDatabaseAsync("inventory", Cancellation);
            await postgres.EnsureRoleAsync("catalog", "inventory", Cancellation);
            await using var connection = NpgsqlDataSource.Create(postgres.ConnectionStringFor("catalog", "inventory") + ";Pooling=false");
            await connection.CreateCommand("CREATE TABLE IF NOT EXISTS runs (number int)").ExecuteNonQueryAsync(Cancellation);
            await connection.CreateCommand("INSERT INTO runs VALUES (1)").ExecuteNonQueryAsync(Cancellation);
            Assert.Equal((long)run, await connection.CreateCommand("SELECT count(*) FROM runs").ExecuteScalarAsync(Cancellation));
            Assert.True(await process.StopAsync(TimeSpan.FromSeconds(10)));
        }
    }

    private PartEntry Part(string name) => State!.Parts.Single(p => p.Name == name);
}
