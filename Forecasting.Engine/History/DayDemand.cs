namespace SmartInventory.Forecasting.Engine.History;

/// <summary>
/// Units of one day of one series, as the ledger of demand holds them; only days with a sale or return.
/// </summary>
public readonly record struct DayDemand(DateOnly Day, decimal Sold, decimal Returned);
