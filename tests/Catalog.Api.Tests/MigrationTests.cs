using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
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
                ('B', gen_random_uuid(), now(), now(), 'LDN', 'Receipt', 50, NULL)
            """,
            Cancellation
        );

        await migrator.MigrateAsync(cancellationToken: Cancellation);

        Assert.Equal(
            [new SourceTotals("shop", 7.5m, 1, 3), new SourceTotals("web", 2, 0, 1)],
            await db.ChannelTotalsAsync(Cancellation)
        );
        Assert.False(db.Database.HasPendingModelChanges());
    }
}
