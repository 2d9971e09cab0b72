using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Books;

namespace SmartInventory.Forecasting.Intake;

/// <summary>
/// Writes sales into the ledger with what follows from them, in the caller's transaction: trading days, marks, refits
/// of series whose past changed, totals. A handful of statements whatever the number of lines, all sorted by key, so
/// that two transactions at the same moment never wait for each other in a circle.
/// </summary>
internal static class DemandWriter
{
    public static async Task AddAsync(
        ForecastingDb db,
        IReadOnlyList<Delivery> deliveries,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var days = deliveries
            .SelectMany(d => d.Lines)
            .GroupBy(l => (l.Sku, l.Location, l.Day, l.Channel))
            .OrderBy(g => g.Key.Sku, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Location, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Day)
            .ThenBy(g => g.Key.Channel, StringComparer.Ordinal)
            .Select(g => DayOf(g.Key.Sku, g.Key.Location, g.Key.Day, g.Key.Channel, g))
            .ToArray();
        await AddDaysAsync(db, days, ct);
        await AddTradingDaysAsync(db, days, ct);

        var causes = deliveries
            .SelectMany(d => d.Lines, (d, l) => (Key: SeriesKey.Of(l.Sku, l.Location), Delivery: d))
            .ToLookup(c => c.Key, c => c.Delivery);
        var series = days.GroupBy(d => SeriesKey.Of(d.Sku, d.Location))
            .Select(g => (g.Key, First: g.Min(d => d.Date)))
            .ToArray();
        await db.MarkAsync(
            series.Select(s => new Mark(
                s.Key,
                causes[s.Key].All(d => d.IsBulk) ? Lane.Routine : Lane.Fresh,
                causes[s.Key].Last().Trace
            )),
            Need.Forecast,
            time,
            ct
        );
        // After the marks, which lock the series: a fit that is being stored at this moment either knows these lines or
        // is seen here.
        var late = await FitStore.ForgetAsync(db, series, ct);
        if (late.Count > 0)
            await db.RequestAsync(late, RefitReason.LateData, time, ct);
        await AddTotalsAsync(db, days, ct);
    }

    private static Day DayOf(string sku, string location, DateOnly day, string channel, IEnumerable<SaleLine> lines)
    {
        var (sold, returned, revenue, count) = (0m, 0m, 0m, 0L);
        foreach (var line in lines)
        {
            var isSale = line.Kind == SaleKind.Sale;
            sold += isSale ? line.Quantity : 0;
            returned += isSale ? 0 : line.Quantity;
            revenue += line.Revenue;
            count++;
        }
        return new(sku, location, day, channel, sold, returned, revenue, count);
    }

    private static Task<int> AddDaysAsync(ForecastingDb db, Day[] rows, CancellationToken ct)
    {
        var skus = Array.ConvertAll(rows, r => r.Sku);
        var locations = Array.ConvertAll(rows, r => r.Location);
        var days = Array.ConvertAll(rows, r => r.Date);
        var channels = Array.ConvertAll(rows, r => r.Channel);
        var sold = Array.ConvertAll(rows, r => r.Sold);
        var returned = Array.ConvertAll(rows, r => r.Returned);
        var revenue = Array.ConvertAll(rows, r => r.Revenue);
        var lines = Array.ConvertAll(rows, r => r.Lines);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO forecasting.demand AS d (sku, location, day, channel, sold, returned, revenue, lines)
            SELECT * FROM unnest({skus}, {locations}, {days}, {channels}, {sold}, {returned}, {revenue}, {lines})
            ON CONFLICT (sku, location, day, channel) DO UPDATE SET
                sold = d.sold + excluded.sold, returned = d.returned + excluded.returned,
                revenue = d.revenue + excluded.revenue, lines = d.lines + excluded.lines
            """,
            ct
        );
    }

    private static async Task AddTotalsAsync(ForecastingDb db, Day[] rows, CancellationToken ct)
    {
        var channels = new SortedDictionary<string, ChannelChange>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var total = channels.GetValueOrDefault(row.Channel);
            channels[row.Channel] = new(total.Sold + row.Sold, total.Returned + row.Returned, total.Lines + row.Lines);
        }
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(ChannelTotals.Add(ForecastingDb.Schema, channels));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static Task<int> AddTradingDaysAsync(ForecastingDb db, Day[] rows, CancellationToken ct)
    {
        var trading = rows.Where(r => r.Sold > 0)
            .Select(r => (r.Location, r.Date))
            .Distinct()
            .OrderBy(r => r.Location, StringComparer.Ordinal)
            .ThenBy(r => r.Date)
            .ToArray();
        var (places, dates) = (Array.ConvertAll(trading, t => t.Location), Array.ConvertAll(trading, t => t.Date));
        return db.Database.ExecuteSqlAsync(
            $"""
            WITH fresh AS (
                INSERT INTO forecasting.trading_days (location, day) SELECT * FROM unnest({places}, {dates})
                ON CONFLICT DO NOTHING
                RETURNING location, day)
            INSERT INTO forecasting.location_days AS l (location, last, days)
            SELECT location, max(day), count(*) FROM fresh GROUP BY location ORDER BY location COLLATE "C"
            ON CONFLICT (location) DO UPDATE SET last = greatest(l.last, excluded.last), days = l.days + excluded.days
            """,
            ct
        );
    }

    private sealed record Day(
        string Sku,
        string Location,
        DateOnly Date,
        string Channel,
        decimal Sold,
        decimal Returned,
        decimal Revenue,
        long Lines
    );
}
