using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace SmartInventory.Load;

/// <summary>
/// What this machine and its PostgreSQL can do at best, in a database of its own on the same server that is dropped at
/// the end.
/// </summary>
public sealed class Limits : IAsyncDisposable
{
    private const string Database = "load_limits";
    private const int Products = 10_000;

    private const string Tables = """
        CREATE TABLE sales (id uuid PRIMARY KEY, channel text NOT NULL, external_id text NOT NULL, kind text NOT NULL,
            sku text NOT NULL, location text NOT NULL, quantity numeric NOT NULL, unit_price numeric NOT NULL,
            sold_at timestamptz NOT NULL, day date NOT NULL, recorded_at timestamptz NOT NULL);
        CREATE TABLE products (sku text PRIMARY KEY, name text NOT NULL, price numeric NOT NULL,
            on_hand numeric NOT NULL);
        INSERT INTO products SELECT 'LOAD-' || lpad(i::text, 5, '0'), 'Thing ' || i || ' of tin', i, 1000
        FROM generate_series(0, 9999) AS i;
        CREATE TABLE levels (sku text, location text, on_hand numeric NOT NULL, PRIMARY KEY (sku, location));
        INSERT INTO levels SELECT sku, 'LOAD', on_hand FROM products;
        VACUUM ANALYZE;
        """;

    private const string OneSale = """
        \set product random(0, 9999)
        BEGIN;
        INSERT INTO sales VALUES (gen_random_uuid(), 'load', gen_random_uuid(), 'sale',
            'LOAD-' || lpad(:product::text, 5, '0'),
            'LOAD', 1, 2.5, now(), current_date, now());
        UPDATE levels SET on_hand = on_hand - 1
        WHERE sku = 'LOAD-' || lpad(:product::text, 5, '0') AND location = 'LOAD';
        COMMIT;
        """;

    private readonly Postgres _postgres;
    private readonly Meter _meter;
    private readonly string _folder = Directory.CreateTempSubdirectory("load-").FullName;

    private Limits(Postgres postgres, Meter meter) => (_postgres, _meter) = (postgres, meter);

