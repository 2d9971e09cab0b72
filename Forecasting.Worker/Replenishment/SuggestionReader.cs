using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Forecasts;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>Single reads: from Redis, and from Postgres when it has nothing to say.</summary>
internal sealed class SuggestionReader(ForecastingDb db, ForecastCache cache)
{
    /// <summary>The explained suggestions of a product by location.</summary>
    public async Task<List<SuggestionExplanation>> SuggestionsAsync(string sku, string? location, CancellationToken ct)
    {
        var key = ForecastCache.SuggestionKey(sku);
        var documents = await cache.ReadAsync(key);
        if (documents is null)
        {
            documents = await db
                .Suggestions.AsNoTracking()
                .Where(s => s.Sku == sku)
                .ToDictionaryAsync(s => s.Location, s => s.Document, ct);
            await cache.CompleteAsync(key, documents);
        }
        return
        [
            .. documents
                .Where(d => location is null || d.Key == location)
                .OrderBy(d => d.Key, StringComparer.Ordinal)
                .Select(d => StoredSuggestion.Read(d.Value)),
        ];
    }
}
