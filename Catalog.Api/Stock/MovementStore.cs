using Npgsql;
using NpgsqlTypes;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>The one writer of <c>stock_movements</c>. Needs the caller's transaction.</summary>
internal static class MovementStore
{
    /// <summary>
    /// The statement that appends the lines: in one round trip with what they add up to, whether one or a thousand.
    /// </summary>
    public static NpgsqlBatchCommand Add(IReadOnlyCollection<StockMovement> movements)
    {
        var command = new NpgsqlBatchCommand(
            """
            INSERT INTO catalog.stock_movements
                (sku, id, occurred_at, recorded_at, location, kind, quantity, counted_quantity, amount, unit_cost,
                 source, reference, reason, recorded_by)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """
        );
        Column(NpgsqlDbType.Text, m => m.Sku);
        Column(NpgsqlDbType.Uuid, m => m.Id);
        Column(NpgsqlDbType.TimestampTz, m => m.OccurredAt);
        Column(NpgsqlDbType.TimestampTz, m => m.RecordedAt);
        Column(NpgsqlDbType.Text, m => m.Location);
        Column(NpgsqlDbType.Text, m => m.Kind.ToString());
        Column(NpgsqlDbType.Numeric, m => m.Quantity);
        Column(NpgsqlDbType.Numeric, m => m.CountedQuantity);
        Column(NpgsqlDbType.Numeric, m => m.Amount);
        Column(NpgsqlDbType.Numeric, m => m.UnitCost);
        Column(NpgsqlDbType.Text, m => m.Source);
        Column(NpgsqlDbType.Text, m => m.Reference);
        Column(NpgsqlDbType.Text, m => m.Reason);
        Column(NpgsqlDbType.Text, m => m.RecordedBy);
        return command;

        void Column<T>(NpgsqlDbType type, Func<StockMovement, T> value) =>
            command.Parameters.Add(
                new NpgsqlParameter<T[]>
                {
                    NpgsqlDbType = NpgsqlDbType.Array | type,
                    TypedValue = [.. movements.Select(value)],
                }
            );
    }
}
