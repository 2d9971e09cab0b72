using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Forecasting.Trends;

/// <summary>What stood out of late, kept per product as of its last computation.</summary>
internal static class AnomalyStore
{
    /// <summary>
    /// Finds anew what stands out in these series, in place of what was found before. Of days that were said to count
    /// nobody needs to be told any more.
    /// </summary>
    public static async Task RenewAsync(
        ForecastingDb db,
        string[] skus,
        Dictionary<SeriesKey, SeriesPast> pasts,
        Dictionary<string, LocationClock> clocks,
        Dictionary<SeriesKey, DayRange[]> stockOuts,
        Dictionary<SeriesKey, SeriesMarks> marks,
        CancellationToken ct
    )
    {
        var history = new DailyDemand();
        var found = new List<StoredAnomaly>();
        foreach (var (key, past) in pasts)
        {
            var marked = marks.GetValueOrDefault(key) ?? SeriesMarks.None;
            past.Prepare(history, clocks[key.Location], stockOuts.GetValueOrDefault(key), marked.Unknown);
            found.AddRange(
                AnomalyRule
                    .Find(history.Demand, history.Days)
                    .Where(f => !marked.Settles(DateOnly.FromDayNumber(f.First), DateOnly.FromDayNumber(f.Last)))
                    .Select(f => new StoredAnomaly
                    {
                        Sku = key.Sku,
                        Location = key.Location,
                        Kind = f.Kind,
                        FromDay = DateOnly.FromDayNumber(f.First),
                        ToDay = DateOnly.FromDayNumber(f.Last),
                        Actual = f.Actual,
                        Expected = Math.Round(f.Expected, 4),
                        Probability = f.Probability,
                    })
            );
        }
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Anomalies.Where(a => skus.Contains(a.Sku)).ExecuteDeleteAsync(ct);
        await db.UpsertAsync(found, ct);
        await transaction.CommitAsync(ct);
    }
}
