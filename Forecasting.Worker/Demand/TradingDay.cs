namespace SmartInventory.Forecasting.Demand;

/// <summary>A day on which a location sold anything at all: the location's clock and its silences.</summary>
internal sealed class TradingDay
{
    public required string Location { get; init; }
    public DateOnly Day { get; init; }
}
