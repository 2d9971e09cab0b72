using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Days of a series that the days before them do not explain.</summary>
internal sealed class StoredAnomaly
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    public AnomalyKind Kind { get; init; }
    public DateOnly FromDay { get; init; }
    public DateOnly ToDay { get; init; }
    public double Actual { get; init; }
    public double Expected { get; init; }
    public double Probability { get; init; }
}
