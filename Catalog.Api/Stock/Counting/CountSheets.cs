using System.Data;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Catalog.Api.Stock.Counting;

/// <summary>Reads sheets with what the ledger has for the moment of each count.</summary>
internal sealed class CountSheets(CatalogDb db, LedgerReader reader)
{
    public static IQueryable<CountSheetSummary> Summaries(IQueryable<CountSheet> sheets) =>
        sheets.Select(s => new CountSheetSummary(
            s.Number,
            s.Name,
            s.Location,
            s.Blind,
            s.State,
            s.CreatedAt,
            s.CreatedBy,
            s.ClosedAt,
            s.ClosedBy,
            s.Lines.Count,
            s.Lines.Count(l => l.Counted != null),
            s.Lines.Count(l => l.Movement != null)
        ));

    /// <returns>Null when there is none.</returns>
    public async Task<CountSheetResponse?> ReadAsync(int number, CancellationToken ct)
    {
        // Within the caller's transaction, if there is one: then the sheet is held, and levels may go on.
        await using var snapshot = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct)
            : null;
        var sheet = await Summaries(db.CountSheets.AsNoTracking().Where(s => s.Number == number))
            .SingleOrDefaultAsync(ct);
        if (sheet is null)
            return null;
        var rows = await (
            from l in db.Set<CountSheetLine>().AsNoTracking()
            where l.Sheet == number
            join m in db.Movements on new { l.Sku, Id = l.Movement } equals new { m.Sku, Id = (Guid?)m.Id } into posted
            from m in posted.DefaultIfEmpty()
            orderby l.Sku
            select new
            {
                Line = l,
                l.Product!.Name,
                l.Product.Barcodes,
                l.Product.Unit,
                l.Product.WholeUnits,
                Posted = (decimal?)m.Quantity,
            }
        ).ToListAsync(ct);
        string[] skus = [.. rows.Select(r => r.Line.Sku)];
        var levels = await db.LevelCosts(db.Levels.Where(l => l.Location == sheet.Location && skus.Contains(l.Sku)))
            .ToDictionaryAsync(l => l.Level.Sku, StringComparer.Ordinal, ct);
        var costs = await db.ProductCosts()
            .Where(p => skus.Contains(p.Sku))
            .ToDictionaryAsync(p => p.Sku, p => p.Cost, StringComparer.Ordinal, ct);
        var past = await reader.PastAsync(
            [
                .. rows.Where(r =>
                        r.Line is { CountedAt: not null, Movement: null }
                        && levels.GetValueOrDefault(r.Line.Sku)?.Level.MovedAt > r.Line.CountedAt
                    )
                    .Select(r => new PlaceMoment(r.Line.Sku, sheet.Location, r.Line.CountedAt!.Value)),
            ],
            ct
        );
        return new CountSheetResponse(
            sheet,
            rows.ConvertAll(r =>
            {
                var line = r.Line;
                var level = levels.GetValueOrDefault(line.Sku);
                var onHand = level?.Level.OnHand ?? 0;
                var expected = (line, r.Posted) switch
                {
                    ({ Counted: { } counted }, { } booked) => counted - booked,
                    ({ CountedAt: { } at }, _) => onHand
                        - past.GetValueOrDefault(new PlaceMoment(line.Sku, sheet.Location, at)).MovedAfter,
                    _ => sheet.Blind ? (decimal?)null : onHand,
                };
                var difference = line.Counted - expected;
                return new CountLine
                {
                    Sku = line.Sku,
                    Name = r.Name,
                    Barcodes = r.Barcodes,
                    Unit = r.Unit,
                    WholeUnits = r.WholeUnits,
                    Counted = line.Counted,
                    CountedAt = line.CountedAt,
                    CountedBy = line.CountedBy,
                    Posted = line.Movement is not null,
                    Expected = expected,
                    Difference = difference,
                    DifferenceValue = difference * (level?.UnitCost ?? costs[line.Sku]),
                };
            })
        );
    }
}
