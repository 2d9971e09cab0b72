using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>One receipt of a line that was ordered. The days are those of the location's calendar.</summary>
/// <param name="PromisedOn">The day that was expected when the order was sent.</param>
internal sealed record LineReceipt(
    string Supplier,
    string Sku,
    string Order,
    DateOnly SentOn,
    DateOnly PromisedOn,
    DateOnly ReceivedOn,
    decimal Quantity,
    decimal Ordered
)
{
    public int Days => Math.Max(0, ReceivedOn.DayNumber - SentOn.DayNumber);

    /// <summary>Below zero for early.</summary>
    public int DaysLate => ReceivedOn.DayNumber - PromisedOn.DayNumber;

    /// <summary>
    /// Those of a supplier that lead times are learned from. They are the ledger's; promised is the day that was
    /// expected when the order was sent: another day that was told later is no excuse. A receipt that was taken back is
    /// none.
    /// </summary>
    public static Task<List<LineReceipt>> ReadAsync(
        CatalogDb db,
        string supplier,
        DateTimeOffset now,
        CancellationToken ct
    ) => Of(db, now).Where(r => r.Supplier == supplier).ToListAsync(ct);

    /// <summary>Those of all suppliers.</summary>
    public static IQueryable<LineReceipt> Of(CatalogDb db, DateTimeOffset now)
    {
        var since = now - LeadTimes.Memory;
        return db.Database.SqlQuery<LineReceipt>(
            $"""
            SELECT o.supplier, l.sku, o.number AS "order", (o.sent_at AT TIME ZONE p.time_zone)::date AS sent_on,
                coalesce((
                    SELECT c.expected_before FROM catalog.purchase_order_date_changes AS c
                    WHERE c.order_id = o.id AND c.sku = l.sku AND c.changed_at > o.sent_at
                    ORDER BY c.changed_at LIMIT 1), l.expected_on) AS promised_on,
                (m.occurred_at AT TIME ZONE p.time_zone)::date AS received_on, m.quantity, l.ordered
            FROM catalog.purchase_orders AS o
            JOIN catalog.locations AS p ON p.code = o.location
            JOIN catalog.purchase_order_lines AS l ON l.order_id = o.id
            JOIN catalog.stock_movements AS m
                ON m.kind = 'Receipt' AND m.reference = o.number AND m.sku = l.sku
            WHERE o.sent_at IS NOT NULL AND m.occurred_at >= {since} AND NOT EXISTS (
                SELECT 1 FROM catalog.stock_movements AS back
                WHERE back.kind = 'Adjustment' AND back.reference = m.id::text AND back.sku = m.sku)
            """
        );
    }
}

/// <summary>What receipts teach of lead times.</summary>
internal static class LeadTimes
{
    /// <summary>What is older says little of how a supplier delivers today.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(730);

    /// <summary>A product's: units of one kind, so the larger receipt says more.</summary>
    public static double ByQuantity(LineReceipt receipt) => (double)receipt.Quantity;

    /// <summary>A supplier's: a thousand screws say no more than one machine, so each line counts once.</summary>
    public static double ByLine(LineReceipt receipt) => (double)(receipt.Quantity / receipt.Ordered);

    /// <summary>What the receipts show; null where there are none.</summary>
    public static LeadTimeFigures? Measure(IReadOnlyList<LineReceipt> receipts, Func<LineReceipt, double> weight)
    {
        if (receipts.Count == 0)
            return null;
        var total = receipts.Sum(weight);
        return new LeadTimeFigures(
            receipts.Count,
            Deliveries(receipts),
            ExpectedDelay.Rounded(receipts.Sum(r => weight(r) * r.Days) / total),
            Quantile(receipts, r => r.Days, weight, 0.5),
            Quantile(receipts, r => r.Days, weight, 0.9),
            ExpectedDelay.Rounded(receipts.Sum(r => weight(r) * r.DaysLate) / total),
            Math.Round(receipts.Where(r => r.DaysLate <= 0).Sum(weight) / total, 4)
        );
    }

    /// <summary>What came after how many days, the fewest first.</summary>
    public static IReadOnlyList<LeadTimeShare> Spread(
        IReadOnlyList<LineReceipt> receipts,
        Func<LineReceipt, double> weight
    )
    {
        var total = receipts.Sum(weight);
        return
        [
            .. receipts
                .GroupBy(r => r.Days)
                .OrderBy(g => g.Key)
                .Select(g => new LeadTimeShare(g.Key, Math.Round(g.Sum(weight) / total, 4))),
        ];
    }

    /// <summary>What the receipts of each month show, the oldest first.</summary>
    public static IReadOnlyList<LeadTimeMonth> ByMonth(
        IReadOnlyList<LineReceipt> receipts,
        Func<LineReceipt, double> weight
    ) =>
        [
            .. receipts
                .GroupBy(r => new DateOnly(r.ReceivedOn.Year, r.ReceivedOn.Month, 1))
                .OrderBy(g => g.Key)
                .Select(g => new LeadTimeMonth(g.Key, Measure([.. g], weight)!)),
        ];

    /// <summary>The delay against the promise, of these receipts alone.</summary>
    public static DeliveryDelay Delay(IReadOnlyList<LineReceipt> receipts, Func<LineReceipt, double> weight) =>
        receipts.Count == 0
            ? default
            : new(
                Deliveries(receipts),
                Quantile(receipts, r => r.DaysLate, weight, 0.5),
                Quantile(receipts, r => r.DaysLate, weight, 0.9)
            );

    private static int Deliveries(IReadOnlyList<LineReceipt> receipts) =>
        receipts.Select(r => (r.Order, r.ReceivedOn)).Distinct().Count();

    /// <summary>The least value within which at least this share of the weight lies.</summary>
    private static int Quantile(
        IReadOnlyList<LineReceipt> receipts,
        Func<LineReceipt, int> value,
        Func<LineReceipt, double> weight,
        double share
    )
    {
        var sorted = receipts.OrderBy(value).ToList();
        // A hair less: sums of tenths are not exact.
        var wanted = sorted.Sum(weight) * share * (1 - 1e-12);
        var sum = 0.0;
        foreach (var receipt in sorted)
        {
            sum += weight(receipt);
            if (sum >= wanted)
                return value(receipt);
        }

        return value(sorted[^1]);
    }
}
