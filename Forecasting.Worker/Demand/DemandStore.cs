using Npgsql;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Demand;

/// <summary>Reads of the demand ledger, which is too much for an object mapper.</summary>
internal static class DemandStore
{
    /// <summary>The days of all series of a product, ascending.</summary>
    public static async Task<Dictionary<SeriesKey, List<SeriesDay>>> ProductAsync(
        NpgsqlDataSource source,
        string sku,
        CancellationToken ct
    )
    {
        await using var command = source.CreateCommand(
            """
            SELECT sku, location, day, sum(sold), sum(returned), sum(revenue), sum(lines)::bigint
            FROM forecasting.demand
            WHERE sku = $1 GROUP BY sku, location, day ORDER BY location, day
            """
        );
        command.Parameters.Add(new() { Value = sku });
        return await ReadAsync(command, [], ct);
    }

    /// <summary>
    /// Adds the days of these series that come after a day, ascending; <see cref="DateOnly.MinValue"/> asks for all.
    /// </summary>
    /// <param name="days">What is known of them already; series without any get an entry when there are days.</param>
    public static async Task<Dictionary<SeriesKey, List<SeriesDay>>> SeriesAsync(
        NpgsqlDataSource source,
        IReadOnlyCollection<(SeriesKey Key, DateOnly After)> series,
        Dictionary<SeriesKey, List<SeriesDay>> days,
        CancellationToken ct
    )
    {
        if (series.Count == 0)
            return days;
        // Series by series through the key: a planner that knows nothing of the table yet would read all of it.
        await using var command = source.CreateCommand(
            """
            SELECT k.sku, k.location, d.day, d.sold, d.returned, d.revenue, d.lines
            FROM unnest($1, $2, $3) AS k (sku, location, after)
            CROSS JOIN LATERAL (
                SELECT day, sum(sold) AS sold, sum(returned) AS returned, sum(revenue) AS revenue,
                    sum(lines)::bigint AS lines
                FROM forecasting.demand AS m WHERE m.sku = k.sku AND m.location = k.location AND m.day > k.after
                GROUP BY day ORDER BY day) AS d
            """
        );
        var (skus, locations) = series.Select(s => s.Key).ToArray().Columns();
        command.Parameters.Add(new() { Value = skus });
        command.Parameters.Add(new() { Value = locations });
        command.Parameters.Add(new() { Value = series.Select(s => s.After).ToArray() });
        return await ReadAsync(command, days, ct);
    }

    private static async Task<Dictionary<SeriesKey, List<SeriesDay>>> ReadAsync(
        NpgsqlCommand command,
        Dictionary<SeriesKey, List<SeriesDay>> all,
        CancellationToken ct
    )
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        (SeriesKey Key, List<SeriesDay> Days) current = default;
        while (await reader.ReadAsync(ct))
        {
            var key = SeriesKey.Of(reader.GetString(0), reader.GetString(1));
            if (current.Days is null || key != current.Key)
            {
                if (!all.TryGetValue(key, out var days))
                    all.Add(key, days = []);
                current = (key, days);
            }
            current.Days.Add(
                new(
                    reader.GetFieldValue<DateOnly>(2),
                    reader.GetDecimal(3),
                    reader.GetDecimal(4),
                    reader.GetDecimal(5),
                    reader.GetInt64(6)
                )
            );
        }
        return all;
    }
}
