using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>Single reads: from Redis, and from Postgres when it has nothing to say.</summary>
internal sealed class ForecastReader(
    ForecastingDb db,
    ForecastCache cache,
    NpgsqlDataSource source,
    SeriesReader series
)
{
    /// <summary>
    /// The forecasts of a product by location. Days beyond the kept horizon are computed on the spot.
    /// </summary>
    public async Task<List<ForecastResponse>> ForecastsAsync(
        string sku,
        string? location,
        int horizon,
        CancellationToken ct
    )
    {
        var key = ForecastCache.ForecastKey(sku);
        var documents = await cache.ReadAsync(key);
        if (documents is null)
        {
            documents = await db
                .Forecasts.AsNoTracking()
                .Where(f => f.Sku == sku)
                .ToDictionaryAsync(
                    f => f.Location,
                    f => new CachedForecast(f.Version, f.ComputedAt, f.Document).ToText(),
                    ct
                );
            await cache.CompleteAsync(key, documents);
        }

        var found = documents
            .Where(d => location is null || d.Key == location)
            .OrderBy(d => d.Key, StringComparer.Ordinal)
            .Select(d => (Location: d.Key, Cached: CachedForecast.FromText(d.Value)))
            .Select(d => (d.Location, d.Cached, Kept: ForecastDocument.FromJson(d.Cached.Document)))
            .ToList();
        var further = found.Exists(f => f.Kept.Horizon < horizon)
            ? await FurtherAsync(sku, found.ConvertAll(f => f.Location), horizon, ct)
            : [];
        return found.ConvertAll(f =>
        {
            var document = further.GetValueOrDefault(f.Location) ?? f.Kept;
            return document.ToResponse(sku, f.Location, f.Cached.Version, f.Cached.ComputedAt, horizon);
        });
    }

    private async Task<Dictionary<string, ForecastDocument>> FurtherAsync(
        string sku,
        List<string> locations,
        int horizon,
        CancellationToken ct
    )
    {
        var keys = locations.ConvertAll(l => SeriesKey.Of(sku, l));
        var data = await series.ReadAsync(db, keys, ct) with { Pasts = await SeriesPast.ReadAsync(source, keys, ct) };
        var work = new ForecastWorkspace();
        return keys.ToDictionary(
            k => k.Location.Value,
            k => SeriesComputation.Forecast(k, data, work, horizon).Document
        );
    }
}
