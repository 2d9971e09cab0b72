namespace SmartInventory.Forecasting.Trends;

/// <summary>What one series sold of late and how well it is forecast, up to its location's as-of day.</summary>
internal sealed class StoredTurnover
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public DateOnly AsOf { get; init; }
    public DateOnly? LastSale { get; init; }

    /// <summary>Days from the first sale on, without the silent stretches.</summary>
    public int KnownDays { get; init; }

    /// <summary>Counted likewise; null without any sale.</summary>
    public int? DaysSinceLastSale { get; init; }

    /// <summary>Units sold less returned, and their net revenue.</summary>
    public decimal Units28 { get; init; }
    public decimal Revenue28 { get; init; }
    public decimal Units365 { get; init; }
    public decimal Revenue365 { get; init; }

    /// <summary>
    /// Of the chosen method in its backtest; 0 for what never changed, null while nothing could be tested.
    /// </summary>
    public double? Rmsse { get; init; }
}
