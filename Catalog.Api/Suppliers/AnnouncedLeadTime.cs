using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>What was last announced of how a supplier's goods came: all of them, or those of one product.</summary>
internal sealed class AnnouncedLeadTime
{
    public required string Supplier { get; init; }

    /// <summary>Empty for all of the supplier.</summary>
    public required string Sku { get; init; }

    public long Version { get; private set; }
    public int Deliveries { get; private set; }
    public double MedianDelay { get; private set; }
    public double P90Delay { get; private set; }

    /// <summary>Every supplier that ever got an order is looked at again.</summary>
    public static Task MarkAllAsync(CatalogDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.unannounced (kind, key)
            SELECT DISTINCT {UnannouncedKind.LeadTimes.ToString()}, supplier FROM catalog.purchase_orders
            WHERE sent_at IS NOT NULL
            """,
            ct
        );

    /// <summary>What receipts say of a supplier otherwise than was announced; from here on, it is.</summary>
    public static async Task<List<LeadTimeState>> TakeChangedAsync(
        CatalogDb db,
        string supplier,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var receipts = await LineReceipt.ReadAsync(db, supplier, now, ct);
        var delays = receipts
            .GroupBy(r => r.Sku, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => LeadTimes.Delay([.. g], LeadTimes.ByQuantity), StringComparer.Ordinal);
        delays[""] = LeadTimes.Delay(receipts, LeadTimes.ByLine);
        var announced = await db.Set<AnnouncedLeadTime>()
            .Where(a => a.Supplier == supplier)
            .ToDictionaryAsync(a => a.Sku, StringComparer.Ordinal, ct);
        var changed = new List<LeadTimeState>();
        foreach (var sku in delays.Keys.Union(announced.Keys, StringComparer.Ordinal))
        {
            var delay = delays.GetValueOrDefault(sku);
            var row = announced.GetValueOrDefault(sku) ?? new AnnouncedLeadTime { Supplier = supplier, Sku = sku };
            if (delay == row.Delay)
                continue;
            if (row.Version == 0)
                db.Add(row);
            (row.Deliveries, row.MedianDelay, row.P90Delay) = (delay.Deliveries, delay.Median, delay.P90);
            row.Version++;
            changed.Add(row.ToState());
        }

        return changed;
    }

    public DeliveryDelay Delay => new(Deliveries, MedianDelay, P90Delay);

    private LeadTimeState ToState() =>
        new(Supplier, Sku.Length == 0 ? null : Sku, Version, Deliveries, MedianDelay, P90Delay);
}
