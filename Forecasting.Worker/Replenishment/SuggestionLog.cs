using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>A suggestion that stood at the end of a day, and that a different one took the place of later.</summary>
internal sealed record LoggedSuggestion
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }
    public required string Document { get; init; }
    public required string Inputs { get; init; }

    public SuggestionExplanation Explained => StoredSuggestion.Read(Document);
}

/// <summary>
/// What was suggested before. A suggestion is kept when the first one of another day takes its place, unless it says
/// the same as the one kept before: so there is an answer for each day, and a product that nothing happens to costs one
/// row.
/// </summary>
internal static class SuggestionLog
{
    /// <summary>Keeps those that are about to be replaced.</summary>
    public static async Task KeepAsync(ForecastingDb db, IReadOnlyList<StoredSuggestion> next, CancellationToken ct)
    {
        var (skus, locations) = next.Select(s => SeriesKey.Of(s.Sku, s.Location)).ToArray().Columns();
        var days = next.Select(s => new DateTimeOffset(s.ComputedAt.UtcDateTime.Date, TimeSpan.Zero)).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.suggestion_log (sku, location, at, outcome, document, inputs)
            SELECT s.sku, s.location, s.computed_at, s.outcome, s.document, s.inputs
            FROM unnest({skus}, {locations}, {days}) AS n (sku, location, day)
            JOIN forecasting.suggestions AS s ON s.sku = n.sku AND s.location = n.location AND s.computed_at < n.day
            WHERE s.inputs IS NOT NULL AND s.outcome IS DISTINCT FROM (
                SELECT l.outcome FROM forecasting.suggestion_log AS l
                WHERE l.sku = s.sku AND l.location = s.location ORDER BY l.at DESC LIMIT 1)
            ON CONFLICT DO NOTHING
            """,
            ct
        );
    }

    /// <summary>The suggestions of a product that stood at the end of a day, by location; UTC.</summary>
    public static Task<List<LoggedSuggestion>> AtAsync(
        ForecastingDb db,
        string sku,
        string? location,
        DateOnly day,
        CancellationToken ct
    )
    {
        var end = new DateTimeOffset(day.AddDays(1), default, TimeSpan.Zero);
        return db
            .Database.SqlQuery<LoggedSuggestion>(
                $"""
                SELECT DISTINCT ON (location) * FROM (
                    SELECT sku, location, at, document, inputs FROM forecasting.suggestion_log
                    UNION ALL
                    SELECT sku, location, computed_at, document, inputs FROM forecasting.suggestions) AS s
                WHERE sku = {sku} AND ({location}::text IS NULL OR location = {location}) AND at < {end}
                    AND inputs IS NOT NULL
                ORDER BY location, at DESC
                """
            )
            .ToListAsync(ct);
    }

    /// <summary>The newest of a product, with the ones that stand, the newest first.</summary>
    public static Task<List<LoggedSuggestion>> NewestAsync(
        ForecastingDb db,
        string sku,
        string? location,
        int most,
        CancellationToken ct
    ) =>
        db
            .Database.SqlQuery<LoggedSuggestion>(
                $"""
                SELECT sku, location, at, document, inputs FROM (
                    SELECT *, row_number() OVER (PARTITION BY location ORDER BY at DESC) AS place FROM (
                        SELECT sku, location, at, document, inputs FROM forecasting.suggestion_log
                        UNION ALL
                        SELECT sku, location, computed_at, document, inputs FROM forecasting.suggestions) AS s
                    WHERE sku = {sku} AND ({location}::text IS NULL OR location = {location})
                        AND inputs IS NOT NULL) AS r
                WHERE place <= {most} ORDER BY location, at DESC
                """
            )
            .ToListAsync(ct);
}
