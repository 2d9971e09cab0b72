using MassTransit;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Demand;

/// <summary>
/// Sales become demand: once per message, in one transaction with the inbox and the marks of the touched series. A handful of
/// statements whatever the number of lines.
/// </summary>
public sealed class SalesRecordedConsumer(ForecastingDb db, Pulse pulse, TimeProvider time) : IConsumer<SalesRecorded>
{
    public async Task Consume(ConsumeContext<SalesRecorded> context)
    {
        var ct = context.CancellationToken;
        var id = context.MessageId ?? throw new InvalidOperationException("A fact without a message id cannot be applied once.");
        var lines = context.Message.Lines;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.TryApplyOnceAsync(id, time, ct))
            return;

        // Sorted by key everywhere, so that two messages at the same moment never wait for each other in a circle.
        var days = lines
            .GroupBy(l => (l.Sku, l.Location, l.Day, l.Channel))
            .OrderBy(g => g.Key.Sku, StringComparer.Ordinal).ThenBy(g => g.Key.Location, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Day).ThenBy(g => g.Key.Channel, StringComparer.Ordinal)
            .Select(g => (
                g.Key,
                Sold: g.Where(l => l.Kind == SaleKind.Sale).Sum(l => l.Quantity),
                Returned: g.Where(l => l.Kind == SaleKind.Return).Sum(l => l.Quantity),
                Revenue: decimal.Round(g.Sum(l => l.Kind == SaleKind.Sale ? l.Quantity * l.UnitPrice : -l.Quantity * l.UnitPrice), 4),
                Lines: g.LongCount()))
            .ToArray();
        await Add(days, ct);

        await AddTradingDays([.. days.Where(d => d.Sold > 0).Select(d => (d.Key.Location, d.Key.Day)).Distinct()
            .OrderBy(d => d.Location, StringComparer.Ordinal).ThenBy(d => d.Day)], ct);

        var series = days.GroupBy(d => new SeriesKey(d.Key.Sku, d.Key.Location)).Select(g => (g.Key, First: g.Min(d => d.Key.Day))).ToArray();
        var skus = Array.ConvertAll(series, s => s.Key.Sku);
        var locations = Array.ConvertAll(series, s => s.Key.Location);
        await db.MarkAsync(skus, locations, refit: true, routine: lines.Count > Pulse.MostLinesAtTill, time, ct);
        await AskForRefits(skus, locations, Array.ConvertAll(series, s => s.First), ct);
        await transaction.CommitAsync(ct);
        pulse.Sold(lines.Count, locations.Distinct());
    }

    private async Task AddTradingDays((string Location, DateOnly Day)[] trading, CancellationToken ct)
    {
        var (places, dates) = (Array.ConvertAll(trading, t => t.Location), Array.ConvertAll(trading, t => t.Day));
        await db.Database.ExecuteSqlAsync(
            $"""
             WITH fresh AS (
                 INSERT INTO forecasting.trading_days (location, day) SELECT * FROM unnest({places}, {dates}) ON CONFLICT DO NOTHING
                 RETURNING location, day)
             INSERT INTO forecasting.location_days AS l (location, last, days)
             SELECT location, max(day), count(*) FROM fresh GROUP BY location ORDER BY location COLLATE "C"
             ON CONFLICT (location) DO UPDATE SET last = greatest(l.last, excluded.last), days = l.days + excluded.days
             """, ct);
    }

    /// <summary>
    /// Late data changes what a fit has seen: its kept history is wrong from now on, and it has to be made again. Asked after the
    /// marks are locked, so that a fit that is being stored at this moment either knows these lines or is seen here.
    /// </summary>
    private async Task AskForRefits(string[] skus, string[] locations, DateOnly[] firstDays, CancellationToken ct)
    {
        var late = await db.Database.SqlQuery<LateSeries>(
            $"""
             UPDATE forecasting.series_fits AS f SET history = NULL
             FROM unnest({skus}, {locations}, {firstDays}) AS n (sku, location, day)
             WHERE f.sku = n.sku AND f.location = n.location AND n.day <= f.through
             RETURNING f.sku, f.location
             """).ToListAsync(ct);
        if (late.Count > 0)
            await db.RequestAsync(late.Select(s => new SeriesKey(s.Sku, s.Location)), RefitReason.LateData, time, ct);
    }

    private Task<int> Add(
        ((string Sku, string Location, DateOnly Day, string Channel) Key, decimal Sold, decimal Returned, decimal Revenue, long Lines)[] rows,
        CancellationToken ct)
    {
        var skus = Array.ConvertAll(rows, r => r.Key.Sku);
        var locations = Array.ConvertAll(rows, r => r.Key.Location);
        var days = Array.ConvertAll(rows, r => r.Key.Day);
        var channels = Array.ConvertAll(rows, r => r.Key.Channel);
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
             """, ct);
    }

    private sealed record LateSeries(string Sku, string Location);
}
