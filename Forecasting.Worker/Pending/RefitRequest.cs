namespace SmartInventory.Forecasting.Pending;

/// <summary>Why a series is to be fitted anew.</summary>
internal enum RefitReason
{
    /// <summary>It has no fit yet.</summary>
    New,

    /// <summary>The ledger got a row in the past that the fit has seen.</summary>
    LateData,

    /// <summary>Lead time or review period changed: the backtest looks at another horizon.</summary>
    Terms,

    /// <summary>Its turn.</summary>
    Schedule,

    /// <summary>Its forecasts miss in one direction.</summary>
    Drift,

    /// <summary>A new global model.</summary>
    Training,

    /// <summary>Somebody asked.</summary>
    Asked,
}

/// <summary>A series that waits for a refit. The row goes in the transaction that stores the fit.</summary>
internal sealed class RefitRequest
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public RefitReason Reason { get; init; }
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>The last time it was asked for.</summary>
    public DateTimeOffset TouchedAt { get; init; }

    /// <summary>
    /// The message it was sent with; null while it waits to be sent. Asking again takes it back: a refit that has read
    /// its demand already is not the last word then.
    /// </summary>
    public Guid? Batch { get; init; }

    public DateTimeOffset? SentAt { get; init; }
}
