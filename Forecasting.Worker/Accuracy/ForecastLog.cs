using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>Keeps what was forecast, in the transaction that stores the forecast.</summary>
internal static class ForecastLog
{
    /// <summary>
    /// Logs the forecasts of series whose location's clock runs: the others were made of a past that is known already,
    /// and nothing is to be learned from meeting it. A later forecast of the same day replaces an earlier one.
    /// </summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="forecasts">Sorted by SKU and location, with the version under which each is stored.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task WriteAsync(
        ForecastingDb db,
        IEnumerable<(SeriesKey Key, ForecastDocument Document, long Version)> forecasts,
        CancellationToken ct
    )
    {
        var rows = new List<LoggedForecast>();
        foreach (var (key, document, version) in forecasts)
            Add(rows, key, document, version);
        if (rows.Count == 0)
            return;

        var (skus, locations) = (rows.Select(r => r.Sku).ToArray(), rows.Select(r => r.Location).ToArray());
        var (asOf, due) = (rows.Select(r => r.AsOf).ToArray(), rows.Select(r => r.Due).ToArray());
        var (spans, days) = (rows.Select(r => r.Span.ToString()).ToArray(), rows.Select(r => r.Days).ToArray());
        var (versions, fits) = (
            rows.Select(r => r.ForecastVersion).ToArray(),
            rows.Select(r => r.FitVersion).ToArray()
        );
        var (models, expected) = (rows.Select(r => r.Model).ToArray(), rows.Select(r => r.Expected).ToArray());
        // An array of arrays would have to be rectangular and arrives flat anyway.
        var (quantiles, levels) = (rows.SelectMany(r => r.Quantiles).ToArray(), ForecastScore.Levels.Length);
        var (naive, deviations) = (rows.Select(r => r.Naive).ToArray(), rows.Select(r => r.NaiveDeviation).ToArray());
        var (absolute, squared) = (
            rows.Select(r => r.AbsoluteScale).ToArray(),
            rows.Select(r => r.SquaredScale).ToArray()
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.forecast_log AS l (
                sku, location, as_of, span, days, due, forecast_version, fit_version, model, expected, naive,
                naive_deviation, absolute_scale, squared_scale, quantiles, settled)
            SELECT sku, location, as_of, span, days, due, version, fit, model, expected, naive, deviation,
                   absolute, squared,
                   (CAST({quantiles} AS real[]))[(CAST(i AS int) - 1) * {levels} + 1 : CAST(i AS int) * {levels}], false
            FROM unnest({skus}, {locations}, {asOf}, {spans}, {days}, {due}, {versions}, {fits}, {models}, {expected},
                        {naive}, {deviations}, {absolute}, {squared}) WITH ORDINALITY
                AS n (sku, location, as_of, span, days, due, version, fit, model, expected, naive, deviation,
                      absolute, squared, i)
            ON CONFLICT (sku, location, as_of, span) DO UPDATE SET
                days = excluded.days, due = excluded.due, forecast_version = excluded.forecast_version,
                fit_version = excluded.fit_version, model = excluded.model, expected = excluded.expected,
                naive = excluded.naive,
                naive_deviation = excluded.naive_deviation, absolute_scale = excluded.absolute_scale,
                squared_scale = excluded.squared_scale, quantiles = excluded.quantiles
            WHERE NOT l.settled
            """,
            ct
        );

        await Scorings.BeginAsync(db, rows.Select(r => r.Location), rows.Min(r => r.AsOf), ct);
    }

    private static void Add(List<LoggedForecast> rows, SeriesKey key, ForecastDocument document, long version)
    {
        if (document.Baseline is not { } baseline)
            return;
        Row(ForecastSpan.DayAhead, 1, document.Mean[0], document.Quantiles, baseline.NaiveDay);
        // The demand of the lead time is not scored where the forecast does not reach its end.
        if (document.ProtectionDays <= document.Horizon)
        {
            Row(
                ForecastSpan.LeadTime,
                document.ProtectionDays,
                document.Mean.Take(document.ProtectionDays).Sum(),
                document.Cumulative,
                baseline.NaiveSum
            );
        }

        void Row(ForecastSpan span, int days, double expected, double[][] quantiles, double naive) =>
            rows.Add(
                new()
                {
                    Sku = key.Sku,
                    Location = key.Location,
                    AsOf = document.AsOf,
                    Span = span,
                    Days = days,
                    Due = document.AsOf.AddDays(days),
                    ForecastVersion = version,
                    FitVersion = document.Fit?.Version,
                    Model = document.Model,
                    Expected = (float)expected,
                    Quantiles = Array.ConvertAll(ForecastScore.LevelIndex, level => (float)quantiles[level][days - 1]),
                    Naive = (float)naive,
                    NaiveDeviation = (float)baseline.NaiveDeviation,
                    AbsoluteScale = (float)baseline.AbsoluteScale,
                    SquaredScale = (float)baseline.SquaredScale,
                }
            );
    }
}
