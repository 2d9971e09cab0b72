namespace SmartInventory.Catalog.Api.Stock;

internal static class Moments
{
    /// <summary>
    /// A moment in UTC as the database keeps it, to the microsecond: what came before what is decided here and there
    /// alike.
    /// </summary>
    public static DateTimeOffset Stored(DateTimeOffset moment)
    {
        var utc = moment.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
