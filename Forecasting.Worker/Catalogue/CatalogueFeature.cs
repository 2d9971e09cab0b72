using MassTransit;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Forecasting.Catalogue;

/// <summary>What Catalog.Api last said of its things, and when they were out of stock.</summary>
internal static class CatalogueFeature
{
    public static void AddCatalogueConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<ProductChangedConsumer>();
        bus.AddConsumer<SupplierChangedConsumer>();
        bus.AddConsumer<LeadTimesChangedConsumer>();
        bus.AddConsumer<LocationChangedConsumer>();
        bus.AddConsumer<StockChangedConsumer>();
    }

    public static void MapCatalogueTables(this ModelBuilder model)
    {
        model.Entity<KnownProduct>(product =>
        {
            product.ToTable("products").HasKey(p => p.Sku);
            product.Property(p => p.Terms).HasColumnType("jsonb");
            product
                .Property(p => p.Status)
                .HasConversion<string>()
                .HasDefaultValueSql("'Active'")
                .HasSentinel(ProductStatus.Active);
        });
        model.Entity<KnownSupplier>(supplier =>
        {
            supplier.ToTable("suppliers").HasKey(s => s.Code);
            supplier.Property(s => s.OrderDays).HasColumnType("jsonb");
        });
        model.Entity<KnownLeadTime>(delay =>
        {
            delay.ToTable("lead_times").HasKey(d => new { d.Supplier, d.Sku });
            delay.Ignore(d => d.Delay);
        });
        model.Entity<KnownLocation>().ToTable("locations").HasKey(l => l.Code);
        model.Entity<KnownStock>(stock =>
        {
            stock.ToTable("stock").HasKey(s => new { s.Sku, s.Location });
            stock.Property(s => s.Arrivals).HasColumnType("jsonb");
            stock.Property(s => s.Drafts).HasColumnType("jsonb");
        });
        model.Entity<StockOut>(stretch =>
        {
            stretch
                .ToTable("stock_outs")
                .HasKey(s => new
                {
                    s.Sku,
                    s.Location,
                    s.FromDay,
                });
            stretch
                .HasIndex(s => new { s.Sku, s.Location })
                .IsUnique()
                .HasFilter("to_day IS NULL")
                .HasDatabaseName("ix_stock_outs_open");
        });
    }
}
