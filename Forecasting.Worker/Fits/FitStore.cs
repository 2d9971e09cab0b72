using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Fits;

/// <summary>Set-based writes of fits.</summary>
internal static class FitStore
{
    /// <summary>
    /// Takes their kept history from fits that have seen one of these days: late data makes it wrong. The series must
    /// be locked by their marks, so that a fit that is being stored waits.
    /// </summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="series">Sorted, each with the first day on which something was sold.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The series that have to be fitted again.</returns>
    public static async Task<List<SeriesKey>> ForgetAsync(
        ForecastingDb db,
        (SeriesKey Key, DateOnly First)[] series,
        CancellationToken ct
    )
    {
        var skus = Array.ConvertAll(series, s => s.Key.Sku);
        var locations = Array.ConvertAll(series, s => s.Key.Location);
        var firstDays = Array.ConvertAll(series, s => s.First);
        var late = await db
            .Database.SqlQuery<LateSeries>(
                $"""
                UPDATE forecasting.series_fits AS f SET history = NULL
                FROM unnest({skus}, {locations}, {firstDays}) AS n (sku, location, day)
                WHERE f.sku = n.sku AND f.location = n.location AND n.day <= f.through
                RETURNING f.sku, f.location
                """
            )
            .ToListAsync(ct);
        return late.ConvertAll(s => new SeriesKey(s.Sku, s.Location));
    }

    private sealed record LateSeries(string Sku, string Location);
}
