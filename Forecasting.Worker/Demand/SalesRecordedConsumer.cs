using MassTransit;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Demand;

/// <summary>
/// Sales become demand: once per message, in one transaction with the inbox and the marks of the touched series. Three
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

        var trading = days.Where(d => d.Sold > 0).Select(d => (d.Key.Location, d.Key.Day)).Distinct()
            .OrderBy(d => d.Location, StringComparer.Ordinal).ThenBy(d => d.Day).ToArray();
        var (places, dates) = (Array.ConvertAll(trading, t => t.Location), Array.ConvertAll(trading, t => t.Day));
        await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO forecasting.trading_days (location, day) SELECT * FROM unnest({places}, {dates}) ON CONFLICT DO NOTHING
             """, ct);

        var series = days.Select(d => (d.Key.Sku, d.Key.Location)).Distinct().ToArray();
        await db.MarkAsync(
            Array.ConvertAll(series, s => s.Sku), Array.ConvertAll(series, s => s.Location), refit: true, time, ct);
        await transaction.CommitAsync(ct);
        pulse.Sold(lines.Count, series.Select(s => s.Location).Distinct());
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
}
