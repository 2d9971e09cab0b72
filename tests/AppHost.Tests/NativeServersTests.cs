using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SmartInventory.AppHost.Native;
using SmartInventory.AppHost.Running;

namespace SmartInventory.AppHost.Tests;

/// <summary>This machine's servers under Aspire, kept running as the real host keeps them, without services.</summary>
public sealed class NativeServersTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"smartinventory-host-{Guid.NewGuid():N}"[..38]);
    private readonly StringWriter _output = new();
    private readonly TextWriter _console;

    public NativeServersTests() => _console = TextWriter.Synchronized(_output);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_path))
            Directory.Delete(_path, recursive: true);
        _output.Dispose();
    }

    [Fact]
    public async Task The_servers_start_survive_a_crash_and_stop_leaving_nothing_behind()
    {
        var data = DataFolder.Ephemeral(_path);
        var app = Build(data, await Programs());
        await app.StartAsync(Cancellation);
        var notifications = app.Services.GetRequiredService<ResourceNotificationService>();
        foreach (var server in (string[])["postgres", "messaging", "cache"])
            await notifications.WaitForResourceHealthyAsync(server, Cancellation);

        var killed = PidOf(notifications, "cache");
        Kill(killed);
        await Restarted(notifications, "cache", killed);

        // A process that hangs has not ended: nobody but the watchdog sees it.
        var hung = PidOf(notifications, "cache");
        Signal(hung, "STOP");
        await Restarted(notifications, "cache", hung);

        var pids = new[] { "postgres", "messaging", "cache" }.Select(server => PidOf(notifications, server)).ToList();
        await app.StopAsync(Cancellation);
        await app.DisposeAsync();
        data.Dispose();

        Assert.All(pids, pid => Assert.False(IsAlive(pid), $"process {pid} is still there"));
        Assert.False(Directory.Exists(_path));
        Assert.Contains("cache ended unexpectedly", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Starting it again.", _output.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"cache has not answered for 1[5-9] s and is ended by force\.", _output.ToString());
    }

    [Fact]
    public async Task A_server_that_ran_and_cannot_start_again_is_tried_until_it_can()
    {
        using var data = DataFolder.Open(_path);
        await using var app = Build(data, await Programs());
        await app.StartAsync(Cancellation);
        var notifications = app.Services.GetRequiredService<ResourceNotificationService>();
        await notifications.WaitForResourceHealthyAsync("cache", Cancellation);
        // Redis does not start on that.
        var dump = Path.Combine(_path, "cache", "dump.rdb");
        await File.WriteAllTextAsync(dump, "no dump", Cancellation);

        var killed = PidOf(notifications, "cache");
        Kill(killed);
        await Testing.Eventually.Holds(
            () => Task.FromResult(Said().Contains("Starting it again in 2 s.", StringComparison.Ordinal)),
            "the fourth start is announced"
        );
        File.Delete(dump);

        await Restarted(notifications, "cache", killed);
        Assert.DoesNotContain("does not start", _output.ToString(), StringComparison.Ordinal);
        await app.StopAsync(Cancellation);
    }

    [Fact]
    public void A_process_that_was_killed_is_there_until_it_is_reaped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc to ask.");
        // The shell becomes a sleep that reaps nobody; its child, killed, stays what is called a zombie.
        using var shell = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(
                "/bin/sh",
                ["-c", "sleep 60 & echo $!; kill -9 $!; exec sleep 60 >/dev/null"]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        var zombie = int.Parse(shell.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(SpinWait.SpinUntil(() => Posix.WorksBelow(zombie, "/nowhere"), TimeSpan.FromSeconds(10)));
        shell.Kill();
        shell.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => !Posix.WorksBelow(zombie, "/nowhere"), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Data_outlive_the_host_and_so_do_their_passwords_though_a_client_never_leaves()
    {
        var programs = await Programs();
        for (var run = 1; run <= 2; run++)
        {
            using var data = DataFolder.Open(_path);
            var app = Build(data, programs);
            await app.StartAsync(Cancellation);
            await app
                .Services.GetRequiredService<ResourceNotificationService>()
                .WaitForResourceHealthyAsync("postgres", Cancellation);
            var superuser = app
                .Services.GetRequiredService<DistributedApplicationModel>()
                .Resources.OfType<NativePostgres>()
                .Single();
            await ServiceDatabase.CreateAsync(superuser.ConnectionString, "inventory", Cancellation);
            await ServiceDatabase.CreateRoleAsync(
                superuser.ConnectionString,
                "inventory",
                "catalog",
                data.Password("postgres/catalog"),
                Cancellation
            );
            await using var stays = NpgsqlDataSource.Create(
                $"Host=127.0.0.1;Port={superuser.Port.Port};Username=catalog;"
                    + $"Password={data.Password("postgres/catalog")};Database=inventory"
            );
            await using var connection = await stays.OpenConnectionAsync(Cancellation);
            await ExecuteAsync(connection, "CREATE TABLE IF NOT EXISTS runs (number int)");
            await ExecuteAsync(connection, "INSERT INTO runs VALUES (1)");
            await using var count = new NpgsqlCommand("SELECT count(*) FROM runs", connection);
            Assert.Equal((long)run, await count.ExecuteScalarAsync(Cancellation));
            await using var sync = new NpgsqlCommand("SHOW recovery_init_sync_method", connection);
            Assert.Equal(OperatingSystem.IsLinux() ? "syncfs" : "fsync", await sync.ExecuteScalarAsync(Cancellation));

            // The slow shutdown would wait for the open connection until it is ended by force, and leave a crash to
            // recover from.
            await app.StopAsync(Cancellation);
            await app.DisposeAsync();
            var control = await new Tool(
                Path.Combine(programs.PostgresBin, "pg_controldata"),
                [Path.Combine(_path, "postgres")]
            ).RunOrThrowAsync(Cancellation);
            Assert.Matches(@"Database cluster state:\s+shut down\n", control);
        }
    }

    private DistributedApplication Build(DataFolder data, ServerPrograms programs)
    {
        var builder = DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions
            {
                AssemblyName = typeof(Servers).Assembly.GetName().Name,
                DisableDashboard = true,
            }
        );
        builder.Services.AddSingleton(new HostConsole(_console, colours: false));
        builder.Services.AddSingleton(LaunchOptions.Parse([]));
        builder.KeepRunning();
        builder.AddNativePostgres("postgres", programs).WithDataFolder(data);
        builder.AddNativeRabbitMq("messaging", programs).WithDataFolder(data);
        builder.AddNativeRedis("cache", programs).WithDataFolder(data);
        return builder.Build();
    }

    // The writer that is shared locks itself.
    private string Said()
    {
        lock (_console)
            return _output.ToString();
    }

    private static Task<ServerPrograms> Programs() =>
        ServerInstallation.EnsureAsync(TestContext.Current.SendDiagnosticMessage, Cancellation);

    private static int PidOf(ResourceNotificationService notifications, string server) =>
        notifications.TryGetCurrentState(server, out var now) && now.Snapshot.ProcessId() is { } pid
            ? pid
            : throw new InvalidOperationException($"{server} has no process.");

    private static Task<ResourceEvent> Restarted(
        ResourceNotificationService notifications,
        string server,
        int before
    ) =>
        notifications.WaitForResourceAsync(
            server,
            change =>
                change.Snapshot.HealthStatus == HealthStatus.Healthy
                && change.Snapshot.ProcessId() is { } pid
                && pid != before,
            Cancellation
        );

    private static void Kill(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
    }

    private static void Signal(int pid, string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{pid}"]);
        kill.WaitForExit();
    }

    private static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
