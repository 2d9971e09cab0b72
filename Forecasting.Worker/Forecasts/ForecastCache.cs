using System.Diagnostics;
using System.Globalization;
using SmartInventory.ServiceDefaults.Telemetry;
using StackExchange.Redis;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>
/// A forecast as Redis holds it: version and time on a line of their own before the document, which so is the text that
/// Postgres holds and is written once.
/// </summary>
/// <param name="Document">The JSON of a <see cref="ForecastDocument"/>.</param>
internal sealed record CachedForecast(long Version, DateTimeOffset ComputedAt, string Document)
{
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Version} {ComputedAt:O}\n{Document}");

    public static CachedForecast FromText(string text)
    {
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return new(
            long.Parse(text.AsSpan(0, space), CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(text.AsSpan(space + 1, line - space - 1), CultureInfo.InvariantCulture),
            text[(line + 1)..]
        );
    }
}

/// <summary>
/// Redis in front of the single reads: a hash per product and kind with a field per location. A hash counts only once a
/// reader has completed it from Postgres (the field <see cref="Complete"/>), so that neither a flushed nor a new Redis
/// can hide a location. Nothing here throws when Redis is away.
/// </summary>
internal sealed partial class ForecastCache(IConnectionMultiplexer redis, TimeProvider time, ILogger<ForecastCache> log)
{
    private const string Complete = "*";
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private long _awayUntil;
    private int _away;

    /// <summary>False for a moment after a failure, so that not every read waits for a timeout.</summary>
    public bool IsTried => time.GetUtcNow().UtcTicks >= Volatile.Read(ref _awayUntil);

    public static string ForecastKey(string sku) => $"forecasting:forecast:{sku}";

    public static string SuggestionKey(string sku) => $"forecasting:suggestion:{sku}";

    /// <summary>
    /// The documents of a product by location; null when Redis has not all of them or does not answer.
    /// </summary>
    public async Task<Dictionary<string, string>?> ReadAsync(string key)
    {
        HashEntry[]? entries = null;
        await TryAsync(async db => entries = await db.HashGetAllAsync(key));
        if (entries is null || !Array.Exists(entries, e => e.Name == Complete))
            return null;
        return entries.Where(e => e.Name != Complete).ToDictionary(e => e.Name.ToString(), e => e.Value.ToString());
    }

    /// <summary>
    /// Fills in what a reader found in Postgres, without overwriting what a refresh wrote in the meantime.
    /// </summary>
    public Task CompleteAsync(string key, IEnumerable<KeyValuePair<string, string>> documents) =>
        TryAsync(async db =>
        {
            var writes = documents
                .Append(new(Complete, ""))
                .Select(d => db.HashSetAsync(key, d.Key, d.Value, When.NotExists))
                .ToArray();
            await Task.WhenAll(writes);
        });

    /// <summary>Writes refreshed documents in one pipeline. False when Redis is away.</summary>
    public async Task<bool> WriteAsync(IReadOnlyCollection<(string Key, string Location, string Document)> documents)
    {
        using var activity = TelemetryExtensions.Source.StartActivity("redis write", ActivityKind.Client);
        activity?.SetTag("db.system.name", "redis");
        activity?.SetTag("db.operation.name", "HSET");
        activity?.SetTag("db.operation.batch.size", documents.Count);
        var written = await TryAsync(db =>
            Task.WhenAll(documents.Select(d => (Task)db.HashSetAsync(d.Key, d.Location, d.Document)))
        );
        if (!written)
            activity?.SetStatus(ActivityStatusCode.Error, "Redis does not answer.");
        return written;
    }

    /// <summary>Forgets products, whose next read then comes from Postgres. False when Redis is away.</summary>
    public Task<bool> ForgetAsync(IEnumerable<string> skus) =>
        TryAsync(db => db.KeyDeleteAsync([.. skus.SelectMany(s => (RedisKey[])[ForecastKey(s), SuggestionKey(s)])]));

    private async Task<bool> TryAsync(Func<IDatabase, Task> action)
    {
        if (!IsTried)
            return false;
        try
        {
            await action(redis.GetDatabase());
            if (Interlocked.Exchange(ref _away, 0) == 1)
                LogBack(log);
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Volatile.Write(ref _awayUntil, (time.GetUtcNow() + Rest).UtcTicks);
            if (Interlocked.Exchange(ref _away, 1) == 0)
                LogAway(log, e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer; reads are served from PostgreSQL until it does: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Redis answers again")]
    private static partial void LogBack(ILogger logger);
}
