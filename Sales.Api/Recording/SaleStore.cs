using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>The one way by which lines enter the table: one, a batch, or a chunk of a stream.</summary>
internal sealed class SaleStore(SalesDb db, TimeProvider time)
{
    // One statement: the unique index decides what is new, and only what is new moves the totals.
    private const string Insert = """
        WITH stored AS (
            INSERT INTO sales.sales (id, channel, external_id, kind, sku, location, quantity, unit_price,
                discount, amount, promotion, sold_at, day, customer, return_of, void_of, released, reason, import_id,
                recorded_at, recorded_by, receipt)
            SELECT * FROM unnest(@ids, @channels, @external_ids, @kinds, @skus, @locations, @quantities, @unit_prices,
                @discounts, @amounts, @promotions, @sold_ats, @days, @customers, @return_ofs, @void_ofs, @releaseds,
                @reasons, @import_ids, @recorded_ats, @recorded_bys, @receipts)
            ON CONFLICT (channel, external_id) WHERE NOT released DO NOTHING
            RETURNING id, channel, kind, location, day, quantity, amount),
        totals AS (
            INSERT INTO sales.daily_totals AS t (location, channel, day, sold, returned, revenue, lines)
            SELECT location, channel, day,
                COALESCE(sum(quantity) FILTER (WHERE kind = 'sale'), 0),
                COALESCE(sum(quantity) FILTER (WHERE kind = 'return'), 0),
                sum(CASE kind WHEN 'sale' THEN amount ELSE -amount END),
                count(*)
            FROM stored GROUP BY location, channel, day ORDER BY location, channel, day
            ON CONFLICT (location, channel, day) DO UPDATE SET
                sold = t.sold + excluded.sold, returned = t.returned + excluded.returned,
                revenue = t.revenue + excluded.revenue, lines = t.lines + excluded.lines)
        SELECT id FROM stored
        """;

    private const string Known = """
        SELECT s.channel, s.external_id FROM unnest(@channels, @external_ids) AS asked (channel, external_id)
        JOIN sales.sales s ON s.channel = asked.channel AND s.external_id = asked.external_id
            AND NOT s.released
        """;

    /// <summary>
    /// Stores the lines whose (channel, external id) is new, and their messages, in the caller's transaction. Of two
    /// lines with the same name the first is stored.
    /// </summary>
    /// <returns>The ids that were stored.</returns>
    public async Task<IReadOnlySet<Guid>> AddAsync(IReadOnlyCollection<Sale> sales, CancellationToken ct)
    {
        var transaction =
            db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("Lines and messages need one transaction.");
        if (sales.Count == 0)
            return new HashSet<Guid>();

        // Everybody inserts in the same order, so that two requests with the same lines wait for each other and never
        // in a circle.
        var rows = sales
            .OrderBy(s => s.Channel, StringComparer.Ordinal)
            .ThenBy(s => s.ExternalId, StringComparer.Ordinal)
            .ToArray();
        foreach (var sale in rows)
            sale.RecordedBy ??= Actor.Current?.Name;
        var stored = new HashSet<Guid>(rows.Length);
        await using (var command = new NpgsqlCommand(Insert))
        {
            command.Connection = (NpgsqlConnection)db.Database.GetDbConnection();
            command.Transaction = (NpgsqlTransaction)transaction.GetDbTransaction();
            Bind(command, rows);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                stored.Add(reader.GetGuid(0));
        }

        foreach (var lines in rows.Where(s => stored.Contains(s.Id)).Chunk(Limits.MaxLinesPerMessage))
            db.AddToOutbox(new SalesRecorded(Array.ConvertAll(lines, s => s.ToLine())), time);
        await db.SaveChangesAsync(ct);
        return stored;
    }

    /// <summary>
    /// What <see cref="AddAsync"/> would store of these lines now; nothing is stored, and nobody waits.
    /// </summary>
    /// <returns>The ids of the lines whose (channel, external id) is new.</returns>
    public async Task<IReadOnlySet<Guid>> FindNewAsync(IReadOnlyCollection<Sale> sales, CancellationToken ct)
    {
        if (sales.Count == 0)
            return new HashSet<Guid>();
        await using var command = new NpgsqlCommand(Known);
        await db.Database.OpenConnectionAsync(ct);
        command.Connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var rows = sales.ToArray();
        command.Parameters.Add(new NpgsqlParameter<string[]>("channels", Array.ConvertAll(rows, s => s.Channel)));
        command.Parameters.Add(
            new NpgsqlParameter<string[]>("external_ids", Array.ConvertAll(rows, s => s.ExternalId))
        );
        var seen = new HashSet<(string, string)>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                seen.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows.Where(s => seen.Add((s.Channel, s.ExternalId))).Select(s => s.Id).ToHashSet();
    }

    private static void Bind(NpgsqlCommand command, Sale[] rows)
    {
        Add("ids", NpgsqlDbType.Uuid, s => s.Id);
        Add("channels", NpgsqlDbType.Text, s => s.Channel);
        Add("external_ids", NpgsqlDbType.Text, s => s.ExternalId);
        Add("kinds", NpgsqlDbType.Text, s => Sale.Word(s.Kind));
        Add("skus", NpgsqlDbType.Text, s => s.Sku);
        Add("locations", NpgsqlDbType.Text, s => s.Location);
        Add("quantities", NpgsqlDbType.Numeric, s => s.Quantity);
        Add("unit_prices", NpgsqlDbType.Numeric, s => s.UnitPrice);
        Add("discounts", NpgsqlDbType.Numeric, s => s.Discount);
        Add("amounts", NpgsqlDbType.Numeric, s => s.Amount);
        Add("promotions", NpgsqlDbType.Boolean, s => s.Promotion);
        Add("sold_ats", NpgsqlDbType.TimestampTz, s => s.SoldAt);
        Add("days", NpgsqlDbType.Date, s => s.Day);
        Add("customers", NpgsqlDbType.Text, s => s.Customer);
        Add("return_ofs", NpgsqlDbType.Uuid, s => s.ReturnOf);
        Add("void_ofs", NpgsqlDbType.Uuid, s => s.VoidOf);
        Add("releaseds", NpgsqlDbType.Boolean, s => s.Released);
        Add("reasons", NpgsqlDbType.Text, s => s.Reason);
        Add("import_ids", NpgsqlDbType.Uuid, s => s.ImportId);
        Add("recorded_ats", NpgsqlDbType.TimestampTz, s => s.RecordedAt);
        Add("recorded_bys", NpgsqlDbType.Text, s => s.RecordedBy);
        Add("receipts", NpgsqlDbType.Text, s => s.Receipt);

        void Add<T>(string name, NpgsqlDbType type, Converter<Sale, T> column) =>
            command.Parameters.Add(
                new NpgsqlParameter<T[]>(name, NpgsqlDbType.Array | type)
                {
                    TypedValue = Array.ConvertAll(rows, column),
                }
            );
    }
}
