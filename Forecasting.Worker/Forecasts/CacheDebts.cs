using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>What Redis has to hear of when it is back.</summary>
internal static class CacheDebts
{
    private const int Most = 1_000;

    /// <summary>Remembers that Redis missed what was written of these series.</summary>
    public static Task<int> OweAsync(ForecastingDb db, IReadOnlyCollection<SeriesKey> keys, CancellationToken ct)
    {
        var (skus, locations) = keys.Order().ToArray().Columns();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.cache_debts (sku, location)
            SELECT * FROM unnest({skus}, {locations}) ON CONFLICT DO NOTHING
            """,
            ct
        );
    }

    /// <summary>Lets Redis forget the products that are owed, if it answers.</summary>
    public static async Task PayAsync(ForecastingDb db, ForecastCache cache, CancellationToken ct)
    {
        var owed = await db.CacheDebts.AsNoTracking().OrderBy(d => d.Sku).Take(Most).ToListAsync(ct);
        var skus = owed.Select(d => d.Sku).Distinct().ToArray();
        if (skus.Length > 0 && await cache.ForgetAsync(skus))
            await db.CacheDebts.Where(d => skus.Contains(d.Sku)).ExecuteDeleteAsync(ct);
    }
}
