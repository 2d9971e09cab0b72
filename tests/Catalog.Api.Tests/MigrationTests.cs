using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SmartInventory.Catalog.Api.PurchaseOrders;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class MigrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_of_an_older_version_are_in_the_totals()
    {
        var infrastructure = await Infrastructure.StartAsync(Cancellation);
        var connection = await infrastructure.CreateDatabaseAsync(CatalogDb.Schema, Cancellation);
        await using var db = new CatalogDb(
            new DbContextOptionsBuilder<CatalogDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options
        );
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("Initial", Cancellation);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO catalog.stock_movements (sku, id, occurred_at, recorded_at, location, kind, quantity, source)
            VALUES ('A', gen_random_uuid(), now(), now(), 'LDN', 'Sale', -3, 'shop'),
                ('A', gen_random_uuid(), now(), now(), 'PAR', 'Sale', -4.5, 'shop'),
                ('B', gen_random_uuid(), now(), now(), 'LDN', 'Return', 1, 'shop'),
                ('B', gen_random_uuid(), now(), now(), 'LDN', 'Sale', -2, 'web'),
                ('B', gen_random_uuid(), now(), now(), 'LDN', 'Receipt', 50, NULL),
                ('C', gen_random_uuid(), '2025-11-20Z', '2025-11-20Z', 'LDN', 'Count', 50, NULL),
                ('C', gen_random_uuid(), '2025-11-26Z', '2025-11-25Z', 'LDN', 'Count', -20, NULL),
                ('C', gen_random_uuid(), '2025-11-24Z', '2025-11-27Z', 'LDN', 'Receipt', 5, NULL),
                ('C', gen_random_uuid(), '2025-11-21Z', '2025-11-21Z', 'LDN', 'Sale', -1, NULL),
                ('C', gen_random_uuid(), '2025-11-22Z', '2025-11-22Z', 'LDN', 'Sale', 1, NULL);
            INSERT INTO catalog.products (id, sku, name, unit, whole_units, price, service_level, review_period_days,
                sort_name, search_text, archived, version, created_at, updated_at)
            VALUES (gen_random_uuid(), 'C', 'x', 'each', true, 1, 0.95, 7, 'x', 'x', false, 1, now(), now());
            INSERT INTO catalog.products (id, sku, name, category, unit, whole_units, price, service_level,
                review_period_days, sort_name, search_text, archived, version, created_at, updated_at)
            SELECT gen_random_uuid(), category, 'x', category, 'each', true, 1, 0.95, 7, 'x', 'x', false, 1, now(),
                now()
            FROM unnest(ARRAY[' Drinks / hot/', 'drinks', 'Drinks/Hot/Tea', '/', 'Mugs']) AS category;
            INSERT INTO catalog.locations (id, code, name, time_zone, archived, version, created_at, updated_at)
            VALUES (gen_random_uuid(), 'LDN', 'x', 'UTC', false, 1, now(), now());
            INSERT INTO catalog.stock_levels
                (sku, location, on_hand, on_order, counted, version, announced, updated_at, moved_at)
            VALUES ('C', 'LDN', 35, 0, true, 3, true, now(), '2025-11-25Z');
            INSERT INTO catalog.suppliers (id, code, name, search_text, archived, version, created_at, updated_at)
            VALUES (gen_random_uuid(), 'ACME', 'x', 'x', false, 1, now(), now());
            INSERT INTO catalog.purchase_orders
                (id, number, supplier, location, status, ordered_on, expected_on, updated_at)
            VALUES ('11111111-1111-1111-1111-111111111111', 'PO-1', 'ACME', 'LDN', 'Open', '2025-11-01', '2025-12-01',
                now());
            INSERT INTO catalog.purchase_order_lines (order_id, line, sku, ordered, received, unit_cost)
            VALUES ('11111111-1111-1111-1111-111111111111', 0, 'C', 5, 0, 1)
            """,
            Cancellation
        );

        await migrator.MigrateAsync(cancellationToken: Cancellation);

        Assert.Equal(
            [new SourceTotals("shop", 7.5m, 1, 3), new SourceTotals("web", 2, 0, 1)],
            await db.ChannelTotalsAsync(Cancellation)
        );
        // A level is as people knew it. Its newest count knew what had happened until it was recorded.
        var level = await db.Levels.SingleAsync(Cancellation);
        Assert.Equal(
            (
                35m,
                DateTimeOffset.Parse("2025-11-26Z"),
                DateTimeOffset.Parse("2025-11-25Z"),
                DateTimeOffset.Parse("2025-11-22Z")
            ),
            (level.OnHand, level.MovedAt, level.LastCountAt, level.LastSoldAt)
        );
        var order = await db.PurchaseOrders.Include(o => o.Lines).SingleAsync(Cancellation);
        Assert.Equal(
            (PurchaseOrderStatus.Sent, new DateOnly(2025, 12, 1), NegativeStock.Refuse),
            (order.Status, order.Lines[0].ExpectedOn, (await db.Locations.SingleAsync(Cancellation)).NegativeStock)
        );
        Assert.Equal(
            ["Drinks", "Drinks/Hot", "Drinks/Hot/Tea", "Mugs", null],
            await db
                .Products.Where(p => p.Sku != "C")
                .OrderBy(p => p.CategoryKey)
                .Select(p => p.Category)
                .ToListAsync(Cancellation)
        );
        Assert.Equal(
            [
                ("drinks/", "Drinks"),
                ("drinks/hot/", "Drinks/Hot"),
                ("drinks/hot/tea/", "Drinks/Hot/Tea"),
                ("mugs/", "Mugs"),
            ],
            (await db.Categories.OrderBy(c => c.Key).ToListAsync(Cancellation)).Select(c => (c.Key, c.Path))
        );
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task What_the_planner_did_not_hear_of_before_is_to_be_announced()
    {
        var infrastructure = await Infrastructure.StartAsync(Cancellation);
        var connection = await infrastructure.CreateDatabaseAsync(CatalogDb.Schema, Cancellation);
        await using var db = new CatalogDb(
            new DbContextOptionsBuilder<CatalogDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options
        );
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("Assignees", Cancellation);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO catalog.products (id, sku, name, unit, whole_units, price, service_level, review_period_days,
                sort_name, search_text, archived, version, created_at, updated_at)
            SELECT gen_random_uuid(), sku, 'x', 'each', true, 1, 0.9, 7, 'x', 'x', false, 4, now(), now()
            FROM unnest(ARRAY['BREAKS', 'PLAIN']) AS sku;
            INSERT INTO catalog.suppliers (id, code, name, search_text, archived, version, created_at, updated_at,
                order_days, minimum_order_value)
            VALUES (gen_random_uuid(), 'DAYS', 'x', 'x', false, 2, now(), now(), ARRAY['Monday'], NULL),
                (gen_random_uuid(), 'LEAST', 'x', 'x', false, 2, now(), now(), '{{}}', 100),
                (gen_random_uuid(), 'PLAIN', 'x', 'x', false, 2, now(), now(), '{{}}', NULL);
            INSERT INTO catalog.supplier_terms
                (sku, supplier, lead_time_days, moq, pack_multiple, unit_cost, preferred, price_breaks)
            VALUES ('BREAKS', 'DAYS', 1, 1, 1, 1, true, '[{{"from_quantity": 10, "unit_cost": 0.5}}]'),
                ('PLAIN', 'DAYS', 1, 1, 1, 1, true, '[]');
            INSERT INTO catalog.locations (id, code, name, time_zone, archived, version, created_at, updated_at)
            VALUES (gen_random_uuid(), 'LDN', 'x', 'UTC', false, 1, now(), now());
            INSERT INTO catalog.purchase_orders
                (id, number, supplier, location, status, ordered_on, expected_on, updated_at)
            SELECT gen_random_uuid(), number, 'DAYS', 'LDN', 'Draft', '2025-11-01', '2025-12-01', now()
            FROM unnest(ARRAY['LOGGED', 'OLD']) AS number;
            INSERT INTO catalog.activity (id, at, by, via, action, kind, key, changes)
            VALUES (gen_random_uuid(), now(), 'ada', 'Api', 'created', 'Order', 'LOGGED', '[]'),
                (gen_random_uuid(), now(), 'bob', 'Api', 'approved', 'Order', 'OLD', '[]');
            """,
            Cancellation
        );

        await migrator.MigrateAsync("LeadTimesAnnounced", Cancellation);

        Assert.Equal(
            ["Product BREAKS", "Supplier DAYS", "Supplier LEAST"],
            (await db.Set<Unannounced>().ToListAsync(Cancellation)).Select(u => $"{u.Kind} {u.Key}").Order()
        );
        // A newer version, or nobody would take it in.
        Assert.Equal(
            [("BREAKS", 5L), ("PLAIN", 4L)],
            (
                await db.Products.OrderBy(p => p.Sku).Select(p => new { p.Sku, p.Version }).ToListAsync(Cancellation)
            ).Select(p => (p.Sku, p.Version))
        );
        Assert.Equal(
            [("DAYS", 3L), ("LEAST", 3L), ("PLAIN", 2L)],
            (
                await db.Suppliers.OrderBy(s => s.Code).Select(s => new { s.Code, s.Version }).ToListAsync(Cancellation)
            ).Select(s => (s.Code, s.Version))
        );
        // Who made an order is known where the log was kept already, and nobody has a limit.
        await migrator.MigrateAsync(cancellationToken: Cancellation);
        Assert.Equal(
            ["LOGGED ada", "OLD "],
            (await db.PurchaseOrders.OrderBy(o => o.Number).ToListAsync(Cancellation)).Select(o =>
                $"{o.Number} {o.CreatedBy}"
            )
        );
        var rules = await db.Set<ApprovalRules>().SingleAsync(Cancellation);
        Assert.Equal((false, 0), (rules.FourEyes, rules.Limits.Count));
    }
}
