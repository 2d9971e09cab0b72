using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Turnover and trend of a product over all locations.</summary>
internal sealed class StoredTrend
{
    public required string Sku { get; init; }
    public DateOnly AsOf { get; init; }
    public DateOnly? FirstSale { get; init; }
    public DateOnly? LastSale { get; init; }

    /// <summary>Days from the first sale on, without the silent stretches.</summary>
    public int KnownDays { get; init; }

    /// <summary>Counted likewise; null without any sale.</summary>
    public int? DaysSinceLastSale { get; init; }

    public double UnitsPerDay { get; init; }
    public double? Change { get; init; }
    public double SlopePerWeek { get; init; }
    public TrendDirection Direction { get; init; }
    public decimal Revenue28 { get; init; }
    public decimal Revenue365 { get; init; }
    public DayOfWeek? PeakWeekday { get; init; }
    public double? PeakWeekdayShare { get; init; }

    // By comparison with all other products; set after the rest.
    public MoverClass Class { get; init; } = MoverClass.New;
    public char Abc { get; init; } = 'C';
    public double RevenueShare { get; init; }
}
