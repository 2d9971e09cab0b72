namespace SmartInventory.Forecasting.Demand;

/// <summary>The demand of one series on one day from one source. Only ever added to.</summary>
internal sealed class DemandRow
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public DateOnly Day { get; init; }
    public required string Channel { get; init; }
    public decimal Sold { get; init; }
    public decimal Returned { get; init; }

    /// <summary>Sales minus returns, in money.</summary>
    public decimal Revenue { get; init; }
    public long Lines { get; init; }
}
