namespace SmartInventory.Forecasting.Pending;

/// <summary>
/// A series whose forecast or suggestion is older than what is known. The row goes when they are fresh.
/// </summary>
internal sealed class DirtySeries
{
    /// <summary>The <see cref="Priority"/> of what somebody is looking at: a sale, a stock movement.</summary>
    public const short Fresh = 0;

    /// <summary>
    /// The <see cref="Priority"/> of what can wait behind that: a new day, a new fit, a line of an import.
    /// </summary>
    public const short Routine = 1;

    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>
    /// The demand, the day or the fit changed; false when only stock or terms did, and the suggestion alone is old.
    /// </summary>
    public bool Refit { get; init; }

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
