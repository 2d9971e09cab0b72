using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Forecasting.Catalogue;

/// <summary>The stretches without stock, kept in the transaction of the stock states that tell of them.</summary>
internal static class StockOutLog
{
    /// <summary>Applies states that are newer than what was known. Their rows of stock must be locked.</summary>
    /// <returns>The series whose past looks different now.</returns>
    public static async Task<List<StockState>> ApplyAsync(
        ForecastingDb db,
        IReadOnlyList<StockState> states,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (skus, locations) = (states.Select(s => s.Sku).ToArray(), states.Select(s => s.Location).ToArray());
        var open = await db
            .StockOuts.FromSql(
                $"""
                SELECT o.* FROM forecasting.stock_outs AS o
                JOIN unnest({skus}, {locations}) AS k (sku, location) ON o.sku = k.sku AND o.location = k.location
                WHERE o.to_day IS NULL
                """
            )
            .AsNoTracking()
            .ToDictionaryAsync(o => SeriesKey.Of(o.Sku, o.Location), ct);
        var zones = await db
            .Locations.AsNoTracking()
            .Where(l => locations.Contains(l.Code))
            .ToDictionaryAsync(l => l.Code, l => l.TimeZone, ct);

        var now = time.GetUtcNow();
        var (gone, kept, past) = (new List<StockOut>(), new List<StockOut>(), new List<StockState>());
        foreach (var state in states)
        {
            var before = open.GetValueOrDefault(SeriesKey.Of(state.Sku, state.Location));
            var (at, zone) = (state.At ?? now, zones.GetValueOrDefault(state.Location));
            var after = StockOutRule.Next(before, state, at, LocationClock.DayOf(zone, at));
            if (before is not null)
                gone.Add(before);
            if (after is not null)
                kept.Add(after);
            var yesterday = LocationClock.DayOf(zone, now).AddDays(-1);
            if (Until(before, yesterday) != Until(after, yesterday))
                past.Add(state);
        }
        await ReplaceAsync(db, gone, kept, ct);
        return past;
    }

    /// <summary>
    /// The stretches of these products by series, ascending; one that still lasts ends at the end of time.
    /// </summary>
    public static async Task<Dictionary<SeriesKey, DayRange[]>> ReadAsync(
        ForecastingDb db,
        string[] skus,
        CancellationToken ct
    )
    {
        var rows = await db
            .StockOuts.AsNoTracking()
            .Where(s => skus.Contains(s.Sku))
            .OrderBy(s => s.FromDay)
            .ToListAsync(ct);
        return rows.GroupBy(s => SeriesKey.Of(s.Sku, s.Location))
            .ToDictionary(
                g => g.Key,
                g => g.Select(s => new DayRange(s.FromDay, s.ToDay ?? DateOnly.MaxValue)).ToArray()
            );
    }

    /// <summary>The days of a stretch that are over; null when none is.</summary>
    private static DayRange? Until(StockOut? stretch, DateOnly yesterday) =>
        stretch is null || stretch.FromDay > yesterday
            ? null
            : new(stretch.FromDay, stretch.ToDay < yesterday ? stretch.ToDay.Value : yesterday);

    private static async Task ReplaceAsync(
        ForecastingDb db,
        List<StockOut> gone,
        List<StockOut> kept,
        CancellationToken ct
    )
    {
        if (gone.Count > 0)
        {
            var (skus, locations) = gone.ConvertAll(s => SeriesKey.Of(s.Sku, s.Location)).Columns();
            await db.Database.ExecuteSqlAsync(
                $"""
                DELETE FROM forecasting.stock_outs AS o USING unnest({skus}, {locations}) AS k (sku, location)
                WHERE o.sku = k.sku AND o.location = k.location AND o.to_day IS NULL
                """,
                ct
            );
        }
        await db.UpsertAsync(kept, ct);
    }
}
