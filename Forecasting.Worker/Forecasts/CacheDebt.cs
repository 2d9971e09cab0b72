namespace SmartInventory.Forecasting.Forecasts;

/// <summary>
/// A series whose refresh reached Postgres while Redis was away: to be written there when it is back.
/// </summary>
internal sealed class CacheDebt
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
}
