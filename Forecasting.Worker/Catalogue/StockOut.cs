namespace SmartInventory.Forecasting.Catalogue;

/// <summary>
/// A stretch of whole days on which a counted level had nothing to sell: what was not sold then says nothing about
/// demand.
/// </summary>
internal sealed class StockOut
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>The day after the level ran out: the first one without stock from its beginning to its end.</summary>
    public DateOnly FromDay { get; init; }

    /// <summary>The day before it rose again; null while it has not.</summary>
    public DateOnly? ToDay { get; init; }

    /// <summary>The newest state in which the level was seen to be out.</summary>
    public long Version { get; init; }

    public DateTimeOffset At { get; init; }
}
