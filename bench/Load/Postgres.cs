using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace SmartInventory.Load;

/// <summary>The PostgreSQL server of a data folder, as its superuser reaches it.</summary>
/// <param name="Pid">Its first process.</param>
/// <param name="Bin">The folder of its programs, pgbench among them.</param>
public sealed record Postgres(int Pid, string Bin, int Port, string Password)
{
    private const string User = "postgres";

    /// <exception cref="LoadException">None runs there.</exception>
    public static Postgres Of(string folder)
    {
        var state = Path.Combine(folder, "postgres", "postmaster.pid");
        if (!File.Exists(state))
            throw new LoadException(
                $"No PostgreSQL runs on the data folder {folder}. Give --data the folder that AppHost was started "
                    + "with; servers in containers cannot be measured this way."
            );
        // Its lines: process, folder, time of the start, port, ...
        var lines = File.ReadAllLines(state);
        var pid = int.Parse(lines[0], CultureInfo.InvariantCulture);
        var passwords = JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Path.Combine(folder, "passwords.json"))
        )!;
        var program = new FileInfo($"/proc/{pid}/exe").ResolveLinkTarget(returnFinalTarget: true)!;
        return new(
            pid,
            Path.GetDirectoryName(program.FullName)!,
            int.Parse(lines[3], CultureInfo.InvariantCulture),
            passwords["postgres"]
        );
    }

    public string Connection(string database) =>
        $"Host=127.0.0.1;Port={Port};Username={User};Password={Password};Database={database};Command Timeout=0";

    /// <summary>What a program of PostgreSQL's own has to know, but the database.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string>
        {
            ["PGHOST"] = "127.0.0.1",
            ["PGPORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = User,
            ["PGPASSWORD"] = Password,
        };

    public async Task ExecuteAsync(string database, string sql, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create($"{Connection(database)};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
