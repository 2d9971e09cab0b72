using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>The ledger in figures.</summary>
internal sealed class StockTotals(
    CatalogDb db,
    Recounting<CatalogDb> recounting,
    ErrorQueues errorQueues,
    TimeProvider time
)
{
    /// <summary>
    /// The levels, product figures and channels that are not the sum of their movements, or of what is open on orders.
    /// </summary>
    public const string Recount = """
        WITH sums AS (
            SELECT sku, location, source, sum(quantity) AS on_hand, sum(amount) AS revenue,
                   coalesce(-sum(quantity) FILTER (WHERE kind = 'Sale'), 0) AS sold,
                   coalesce(sum(quantity) FILTER (WHERE kind = 'Return'), 0) AS returned, count(*) AS lines
            FROM catalog.stock_movements GROUP BY sku, location, source),
        levels AS (SELECT sku, location, sum(on_hand) AS on_hand FROM sums GROUP BY sku, location),
        products AS (
            SELECT sku, sum(on_hand) AS on_hand, sum(revenue) AS revenue, sum(sold - returned) AS units_sold
            FROM sums GROUP BY sku),
        channels AS (
            SELECT source AS channel, sum(sold) AS sold, sum(returned) AS returned, sum(lines) AS lines
            FROM sums WHERE source IS NOT NULL GROUP BY source),
        kept AS (
            SELECT channel, sum(sold) AS sold, sum(returned) AS returned, sum(lines) AS lines
            FROM catalog.channel_totals GROUP BY channel),
        orders AS (
            SELECT p.sku, o.location, sum(p.ordered - p.received) AS on_order
            FROM catalog.purchase_order_lines p JOIN catalog.purchase_orders o ON o.id = p.order_id
            WHERE o.status IN ('Approved', 'Sent', 'PartlyReceived') GROUP BY p.sku, o.location)
        SELECT 'the level of ' || sku || ' at ' || location AS "Value"
        FROM catalog.stock_levels l FULL JOIN levels s USING (sku, location)
        WHERE l.on_hand IS DISTINCT FROM coalesce(s.on_hand, 0)
        UNION ALL
        SELECT 'the figures of ' || sku FROM catalog.product_totals t FULL JOIN products s USING (sku)
        WHERE (t.on_hand, t.revenue, t.units_sold)
            IS DISTINCT FROM (coalesce(s.on_hand, 0), coalesce(s.revenue, 0), coalesce(s.units_sold, 0))
        UNION ALL
        SELECT 'the totals of channel ' || channel FROM kept k FULL JOIN channels c USING (channel)
        WHERE (k.sold, k.returned, k.lines) IS DISTINCT FROM (c.sold, c.returned, c.lines)
        UNION ALL
        SELECT 'what is on order of ' || sku || ' for ' || location
        FROM catalog.stock_levels l FULL JOIN orders o USING (sku, location)
        WHERE coalesce(l.on_order, 0) <> coalesce(o.on_order, 0)
        UNION ALL
        SELECT 'what is on order of ' || sku
        FROM catalog.product_totals t
        FULL JOIN (SELECT sku, sum(on_order) AS on_order FROM orders GROUP BY sku) AS o USING (sku)
        WHERE coalesce(t.on_order, 0) <> coalesce(o.on_order, 0)
        """;

    public async Task<StockSummary> SummaryAsync(CancellationToken ct)
    {
        var row = await db.LevelCosts(db.Levels)
            .GroupBy(_ => 1)
            .Select(all => new
            {
                Value = all.Where(l => l.Level.Counted && l.Level.OnHand > 0).Sum(l => l.Level.OnHand * l.UnitCost),
                OnHand = all.Where(l => l.Level.Counted && l.Level.OnHand > 0).Sum(l => l.Level.OnHand),
                Levels = all.Count(),
                OutOfStock = all.Count(l => l.Level.Counted && l.Level.OnHand <= 0),
                NeverCounted = all.Count(l => !l.Level.Counted),
                CostUnknown = all.Count(l => l.Level.Counted && l.Level.OnHand > 0 && l.UnitCost == null),
            })
            .SingleOrDefaultAsync(ct);
        return new StockSummary(
            row?.Value ?? 0,
            row?.OnHand ?? 0,
            row?.Levels ?? 0,
            row?.OutOfStock ?? 0,
            row?.NeverCounted ?? 0,
            row?.CostUnknown ?? 0,
            time.GetUtcNow()
        );
    }

    public async Task<LedgerTotals> TotalsAsync(bool recount, CancellationToken ct)
    {
        if (recount)
            await recounting.RecountAsync(ct);
        var sources = await db.ChannelTotalsAsync(ct);
        var (outbox, waits) = await db.UnsentAsync(time, ct);
        var underWay = new Dictionary<string, long>
        {
            ["outbox"] = outbox,
            ["stock-announcements"] = await db.Levels.LongCountAsync(l => !l.Announced, ct),
            ["drift"] = await db.DriftAsync(ct),
        };
        return new LedgerTotals(sources, underWay, (await errorQueues.CountAsync(ct)).Values.Sum())
        {
            OutboxSeconds = waits,
        };
    }
}
