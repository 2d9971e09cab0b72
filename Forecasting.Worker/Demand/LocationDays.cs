namespace SmartInventory.Forecasting.Demand;

/// <summary>The trading days of a location in one row, so that its clock can be asked for with every sale.</summary>
internal sealed class LocationDays
{
    public required string Location { get; init; }
    public DateOnly Last { get; init; }

    /// <summary>How many days; grows whenever <see cref="TradingDay"/> does.</summary>
    public int Days { get; init; }
}
