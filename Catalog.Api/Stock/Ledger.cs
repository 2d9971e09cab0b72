using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>What is ordered (or, below zero, received or cancelled) changes with this.</summary>
internal readonly record struct OnOrderChange(string Sku, string Location, decimal Quantity);

/// <summary>
/// The only way in which stock changes. Movements, levels and product figures are written in the caller's transaction,
/// so
/// they are never seen apart.
/// </summary>
internal sealed class Ledger(CatalogDb db, TimeProvider time)
{
    /// <summary>
    /// Appends the movements and applies their sums. Rows are taken in key order everywhere, so writers cannot
    /// deadlock.
    /// </summary>
    public async Task PostAsync(
        IReadOnlyCollection<StockMovement> movements,
        IReadOnlyCollection<OnOrderChange> orders,
        CancellationToken ct
    )
    {
        var transaction =
            (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("The ledger needs the transaction of the cause.");
        var connection = transaction.Connection!;
        if (movements.Count > 0)
            await CopyAsync(connection, movements, ct);

        var levels = new SortedDictionary<(string Sku, string Location), LevelChange>(StockKeyOrder.Instance);
        var totals = new SortedDictionary<string, TotalsChange>(StringComparer.Ordinal);
        foreach (var m in movements)
        {
            var level = levels.GetValueOrDefault((m.Sku, m.Location));
            level.OnHand += m.Quantity;
            level.Counted |= m.Kind is not (MovementKind.Sale or MovementKind.Return);
            if (level.MovedAt is null || m.OccurredAt > level.MovedAt)
                level.MovedAt = m.OccurredAt;
            levels[(m.Sku, m.Location)] = level;

            var product = totals.GetValueOrDefault(m.Sku);
            product.OnHand += m.Quantity;
            if (m.Kind is MovementKind.Sale or MovementKind.Return)
                product.UnitsSold -= m.Quantity;
            product.Revenue += m.Amount ?? 0;
            if (m.Kind == MovementKind.Sale && (product.LastSoldAt is null || m.OccurredAt > product.LastSoldAt))
                product.LastSoldAt = m.OccurredAt;
            totals[m.Sku] = product;
        }

        foreach (var o in orders)
        {
            var level = levels.GetValueOrDefault((o.Sku, o.Location));
            level.OnOrder += o.Quantity;
            levels[(o.Sku, o.Location)] = level;
            var product = totals.GetValueOrDefault(o.Sku);
            product.OnOrder += o.Quantity;
            totals[o.Sku] = product;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(UpsertLevels(levels, time.GetUtcNow()));
        batch.BatchCommands.Add(UpsertTotals(totals));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection,
        IEnumerable<StockMovement> movements,
        CancellationToken ct
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            COPY catalog.stock_movements
            (sku, id, occurred_at, recorded_at, location, kind, quantity, amount, source, reference, reason) FROM STDIN (FORMAT BINARY)
            """,
            ct
        );
        foreach (var m in movements)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(m.Sku, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(m.Id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(m.OccurredAt, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(m.RecordedAt, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(m.Location, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(m.Kind.ToString(), NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(m.Quantity, NpgsqlDbType.Numeric, ct);
            await copy.WriteAsync(m.Amount, NpgsqlDbType.Numeric, ct);
            await copy.WriteAsync(m.Source, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(m.Reference, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(m.Reason, NpgsqlDbType.Varchar, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static NpgsqlBatchCommand UpsertLevels(
        SortedDictionary<(string Sku, string Location), LevelChange> levels,
        DateTimeOffset now
    ) =>
        new(
            """
            INSERT INTO catalog.stock_levels AS l (sku, location, on_hand, on_order, counted, version, announced, updated_at, moved_at)
            SELECT sku, location, on_hand, on_order, counted, 1, false, $6, CASE WHEN moved_at IS NOT NULL THEN least(moved_at, $6) END
            FROM unnest($1, $2, $3, $4, $5, $7) AS d (sku, location, on_hand, on_order, counted, moved_at)
            ON CONFLICT (sku, location) DO UPDATE SET
                on_hand = l.on_hand + excluded.on_hand, on_order = l.on_order + excluded.on_order,
                counted = l.counted OR excluded.counted, version = l.version + 1, announced = false, updated_at = excluded.updated_at,
                moved_at = greatest(l.moved_at, excluded.moved_at)
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. levels.Keys.Select(k => k.Sku)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. levels.Keys.Select(k => k.Location)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. levels.Values.Select(v => v.OnHand)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. levels.Values.Select(v => v.OnOrder)] },
                new NpgsqlParameter<bool[]> { TypedValue = [.. levels.Values.Select(v => v.Counted)] },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                new NpgsqlParameter<DateTimeOffset?[]> { TypedValue = [.. levels.Values.Select(v => v.MovedAt)] },
            },
        };

    private static NpgsqlBatchCommand UpsertTotals(SortedDictionary<string, TotalsChange> totals) =>
        new(
            """
            INSERT INTO catalog.product_totals AS t (sku, on_hand, on_order, units_sold, revenue, last_sold_at)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (sku) DO UPDATE SET
                on_hand = t.on_hand + excluded.on_hand, on_order = t.on_order + excluded.on_order,
                units_sold = t.units_sold + excluded.units_sold, revenue = t.revenue + excluded.revenue,
                last_sold_at = greatest(t.last_sold_at, excluded.last_sold_at)
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. totals.Keys] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. totals.Values.Select(v => v.OnHand)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. totals.Values.Select(v => v.OnOrder)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. totals.Values.Select(v => v.UnitsSold)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. totals.Values.Select(v => v.Revenue)] },
                new NpgsqlParameter<DateTimeOffset?[]> { TypedValue = [.. totals.Values.Select(v => v.LastSoldAt)] },
            },
        };

    private record struct LevelChange(decimal OnHand, decimal OnOrder, bool Counted, DateTimeOffset? MovedAt);

    private record struct TotalsChange(
        decimal OnHand,
        decimal OnOrder,
        decimal UnitsSold,
        decimal Revenue,
        DateTimeOffset? LastSoldAt
    );
}

/// <summary>The order in which every writer takes levels: that of the database's "C" collation.</summary>
internal sealed class StockKeyOrder : IComparer<(string Sku, string Location)>
{
    public static readonly StockKeyOrder Instance = new();

    public int Compare((string Sku, string Location) x, (string Sku, string Location) y) =>
        string.CompareOrdinal(x.Sku, y.Sku) is not 0 and var bySku
            ? bySku
            : string.CompareOrdinal(x.Location, y.Location);
}
