using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>The scores of logged forecasts, summed up when asked for.</summary>
internal sealed class AccuracyReader(ForecastingDb db, TimeProvider time)
{
    public const int DefaultDays = 28;
    private const int WorstSignals = 10;
    private const int Digits = 4;

    private static readonly AccuracyScores Nothing = new()
    {
        Series = 0,
        Forecasts = 0,
        Rmsse = null,
        NaiveRmsse = null,
        ScaledPinball = null,
        NaiveScaledPinball = null,
        BetterThanNaive = null,
        Bias = null,
        NaiveBias = null,
        Coverage80 = null,
        Coverage95 = null,
    };

    /// <summary>The scores of the last days: kept ones where they are what is asked for, else computed.</summary>
    public async Task<ForecastAccuracy> ReadAsync(int days, string? sku, string? location, CancellationToken ct)
    {
        var kept =
            days == DefaultDays && sku is null && location is null
                ? await db.AccuracyReports.AsNoTracking().SingleOrDefaultAsync(r => r.Days == days, ct)
                : null;
        return kept is null
            ? await ComputeAsync(days, sku, location, ct)
            : JsonSerializer.Deserialize<ForecastAccuracy>(kept.Document, ContractsJson.Options)!;
    }

    /// <summary>Keeps the scores of the default days over all series: with many of them they take seconds.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        var document = JsonSerializer.Serialize(await ComputeAsync(DefaultDays, null, null, ct), ContractsJson.Options);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.accuracy_reports (days, document) VALUES ({DefaultDays}, {document}::json)
            ON CONFLICT (days) DO UPDATE SET document = excluded.document
            """,
            ct
        );
    }

    private async Task<ForecastAccuracy> ComputeAsync(int days, string? sku, string? location, CancellationToken ct)
    {
        var since = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-days);
        // Per series first: a series that was scored more often says no more than another.
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                WITH part AS (
                    SELECT sku, location, span, model, count(*) AS forecasts, count(squared_error) AS scaled,
                           min(due) AS first, max(due) AS last,
                           sum(squared_error) AS error, sum(naive_squared_error) AS naive_error, sum(pinball) AS loss,
                           sum(naive_pinball) AS naive_loss,
                           sum(expected) AS expected, sum(naive) AS naive, sum(actual) AS actual,
                           count(*) FILTER (WHERE inside80) AS inside80, count(*) FILTER (WHERE inside95) AS inside95
                    FROM forecasting.forecast_log
                    WHERE due >= {since} AND settled AND actual IS NOT NULL
                      AND (CAST({sku} AS text) IS NULL OR sku = {sku})
                      AND (CAST({location} AS text) IS NULL OR location = {location})
                    GROUP BY sku, location, span, model),
                series AS (
                    SELECT model, span, sum(forecasts) AS forecasts, min(first) AS first, max(last) AS last,
                           sqrt(sum(error) / nullif(sum(scaled), 0)) AS rmsse,
                           sqrt(sum(naive_error) / nullif(sum(scaled), 0)) AS naive_rmsse,
                           sum(loss) / nullif(sum(scaled), 0) AS pinball,
                           sum(naive_loss) / nullif(sum(scaled), 0) AS naive_pinball,
                           sum(expected) AS expected, sum(naive) AS naive, sum(actual) AS actual,
                           sum(inside80) AS inside80, sum(inside95) AS inside95
                    FROM part GROUP BY GROUPING SETS ((sku, location, span, model), (sku, location, span)))
                SELECT model, span, CAST(count(*) AS int) AS series, CAST(sum(forecasts) AS bigint) AS forecasts,
                       min(first) AS first, max(last) AS last,
                       avg(rmsse) AS rmsse, avg(naive_rmsse) AS naive_rmsse, avg(pinball) AS pinball,
                       avg(naive_pinball) AS naive_pinball,
                       CAST(sum(expected) AS float8) AS expected, CAST(sum(naive) AS float8) AS naive,
                       CAST(sum(actual) AS float8) AS actual,
                       CAST(sum(inside80) AS float8) AS inside80, CAST(sum(inside95) AS float8) AS inside95
                FROM series GROUP BY model, span
                """
            )
            .ToListAsync(ct);

        var all = rows.Where(r => r.Model is null).ToList();
        return new(
            days,
            all.Min(r => (DateOnly?)r.First),
            all.Max(r => (DateOnly?)r.Last),
            Scores(all, ForecastSpan.DayAhead),
            Scores(all, ForecastSpan.LeadTime),
            [
                .. rows.Where(r => r.Model is not null)
                    .GroupBy(r => r.Model!)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new ModelAccuracy(
                        g.Key,
                        Scores(g, ForecastSpan.DayAhead),
                        Scores(g, ForecastSpan.LeadTime)
                    )),
            ],
            await WorstAsync(sku, location, ct)
        );
    }

    private async Task<List<SeriesSignal>> WorstAsync(string? sku, string? location, CancellationToken ct)
    {
        var worst = await db
            .TrackingSignals.AsNoTracking()
            .Where(s => (sku == null || s.Sku == sku) && (location == null || s.Location == location))
            .Where(s => s.Observations >= TrackingSignal.EnoughDays && s.AbsoluteError > 0)
            .OrderByDescending(s => Math.Abs(s.Error) / s.AbsoluteError)
            .ThenBy(s => s.Sku)
            .ThenBy(s => s.Location)
            .Take(WorstSignals)
            .ToListAsync(ct);
        return worst.ConvertAll(s => new SeriesSignal(
            s.Sku,
            s.Location,
            Math.Round(s.Value, Digits),
            s.Observations,
            s.Day,
            s.DriftedOn
        ));
    }

    private static AccuracyScores Scores(IEnumerable<Row> rows, ForecastSpan span) =>
        rows.SingleOrDefault(r => r.Span == span.ToString()) is not { } r
            ? Nothing
            : new()
            {
                Series = r.Series,
                Forecasts = r.Forecasts,
                Rmsse = Round(r.Rmsse),
                NaiveRmsse = Round(r.NaiveRmsse),
                ScaledPinball = Round(r.Pinball),
                NaiveScaledPinball = Round(r.NaivePinball),
                BetterThanNaive = r.NaivePinball > 0 ? Round(1 - r.Pinball / r.NaivePinball) : null,
                Bias = Bias(r.Expected, r.Actual),
                NaiveBias = Bias(r.Naive, r.Actual),
                Coverage80 = Round(r.Inside80 / r.Forecasts),
                Coverage95 = Round(r.Inside95 / r.Forecasts),
            };

    private static double? Bias(double expected, double actual) => actual > 0 ? Round(expected / actual - 1) : null;

    private static double? Round(double? value) => value is { } v ? Math.Round(v, Digits) : null;

    private sealed record Row(
        string? Model,
        string Span,
        int Series,
        long Forecasts,
        DateOnly First,
        DateOnly Last,
        double? Rmsse,
        double? NaiveRmsse,
        double? Pinball,
        double? NaivePinball,
        double Expected,
        double Naive,
        double Actual,
        double Inside80,
        double Inside95
    );
}
