using Microsoft.EntityFrameworkCore;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.Sales.Api.Import;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Sales.Api;

/// <summary>
/// Schema <c>sales</c>: the lines, their daily totals, what is known of the catalogue, outbox and inbox.
/// </summary>
public sealed class SalesDb(DbContextOptions<SalesDb> options) : DbContext(options)
{
    public const string Schema = "sales";

    public DbSet<Sale> Sales => Set<Sale>();
    public DbSet<ImportRun> Imports => Set<ImportRun>();
    public DbSet<DailyTotal> DailyTotals => Set<DailyTotal>();
    public DbSet<KnownProduct> Products => Set<KnownProduct>();
    public DbSet<KnownLocation> Locations => Set<KnownLocation>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.MapMessagingTables(Schema);
        modelBuilder.MapActivityTable(Schema);
        modelBuilder.MapCatalogueTables();
        modelBuilder.MapRecordingTables();
        modelBuilder.MapImportTables();
    }
}
