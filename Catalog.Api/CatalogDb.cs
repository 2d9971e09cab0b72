using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Catalog.Api.Installations;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Catalog.Api.PurchaseOrders;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Catalog.Api.Stock.Counting;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Catalog.Api;

/// <summary>The schema <c>catalog</c>. Each feature folder maps its own tables.</summary>
internal sealed class CatalogDb(DbContextOptions<CatalogDb> options) : DbContext(options)
{
    public const string Schema = "catalog";

    public DbSet<Product> Products => Set<Product>();
    public DbSet<ProductImage> Images => Set<ProductImage>();
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<SupplierTerm> SupplierTerms => Set<SupplierTerm>();
    public DbSet<Supplier> Suppliers => Set<Supplier>();
    public DbSet<Location> Locations => Set<Location>();
    public DbSet<StockMovement> Movements => Set<StockMovement>();
    public DbSet<StockLevel> Levels => Set<StockLevel>();
    public DbSet<ProductTotals> Totals => Set<ProductTotals>();
    public DbSet<CountSheet> CountSheets => Set<CountSheet>();
    public DbSet<KnownPerson> People => Set<KnownPerson>();
    public DbSet<Comment> Comments => Set<Comment>();
    public DbSet<Follow> Follows => Set<Follow>();
    public DbSet<PurchaseOrder> PurchaseOrders => Set<PurchaseOrder>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.MapMessagingTables(Schema);
        modelBuilder.MapActivityTable(Schema);
        modelBuilder.MapBooks(Schema);
        modelBuilder.Entity<Unannounced>(Unannounced.Map);
        modelBuilder.MapProductTables();
        modelBuilder.MapSupplierTables();
        modelBuilder.MapLocationTables();
        modelBuilder.MapStockTables();
        CountSheet.Map(modelBuilder);
        modelBuilder.MapPurchaseOrderTables();
        modelBuilder.MapCollaborationTables();
        modelBuilder.Entity<Installation>(Installation.Map);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // Without precision: what was written comes back with its own digits. The bounds are checked at the edge.
        configurationBuilder.Properties<decimal>().HaveColumnType("numeric");
}
