using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>The newest forecast of a series.</summary>
internal sealed class StoredForecast
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public long Version { get; init; }
    public DateTimeOffset ComputedAt { get; init; }

    /// <summary>A <see cref="ForecastDocument"/>.</summary>
    public required string Document { get; init; }

    /// <summary>Those of some series.</summary>
    public static async Task<Dictionary<SeriesKey, StoredForecast>> ReadAsync(
        ForecastingDb db,
        IReadOnlyList<SeriesKey> keys,
        CancellationToken ct
    )
    {
        var (skus, locations) = keys.Columns();
        var rows = await db
            .Forecasts.FromSql(
                $"""
                SELECT f.* FROM forecasting.forecasts AS f
                JOIN unnest({skus}, {locations}) AS k (sku, location) ON f.sku = k.sku AND f.location = k.location
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        return rows.ToDictionary(f => SeriesKey.Of(f.Sku, f.Location));
    }
}
