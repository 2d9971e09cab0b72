namespace SmartInventory.Forecasting.Pending;

/// <summary>
/// A series whose forecast or suggestion is older than what is known. The row goes when they are fresh.
/// </summary>
internal sealed class DirtySeries
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>Whether a <see cref="Need.Forecast"/> is old; false when the suggestion alone is.</summary>
    public bool Refit { get; init; }

    /// <summary>The number of its <see cref="Lane"/>; the least is refreshed first.</summary>
    public short Priority { get; init; }

    public DateTimeOffset DirtySince { get; init; }
    public DateTimeOffset TouchedAt { get; init; }

    /// <summary>Renewed by every touch, so that a refresh clears only what it has seen.</summary>
    public long Touch { get; init; }

    /// <summary>W3C trace context of the last cause.</summary>
    public string? TraceParent { get; init; }

    /// <summary>A worker is at it until then; later the work is anybody's again.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }
}
