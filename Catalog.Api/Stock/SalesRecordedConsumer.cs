using MassTransit;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>Sold goods leave the ledger, returned ones come back: one movement per line, once.</summary>
internal sealed class SalesRecordedConsumer(CatalogDb db, Ledger ledger, TimeProvider time) : IConsumer<SalesRecorded>
{
    public async Task Consume(ConsumeContext<SalesRecorded> context)
    {
        var ct = context.CancellationToken;
        var id =
            context.MessageId
            ?? throw new InvalidOperationException("A fact without a message id cannot be applied once.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.TryApplyOnceAsync(id, time, ct))
            return;

        var lines = context.Message.Lines;
        await RequireKnownAsync(lines, ct);
        var now = time.GetUtcNow();
        await ledger.PostSalesAsync([.. lines.Select(line => ToMovement(line, now))], ct);
        await transaction.CommitAsync(ct);
    }

    private static StockMovement ToMovement(SaleLine line, DateTimeOffset now)
    {
        var isReturn = line.Kind == SaleKind.Return;
        return new StockMovement
        {
            Id = line.Id,
            Sku = line.Sku,
            Location = line.Location,
            Kind = isReturn ? MovementKind.Return : MovementKind.Sale,
            Quantity = isReturn ? line.Quantity : -line.Quantity,
            Amount = line.Revenue,
            Source = line.Channel,
            OccurredAt = Moments.Stored(line.SoldAt),
            RecordedAt = now,
            RecordedBy = line.RecordedBy ?? Actor.Current?.Name,
        };
    }

    // Sales.Api asks this service before it stores a line, so this names a fault of ours. The message waits in the
    // error queue with this reason; dropping the line would lose a sale.
    private async Task RequireKnownAsync(IReadOnlyList<SaleLine> lines, CancellationToken ct)
    {
        var skus = lines.Select(line => line.Sku).Distinct().ToArray();
        var locations = lines.Select(line => line.Location).Distinct().ToArray();
        var unknown = await db
            .Database.SqlQuery<string>(
                $"""
                SELECT 'SKU ' || sku AS "Value" FROM unnest({skus}) AS s (sku)
                WHERE NOT EXISTS (SELECT FROM catalog.products p WHERE p.sku = s.sku)
                UNION ALL
                SELECT 'location ' || code FROM unnest({locations}) AS l (code)
                WHERE NOT EXISTS (SELECT FROM catalog.locations o WHERE o.code = l.code)
                """
            )
            .ToListAsync(ct);
        if (unknown.Count > 0)
            throw new InvalidOperationException($"The catalogue does not know {string.Join(", ", unknown)}.");
    }
}
