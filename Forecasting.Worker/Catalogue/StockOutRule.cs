using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Catalogue;

/// <summary>What a newer state of a level does to its stretches without stock. Pure.</summary>
internal static class StockOutRule
{
    /// <param name="open">The stretch that has not ended, if any.</param>
    /// <param name="state">The newer state.</param>
    /// <param name="at">When the level became what it is.</param>
    /// <param name="day">The calendar day of <paramref name="at"/> at the location.</param>
    /// <returns>The stretch to keep in place of <paramref name="open"/>: null when there is none, or none that holds a
    /// whole day.</returns>
    public static StockOut? Next(StockOut? open, StockState state, DateTimeOffset at, DateOnly day)
    {
        if (!state.Counted || state.OnHand > 0)
        {
            return open is null || open.FromDay >= day
                ? null
                : new()
                {
                    Sku = state.Sku,
                    Location = state.Location,
                    FromDay = open.FromDay,
                    ToDay = day.AddDays(-1),
                    Version = open.Version,
                    At = open.At,
                };
        }
        // Several movements in one message: goods may have come and gone between the two states, on a day that nobody
        // tells.
        var unseen = open is not null && at > open.At && state.Version > open.Version + 1;
        var from = open is null || unseen ? day.AddDays(1) : open.FromDay;
        return new()
        {
            Sku = state.Sku,
            Location = state.Location,
            FromDay = from,
            Version = state.Version,
            At = at,
        };
    }
}
