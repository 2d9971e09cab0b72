namespace SmartInventory.Forecasting.Pending;

/// <summary>When the day of a location was last begun, and on what.</summary>
internal sealed class BegunDay
{
    public required string Location { get; init; }

    /// <summary>The location's as-of day at that time; null asks for a training.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Trading days it had seen.</summary>
    public int Days { get; init; }

    public DateTimeOffset TrainedAt { get; init; }
}
