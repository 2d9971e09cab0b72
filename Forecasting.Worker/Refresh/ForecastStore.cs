using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Accuracy;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Replenishment;
using SmartInventory.Forecasting.Series;
using SmartInventory.Forecasting.Trends;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Refresh;

/// <summary>A refreshed series on its way to the store.</summary>
/// <param name="IsNew">Whether the forecast was computed; false when only the suggestion is.</param>
/// <param name="Wanted">Why the series should be fitted anew; null when it need not be.</param>
/// <param name="Promotions">What its promotions did, where the forecast was computed.</param>
internal sealed record Refreshed(
    SeriesKey Key,
    ForecastDocument Forecast,
    bool IsNew,
    RefitReason? Wanted,
    IReadOnlyList<MeasuredPromotion> Promotions
);

/// <summary>Set-based writes of forecasts and suggestions.</summary>
internal static class ForecastStore
{
    /// <summary>
    /// Forecasts, suggestions, the announcement, and what has to follow from them (trends, refits), in one transaction.
    /// </summary>
    /// <returns>The documents for Redis.</returns>
    public static async Task<List<(string Key, string Location, string Document)>> StoreAsync(
        ForecastingDb db,
        IReadOnlyList<Refreshed> series,
        SeriesData data,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var texts = series.Select(s => s.Forecast.ToJson()).ToArray();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var versions = await UpsertForecastsAsync(db, series, texts, now, ct);
        var asides = await SetAsideSeries.ReadAsync(db, [.. series.Select(s => s.Key.Sku.Value).Distinct()], ct);

        BuiltSuggestion Build(Refreshed of, IReadOnlyList<SpareStock> offers) =>
            SuggestionBuilder.Build(
                of.Key,
                data,
                asides.GetValueOrDefault(of.Key),
                offers,
                of.Forecast,
                versions[of.Key].Version,
                now
            );
        var built = new BuiltSuggestion[series.Count];
        for (var i = 0; i < series.Count; i++)
            built[i] = Build(series[i], []);
        // What has to be ordered may lie at another location.
        var asking = series.Where((_, i) => built[i].Asks).Select(s => s.Key.Sku.Value).Distinct().ToArray();
        if (asking.Length > 0)
        {
            var spare = (await SpareStock.ReadAsync(db, asking, ct)).ToLookup(s => s.Sku);
            for (var i = 0; i < series.Count; i++)
            {
                var one = series[i];
                built[i] = built[i].Offered(spare, offers => Build(one, offers));
            }
        }

        var suggestions = new List<StoredSuggestion>(series.Count);
        var documents = new List<(string, string, string)>(2 * series.Count);
        var states = new List<ForecastState>(series.Count);
        for (var i = 0; i < series.Count; i++)
        {
            var (key, forecast) = (series[i].Key, series[i].Forecast);
            var (version, computedAt) = versions[key];
            var explained = built[i].Explained;
            var suggestion = StoredSuggestion.Of(
                built[i],
                data.Products.GetValueOrDefault(key.Sku)?.Category,
                forecast.Mean.Average(),
                archived: data.Products.GetValueOrDefault(key.Sku)?.Archived == true
                    || data.ArchivedLocations.Contains(key.Location)
            );
            suggestions.Add(suggestion);
            documents.Add(
                (
                    ForecastCache.ForecastKey(key.Sku),
                    key.Location,
                    new CachedForecast(version, computedAt, texts[i]).ToText()
                )
            );
            documents.Add((ForecastCache.SuggestionKey(key.Sku), key.Location, suggestion.Document));
            states.Add(
                new(
                    key.Sku,
                    key.Location,
                    version,
                    now,
                    forecast.Model,
                    (decimal)Math.Round(forecast.Mean.Take(28).Sum(), 4),
                    explained.Suggestion.OrderQuantity,
                    explained.Suggestion.OrderBy
                )
            );
        }
        await SeriesMarks.KeepAsync(
            db,
            [.. series.SelectMany(s => s.Promotions).Where(p => p.IsNews).Select(p => (p.Marked.Id, p.Effect))],
            ct
        );
        await SuggestionLog.KeepAsync(db, suggestions, ct);
        await db.UpsertAsync(suggestions, ct);
        await ForecastLog.WriteAsync(
            db,
            series.Where(s => s.IsNew).Select(s => (s.Key, s.Forecast, versions[s.Key].Version)),
            ct
        );
        await TrendStore.MarkAsync(db, series.Where(s => s.IsNew).Select(s => s.Key.Sku.Value), time, ct);
        foreach (var wanted in series.Where(s => s.Wanted is not null).GroupBy(s => s.Wanted!.Value))
            await db.RequestAsync(wanted.Select(s => s.Key), wanted.Key, time, ct);

        db.AddToOutbox(new ForecastChanged(states), time);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
        return documents;
    }

    private static async Task<Dictionary<SeriesKey, (long Version, DateTimeOffset ComputedAt)>> UpsertForecastsAsync(
        ForecastingDb db,
        IReadOnlyList<Refreshed> series,
        string[] texts,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var (skus, locations) = series.Select(s => s.Key).ToArray().Columns();
        // A forecast that did not change keeps its document; its version grows with the suggestion that it carries.
        var documents = series.Select((s, i) => s.IsNew ? texts[i] : null).ToArray();
        var rows = await db
            .Database.SqlQuery<Written>(
                $"""
                INSERT INTO forecasting.forecasts AS f (sku, location, version, computed_at, document)
                SELECT sku, location, 1, {now}, coalesce(document, 'null')::json
                FROM unnest({skus}, {locations}, {documents}) AS n (sku, location, document)
                ON CONFLICT (sku, location) DO UPDATE SET
                    version = f.version + 1,
                    computed_at = CASE WHEN excluded.document::text = 'null'
                        THEN f.computed_at ELSE excluded.computed_at END,
                    document = CASE WHEN excluded.document::text = 'null' THEN f.document ELSE excluded.document END
                RETURNING sku, location, version, computed_at
                """
            )
            .ToListAsync(ct);
        return rows.ToDictionary(r => SeriesKey.Of(r.Sku, r.Location), r => (r.Version, r.ComputedAt));
    }

    private sealed record Written(string Sku, string Location, long Version, DateTimeOffset ComputedAt);
}
