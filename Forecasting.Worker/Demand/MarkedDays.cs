using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Demand;

/// <summary>
/// Days of a series of which somebody said what the history alone does not tell: that they are no demand, that they are
/// however much they stand out, or that a promotion made them.
/// </summary>
internal sealed class MarkedDays
{
    public const int MaxReason = 200;

    public required Guid Id { get; init; }
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public required DateOnly FromDay { get; init; }
    public required DateOnly ToDay { get; init; }
    public required MarkKind Kind { get; init; }
    public required string Reason { get; init; }
    public string? By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>What a promotion did, as of the newest forecast of the series; zeros where nothing tells.</summary>
    public int MeasuredDays { get; init; }
    public double MeasuredSold { get; init; }
    public double MeasuredUsual { get; init; }

    public DayRange Days => new(FromDay, ToDay);

    public PromotionUplift Effect => new(MeasuredDays, MeasuredSold, MeasuredUsual);

    public MarkedStretch ToResponse() =>
        new(Id, Sku, Location, FromDay, ToDay, Kind, Reason, By, At)
        {
            Effect = Effect.IsMeasured
                ? new(MeasuredDays, MeasuredSold, MeasuredUsual, Math.Round(Effect.Factor - 1, 4))
                : null,
        };
}
