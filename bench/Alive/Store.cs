using Npgsql;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Alive;

/// <summary>The workers' database, filled and watched.</summary>
public sealed class Store : IAsyncDisposable
{
    public const string Location = "LDN";

    private readonly NpgsqlDataSource _source;
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    private Store(NpgsqlDataSource source) => _source = source;

    /// <summary>Lines of demand of each product before the first sale.</summary>
    public IReadOnlyDictionary<string, long> LinesBefore => _lines;

    public static async Task<Store> OpenAsync(Addresses addresses, CancellationToken ct)
    {
        var store = new Store(NpgsqlDataSource.Create(addresses.Inventory));
        await using var _ = await store._source.OpenConnectionAsync(ct);
        return store;
    }

    public static string Sku(int series) => $"BENCH-{series:00000}";

    /// <summary>
    /// Counts with a weekday, from one in three weeks to ten a day, straight into the ledger; then every series is
    /// marked.
    /// </summary>
    public async Task FillAsync(RunOptions run, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await using (
            var copy = await connection.BeginBinaryImportAsync(
                "COPY forecasting.demand (sku, location, day, channel, sold, returned, revenue, lines) "
                    + "FROM STDIN (FORMAT binary)",
                ct
            )
        )
        {
            var luck = new Random(1);
            for (var i = 0; i < run.Series; i++)
            {
                var mean = Math.Exp(-3 + 5.3 * i / Math.Max(1, run.Series - 1));
                var lines = 0L;
                for (var day = today.AddDays(-run.Days); day < today; day = day.AddDays(1))
                {
                    var sold = Poisson(
                        luck,
                        mean * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.6 : .76)
                    );
                    if (sold == 0)
                        continue;
                    lines++;
                    await copy.StartRowAsync(ct);
                    await copy.WriteAsync(Sku(i), ct);
                    await copy.WriteAsync(Location, ct);
                    await copy.WriteAsync(day, ct);
                    await copy.WriteAsync("bench", ct);
                    await copy.WriteAsync((decimal)sold, ct);
                    await copy.WriteAsync(0m, ct);
                    await copy.WriteAsync(sold * 2.5m, ct);
                    await copy.WriteAsync(1L, ct);
                }
                _lines[Sku(i)] = lines;
            }
            await copy.CompleteAsync(ct);
        }
        await ExecuteAsync(
            """
            INSERT INTO forecasting.channel_totals (channel, slot, sold, returned, lines)
            SELECT channel, 0, sum(sold), sum(returned), sum(lines) FROM forecasting.demand GROUP BY channel;
            INSERT INTO forecasting.trading_days (location, day) SELECT DISTINCT location, day FROM forecasting.demand;
            INSERT INTO forecasting.location_days (location, last, days)
            SELECT location, max(day), count(*) FROM forecasting.trading_days GROUP BY location;
            INSERT INTO forecasting.dirty_series (sku, location, refit, priority, dirty_since, touched_at, touch)
            SELECT DISTINCT sku, location, true, 1, now(), now(), 0 FROM forecasting.demand;
            ANALYZE forecasting.demand;
            """,
            ct
        );
    }

    public Task AskForRefitsAsync(CancellationToken ct) =>
        ExecuteAsync(
            $"""
            INSERT INTO forecasting.refit_requests (sku, location, reason, requested_at, touched_at)
            SELECT sku, location, '{Words.Of(RefitReason.Asked)}', now(), now() FROM forecasting.forecasts
            ON CONFLICT DO NOTHING
            """,
            ct
        );

    public Task RefittedAsync(CancellationToken ct) =>
        EmptyAsync("SELECT count(*) FROM forecasting.refit_requests", ct);

    /// <summary>Waits until every series has a fit and nothing is to do.</summary>
    public Task SettledAsync(CancellationToken ct) =>
        EmptyAsync(
            """
            SELECT (SELECT count(*) FROM forecasting.dirty_series) + (SELECT count(*) FROM forecasting.refit_requests)
                 + (SELECT count(*) FROM forecasting.dirty_trends)
                 + (SELECT count(*) FROM forecasting.outbox WHERE sent_at IS NULL)
                 + (SELECT count(*) FROM forecasting.forecasts AS f
                    WHERE NOT EXISTS (SELECT FROM forecasting.series_fits AS s
                                      WHERE s.sku = f.sku AND s.location = f.location))
            """,
            ct
        );

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static int Poisson(Random luck, double mean)
    {
        var (count, product, limit) = (0, luck.NextDouble(), Math.Exp(-mean));
        for (; product > limit; count++)
            product *= luck.NextDouble();
        return count;
    }

    private async Task EmptyAsync(string sql, CancellationToken ct)
    {
        await using var command = _source.CreateCommand(sql);
        while ((long)(await command.ExecuteScalarAsync(ct))! != 0)
            await Task.Delay(100, ct);
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = _source.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(ct);
    }
}
