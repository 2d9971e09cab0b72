using Npgsql;

namespace SmartInventory.Load;

/// <summary>What the stored sales take, by table: in all, and for each line.</summary>
public static class Storage
{
    public const string Kind = "storage";

    private const string Database = "inventory";

    /// <summary>Tables below this are not written one by one.</summary>
    private const long Small = 1024 * 1024;

    // What is stored out of line belongs to the table. Partitions stand under the name of their table.
    private const string Sizes = """
        SELECT n.nspname || '.' || coalesce(parent.relname, c.relname) AS name,
            sum(pg_table_size(c.oid))::bigint AS rows, sum(pg_indexes_size(c.oid))::bigint AS indexes
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
        LEFT JOIN pg_class parent ON parent.oid = i.inhparent
        WHERE c.relkind = 'r' AND n.nspname IN ('sales', 'catalog', 'forecasting', 'identity')
        GROUP BY 1
        ORDER BY sum(pg_total_relation_size(c.oid)) DESC
        """;

    private const string IndexSizes = """
        SELECT schemaname || '.' || relname || ': ' || indexrelname, 0::bigint, pg_relation_size(indexrelid)
        FROM pg_stat_user_indexes
        WHERE relname IN ('sales', 'stock_movements', 'demand')
        ORDER BY pg_relation_size(indexrelid) DESC
        """;

    public static async Task WriteAsync(Postgres postgres, TextWriter output, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(postgres.Connection(Database));
        await using var count = source.CreateCommand("SELECT count(*) FROM sales.sales");
        var lines = Math.Max(1, (long)(await count.ExecuteScalarAsync(ct))!);
        output.WriteLine();
        output.WriteLine(Text.Of($"storage of {lines:#,0} sale lines"));
        output.WriteLine("| table | rows MB | indexes MB | bytes for a line |");
        output.WriteLine("|---|---|---|---|");
        var tables = await ReadAsync(source, Sizes, ct);
        foreach (var table in tables.Where(t => t.Rows + t.Indexes >= Small))
            Row(table);
        var small = tables.Where(t => t.Rows + t.Indexes < Small).ToList();
        Row(new($"{small.Count} smaller ones", small.Sum(t => t.Rows), small.Sum(t => t.Indexes)));
        Row(new("**all**", tables.Sum(t => t.Rows), tables.Sum(t => t.Indexes)));
        foreach (var index in await ReadAsync(source, IndexSizes, ct))
            Row(index);

        void Row(Size of) =>
            output.WriteLine(
                Text.Of($"| {of.Name} | {of.Rows / 1e6:0.0} | {of.Indexes / 1e6:0.0} | ")
                    + Text.Of($"{(double)(of.Rows + of.Indexes) / lines:0.0} |")
            );
    }

    private static async Task<List<Size>> ReadAsync(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<Size> sizes = [];
        while (await reader.ReadAsync(ct))
            sizes.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        return sizes;
    }

    private sealed record Size(string Name, long Rows, long Indexes);
}
