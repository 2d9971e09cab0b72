using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>How series are forecast, and which of them worst, as it stands.</summary>
internal sealed class ForecastBook(ForecastingDb db, TimeProvider time)
{
    public const int FewSeries = 20;
    private const int ShortShown = 50;
    private const int Digits = 4;

    /// <summary>The series whose forecasts of the next day missed by the most money.</summary>
    public async Task<WorstForecasts> WorstAsync(
        int days,
        int limit,
        string? location,
        string? category,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var since = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days);
        var rows = await db
            .Database.SqlQuery<ErrorRow>(
                $"""
                SELECT e.*, p.name, CAST(round(CAST(e.error AS numeric) * p.price, 2) AS numeric(19, 2)) AS revenue,
                       CAST(round(CAST(e.error AS numeric) * (p.price - p.cost), 2) AS numeric(19, 2)) AS margin
                FROM (
                    SELECT sku, location, count(*) AS forecasts, CAST(sum(expected) AS float8) AS expected,
                           CAST(sum(actual) AS float8) AS actual, sum(abs(actual - CAST(expected AS float8))) AS error
                    FROM forecasting.forecast_log
                    WHERE due >= {since} AND settled AND actual IS NOT NULL
                      AND span = {nameof(ForecastSpan.DayAhead)}
                      AND (CAST({location} AS text) IS NULL OR location = {location})
                    GROUP BY sku, location) AS e
                LEFT JOIN forecasting.products AS p ON p.sku = e.sku
                WHERE CAST({category} AS text) IS NULL
                   OR starts_with(lower(p.category) || '/', lower({category}) || '/')
                ORDER BY e.error * p.price DESC NULLS LAST, e.error DESC, e.sku COLLATE "C", e.location COLLATE "C"
                LIMIT {limit}
                """
            )
            .ToListAsync(ct);
        return new(
            days,
            now,
            rows.ConvertAll(r => new SeriesError
            {
                Sku = r.Sku,
                Location = r.Location,
                Name = r.Name,
                Forecasts = r.Forecasts,
                Expected = Math.Round(r.Expected, Digits),
                Actual = Math.Round(r.Actual, Digits),
                Error = Math.Round(r.Error, Digits),
                Revenue = r.Revenue,
                Margin = r.Margin,
            })
        );
    }

    /// <summary>How many series each method was chosen for.</summary>
    public async Task<ForecastMethods> MethodsAsync(string? location, string? category, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var methods = await db
            .Database.SqlQuery<MethodRow>(
                $"""
                SELECT f.document -> 'fit' ->> 'model' AS method, CAST(count(*) AS int) AS series,
                       CAST(count(*) FILTER (WHERE f.document -> 'fit' ->> 'enoughData' = 'false') AS int)
                           AS not_enough_data,
                       min(f.fitted_at) AS first_fitted_at, max(f.fitted_at) AS last_fitted_at
                FROM forecasting.series_fits AS f
                WHERE (CAST({location} AS text) IS NULL OR f.location = {location})
                  AND (CAST({category} AS text) IS NULL OR EXISTS (
                      SELECT FROM forecasting.products AS p WHERE p.sku = f.sku
                        AND starts_with(lower(p.category) || '/', lower({category}) || '/')))
                GROUP BY 1 ORDER BY 2 DESC, 1
                """
            )
            .ToListAsync(ct);
        var counts = await db
            .Database.SqlQuery<CountRow>(
                $"""
                SELECT CAST(count(*) AS int) AS series, CAST(count(r.sku) AS int) AS waiting
                FROM forecasting.forecasts AS f
                LEFT JOIN forecasting.refit_requests AS r ON r.sku = f.sku AND r.location = f.location
                WHERE (CAST({location} AS text) IS NULL OR f.location = {location})
                  AND (CAST({category} AS text) IS NULL OR EXISTS (
                      SELECT FROM forecasting.products AS p WHERE p.sku = f.sku
                        AND starts_with(lower(p.category) || '/', lower({category}) || '/')))
                """
            )
            .SingleAsync(ct);
        var few = await db
            .Database.SqlQuery<ShortRow>(
                $"""
                SELECT f.sku, f.location, p.name, f.document -> 'fit' ->> 'model' AS method, f.fitted_at
                FROM forecasting.series_fits AS f
                LEFT JOIN forecasting.products AS p ON p.sku = f.sku
                WHERE f.document -> 'fit' ->> 'enoughData' = 'false'
                  AND (CAST({location} AS text) IS NULL OR f.location = {location})
                  AND (CAST({category} AS text) IS NULL
                      OR starts_with(lower(p.category) || '/', lower({category}) || '/'))
                ORDER BY f.sku COLLATE "C", f.location COLLATE "C" LIMIT {ShortShown}
                """
            )
            .ToListAsync(ct);
        var fitted = methods.Sum(m => m.Series);
        return new(
            now,
            counts.Series,
            counts.Waiting,
            methods.Min(m => (DateTimeOffset?)m.FirstFittedAt),
            methods.Max(m => (DateTimeOffset?)m.LastFittedAt),
            methods.ConvertAll(m => new MethodShare(m.Method, m.Series, Math.Round((double)m.Series / fitted, Digits))),
            methods.Sum(m => m.NotEnoughData),
            few.ConvertAll(s => new ShortSeries(s.Sku, s.Location, s.Name, s.Method, s.FittedAt))
        );
    }

    private sealed record ErrorRow(
        string Sku,
        string Location,
        long Forecasts,
        double Expected,
        double Actual,
        double Error,
        string? Name,
        decimal? Revenue,
        decimal? Margin
    );

    private sealed record MethodRow(
        string Method,
        int Series,
        int NotEnoughData,
        DateTimeOffset FirstFittedAt,
        DateTimeOffset LastFittedAt
    );

    private sealed record CountRow(int Series, int Waiting);

    private sealed record ShortRow(string Sku, string Location, string? Name, string Method, DateTimeOffset FittedAt);
}
