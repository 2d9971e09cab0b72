namespace SmartInventory.Forecasting.Fits;

/// <summary>The kept choice for a series, and its past in short: all that a forecast of newer demand needs.</summary>
internal sealed class StoredFit
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>Grows with every refit of the series.</summary>
    public long Version { get; init; }

    public DateTimeOffset FittedAt { get; init; }

    /// <summary>The location's as-of day at that time.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>The last day in <see cref="History"/>; later days are read from the ledger.</summary>
    public DateOnly Through { get; init; }

    /// <summary>Lead time + review period that the backtest was scored at.</summary>
    public int ProtectionDays { get; init; }

    /// <summary>A <see cref="FitDocument"/>.</summary>
    public required string Document { get; init; }

    /// <summary>
    /// Written by <see cref="HistoryCodec"/>; null since the ledger got a row on one of its days, until the refit that
    /// follows.
    /// </summary>
    public byte[]? History { get; init; }
}
