using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.PurchaseOrders;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>
/// Takes back what a person moved, by lines that say the opposite at the same moment. Nothing is removed, and nothing
/// is taken back twice.
/// </summary>
internal sealed class Undoing(CatalogDb db, LevelStore levels, ManualMoves moves)
{
    /// <summary>The line, and the other end where it is one of a transfer; null when there is none.</summary>
    public async Task<(StockMovement Line, StockMovement? OtherEnd)?> FindAsync(
        string sku,
        Guid id,
        CancellationToken ct
    )
    {
        var line = await db.Movements.AsNoTracking().SingleOrDefaultAsync(m => m.Sku == sku && m.Id == id, ct);
        if (line is null)
            return null;
        if (line.Kind != MovementKind.Transfer)
            return (line, null);
        // What takes a transfer back bears its reference too: the two ends of one were recorded together.
        var other = await db
            .Movements.AsNoTracking()
            .SingleOrDefaultAsync(
                m =>
                    m.Sku == sku
                    && m.Kind == MovementKind.Transfer
                    && m.Reference == line.Reference
                    && m.RecordedAt == line.RecordedAt
                    && m.Id != id,
                ct
            );
        return (line, other);
    }

    /// <summary>Why it cannot be taken back, in a sentence; null when it can.</summary>
    public async Task<string?> WhyNotAsync(StockMovement line, StockMovement? otherEnd, CancellationToken ct)
    {
        if (line.Kind is not (MovementKind.Receipt or MovementKind.Adjustment or MovementKind.Transfer))
            return line.Kind switch
            {
                MovementKind.Sale or MovementKind.Return => T("A sale or return is taken back where it was recorded."),
                MovementKind.Count => T("A count says what lay there: count again."),
                _ => T("A correction belongs to its count."),
            };
        if (line.Kind == MovementKind.Adjustment && line.Reference is not null)
            return T("It takes something back itself.");
        if (await IsUndoneAsync(line, ct))
            return T("It was taken back already.");
        string[] places = otherEnd is null ? [line.Location] : [line.Location, otherEnd.Location];
        var counted = await db
            .Movements.Where(m =>
                m.Sku == line.Sku
                && places.Contains(m.Location)
                && m.Kind == MovementKind.Count
                && m.OccurredAt >= line.OccurredAt
            )
            .Select(m => m.Location)
            .FirstOrDefaultAsync(ct);
        return counted is null ? null : T($"{line.Sku} was counted at {counted} since: what lay there is known.");
    }

    /// <summary>
    /// Posts the opposite. Needs the caller's transaction; <paramref name="conflicts"/> has why it was refused.
    /// </summary>
    public async Task<MovesPosted> UndoAsync(
        StockMovement line,
        StockMovement? otherEnd,
        FieldErrors conflicts,
        CancellationToken ct
    )
    {
        var order = line.Kind == MovementKind.Receipt ? line.Reference : null;
        // Orders come first, as where goods are received.
        if (order is not null)
            await PurchaseOrder.LockAsync(db, [order], ct);
        // Who undoes the same at the same time waits here, and then sees that it is done.
        StockMovement[] ends = otherEnd is null ? [line] : [line, otherEnd];
        await Location.LockAsync(db, [.. ends.Select(e => e.Location)], ct);
        await levels.LockAsync(ends.Select(e => (e.Sku, e.Location)), ct);
        if (await WhyNotAsync(line, otherEnd, ct) is { } reason)
        {
            conflicts.Add("id", reason);
            return MovesPosted.Nothing;
        }

        Guid? transfer = otherEnd is null ? null : Guid.Parse(line.Reference!);
        // Where the goods leave comes first: what a unit costs there goes with them.
        List<StockMove> opposite =
        [
            .. ends.OrderByDescending(e => e.Quantity)
                .Select(e => new StockMove(
                    "",
                    e.Sku,
                    e.Location,
                    otherEnd is null ? MovementKind.Adjustment : MovementKind.Transfer,
                    -e.Quantity,
                    order,
                    Reason(e),
                    e.OccurredAt,
                    Transfer: transfer,
                    Undoes: transfer is null ? e.Id : null
                )),
        ];
        return await moves.ApplyAsync(opposite, conflicts, conflicts, ct);
    }

    private async Task<bool> IsUndoneAsync(StockMovement line, CancellationToken ct)
    {
        var reference = line.Kind == MovementKind.Transfer ? line.Reference! : line.Id.ToString("D");
        var own = line.Kind == MovementKind.Transfer ? 2 : 0;
        return await db.Movements.CountAsync(
                m =>
                    m.Sku == line.Sku
                    && m.Reference == reference
                    && (m.Kind == MovementKind.Transfer || m.Kind == MovementKind.Adjustment),
                ct
            ) > own;
    }

    private static string Reason(StockMovement line)
    {
        var reason = MovementReason.TakenBack(line.Reason);
        return reason.Length <= 200 ? reason : reason[..199] + "…";
    }
}
