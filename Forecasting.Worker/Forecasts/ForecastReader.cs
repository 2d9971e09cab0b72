using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>The forecast of a location as it was read.</summary>
internal sealed record ReadForecast(
    string Location,
    long Version,
    DateTimeOffset ComputedAt,
    ForecastDocument Document
);

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
    ) =>
        (await DocumentsAsync(sku, location, horizon, ct)).ConvertAll(f =>
            f.Document.ToResponse(sku, f.Location, f.Version, f.ComputedAt, horizon)
        );

    /// <summary>
    /// The same by week or month, computed on the spot from the same days: nobody orders by them every minute.
    /// </summary>
    public async Task<List<ForecastResponse>> PeriodsAsync(
        string sku,
        string? location,
        ForecastGrain grain,
        int count,
        CancellationToken ct
    )
    {
        var kept = await DocumentsAsync(sku, location, 0, ct);
        var (keys, data) = await ReadAsync(sku, kept.ConvertAll(f => f.Location), ct);
        var work = new ForecastWorkspace();
        return keys.Zip(
                kept,
                (key, read) =>
                    read.Document.ToResponse(sku, read.Location, read.Version, read.ComputedAt, 0) with
                    {
                        Grain = grain,
                        Periods = SeriesComputation.Periods(key, data, work, grain, count),
                    }
            )
            .ToList();
    }

    /// <summary>The same as it is kept, with at least so many days.</summary>
    public async Task<List<ReadForecast>> DocumentsAsync(
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
        return found.ConvertAll(f => new ReadForecast(
            f.Location,
            f.Cached.Version,
            f.Cached.ComputedAt,
            further.GetValueOrDefault(f.Location) ?? f.Kept
        ));
    }

    private async Task<Dictionary<string, ForecastDocument>> FurtherAsync(
        string sku,
        List<string> locations,
        int horizon,
        CancellationToken ct
    )
    {
        var (keys, data) = await ReadAsync(sku, locations, ct);
        var work = new ForecastWorkspace();
        return keys.ToDictionary(
            k => k.Location.Value,
            k => SeriesComputation.Forecast(k, data, work, horizon).Document
        );
    }

    private async Task<(List<SeriesKey> Keys, SeriesData Data)> ReadAsync(
        string sku,
        List<string> locations,
        CancellationToken ct
    )
    {
        var keys = locations.ConvertAll(l => SeriesKey.Of(sku, l));
        return (
            keys,
            await series.ReadAsync(db, keys, ct) with
            {
                Pasts = await SeriesPast.ReadAsync(source, keys, ct),
            }
        );
    }
}
