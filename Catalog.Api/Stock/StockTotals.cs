using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>The ledger in figures, each computed from the rows when it is asked for.</summary>
internal sealed class StockTotals(CatalogDb db, ErrorQueues errorQueues, TimeProvider time)
{
    public async Task<StockSummary> SummaryAsync(CancellationToken ct)
    {
        var row = await db
            .Database.SqlQuery<SummaryRow>(
                $"""
                SELECT coalesce(sum(on_hand * cost) FILTER (WHERE counted AND on_hand > 0), 0) AS value,
                       coalesce(sum(on_hand) FILTER (WHERE counted AND on_hand > 0), 0) AS units_on_hand,
                       count(*)::int AS levels,
                       (count(*) FILTER (WHERE counted AND on_hand <= 0))::int AS out_of_stock,
                       (count(*) FILTER (WHERE NOT counted))::int AS never_counted,
                       (count(*) FILTER (WHERE counted AND on_hand > 0 AND cost IS NULL))::int AS cost_unknown
                FROM (
                    SELECT l.counted, l.on_hand, coalesce(t.unit_cost, p.cost) AS cost
                    FROM catalog.stock_levels l
                    JOIN catalog.products p ON p.sku = l.sku
                    LEFT JOIN catalog.supplier_terms t ON t.sku = l.sku AND t.preferred) AS l
                """
            )
            .SingleAsync(ct);
        return new StockSummary(
            row.Value,
            row.UnitsOnHand,
            row.Levels,
            row.OutOfStock,
            row.NeverCounted,
            row.CostUnknown,
            time.GetUtcNow()
        );
    }

    public async Task<LedgerTotals> TotalsAsync(CancellationToken ct)
    {
        var sources = await db
            .Database.SqlQuery<SourceTotals>(
                $"""
                SELECT source, coalesce(-sum(quantity) FILTER (WHERE kind = 'Sale'), 0) AS sold,
                       coalesce(sum(quantity) FILTER (WHERE kind = 'Return'), 0) AS returned, count(*) AS lines
                FROM catalog.stock_movements WHERE source IS NOT NULL GROUP BY source ORDER BY source
                """
            )
            .ToListAsync(ct);
        var underWay = new Dictionary<string, long>
        {
            ["outbox"] = await db.Set<OutboxMessage>().LongCountAsync(m => m.SentAt == null, ct),
            ["stock-announcements"] = await db.Levels.LongCountAsync(l => !l.Announced, ct),
            ["drift"] = await DriftAsync(ct),
        };
        return new LedgerTotals(sources, underWay, (await errorQueues.CountAsync(ct)).Values.Sum());
    }

    /// <summary>
    /// How many levels and product figures are not the sum of their movements. One statement, so one moment.
    /// </summary>
    private Task<long> DriftAsync(CancellationToken ct) =>
        db
            .Database.SqlQuery<long>(
                $"""
                WITH sums AS (
                    SELECT sku, location, sum(quantity) AS on_hand, sum(amount) AS revenue,
                           -sum(quantity) FILTER (WHERE source IS NOT NULL) AS units_sold
                    FROM catalog.stock_movements GROUP BY sku, location),
                totals AS (
                    SELECT sku, sum(on_hand) AS on_hand, sum(revenue) AS revenue, sum(units_sold) AS units_sold
                    FROM sums GROUP BY sku)
                SELECT (SELECT count(*) FROM catalog.stock_levels l FULL JOIN sums s USING (sku, location)
                        WHERE l.on_hand IS DISTINCT FROM coalesce(s.on_hand, 0))
                     + (SELECT count(*) FROM catalog.product_totals t FULL JOIN totals s USING (sku)
                        WHERE (t.on_hand, t.revenue, t.units_sold)
                            IS DISTINCT FROM
                            (coalesce(s.on_hand, 0), coalesce(s.revenue, 0), coalesce(s.units_sold, 0))) AS "Value"
                """
            )
            .SingleAsync(ct);

    private sealed record SummaryRow(
        decimal Value,
        decimal UnitsOnHand,
        int Levels,
        int OutOfStock,
        int NeverCounted,
        int CostUnknown
    );
}
