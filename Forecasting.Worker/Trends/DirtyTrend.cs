namespace SmartInventory.Forecasting.Trends;

/// <summary>A product whose trend is older than its demand. The row goes when it is fresh.</summary>
internal sealed class DirtyTrend
{
    public required string Sku { get; init; }
    public DateTimeOffset DirtySince { get; init; }

    /// <summary>Renewed by every touch, so that a computation clears only what it has seen.</summary>
    public long Touch { get; init; }

    /// <summary>A worker is at it until then; later the work is anybody's again.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }
}
