using System.Diagnostics;
using Npgsql;

namespace SmartInventory.Load;

/// <summary>
/// Stored sales by the million, written past the services into all three sets of books, which agree afterwards.
/// </summary>
public sealed class Growth(RunOptions run, Postgres postgres, Works works, Meter meter, TextWriter output)
{
    private const string Database = "inventory";
    private const int Chunk = 500_000;
    private const int Small = 100_000;

    // The forecasts of all series are made anew by what was added to their past.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    // Days of the past, round and round, so that later rows are no rarer than earlier ones. Ids in the order of time,
    // as the services make them.
    private string Rows(long from, long to) =>
        Text.Of(
            $"""
            BEGIN;
            CREATE TEMP TABLE grown ON COMMIT DROP AS
            SELECT id, sku, quantity, price, day, sold_at, round(quantity * price, 4) AS amount, external_id
            FROM (
                SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '70008000'
                        || lpad(to_hex(i), 12, '0'))::uuid AS id,
                    'LOAD-' || lpad((i * 7919 % {run.Products})::text, 5, '0') AS sku, (1 + i % 5)::numeric AS quantity,
                    ((100 + i % 900) / 100.0)::numeric(10, 2) AS price, current_date - 2 - (i % 1000)::int AS day,
                    (current_date - 2 - (i % 1000)::int + interval '12 hours') AT TIME ZONE 'UTC' AS sold_at,
                    '{run.Name}-' || i AS external_id
                FROM generate_series({from}::bigint, {to}::bigint) AS i) AS made;

            INSERT INTO sales.sales (id, channel, external_id, kind, sku, location, quantity, unit_price, amount,
                sold_at, day, recorded_at)
            SELECT id, 'load-grown', external_id, 'sale', sku, 'LOAD', quantity, price, amount, sold_at, day, now()
            FROM grown;

            INSERT INTO sales.daily_totals AS t (location, channel, day, sold, returned, revenue, lines)
            SELECT 'LOAD', 'load-grown', day, sum(quantity), 0, sum(amount), count(*) FROM grown GROUP BY day
            ON CONFLICT (location, channel, day) DO UPDATE SET
                sold = t.sold + excluded.sold, revenue = t.revenue + excluded.revenue, lines = t.lines + excluded.lines;

            INSERT INTO catalog.stock_movements (sku, id, occurred_at, recorded_at, location, kind, quantity, amount,
                source)
            SELECT sku, id, sold_at, now(), 'LOAD', 'Sale', -quantity, amount, 'load-grown' FROM grown;

            UPDATE catalog.stock_levels l SET on_hand = l.on_hand - g.quantity, version = l.version + 1,
                announced = false
            FROM (SELECT sku, sum(quantity) AS quantity FROM grown GROUP BY sku) AS g
            WHERE l.sku = g.sku AND l.location = 'LOAD';

            UPDATE catalog.product_totals t SET on_hand = t.on_hand - g.quantity, 
                units_sold = t.units_sold + g.quantity,
                revenue = t.revenue + g.amount
            FROM (SELECT sku, sum(quantity) AS quantity, sum(amount) AS amount FROM grown GROUP BY sku) AS g
            WHERE t.sku = g.sku;

            INSERT INTO catalog.channel_totals AS t (channel, slot, sold, returned, lines)
            SELECT 'load-grown', 0, sum(quantity), 0, count(*) FROM grown
            ON CONFLICT (channel, slot) DO UPDATE SET sold = t.sold + excluded.sold, lines = t.lines + excluded.lines;
            INSERT INTO forecasting.channel_totals AS t (channel, slot, sold, returned, lines)
            SELECT 'load-grown', 0, sum(quantity), 0, count(*) FROM grown
            ON CONFLICT (channel, slot) DO UPDATE SET sold = t.sold + excluded.sold, lines = t.lines + excluded.lines;

            INSERT INTO forecasting.demand AS d (sku, location, day, channel, sold, returned, revenue, lines)
            SELECT sku, 'LOAD', day, 'load-grown', sum(quantity), 0, sum(amount), count(*) FROM grown GROUP BY sku, day
            ON CONFLICT (sku, location, day, channel) DO UPDATE SET
                sold = d.sold + excluded.sold, revenue = d.revenue + excluded.revenue, lines = d.lines + excluded.lines;

            INSERT INTO forecasting.trading_days (location, day) SELECT DISTINCT 'LOAD', day FROM grown
            ON CONFLICT DO NOTHING;
            INSERT INTO forecasting.location_days (location, last, days)
            SELECT 'LOAD', max(day), count(*) FROM forecasting.trading_days WHERE location = 'LOAD'
            ON CONFLICT (location) DO UPDATE SET last = excluded.last, days = excluded.days;
            COMMIT;
            """
        );

    public async Task<IReadOnlyList<Measurement>> RunAsync(long target, CancellationToken ct)
    {
        await GrowAsync(Math.Min(Small, target), ct);
        var before = await MeasureAsync(ct);
        await GrowAsync(target, ct);
        var after = await MeasureAsync(ct);
        foreach (var (few, many) in before.Zip(after))
            output.WriteLine(Text.Of($"{many.Work}: {many.Rate / few.Rate:0.00} of the rate before"));
        return
        [
            .. before,
            .. after.Zip(
                before,
                (large, then) => large with { Limit = then, Aim = new("within 20% of before", m => m.Ratio >= .8) }
            ),
        ];
    }

    private async Task<IReadOnlyList<Measurement>> MeasureAsync(CancellationToken ct)
    {
        var stored = await CountAsync(ct);
        List<Measurement> all =
        [
            await works.OneSaleAsync(Works.Few),
            await works.ReadAsync("`/stock/totals`", _ => "/api/v1/stock/totals", connections: 1),
            await works.ReadAsync("`/status`", _ => "/api/v1/status", connections: 1),
            await works.ReadAsync("list of 50 by SKU", _ => "/api/v1/products?limit=50"),
        ];
        return all.ConvertAll(m => m with { Work = Text.Of($"{m.Work}, {stored:#,0} stored sales") });
    }

    private async Task GrowAsync(long target, CancellationToken ct)
    {
        var stored = await CountAsync(ct);
        var watch = Stopwatch.StartNew();
        for (var from = stored; from < target; from += Chunk)
        {
            var to = Math.Min(from + Chunk, target) - 1;
            await postgres.ExecuteAsync(Database, Rows(from, to), ct);
            output.WriteLine(Text.Of($"grown to {to + 1:#,0} after {watch.Elapsed.TotalSeconds:0} s"));
        }
        foreach (
            var table in (string[])
                [
                    "sales.sales",
                    "sales.daily_totals",
                    "catalog.stock_movements",
                    "catalog.stock_levels",
                    "catalog.product_totals",
                    "forecasting.demand",
                ]
        )
            await postgres.ExecuteAsync(Database, $"VACUUM ANALYZE {table}", ct);
        await meter.QuietAsync(ct, Patience);
    }

    private async Task<long> CountAsync(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create($"{postgres.Connection(Database)};Pooling=false");
        await using var command = source.CreateCommand("SELECT count(*) FROM sales.sales");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
