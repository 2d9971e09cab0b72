using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>
/// What concerns somebody, looked up when it is asked for: nobody who changes ten thousand products writes ten thousand
/// letters. Nothing older than <see cref="Memory"/> is in it.
/// </summary>
internal sealed class InboxReader(CatalogDb db, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    /// <summary>$1 the person, $2 the first moment, $3 the orders that wait for them.</summary>
    private const string Items = """
        WITH followed AS (SELECT * FROM catalog.follows WHERE person = $1),
        concerns AS (
            SELECT c.id, 'Mention' AS reason, c.subject, c.created_at AS at, c.by, c.by_name, NULL AS action,
                NULL::jsonb AS changes, c.text
            FROM catalog.comments c
            WHERE c.mentions @> ARRAY[$1] AND c.by <> $1 AND NOT c.deleted AND c.created_at >= $2
            UNION ALL
            SELECT c.id, 'Comment', c.subject, c.created_at, c.by, c.by_name, NULL, NULL, c.text
            FROM followed f JOIN catalog.comments c ON c.subject = f.subject
            WHERE c.by <> $1 AND NOT c.deleted AND NOT c.mentions @> ARRAY[$1]
                AND c.created_at >= greatest(f.since, $2)
            UNION ALL
            SELECT a.id, CASE
                    WHEN a.changes @> jsonb_build_array(jsonb_build_object('field', 'assignee', 'to', $1::text))
                    THEN 'Assignment' ELSE 'Change' END, f.subject, a.at, a.by, a.by_name, a.action, a.changes, NULL
            FROM followed f JOIN catalog.activity a ON a.kind = f.kind AND a.key = f.key
            WHERE (f.location IS NULL OR a.location = f.location) AND a.by IS DISTINCT FROM $1
                AND a.at >= greatest(f.since, $2)
            UNION ALL
            SELECT o.id, 'Approval', 'order:' || o.number, a.at, a.by, a.by_name, NULL, NULL, NULL
            FROM catalog.purchase_orders o
            CROSS JOIN LATERAL (
                SELECT coalesce(min(e.at), o.updated_at) AS at, min(e.by) AS by, min(e.by_name) AS by_name
                FROM catalog.activity e WHERE e.kind = 'Order' AND e.key = o.number AND e.action = 'created') AS a
            WHERE o.id = ANY ($3)),
        items AS (
            SELECT c.*, EXISTS (SELECT FROM catalog.inbox_reads r WHERE r.person = $1 AND r.item = c.id) AS read
            FROM concerns c)
        """;

    public async Task<List<InboxItem>> ListAsync(
        string person,
        Guid[] approvals,
        bool unreadOnly,
        (DateTimeOffset At, Guid Id)? after,
        int take,
        CancellationToken ct
    )
    {
        await using var command = await CommandAsync(
            """
            SELECT id, reason, subject, at, by, by_name, action, changes, text, read FROM items
            WHERE (NOT $4 OR NOT read) AND ($5::timestamptz IS NULL OR (at, id) < ($5, $6))
            ORDER BY at DESC, id DESC LIMIT $7
            """,
            person,
            approvals,
            ct
        );
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = unreadOnly });
        command.Parameters.Add(OrNull(NpgsqlDbType.TimestampTz, after?.At));
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after?.Id ?? Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = take });
        var items = new List<InboxItem>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            items.Add(Item(rows));
        return items;
    }

    public async Task<InboxCounts> CountAsync(string person, Guid[] approvals, CancellationToken ct)
    {
        await using var command = await CommandAsync(
            """
            SELECT count(*), count(*) FILTER (WHERE reason = 'Mention'), count(*) FILTER (WHERE reason = 'Comment'),
                count(*) FILTER (WHERE reason = 'Change'), count(*) FILTER (WHERE reason = 'Approval'),
                count(*) FILTER (WHERE reason = 'Assignment')
            FROM items WHERE NOT read
            """,
            person,
            approvals,
            ct
        );
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return new InboxCounts(Of(0), Of(1), Of(2), Of(3), Of(4), Of(5));

        int Of(int column) => (int)rows.GetInt64(column);
    }

    /// <summary>Marks these items, or all, as read, or as not.</summary>
    public async Task MarkAsync(string person, Guid[] approvals, Guid[]? ids, bool read, CancellationToken ct)
    {
        if (!read)
        {
            await db.Set<InboxRead>()
                .Where(r => r.Person == person && (ids == null || ids.Contains(r.Item)))
                .ExecuteDeleteAsync(ct);
            return;
        }

        await using var command = await CommandAsync(
            """
            INSERT INTO catalog.inbox_reads (person, item, at)
            SELECT DISTINCT $1, id, $5::timestamptz FROM items WHERE NOT read AND ($4::uuid[] IS NULL OR id = ANY ($4))
            ON CONFLICT DO NOTHING
            """,
            person,
            approvals,
            ct
        );
        command.Parameters.Add(OrNull(NpgsqlDbType.Array | NpgsqlDbType.Uuid, ids));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<NpgsqlCommand> CommandAsync(
        string statement,
        string person,
        Guid[] approvals,
        CancellationToken ct
    )
    {
        await db.Database.OpenConnectionAsync(ct);
        var command = new NpgsqlCommand($"{Items}\n{statement}", (NpgsqlConnection)db.Database.GetDbConnection());
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = person });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() - Memory });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = approvals });
        return command;
    }

    private static NpgsqlParameter OrNull(NpgsqlDbType type, object? value) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static InboxItem Item(DbDataReader row) =>
        new()
        {
            Id = row.GetGuid(0),
            Reason = Enum.Parse<InboxReason>(row.GetString(1)),
            Subject = row.GetString(2),
            At = row.GetFieldValue<DateTimeOffset>(3),
            By = Text(row, 4),
            ByName = Text(row, 5),
            Action = Text(row, 6),
            Changes = Text(row, 7) is { } changes
                ? JsonSerializer.Deserialize<List<FieldChange>>(changes, ContractsJson.Options)
                : null,
            Text = Text(row, 8),
            Read = row.GetBoolean(9),
        };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
