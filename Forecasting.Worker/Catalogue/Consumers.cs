using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Pending;

namespace SmartInventory.Forecasting.Catalogue;

// State messages: of each key the newest version is kept, in whatever order and however often they come. What really
// changed marks its series in the same transaction.

internal sealed class ProductChangedConsumer(ForecastingDb db, WakeSignal signal, TimeProvider time)
    : IConsumer<ProductChanged>
{
    public async Task Consume(ConsumeContext<ProductChanged> context)
    {
        var ct = context.CancellationToken;
        var items = NewestPerKey.Of(context.Message.Items, p => p.Sku, p => p.Version);
        var skus = Array.ConvertAll(items, p => p.Sku);
        var versions = Array.ConvertAll(items, p => p.Version);
        var names = Array.ConvertAll(items, p => p.Name);
        var categories = Array.ConvertAll(items, p => p.Category);
        var units = Array.ConvertAll(items, p => p.Unit);
        var whole = Array.ConvertAll(items, p => p.WholeUnits);
        var costs = Array.ConvertAll(items, p => p.Cost);
        var levels = Array.ConvertAll(items, p => p.ServiceLevel);
        var reviews = Array.ConvertAll(items, p => p.ReviewPeriodDays);
        var archived = Array.ConvertAll(items, p => p.Archived);
        var terms = Array.ConvertAll(items, p => JsonSerializer.Serialize(p.Terms, ContractsJson.Options));

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db
            .Database.SqlQuery<string>(
                $"""
                INSERT INTO forecasting.products AS p
                    (sku, version, name, category, unit, whole_units, cost, service_level, review_period_days,
                     archived, terms)
                SELECT sku, version, name, category, unit, whole, cost, level, review, archived, terms::jsonb
                FROM unnest({skus}, {versions}, {names}, {categories}, {units}, {whole}, {costs}, {levels}, {reviews},
                    {archived}, {terms})
                    AS t (sku, version, name, category, unit, whole, cost, level, review, archived, terms)
                ON CONFLICT (sku) DO UPDATE SET
                    version = excluded.version, name = excluded.name, category = excluded.category,
                    unit = excluded.unit, whole_units = excluded.whole_units,
                    cost = excluded.cost, service_level = excluded.service_level,
                    review_period_days = excluded.review_period_days,
                    archived = excluded.archived, terms = excluded.terms
                WHERE p.version < excluded.version
                RETURNING sku AS "Value"
                """
            )
            .ToListAsync(ct);
        if (changed.Count > 0)
            await db.MarkKnownAsync([.. changed], location: null, refit: false, routine: false, time, ct);
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
        var items = NewestPerKey.Of(context.Message.Items, s => s.Code, s => s.Version);
        var codes = Array.ConvertAll(items, s => s.Code);
        var versions = Array.ConvertAll(items, s => s.Version);
        var names = Array.ConvertAll(items, s => s.Name);
        var archived = Array.ConvertAll(items, s => s.Archived);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db
            .Database.SqlQuery<string>(
                $"""
                INSERT INTO forecasting.suppliers AS s (code, version, name, archived)
                SELECT * FROM unnest({codes}, {versions}, {names}, {archived})
                ON CONFLICT (code) DO UPDATE
                    SET version = excluded.version, name = excluded.name, archived = excluded.archived
                WHERE s.version < excluded.version
                RETURNING code AS "Value"
                """
            )
            .ToListAsync(ct);
        var suppliers = changed.ToArray();
        // An archived supplier is ordered from no more: the products that name it fall back to the next one.
        var skus =
            changed.Count == 0
                ? []
                : await db
                    .Database.SqlQuery<string>(
                        $"""
                        SELECT sku AS "Value" FROM forecasting.products
                        WHERE EXISTS (
                            SELECT FROM jsonb_array_elements(terms) AS term
                            WHERE term ->> 'supplier' = ANY ({suppliers}))
                        """
                    )
                    .ToListAsync(ct);
        if (skus.Count > 0)
            await db.MarkKnownAsync([.. skus], location: null, refit: false, routine: false, time, ct);
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
        var items = NewestPerKey.Of(context.Message.Items, l => l.Code, l => l.Version);
        var codes = Array.ConvertAll(items, l => l.Code);
        var versions = Array.ConvertAll(items, l => l.Version);
        var names = Array.ConvertAll(items, l => l.Name);
        var zones = Array.ConvertAll(items, l => l.TimeZone);
        var archived = Array.ConvertAll(items, l => l.Archived);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db
            .Database.SqlQuery<string>(
                $"""
                INSERT INTO forecasting.locations AS l (code, version, name, time_zone, archived)
                SELECT * FROM unnest({codes}, {versions}, {names}, {zones}, {archived})
                ON CONFLICT (code) DO UPDATE SET
                    version = excluded.version, name = excluded.name, time_zone = excluded.time_zone,
                    archived = excluded.archived
                WHERE l.version < excluded.version
                RETURNING code AS "Value"
                """
            )
            .ToListAsync(ct);
        foreach (var location in changed)
            await db.MarkKnownAsync(skus: null, location, refit: false, routine: true, time, ct);
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
        var items = NewestPerKey.Of(context.Message.Items, s => (s.Sku, s.Location), s => s.Version);
        var skus = Array.ConvertAll(items, s => s.Sku);
        var locations = Array.ConvertAll(items, s => s.Location);
        var versions = Array.ConvertAll(items, s => s.Version);
        var onHand = Array.ConvertAll(items, s => s.OnHand);
        var onOrder = Array.ConvertAll(items, s => s.OnOrder);
        var counted = Array.ConvertAll(items, s => s.Counted);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db
            .Database.SqlQuery<StockKey>(
                $"""
                INSERT INTO forecasting.stock AS s (sku, location, version, on_hand, on_order, counted)
                SELECT * FROM unnest({skus}, {locations}, {versions}, {onHand}, {onOrder}, {counted})
                ON CONFLICT (sku, location) DO UPDATE SET
                    version = excluded.version, on_hand = excluded.on_hand, on_order = excluded.on_order,
                    counted = excluded.counted
                WHERE s.version < excluded.version
                RETURNING sku, location
                """
            )
            .ToListAsync(ct);
        if (changed.Count > 0)
        {
            var newer = changed.Select(k => (k.Sku, k.Location)).ToHashSet();
            var states = Array.FindAll(items, s => newer.Contains((s.Sku, s.Location)));
            await db.MarkAsync(
                Array.ConvertAll(states, s => s.Sku),
                Array.ConvertAll(states, s => s.Location),
                refit: false,
                routine: states.Length > SalesTraffic.MostLinesAtTill,
                time,
                ct
            );
            var past = await StockOutLog.ApplyAsync(db, states, time, ct);
            if (past.Count > 0)
                await db.MarkAsync(
                    [.. past.Select(s => s.Sku)],
                    [.. past.Select(s => s.Location)],
                    refit: true,
                    routine: true,
                    time,
                    ct
                );
        }
        await transaction.CommitAsync(ct);
        signal.Wake();
    }

    private sealed record StockKey(string Sku, string Location);
}
