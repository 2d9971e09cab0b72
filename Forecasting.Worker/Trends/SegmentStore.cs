using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Policies;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Tells policies which cell of the usual matrix each product is in.</summary>
internal static class SegmentStore
{
    /// <summary>
    /// Writes the cells that changed. Where something is set for the old or the new one, the product's suggestions are
    /// made anew.
    /// </summary>
    /// <returns>How many products changed their cell.</returns>
    public static async Task<int> RenewAsync(ForecastingDb db, TimeProvider time, CancellationToken ct)
    {
        var usual = new MatrixFilter().ReadMatrix(new FieldErrors());
        var now = (await MatrixEndpoints.ClassifyAsync(db, usual, ct)).ToDictionary(
            p => p.Product.Sku,
            p => $"{p.Segment.Value}{p.Segment.Forecast}"
        );
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({PolicyReach.SegmentLock})", ct);
        var before = await db.ProductSegments.AsNoTracking().ToDictionaryAsync(s => s.Sku, s => s.Cell, ct);
        var changed = now.Where(p => before.GetValueOrDefault(p.Key) != p.Value).Select(p => p.Key).ToList();
        var gone = before.Keys.Where(sku => !now.ContainsKey(sku)).ToArray();
        if (changed.Count + gone.Length == 0)
            return 0;
        await db.UpsertAsync(changed.Select(sku => new ProductSegment { Sku = sku, Cell = now[sku] }), ct);
        await db.ProductSegments.Where(s => gone.Contains(s.Sku)).ExecuteDeleteAsync(ct);
        var set = await db.Policies.Where(p => p.Scope == PolicyScope.Segment).Select(p => p.Key).ToHashSetAsync(ct);
        bool IsConcerned(string sku) =>
            (before.TryGetValue(sku, out var old) && set.Contains(old))
            || (now.TryGetValue(sku, out var cell) && set.Contains(cell));
        if (changed.Concat(gone).Where(IsConcerned).ToArray() is { Length: > 0 } skus)
            await db.MarkKnownAsync(skus, location: null, Need.Suggestion, Lane.Routine, time, ct);
        await transaction.CommitAsync(ct);
        return changed.Count + gone.Length;
    }
}
