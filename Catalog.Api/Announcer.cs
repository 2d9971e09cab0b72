using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Catalog.Api;

/// <summary>
/// Puts what is <see cref="Unannounced"/> into the outbox, as it is now. Once a day, and when it begins, it looks at
/// what all receipts teach: some have become too old since, and an upgrade may have found them.
/// </summary>
internal sealed class Announcer(IServiceScopeFactory scopes, TimeProvider time, ILogger<Announcer> log)
    : Loop(time, log)
{
    private const int BatchSize = 200;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A lorry is received line by line, and told once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private DateTimeOffset _allOn = DateTimeOffset.MinValue;

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDb>();
        if (Time.GetUtcNow() >= _allOn)
        {
            await AnnouncedLeadTime.MarkAllAsync(db, ct);
            _allOn = Time.GetUtcNow() + Day;
        }

        return await AnnounceAsync(db, ct) == BatchSize ? TimeSpan.Zero : Pause;
    }

    private async Task<int> AnnounceAsync(CatalogDb db, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One at a time: of two that look at the same receipts, the one that saw less must not have the last word.
        if (
            !await db
                .Database.SqlQuery<bool>(
                    $"SELECT pg_try_advisory_xact_lock(hashtext('catalog.announcer')) AS \"Value\""
                )
                .SingleAsync(ct)
        )
            return 0;
        var taken = await db.Set<Unannounced>()
            .FromSql(
                $"""
                DELETE FROM catalog.unannounced
                WHERE id IN (SELECT id FROM catalog.unannounced ORDER BY id LIMIT {BatchSize}) RETURNING *
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        // Asked all the time, mostly for nothing.
        if (taken.Count == 0)
            return 0;
        var keys = taken.ToLookup(u => u.Kind, u => u.Key);
        // A statement after the one that took them: it sees whatever they were left by.
        var products = keys[UnannouncedKind.Product].ToHashSet(StringComparer.Ordinal);
        if (products.Count > 0)
        {
            var rows = await db
                .Products.AsNoTracking()
                .Include(p => p.Terms)
                .Where(p => products.Contains(p.Sku))
                .ToListAsync(ct);
            db.AddToOutbox(new ProductChanged(rows.ConvertAll(p => p.ToState())), Time);
        }

        var suppliers = keys[UnannouncedKind.Supplier].ToHashSet(StringComparer.Ordinal);
        if (suppliers.Count > 0)
        {
            var rows = await db.Suppliers.AsNoTracking().Where(s => suppliers.Contains(s.Code)).ToListAsync(ct);
            db.AddToOutbox(new SupplierChanged(rows.ConvertAll(s => s.ToState())), Time);
        }

        var delays = new List<LeadTimeState>();
        foreach (var supplier in keys[UnannouncedKind.LeadTimes].Distinct(StringComparer.Ordinal))
            delays.AddRange(await AnnouncedLeadTime.TakeChangedAsync(db, supplier, Time.GetUtcNow(), ct));
        foreach (var states in delays.Chunk(Limits.MaxBatch))
            db.AddToOutbox(new LeadTimesChanged(states), Time);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return taken.Count;
    }
}
