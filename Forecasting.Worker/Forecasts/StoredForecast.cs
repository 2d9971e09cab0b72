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
}
