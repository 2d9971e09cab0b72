namespace SmartInventory.ServiceDefaults.Data;

/// <summary>Moments as the database keeps them.</summary>
public static class Moments
{
    /// <summary>
    /// In UTC, to the microsecond: what came before what is decided here and there alike.
    /// </summary>
    public static DateTimeOffset Stored(DateTimeOffset moment) =>
        new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
