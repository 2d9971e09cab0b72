using Npgsql;

namespace SmartInventory.AppHost.Native;

internal sealed class NativePostgres(string name, ServerPrograms programs, bool disposable)
    : NativeServer(name, SystemAccount.ForServer("postgres"))
{
    private const string Superuser = "postgres";

    // What the orchestrator sends is SIGTERM, which PostgreSQL takes for "when all clients have left"; SIGINT is "now,
    // in order".
    // A shell in between translates, and should it be killed the kernel tells PostgreSQL.
    private const string QuickStop = """
        "$@" & server=$!
        trap 'kill -INT $server' TERM INT
        wait $server; code=$?
        while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
        exit $code
        """;

    /// <summary>Npgsql's connection string for the superuser.</summary>
    public override ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"Host={Endpoint.Property(EndpointProperty.Host)};Port={Endpoint.Property(EndpointProperty.Port)};"
                + $"Username={Superuser};Password={PasswordParameter}"
        );

    /// <summary>The same, as it is: a native server has no part that is settled later.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={Number(Port.Port)};Username={Superuser};Password={Password}";

    public override Tool Server =>
        Run(
            "/bin/sh",
            [
                "-c",
                QuickStop,
                "postgres",
                .. ServerPrograms.Find("setpriv") is { } setpriv
                    ? [setpriv, "--pdeathsig", "INT", "--"]
                    : Array.Empty<string>(),
                Path.Combine(programs.PostgresBin, "postgres"),
                "-D",
                Folder,
                "-p",
                Number(Port.Port),
                .. Settings().SelectMany(setting => new[] { "-c", setting }),
            ]
        );

    protected override string PidFile => Path.Combine(Folder, "postmaster.pid");

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(Folder, "PG_VERSION")))
        {
            await RequireSameVersionAsync(cancellationToken);
            return;
        }

        var passwordFile = Path.Combine(Path.GetDirectoryName(Folder)!, $"{Name}.password");
        DataFolder.WritePrivate(passwordFile, Password, Account);
        try
        {
            List<string> arguments =
            [
                "--pgdata",
                Folder,
                "--username",
                Superuser,
                "--pwfile",
                passwordFile,
                "--auth",
                "scram-sha-256",
                // Sorting is by code point, the same on every machine; people's sorting is asked for where it is
                // wanted.
                "--encoding",
                "UTF8",
                "--locale",
                OperatingSystem.IsMacOS() ? "C" : "C.UTF-8",
            ];
            if (disposable)
                arguments.Add("--no-sync");
            await Run(Path.Combine(programs.PostgresBin, "initdb"), arguments).RunOrThrowAsync(cancellationToken);
        }
        catch
        {
            // A half-made cluster would look like a whole one next time.
            foreach (var entry in new DirectoryInfo(Folder).EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo folder)
                    folder.Delete(recursive: true);
                else
                    entry.Delete();
            }
            throw;
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    public override async Task<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) =>
        await ConnectAsync(2, cancellationToken) is { } fault
            ? HealthCheckResult.Unhealthy($"it does not answer: {fault.Message}")
            : HealthCheckResult.Healthy();

    // That it recovers, or has as many clients as it takes, it says itself.
    public override async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        await ConnectAsync(5, cancellationToken) is null or PostgresException;

    /// <returns>What kept it from that within so many seconds; null when nothing did.</returns>
    private async Task<NpgsqlException?> ConnectAsync(int seconds, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                $"{ConnectionString};Database=postgres;Timeout={Number(seconds)};Pooling=false"
            );
            await connection.OpenAsync(cancellationToken);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e;
        }
    }

    private IEnumerable<string> Settings()
    {
        yield return "listen_addresses=127.0.0.1";
        yield return "unix_socket_directories=";
        yield return "max_connections=200";
        // Made for bulk ingestion on a small machine: checkpoints far apart, compressed WAL, no compiling of queries.
        yield return disposable ? "shared_buffers=128MB" : "shared_buffers=512MB";
        yield return disposable ? "max_wal_size=512MB" : "max_wal_size=2GB";
        yield return "wal_compression=on";
        yield return "jit=off";
        // After a crash all of the folder is written to disk before anything else. Asked for as a whole that takes a
        // fraction of asking for some thousand files, one by one; before 5.8 Linux did not say what failed of it.
        if (OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 8))
            yield return "recovery_init_sync_method=syncfs";
        // The log is for news.
        yield return "log_checkpoints=off";
        yield return "log_timezone=UTC";
        yield return "timezone=UTC";
        if (disposable)
        {
            yield return "fsync=off";
            yield return "synchronous_commit=off";
            yield return "full_page_writes=off";
        }
    }

    private async Task RequireSameVersionAsync(CancellationToken cancellationToken)
    {
        var made = (await File.ReadAllTextAsync(Path.Combine(Folder, "PG_VERSION"), cancellationToken)).Trim();
        var found = await Run(Path.Combine(programs.PostgresBin, "postgres"), ["--version"])
            .RunOrThrowAsync(cancellationToken);
        if (!found.Contains($" {made}.", StringComparison.Ordinal))
        {
            throw new HostException(
                $"The data in {Folder} was made by PostgreSQL {made}, and this machine has {found}. "
                    + "Install that version or move the data with pg_upgrade, or choose another folder with --data DIR."
            );
        }
    }

    private Tool Run(string program, IReadOnlyList<string> arguments) =>
        new(program, arguments, Account)
        {
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string> { ["LC_ALL"] = "C" },
        };
}
