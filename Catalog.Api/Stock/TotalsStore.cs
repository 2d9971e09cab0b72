using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>What is added to a product's figures.</summary>
internal record struct TotalsChange(
    decimal OnHand,
    decimal OnOrder,
    decimal UnitsSold,
    decimal Revenue,
    DateTimeOffset? LastSoldAt
);

/// <summary>The one writer of <c>product_totals</c>. Needs the caller's transaction.</summary>
internal sealed class TotalsStore(CatalogDb db)
{
    /// <summary>A product's figures come into being with it, at zero: every list joins them.</summary>
    public Task BeginAsync(string[] skus, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO catalog.product_totals (sku) SELECT unnest({skus})", ct);

    /// <summary>The statement that adds the changes.</summary>
    public static NpgsqlBatchCommand Add(SortedDictionary<string, TotalsChange> changes) =>
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
                new NpgsqlParameter<string[]> { TypedValue = [.. changes.Keys] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. changes.Values.Select(v => v.OnHand)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. changes.Values.Select(v => v.OnOrder)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. changes.Values.Select(v => v.UnitsSold)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. changes.Values.Select(v => v.Revenue)] },
                new NpgsqlParameter<DateTimeOffset?[]> { TypedValue = [.. changes.Values.Select(v => v.LastSoldAt)] },
            },
        };
}
