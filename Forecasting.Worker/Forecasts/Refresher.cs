using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Models;
using SmartInventory.Forecasting.Replenishment;
using SmartInventory.Forecasting.Trends;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>
/// Brings dirty series up to date: claim, read, compute, write to Postgres with the announcement, write to Redis, clear
/// the mark. A worker that dies anywhere in between leaves the mark, and the work is done again.
/// </summary>
public sealed class Refresher(
    IServiceScopeFactory scopes, NpgsqlDataSource source, Calendars calendars, ForecastCache cache, TimeProvider time)
{
    private const int BatchSize = 200;

    /// <summary>More causes than these in one batch are an import; their traces would only repeat each other.</summary>
    private const int TracedCauses = 20;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly ConcurrentBag<ForecastWorkspace> _workspaces = [];
    private int _trendsChanged = 1;

    /// <summary>Refreshes up to a batch of series that were left alone for <paramref name="quiet"/> or are dirty for <paramref name="patience"/>.</summary>
    /// <returns>How many were refreshed; 0 when none was due.</returns>
    public async Task<int> RefreshDueAsync(TimeSpan quiet, TimeSpan patience, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var now = time.GetUtcNow();
        var (lease, quietSince, dirtySince) = (now + Lease, now - quiet, now - patience);
        var claims = await db.Database.SqlQuery<Claim>(
            $"""
             UPDATE forecasting.dirty_series AS d SET claimed_until = {lease}
             FROM (SELECT sku, location FROM forecasting.dirty_series
                   WHERE (claimed_until IS NULL OR claimed_until < {now}) AND (touched_at <= {quietSince} OR dirty_since <= {dirtySince})
                   ORDER BY priority, dirty_since, sku, location LIMIT {BatchSize} FOR UPDATE SKIP LOCKED) AS due
             WHERE d.sku = due.sku AND d.location = due.location
             RETURNING d.sku, d.location, d.refit, d.touch, d.trace_parent
             """).ToListAsync(ct);
        if (claims.Count > 0)
            await RefreshAsync(db, claims, ct);
        return claims.Count;
    }

    /// <summary>Refreshes all series of a product now.</summary>
    public async Task RefreshProductAsync(string sku, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        await db.MarkKnownAsync([sku], location: null, refit: true, routine: false, time, ct);
        var lease = time.GetUtcNow() + Lease;
        var claims = await db.Database.SqlQuery<Claim>(
            $"""
             UPDATE forecasting.dirty_series SET claimed_until = {lease} WHERE sku = {sku}
             RETURNING sku, location, refit, touch, trace_parent
             """).ToListAsync(ct);
        if (claims.Count == 0)
            return;
        await RefreshAsync(db, claims, ct);
    }

    /// <summary>Compares all products anew after trends changed; otherwise does nothing.</summary>
    public async Task ClassifyAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _trendsChanged, 0) == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        await TrendStore.ClassifyAsync(scope.ServiceProvider.GetRequiredService<ForecastingDb>(), ct);
    }

    /// <summary>Writes to Redis what it missed while it was away, by forgetting it there.</summary>
    public async Task PayCacheDebtsAsync(CancellationToken ct)
    {
        if (!cache.IsTried)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var owed = await db.CacheDebts.AsNoTracking().OrderBy(d => d.Sku).Take(1_000).ToListAsync(ct);
        if (owed.Count == 0 || !await cache.ForgetAsync(owed.Select(d => d.Sku).Distinct()))
            return;
        var skus = owed.Select(d => d.Sku).Distinct().ToArray();
        await db.CacheDebts.Where(d => skus.Contains(d.Sku)).ExecuteDeleteAsync(ct);
    }

    private async Task RefreshAsync(ForecastingDb db, List<Claim> claims, CancellationToken ct)
    {
        claims.Sort((a, b) => string.CompareOrdinal(a.Sku, b.Sku) is var sku and not 0 ? sku : string.CompareOrdinal(a.Location, b.Location));
        using var activity = StartActivity(claims);
        var kept = await ReadKeptAsync(db, claims, ct);
        var keys = claims.ConvertAll(c => c.Key);
        var stale = claims.Where(c => c.Refit || !kept.ContainsKey(c.Key)).Select(c => c.Sku).Distinct().ToArray();
        var data = await SeriesData.ReadAsync(db, source, calendars, keys, stale, time, ct);

        // Other terms may ask for another lead time than the kept forecast was made and tested for.
        var outgrown = claims
            .Where(c => kept.TryGetValue(c.Key, out var f) && f.ProtectionDays != SeriesComputation.ProtectionDays(c.Key, data))
            .Select(c => c.Sku).Except(stale).ToArray();
        if (outgrown.Length > 0)
        {
            stale = [.. stale, .. outgrown];
            data = await SeriesData.ReadAsync(db, source, calendars, keys, stale, time, ct);
        }

        var refit = stale.ToHashSet(StringComparer.Ordinal);
        var forecasts = Compute(keys, key => refit.Contains(key.Sku), kept, data, ct);
        activity?.SetTag("series", claims.Count);
        activity?.SetTag("series.refitted", keys.Count(k => refit.Contains(k.Sku)));
        var documents = await StoreAsync(db, keys, refit, forecasts, data, ct);
        if (!await cache.WriteAsync(documents))
            await OweAsync(db, keys, ct);
        await ClearAsync(db, claims, ct);
    }

    /// <summary>
    /// The refresh continues the trace of the sale that caused it. Of several causes it continues the first, and leaves a
    /// span with a link to itself in the others.
    /// </summary>
    private static Activity? StartActivity(List<Claim> claims)
    {
        var causes = claims.Select(c => c.TraceParent).Distinct().Take(TracedCauses)
            .Select(t => ActivityContext.TryParse(t, null, isRemote: true, out var cause) ? cause : default)
            .Where(c => c != default).ToList();
        var activity = TelemetryExtensions.Source.StartActivity(
            "refresh forecasts", ActivityKind.Consumer, causes.FirstOrDefault(), links: causes.Skip(1).Select(c => new ActivityLink(c)));
        foreach (var cause in activity is null ? [] : causes.Skip(1))
        {
            TelemetryExtensions.Source.StartActivity(
                "refresh forecasts (batch)", ActivityKind.Consumer, cause, links: [new ActivityLink(activity!.Context)])?.Dispose();
        }
        return activity;
    }

    private static async Task<Dictionary<SeriesKey, ForecastDocument>> ReadKeptAsync(
        ForecastingDb db, List<Claim> claims, CancellationToken ct)
    {
        var cheap = claims.Where(c => !c.Refit).ToList();
        if (cheap.Count == 0)
            return [];
        var skus = cheap.ConvertAll(c => c.Sku).ToArray();
        var locations = cheap.ConvertAll(c => c.Location).ToArray();
        var rows = await db.Forecasts.FromSql(
            $"""
             SELECT f.* FROM forecasting.forecasts AS f
             JOIN unnest({skus}, {locations}) AS k (sku, location) ON f.sku = k.sku AND f.location = k.location
             """).AsNoTracking().ToListAsync(ct);
        return rows.ToDictionary(f => new SeriesKey(f.Sku, f.Location), f => ForecastDocument.FromJson(f.Document));
    }

    private ForecastDocument[] Compute(
        List<SeriesKey> keys, Func<SeriesKey, bool> refit, Dictionary<SeriesKey, ForecastDocument> kept, SeriesData data,
        CancellationToken ct)
    {
        var forecasts = new ForecastDocument[keys.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct };
        Parallel.For(
            0, keys.Count, options,
            () => _workspaces.TryTake(out var work) ? work : new ForecastWorkspace(),
            (i, _, work) =>
            {
                forecasts[i] = !refit(keys[i]) && kept.TryGetValue(keys[i], out var old)
                    ? old
                    : SeriesComputation.Forecast(keys[i], data, work);
                return work;
            },
            _workspaces.Add);
        return forecasts;
    }

    /// <summary>Postgres and the announcement in one transaction; returns the documents for Redis.</summary>
    private async Task<List<(string Key, string Location, string Document)>> StoreAsync(
        ForecastingDb db, List<SeriesKey> keys, HashSet<string> refit, ForecastDocument[] forecasts, SeriesData data, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var texts = Array.ConvertAll(forecasts, f => f.ToJson());
        var versions = await UpsertForecastsAsync(db, keys, refit, texts, now, ct);

        var explanations = new SuggestionExplanation[keys.Count];
        var documents = new List<(string, string, string)>(2 * keys.Count);
        var states = new List<ForecastState>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            var (key, (version, computedAt)) = (keys[i], versions[keys[i]]);
            explanations[i] = SuggestionBuilder.Build(
                key, data.Products.GetValueOrDefault(key.Sku), data.Stock.GetValueOrDefault(key),
                data.ArchivedLocations.Contains(key.Location), data.ArchivedSuppliers, forecasts[i], version, now);
            documents.Add((ForecastCache.ForecastKey(key.Sku), key.Location, new CachedForecast(version, computedAt, texts[i]).ToText()));
            documents.Add((
                ForecastCache.SuggestionKey(key.Sku), key.Location, JsonSerializer.Serialize(explanations[i], ContractsJson.Options)));
            states.Add(new(
                key.Sku, key.Location, version, now, forecasts[i].Model, (decimal)Math.Round(forecasts[i].Mean.Take(28).Sum(), 4),
                explanations[i].Suggestion.OrderQuantity, explanations[i].Suggestion.OrderBy));
        }
        await UpsertSuggestionsAsync(db, keys, explanations, data, [.. documents.Where((_, i) => i % 2 == 1).Select(d => d.Item3)], ct);

        var trends = data.Demand.Where(d => refit.Contains(d.Key.Sku)).GroupBy(d => d.Key.Sku).Select(series => TrendBuilder.Build(
            series.Key, [.. series.Select(s => ((IReadOnlyList<SeriesDay>)s.Value, data.Clocks[s.Key.Location].Silences))], series.Max(s => data.Clocks[s.Key.Location].AsOf))).ToList();
        if (trends.Count > 0)
            await TrendStore.UpsertAsync(db, trends, ct);

        db.AddToOutbox(new ForecastChanged(states), time);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
        if (trends.Count > 0)
            Volatile.Write(ref _trendsChanged, 1);
        return documents;
    }

    private static async Task<Dictionary<SeriesKey, (long Version, DateTimeOffset ComputedAt)>> UpsertForecastsAsync(
        ForecastingDb db, List<SeriesKey> keys, HashSet<string> refit, string[] texts, DateTimeOffset now, CancellationToken ct)
    {
        var skus = keys.ConvertAll(k => k.Sku).ToArray();
        var locations = keys.ConvertAll(k => k.Location).ToArray();
        // A forecast that did not change keeps its document; its version grows with the suggestion that it carries.
        var documents = keys.Select((k, i) => refit.Contains(k.Sku) ? texts[i] : null).ToArray();
        var rows = await db.Database.SqlQuery<Written>(
            $"""
             INSERT INTO forecasting.forecasts AS f (sku, location, version, computed_at, document)
             SELECT sku, location, 1, {now}, coalesce(document, 'null')::json FROM unnest({skus}, {locations}, {documents}) AS n (sku, location, document)
             ON CONFLICT (sku, location) DO UPDATE SET
                 version = f.version + 1,
                 computed_at = CASE WHEN excluded.document::text = 'null' THEN f.computed_at ELSE excluded.computed_at END,
                 document = CASE WHEN excluded.document::text = 'null' THEN f.document ELSE excluded.document END
             RETURNING sku, location, version, computed_at
             """).ToListAsync(ct);
        return rows.ToDictionary(r => new SeriesKey(r.Sku, r.Location), r => (r.Version, r.ComputedAt));
    }

    private static Task<int> UpsertSuggestionsAsync(
        ForecastingDb db, List<SeriesKey> keys, SuggestionExplanation[] explanations, SeriesData data, string[] documents, CancellationToken ct)
    {
        var skus = keys.ConvertAll(k => k.Sku).ToArray();
        var locations = keys.ConvertAll(k => k.Location).ToArray();
        var urgency = Array.ConvertAll(explanations, e => (short)e.Suggestion.Urgency);
        var orderBy = Array.ConvertAll(explanations, e => e.Suggestion.OrderBy ?? DateOnly.MaxValue);
        var cost = Array.ConvertAll(explanations, e => e.Suggestion.Cost ?? 0);
        var archived = keys.Select(k => data.Products.GetValueOrDefault(k.Sku)?.Archived == true || data.ArchivedLocations.Contains(k.Location)).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO forecasting.suggestions (sku, location, urgency, order_by, cost, archived, document)
             SELECT sku, location, urgency, order_by, cost, archived, document::json
             FROM unnest({skus}, {locations}, {urgency}, {orderBy}, {cost}, {archived}, {documents})
                 AS n (sku, location, urgency, order_by, cost, archived, document)
             ON CONFLICT (sku, location) DO UPDATE SET
                 urgency = excluded.urgency, order_by = excluded.order_by, cost = excluded.cost, archived = excluded.archived,
                 document = excluded.document
             """, ct);
    }

    private static Task<int> OweAsync(ForecastingDb db, List<SeriesKey> keys, CancellationToken ct)
    {
        var skus = keys.ConvertAll(k => k.Sku).ToArray();
        var locations = keys.ConvertAll(k => k.Location).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"INSERT INTO forecasting.cache_debts (sku, location) SELECT * FROM unnest({skus}, {locations}) ON CONFLICT DO NOTHING", ct);
    }

    /// <summary>Clears what was not touched since it was claimed; the rest is dirty anew. Locks in order, like the marks.</summary>
    private Task<int> ClearAsync(ForecastingDb db, List<Claim> claims, CancellationToken ct)
    {
        var skus = claims.ConvertAll(c => c.Sku).ToArray();
        var locations = claims.ConvertAll(c => c.Location).ToArray();
        var touches = claims.ConvertAll(c => c.Touch).ToArray();
        var now = time.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
             WITH seen AS (
                 SELECT d.sku, d.location, d.touch = n.touch AS same FROM forecasting.dirty_series AS d
                 JOIN unnest({skus}, {locations}, {touches}) AS n (sku, location, touch) ON d.sku = n.sku AND d.location = n.location
                 ORDER BY d.sku COLLATE "C", d.location COLLATE "C" FOR UPDATE OF d),
             again AS (
                 UPDATE forecasting.dirty_series AS d SET claimed_until = NULL, dirty_since = {now}
                 FROM seen WHERE d.sku = seen.sku AND d.location = seen.location AND NOT seen.same)
             DELETE FROM forecasting.dirty_series AS d USING seen
             WHERE d.sku = seen.sku AND d.location = seen.location AND seen.same
             """, ct);
    }

    private sealed record Claim(string Sku, string Location, bool Refit, long Touch, string? TraceParent)
    {
        public SeriesKey Key => new(Sku, Location);
    }

    private sealed record Written(string Sku, string Location, long Version, DateTimeOffset ComputedAt);
}
