using Microsoft.EntityFrameworkCore;
using SmartInventory.Sales.Api.Recording;

namespace SmartInventory.Sales.Api.Import;

/// <summary>
/// Takes an import back, all or nothing: each line that still counts gets one that reverses it, and the names of all of
/// them can be used again, so that the file can be imported anew, rightly this time.
/// </summary>
internal sealed class ImportUndo(SalesDb db, SaleStore store, TimeProvider time)
{
    private const int ShownReturns = 5;

    /// <returns>Sales of which something came back: then nothing was undone. Only the first few.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(Guid id, CancellationToken ct)
    {
        var now = SaleRules.Now(time);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Rows that are being stored for it are waited for; later ones wait, and then learn that it is over.
        var open = await db
            .Database.SqlQuery<Guid>(
                $"""
                SELECT id AS "Value" FROM sales.imports WHERE id = {id} AND undone_at IS NULL FOR UPDATE
                """
            )
            .ToListAsync(ct);
        if (open.Count == 0)
            return [];

        // Whoever returns goods of it waits here, or has to be waited for and is seen below.
        await db
            .Database.SqlQuery<long>(
                $"""
                SELECT count(*) AS "Value" FROM
                    (SELECT FROM sales.sales WHERE import_id = {id} ORDER BY id FOR UPDATE) AS held
                """
            )
            .SingleAsync(ct);
        var returned = await db
            .Database.SqlQuery<string>(
                $"""
                SELECT s.sku || ' (' || s.external_id || ')' AS "Value"
                FROM sales.sales r JOIN sales.sales s ON s.id = r.return_of
                WHERE s.import_id = {id}
                GROUP BY s.id, s.sku, s.external_id HAVING sum(r.quantity) > 0
                ORDER BY s.id LIMIT {ShownReturns}
                """
            )
            .ToListAsync(ct);
        if (returned.Count > 0)
            return returned;

        var last = Guid.Empty;
        while (true)
        {
            var lines = await db
                .Sales.AsNoTracking()
                .Where(s => s.ImportId == id && s.VoidOf == null && s.VoidedBy == null && s.Id > last)
                .OrderBy(s => s.Id)
                .Take(SalesImport.ChunkSize)
                .ToListAsync(ct);
            if (lines.Count == 0)
                break;
            last = lines[^1].Id;
            await store.AddAsync(lines.ConvertAll(l => l.Reversed(now, "import undone", released: true)), ct);
            // What is stored need not be remembered: an import may have millions of lines.
            db.ChangeTracker.Clear();
        }

        // Lines that were taken back one by one before, and what did it, give their names back too.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE sales.sales s
            SET released = true, voided_by = (SELECT v.id FROM sales.sales v WHERE v.void_of = s.id)
            WHERE s.import_id = {id} AND NOT s.released
            """,
            ct
        );
        await db.Imports.Where(r => r.Id == id).ExecuteUpdateAsync(r => r.SetProperty(x => x.UndoneAt, now), ct);
        db.Add(ImportRunEndpoints.Entry("undone", id, [], now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return [];
    }
}
