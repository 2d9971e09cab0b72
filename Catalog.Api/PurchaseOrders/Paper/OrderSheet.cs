using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Installations;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;

namespace SmartInventory.Catalog.Api.PurchaseOrders.Paper;

/// <summary>What stands on the paper of an order.</summary>
/// <param name="SentOn">The day in the location's calendar; null while it is not sent.</param>
/// <param name="Lines">In their order.</param>
/// <param name="Currency">That of all money; null where it is not known.</param>
internal sealed record OrderSheet(
    PurchaseOrder Order,
    Supplier Supplier,
    Location Location,
    DateOnly? SentOn,
    IReadOnlyList<SheetLine> Lines,
    Currency? Currency
)
{
    /// <summary>The order with all that its paper shows; null when there is none of that number.</summary>
    public static async Task<OrderSheet?> ReadAsync(string number, OrderDesk desk, CatalogDb db, CancellationToken ct)
    {
        var order = await db
            .PurchaseOrders.AsNoTracking()
            .Include(o => o.Lines)
            .SingleOrDefaultAsync(o => o.Number == number, ct);
        if (order is null)
            return null;
        var skus = order.Lines.ConvertAll(l => l.Sku);
        var products = await db
            .Products.Where(p => skus.Contains(p.Sku))
            .Select(p => new
            {
                p.Sku,
                p.Name,
                p.Unit,
            })
            .ToDictionaryAsync(p => p.Sku, StringComparer.Ordinal, ct);
        return new OrderSheet(
            order,
            await db.Suppliers.AsNoTracking().SingleAsync(s => s.Code == order.Supplier, ct),
            await db.Locations.AsNoTracking().SingleAsync(l => l.Code == order.Location, ct),
            order.SentAt is { } sent ? await desk.DayAsync(order.Location, sent, ct) : null,
            [
                .. order
                    .Lines.OrderBy(l => l.Line)
                    .Select(l => new SheetLine(l, products[l.Sku].Name, products[l.Sku].Unit)),
            ],
            Currency.Find(await db.Set<Installation>().Select(i => i.Currency).SingleAsync(ct))
        );
    }
}

/// <summary>A line, with what its product is called and counted in.</summary>
internal sealed record SheetLine(PurchaseOrderLine Line, string Name, string Unit);