    public static async Task<Limits> OpenAsync(Postgres postgres, Meter meter, CancellationToken ct)
    {
        var limits = new Limits(postgres, meter);
        await limits.DropAsync(ct);
        await postgres.ExecuteAsync("postgres", $"CREATE DATABASE {Database}", ct);
        // A statement each: VACUUM stands alone.
        foreach (var sql in Tables.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await postgres.ExecuteAsync(Database, sql, ct);
        return limits;
    }

    public static string ProductPath(long number) => $"/products/{SaleLine.SkuOf(number % Products)}";

    /// <summary>Insert a sale, lower a level, commit: by PostgreSQL's own generator, prepared.</summary>
    public async Task<Measurement> PgbenchAsync(int clients, TimeSpan span, CancellationToken ct)
    {
        var script = Path.Combine(_folder, "sale.sql");
        await File.WriteAllTextAsync(script, OneSale, ct);
        var log = Path.Combine(_folder, Text.Of($"clients{clients}"));
        // Its clock runs while it connects, which for 32 clients on a busy machine has taken a whole second.
        var seconds = Math.Max(5, (int)span.TotalSeconds);
        var start = new ProcessStartInfo(Path.Combine(_postgres.Bin, "pgbench"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _postgres.Environment)
            start.Environment[name] = value;
        foreach (
            var argument in (string[])
                [
                    "-n",
                    "-M",
                    "prepared",
                    "-f",
                    script,
                    "-c",
                    Whole(clients),
                    "-T",
                    Whole(seconds),
                    "-l",
                    "--log-prefix",
                    log,
                    Database,
                ]
        )
            start.ArgumentList.Add(argument);

        return await _meter.RunAsync(
            Text.Of($"pgbench, {clients} clients"),
            "sales",
            async () =>
            {
                using var pgbench = Process.Start(start)!;
                var errors = pgbench.StandardError.ReadToEndAsync(ct);
                var said = await pgbench.StandardOutput.ReadToEndAsync(ct);
                await pgbench.WaitForExitAsync(ct);
                if (pgbench.ExitCode != 0)
                    throw new LoadException($"pgbench: {await errors}");
                // A line for each transaction: client, number, microseconds, ...
                var latencies = Directory
                    .EnumerateFiles(_folder, $"{Path.GetFileName(log)}.*")
                    .SelectMany(File.ReadLines)
                    .Select(l => double.Parse(l.Split(' ')[2], CultureInfo.InvariantCulture) / 1e6)
                    .Order()
                    .ToArray();
                // It leaves out the time in which it connects.
                var rate = Regex.Match(said, @"tps = (\S+) \(without initial connection time\)").Groups[1].Value;
                if (rate.Length == 0)
                    throw new LoadException($"pgbench made no sale: {said}");
                return new(
                    latencies,
                    TimeSpan.FromSeconds(latencies.Length / double.Parse(rate, CultureInfo.InvariantCulture)),
                    new Dictionary<string, long>()
                );
            },
            ct
        );
    }

    /// <summary>One prepared select of one row, through the bare proxy.</summary>
    public async Task<Measurement> BareReadAsync(RunOptions run, int connections, CancellationToken ct)
    {
        await using var servers = await BareServers.StartAsync(_postgres.Connection(Database), ct);
        using var load = new LoadGenerator(servers.Address, connections);
        Task<Answers> ReadAsync(TimeSpan span) =>
            load.ClosedAsync(i => new(HttpMethod.Get, ProductPath(i * 7919)), span, ct);
        await ReadAsync(run.WarmUp);
        return await _meter.RunAsync(
            "bare API behind bare proxy",
            "reads",
            () => ReadAsync(run.Span),
            ct,
            more: servers.Parts
        );
    }

    /// <summary>The lines of the file by COPY, in binary, in one transaction.</summary>
    public async Task<Measurement> CopyAsync(IReadOnlyList<SaleLine> lines, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create($"{_postgres.Connection(Database)};Pooling=false");
        await using var connection = await source.OpenConnectionAsync(ct);
        return await _meter.RunAsync(
            "COPY",
            "lines",
            async () =>
            {
                var watch = Stopwatch.StartNew();
                await using var copy = await connection.BeginBinaryImportAsync(
                    "COPY sales FROM STDIN (FORMAT BINARY)",
                    ct
                );
                foreach (var line in lines)
                {
                    await copy.StartRowAsync(ct);
                    await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, ct);
                    await copy.WriteAsync(SaleLine.Channel, NpgsqlDbType.Text, ct);
                    await copy.WriteAsync(line.ExternalId, NpgsqlDbType.Text, ct);
                    await copy.WriteAsync(line.Quantity < 0 ? "return" : "sale", NpgsqlDbType.Text, ct);
                    await copy.WriteAsync(line.Sku, NpgsqlDbType.Text, ct);
                    await copy.WriteAsync(SaleLine.Location, NpgsqlDbType.Text, ct);
                    await copy.WriteAsync(Math.Abs(line.Quantity), NpgsqlDbType.Numeric, ct);
                    await copy.WriteAsync(line.UnitPrice, NpgsqlDbType.Numeric, ct);
                    await copy.WriteAsync(line.SoldAt, NpgsqlDbType.TimestampTz, ct);
                    await copy.WriteAsync(DateOnly.FromDateTime(line.SoldAt), NpgsqlDbType.Date, ct);
                    await copy.WriteAsync(DateTime.UtcNow, NpgsqlDbType.TimestampTz, ct);
                }
                await copy.CompleteAsync(ct);
                return new([], watch.Elapsed, new Dictionary<string, long>());
            },
            ct,
            units: lines.Count
        );
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private Task DropAsync(CancellationToken ct) =>
        _postgres.ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Database} WITH (FORCE)", ct);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
