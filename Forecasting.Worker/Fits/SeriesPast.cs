using System.Runtime.InteropServices;
using Npgsql;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Fits;

/// <summary>A choice that was made for a series and is kept.</summary>
/// <param name="AsOf">The location's as-of day at that time.</param>
/// <param name="ProtectionDays">Lead time + review period that its backtest was scored at.</param>
/// <param name="Model">Version of the global model that it was made with; 0 when there was none.</param>
internal sealed record KeptFit(
    SeriesFit Fit,
    long Version,
    DateTimeOffset FittedAt,
    DateOnly AsOf,
    int ProtectionDays,
    long Model
)
{
    public FitSource Source => new(Version, FittedAt, Model == 0 ? null : Model);
}

/// <summary>What is known of a series: its fit, if it has one, and its days with a sale or return, ascending.</summary>
internal sealed record SeriesPast(KeptFit? Kept, List<SeriesDay> Days)
{
    public static readonly SeriesPast Nothing = new(null, []);

    /// <summary>Fills a history with these days, as the location's clock sees them.</summary>
    /// <param name="history">Is filled.</param>
    /// <param name="clock">The location's.</param>
    /// <param name="stockOuts">Days without stock, ascending; null for none.</param>
    /// <param name="leftOut">Days that say nothing whatever was sold on them, ascending; null for none.</param>
    public void Prepare(DailyDemand history, LocationClock clock, DayRange[]? stockOuts, DayRange[]? leftOut)
    {
        var rows = new List<DayDemand>(Days.Count);
        foreach (var day in Days)
        {
            // Without its row such a day is as one without stock: unknown.
            if (leftOut is null || !Array.Exists(leftOut, range => range.Contains(day.Day)))
                rows.Add(new(day.Day, day.Sold, day.Returned));
        }
        var unknown = leftOut is null ? stockOuts : [.. leftOut.Concat(stockOuts ?? []).OrderBy(r => r.First)];
        history.Prepare(
            CollectionsMarshal.AsSpan(rows),
            clock.AsOf,
            clock.Silences,
            clock.InProgress,
            unknown,
            clock.Closed
        );
    }

    /// <summary>
    /// Reads series with their fits: one row and the days since for a series whose fit holds its history, the whole
    /// ledger for one without.
    /// </summary>
    public static async Task<Dictionary<SeriesKey, SeriesPast>> ReadAsync(
        NpgsqlDataSource source,
        IReadOnlyCollection<SeriesKey> keys,
        CancellationToken ct
    )
    {
        if (keys.Count == 0)
            return [];
        var fits = new Dictionary<SeriesKey, KeptFit>(keys.Count);
        var days = new Dictionary<SeriesKey, List<SeriesDay>>(keys.Count);
        var after = keys.Distinct().ToDictionary(k => k, _ => DateOnly.MinValue);
        await using (
            var command = source.CreateCommand(
                """
                SELECT f.sku, f.location, f.version, f.as_of, f.protection_days, f.document::text, f.through,
                    f.history, f.fitted_at
                FROM unnest($1, $2) AS k (sku, location)
                JOIN forecasting.series_fits AS f ON f.sku = k.sku AND f.location = k.location
                """
            )
        )
        {
            var (skus, locations) = after.Keys.ToArray().Columns();
            command.Parameters.Add(new() { Value = skus });
            command.Parameters.Add(new() { Value = locations });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var key = SeriesKey.Of(reader.GetString(0), reader.GetString(1));
                var document = FitDocument.FromJson(reader.GetString(5));
                fits[key] = new(
                    document.Fit,
                    reader.GetInt64(2),
                    reader.GetFieldValue<DateTimeOffset>(8),
                    reader.GetFieldValue<DateOnly>(3),
                    reader.GetInt32(4),
                    document.Model
                );
                if (await reader.IsDBNullAsync(7, ct))
                    continue;
                days[key] = HistoryCodec.Decode(reader.GetFieldValue<byte[]>(7));
                after[key] = reader.GetFieldValue<DateOnly>(6);
            }
        }
        await DemandStore.SeriesAsync(source, [.. after.Select(a => (a.Key, a.Value))], days, ct);
        return after.Keys.ToDictionary(
            k => k,
            k => new SeriesPast(fits.GetValueOrDefault(k), days.GetValueOrDefault(k) ?? [])
        );
    }
}
