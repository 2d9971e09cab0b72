using System.Globalization;

namespace SmartInventory.AppHost.Servers;

internal sealed class PostgresServer(string name, DataFolder data, ServerPrograms programs, bool disposable = false) : NativeServer(name, data)
{
    private const string Superuser = "postgres";
    private readonly SystemAccount? _account = SystemAccount.ForServer("postgres");
    private string _directory = "";

    /// <summary>Npgsql's connection string for the superuser.</summary>
    public string ConnectionString(string database) => ConnectionString(database, Superuser, Password);

    /// <summary>Npgsql's connection string for a role made by <see cref="EnsureRoleAsync"/>.</summary>
    public string ConnectionStringFor(string role, string database) => ConnectionString(database, role, Data.Password(RoleKey(role)));

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _directory = Data.Subfolder(Name, _account);
        if (File.Exists(Path.Combine(_directory, "PG_VERSION")))
        {
            await RequireSameVersionAsync(cancellationToken);
            return;
        }

        var passwordFile = Path.Combine(_directory, "..", $"{Name}.password");
        DataFolder.WritePrivate(passwordFile, Password, _account);
        try
        {
            List<string> arguments =
            [
                "--pgdata", _directory, "--username", Superuser, "--pwfile", passwordFile, "--auth", "scram-sha-256", "--encoding", "UTF8",
                // Sorting is by code point, the same on every machine; people's sorting is asked for where it is wanted.
                "--locale", OperatingSystem.IsMacOS() ? "C" : "C.UTF-8",
            ];
            if (disposable)
                arguments.Add("--no-sync");
            await ChildProcess.RunOrThrowAsync(Tool("initdb", arguments), cancellationToken);
        }
        catch
        {
            // A half-made cluster would look like a whole one next time.
            Directory.Delete(_directory, recursive: true);
            throw;
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        var (code, _) = await ChildProcess.RunAsync(Tool("pg_isready", ["--quiet", .. Connection()]), cancellationToken);
        return code == 0;
    }

    public async Task EnsureDatabaseAsync(string database, CancellationToken cancellationToken) =>
        await QueryAsync("postgres", $"""
            SELECT 'CREATE DATABASE "{database}"' WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = '{database}') \gexec
            REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
            """, cancellationToken);

    /// <summary>Makes a login role that owns the schema of its own name in the database, and can do nothing outside it.</summary>
    public async Task EnsureRoleAsync(string role, string database, CancellationToken cancellationToken) =>
        await QueryAsync(database, RoleScript(role, Data.Password(RoleKey(role)), database), cancellationToken);

    /// <summary>The SQL of <see cref="EnsureRoleAsync"/>. Names are identifiers of ours, and passwords letters and digits.</summary>
    public static string RoleScript(string role, string password, string database) => $"""
        DO $$ BEGIN CREATE ROLE "{role}" LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        ALTER ROLE "{role}" PASSWORD '{password}';
        ALTER ROLE "{role}" SET search_path = "{role}", public;
        GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO "{role}";
        CREATE SCHEMA IF NOT EXISTS "{role}" AUTHORIZATION "{role}";
        """;

    protected override Command BuildCommand() => Tool("postgres",
    [
        "-D", _directory, "-p", Number(Port),
        .. Settings().SelectMany(setting => new[] { "-c", setting }),
    ]) with
    {
        // The quick shutdown: it does not wait for clients to leave.
        StopSignal = Posix.SigInt,
    };

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
        // The console is for news.
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
        var made = (await File.ReadAllTextAsync(Path.Combine(_directory, "PG_VERSION"), cancellationToken)).Trim();
        var found = await ChildProcess.RunOrThrowAsync(Tool("postgres", ["--version"]), cancellationToken);
        if (!found.Contains($" {made}.", StringComparison.Ordinal))
        {
            throw new HostException(
                $"The data in {_directory} was made by PostgreSQL {made}, and this machine has {found}. " +
                "Install that version or move the data with pg_upgrade, or choose another folder with --data DIR.");
        }
    }

    private async Task QueryAsync(string database, string sql, CancellationToken cancellationToken)
    {
        // A file, since an argument is for everybody to read in the process list and there is no terminal to type into.
        var script = Path.Combine(_directory, $"{Guid.NewGuid():N}.sql");
        DataFolder.WritePrivate(script, sql, _account);
        try
        {
            await ChildProcess.RunOrThrowAsync(
                Tool("psql", ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", .. Connection(), "--dbname", database, "--file", script]),
                cancellationToken);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private Command Tool(string program, IReadOnlyList<string> arguments) =>
        new(Path.Combine(programs.PostgresBin, program), arguments)
        {
            Account = _account,
            WorkingDirectory = _directory,
            Environment = new Dictionary<string, string?>
            {
                ["PGPASSWORD"] = Password,
                ["PGOPTIONS"] = "--client-min-messages=warning",
                ["PGSERVICE"] = null,
                ["PGDATA"] = null,
                ["LC_ALL"] = "C",
            },
        };

    private string[] Connection() => ["--host", "127.0.0.1", "--port", Number(Port), "--username", Superuser];

    private string ConnectionString(string database, string user, string password) =>
        $"Host=127.0.0.1;Port={Number(Port)};Username={user};Password={password};Database={database}";

    private string RoleKey(string role) => $"{Name}/{role}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
