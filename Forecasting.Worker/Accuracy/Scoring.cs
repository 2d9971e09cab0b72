namespace SmartInventory.Forecasting.Accuracy;

/// <summary>How far the log of a location was scored.</summary>
internal sealed class Scoring
{
    public required string Location { get; init; }

    /// <summary>The location's day on which that was last done; everything before it was over.</summary>
    public DateOnly Day { get; init; }

    /// <summary>A worker is at it until then; later the work is anybody's again.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }
}
