using MassTransit;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Forecasting.Catalogue;

// State messages: of each key the newest version is kept, in whatever order and however often they come. What really
// changed marks its series in the same transaction.

internal sealed class ProductChangedConsumer(ForecastingDb db, WakeSignal signal, TimeProvider time)
    : IConsumer<ProductChanged>
{
    public async Task Consume(ConsumeContext<ProductChanged> context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.UpsertNewestAsync(context.Message.Items.Select(KnownProduct.Of), ct);
        if (changed.Count > 0)
        {
            var skus = changed.ConvertAll(p => p.Sku).ToArray();
            await db.MarkKnownAsync(skus, location: null, Need.Suggestion, Lane.Fresh, time, ct);
        }
        await transaction.CommitAsync(ct);
        signal.Wake();
    }
}

internal sealed class SupplierChangedConsumer(ForecastingDb db, WakeSignal signal, TimeProvider time)
    : IConsumer<SupplierChanged>
{
    public async Task Consume(ConsumeContext<SupplierChanged> context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.UpsertNewestAsync(context.Message.Items.Select(KnownSupplier.Of), ct);
        var suppliers = changed.ConvertAll(s => s.Code).ToArray();
        // An archived supplier is ordered from no more: the products that name it fall back to the next one.
        var skus = changed.Count == 0 ? [] : await KnownProduct.OfSuppliersAsync(db, suppliers, ct);
        if (skus.Count > 0)
            await db.MarkKnownAsync([.. skus], location: null, Need.Suggestion, Lane.Fresh, time, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
    }
}

internal sealed class LeadTimesChangedConsumer(ForecastingDb db, WakeSignal signal, TimeProvider time)
    : IConsumer<LeadTimesChanged>
{
    public async Task Consume(ConsumeContext<LeadTimesChanged> context)
    {
        var ct = context.CancellationToken;
        var items = context.Message.Items;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // What it is compared with must not change meanwhile: two small steps may be a day together.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('forecasting.lead_times'))", ct);
        string[] suppliers = [.. items.Select(s => s.Supplier).Distinct()];
        var before = await LeadTimeBook.OfSuppliersAsync(db, suppliers, ct);
        var changed = await db.UpsertNewestAsync(items.Select(KnownLeadTime.Of), ct);
        var after = before.With(changed);
        // Each receipt moves the whole supplier's figures a little: only those that come to another day are looked at.
        var moved = before.MovedTo(after);
        var moving = moved.Where(p => p.Sku.Length == 0).Select(p => p.Supplier).ToArray();
        var own = changed.Select(c => c.Sku).ToHashSet(StringComparer.Ordinal);
        var skus = moved.Where(p => p.Sku.Length > 0).Select(p => p.Sku).ToHashSet(StringComparer.Ordinal);
        if (moving.Length > 0)
            skus.UnionWith(await KnownProduct.OfSuppliersAsync(db, moving, ct));
        foreach (var group in skus.GroupBy(s => own.Contains(s) && own.Count <= SalesTraffic.MostLinesAtTill))
            await db.MarkKnownAsync(
                [.. group],
                location: null,
                Need.Suggestion,
                group.Key ? Lane.Fresh : Lane.Routine,
                time,
                ct
            );
        await transaction.CommitAsync(ct);
        signal.Wake();
    }
}

internal sealed class LocationChangedConsumer(ForecastingDb db, WakeSignal signal, TimeProvider time)
    : IConsumer<LocationChanged>
{
    public async Task Consume(ConsumeContext<LocationChanged> context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var location in await db.UpsertNewestAsync(context.Message.Items.Select(KnownLocation.Of), ct))
            await db.MarkKnownAsync(skus: null, location.Code, Need.Suggestion, Lane.Routine, time, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
    }
}

internal sealed class StockChangedConsumer(ForecastingDb db, WakeSignal signal, TimeProvider time)
    : IConsumer<StockChanged>
{
    public async Task Consume(ConsumeContext<StockChanged> context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.UpsertNewestAsync(context.Message.Items.Select(KnownStock.Of), ct);
        if (changed.Count > 0)
        {
            var newer = changed.ToDictionary(s => (s.Sku, s.Location), s => s.Version);
            var states = context
                .Message.Items.Where(s => newer.TryGetValue((s.Sku, s.Location), out var v) && v == s.Version)
                .DistinctBy(s => (s.Sku, s.Location))
                .ToList();
            var lane = states.Count > SalesTraffic.MostLinesAtTill ? Lane.Routine : Lane.Fresh;
            await db.MarkAsync(states.Select(KeyOf), Need.Suggestion, lane, time, ct);
            var past = await StockOutLog.ApplyAsync(db, states, time, ct);
            if (past.Count > 0)
                await db.MarkAsync(past.Select(KeyOf), Need.Forecast, Lane.Routine, time, ct);
        }
        await transaction.CommitAsync(ct);
        signal.Wake();
    }

    private static SeriesKey KeyOf(StockState state) => SeriesKey.Of(state.Sku, state.Location);
}
