using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Pending;

namespace SmartInventory.Forecasting.Policies;

/// <summary>What a policy can concern.</summary>
internal static class PolicyReach
{
    /// <summary>
    /// Held while cells are written and while something is set for one, so that no product changes its cell unseen.
    /// </summary>
    public const long SegmentLock = 0x5345474D;

    /// <summary>Marks every series that can be ordered otherwise now, in the transaction of the change.</summary>
    public static async Task MarkAsync(
        ForecastingDb db,
        PolicyScope scope,
        string key,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (skus, location) = await OfAsync(db, scope, key, ct);
        // Of one product somebody waits to see it.
        var lane = scope is PolicyScope.Product or PolicyScope.Series ? Lane.Fresh : Lane.Routine;
        await db.MarkKnownAsync(skus, location, Need.Suggestion, lane, time, ct);
    }

    /// <summary>Categories that are a path or lie below it, as products have them.</summary>
    public static async Task<List<string>> CategoriesAsync(ForecastingDb db, string path, CancellationToken ct)
    {
        var all = await db.Products.Where(p => p.Category != null).Select(p => p.Category!).Distinct().ToListAsync(ct);
        return all.FindAll(category =>
            StoredPolicy.KeyOf(PolicyScope.Category, category) is var key
            && key.StartsWith(path, StringComparison.Ordinal)
            && (key.Length == path.Length || key[path.Length] == '/')
        );
    }

    private static async Task<(string[]? Skus, string? Location)> OfAsync(
        ForecastingDb db,
        PolicyScope scope,
        string key,
        CancellationToken ct
    )
    {
        switch (scope)
        {
            case PolicyScope.All:
                return (null, null);
            case PolicyScope.Location:
                return (null, key);
            case PolicyScope.Category:
                var categories = await CategoriesAsync(db, key, ct);
                return (
                    await db.Products.Where(p => categories.Contains(p.Category!)).Select(p => p.Sku).ToArrayAsync(ct),
                    null
                );
            case PolicyScope.Segment:
                return (await db.ProductSegments.Where(s => s.Cell == key).Select(s => s.Sku).ToArrayAsync(ct), null);
            case PolicyScope.Supplier:
                // Also where it is not the preferred one: what others would do is said there by their policies.
                return ([.. await KnownProduct.OfSuppliersAsync(db, [key], ct)], null);
            case PolicyScope.Product:
                return ([key], null);
            default:
                var at = key.LastIndexOf('@');
                return ([key[..at]], key[(at + 1)..]);
        }
    }
}
