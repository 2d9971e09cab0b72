using System.Globalization;
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
    public async Task<ForecastAccuracy> ReadAsync(
        int days,
        string? sku,
        string? location,
        string? category,
        CancellationToken ct
    )
    {
        var kept =
            days == DefaultDays && (sku ?? location ?? category) is null
                ? await db.AccuracyReports.AsNoTracking().SingleOrDefaultAsync(r => r.Days == days, ct)
                : null;
        return kept is null
            ? await ComputeAsync(days, sku, location, category, ct)
            : JsonSerializer.Deserialize<ForecastAccuracy>(kept.Document, ContractsJson.Options)!;
    }

    /// <summary>The scores of every week that is kept.</summary>
    public async Task<AccuracyByWeek> ReadWeeksAsync(string? location, string? category, CancellationToken ct) =>
        new(
            time.GetUtcNow(),
            Limits.MaxAccuracyDays,
            [
                .. (await RowsAsync(Limits.MaxAccuracyDays, null, location, category, byWeek: true, ct))
                    .Where(r => r.Part is not null)
                    .GroupBy(r => r.Part!)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new AccuracyWeek(
                        DateOnly.ParseExact(g.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                        Scores(g, ForecastSpan.DayAhead),
                        Scores(g, ForecastSpan.LeadTime)
                    )),
            ]
        );

    /// <summary>Keeps the scores of the default days over all series: with many of them they take seconds.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        var document = JsonSerializer.Serialize(
            await ComputeAsync(DefaultDays, null, null, null, ct),
            ContractsJson.Options
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.accuracy_reports (days, document) VALUES ({DefaultDays}, {document}::json)
            ON CONFLICT (days) DO UPDATE SET document = excluded.document
            """,
            ct
        );
    }

    private async Task<ForecastAccuracy> ComputeAsync(
        int days,
        string? sku,
        string? location,
        string? category,
        CancellationToken ct
    )
    {
        var rows = await RowsAsync(days, sku, location, category, byWeek: false, ct);
        var all = rows.Where(r => r.Part is null).ToList();
        return new(
            days,
            all.Min(r => (DateOnly?)r.First),
            all.Max(r => (DateOnly?)r.Last),
            Scores(all, ForecastSpan.DayAhead),
            Scores(all, ForecastSpan.LeadTime),
            [
                .. rows.Where(r => r.Part is not null)
                    .GroupBy(r => r.Part!)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new ModelAccuracy(
                        g.Key,
                        Scores(g, ForecastSpan.DayAhead),
                        Scores(g, ForecastSpan.LeadTime)
                    )),
            ],
            await WorstAsync(sku, location, category, ct)
        )
        {
            Before = await BeforeAsync(days, sku, location, category, ct),
        };
    }

    /// <summary>The bias of as many days before.</summary>
    private async Task<BiasBefore?> BeforeAsync(
        int days,
        string? sku,
        string? location,
        string? category,
        CancellationToken ct
    )
    {
        if (2 * days > Limits.MaxAccuracyDays)
            return null;
        var (since, until) = (Since(2 * days), Since(days));
        var sums = await db
            .Database.SqlQuery<SumRow>(
                $"""
                SELECT span, CAST(sum(expected) AS float8) AS expected, CAST(sum(actual) AS float8) AS actual,
                       min(due) AS first, max(due) AS last
                FROM forecasting.forecast_log AS l
                WHERE due >= {since} AND due < {until} AND settled AND actual IS NOT NULL
                  AND (CAST({sku} AS text) IS NULL OR sku = {sku})
                  AND (CAST({location} AS text) IS NULL OR location = {location})
                  AND (CAST({category} AS text) IS NULL OR EXISTS (
                      SELECT FROM forecasting.products AS p WHERE p.sku = l.sku
                        AND starts_with(lower(p.category) || '/', lower({category}) || '/')))
                GROUP BY span
                """
            )
            .ToListAsync(ct);
        return sums.Count == 0
            ? null
            : new(sums.Min(s => s.First), sums.Max(s => s.Last), Of(ForecastSpan.DayAhead), Of(ForecastSpan.LeadTime));

        double? Of(ForecastSpan span) =>
            sums.Find(s => s.Span == span.ToString()) is { } sum ? Bias(sum.Expected, sum.Actual) : null;
    }

    /// <summary>The scores per model or per week, and of all together.</summary>
    private Task<List<Row>> RowsAsync(
        int days,
        string? sku,
        string? location,
        string? category,
        bool byWeek,
        CancellationToken ct
    )
    {
        var since = Since(days);
        // Per series first: a series that was scored more often says no more than another.
        return db
            .Database.SqlQuery<Row>(
                $"""
                WITH scored AS (
                    SELECT l.*, CASE WHEN {byWeek} THEN to_char(date_trunc('week', due), 'YYYY-MM-DD') ELSE model END
                        AS part
                    FROM forecasting.forecast_log AS l
                    WHERE due >= {since} AND settled AND actual IS NOT NULL
                      AND (CAST({sku} AS text) IS NULL OR sku = {sku})
                      AND (CAST({location} AS text) IS NULL OR location = {location})
                      AND (CAST({category} AS text) IS NULL OR EXISTS (
                          SELECT FROM forecasting.products AS p WHERE p.sku = l.sku
                            AND starts_with(lower(p.category) || '/', lower({category}) || '/')))),
                part AS (
                    SELECT sku, location, span, part, count(*) AS forecasts, count(squared_error) AS scaled,
                           min(due) AS first, max(due) AS last,
                           sum(squared_error) AS error, sum(naive_squared_error) AS naive_error, sum(pinball) AS loss,
                           sum(naive_pinball) AS naive_loss,
                           sum(expected) AS expected, sum(naive) AS naive, sum(actual) AS actual,
                           count(*) FILTER (WHERE inside80) AS inside80, count(*) FILTER (WHERE inside95) AS inside95
                    FROM scored
                    GROUP BY sku, location, span, part),
                series AS (
                    SELECT part, span, sum(forecasts) AS forecasts, min(first) AS first, max(last) AS last,
                           sqrt(sum(error) / nullif(sum(scaled), 0)) AS rmsse,
                           sqrt(sum(naive_error) / nullif(sum(scaled), 0)) AS naive_rmsse,
                           sum(loss) / nullif(sum(scaled), 0) AS pinball,
                           sum(naive_loss) / nullif(sum(scaled), 0) AS naive_pinball,
                           sum(expected) AS expected, sum(naive) AS naive, sum(actual) AS actual,
                           sum(inside80) AS inside80, sum(inside95) AS inside95
                    FROM part GROUP BY GROUPING SETS ((sku, location, span, part), (sku, location, span)))
                SELECT part, span, CAST(count(*) AS int) AS series, CAST(sum(forecasts) AS bigint) AS forecasts,
                       min(first) AS first, max(last) AS last,
                       avg(rmsse) AS rmsse, avg(naive_rmsse) AS naive_rmsse, avg(pinball) AS pinball,
                       avg(naive_pinball) AS naive_pinball,
                       CAST(sum(expected) AS float8) AS expected, CAST(sum(naive) AS float8) AS naive,
                       CAST(sum(actual) AS float8) AS actual,
                       CAST(sum(inside80) AS float8) AS inside80, CAST(sum(inside95) AS float8) AS inside95
                FROM series GROUP BY part, span
                """
            )
            .ToListAsync(ct);
    }

    private DateOnly Since(int days) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-days);

    private async Task<List<SeriesSignal>> WorstAsync(
        string? sku,
        string? location,
        string? category,
        CancellationToken ct
    )
    {
        var worst = await db
            .TrackingSignals.FromSql(
                $"""
                SELECT * FROM forecasting.tracking_signals AS s
                WHERE CAST({category} AS text) IS NULL OR EXISTS (
                    SELECT FROM forecasting.products AS p WHERE p.sku = s.sku
                      AND starts_with(lower(p.category) || '/', lower({category}) || '/'))
                """
            )
            .AsNoTracking()
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

    private sealed record SumRow(string Span, double Expected, double Actual, DateOnly First, DateOnly Last);

    private sealed record Row(
        string? Part,
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
