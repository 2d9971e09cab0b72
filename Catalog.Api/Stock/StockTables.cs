using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>
/// One line of the ledger. Written by <see cref="Ledger"/> only; a trigger refuses to change or delete it.
/// </summary>
internal sealed class StockMovement
{
    public required string Sku { get; init; }

    /// <summary>
    /// UUIDv7. A sale's or return's movement has the id of the sale line: the primary key refuses to count a line
    /// twice, even
    /// if it came in two messages.
    /// </summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string Location { get; init; }
    public required MovementKind Kind { get; init; }

    /// <summary>Signed: what was added to the level.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Money that a sale brought, below zero for a return; null for what is neither.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The channel of a sale; null for what came through this service's own API.</summary>
    public string? Source { get; init; }

    /// <summary>The purchase order of a receipt.</summary>
    public string? Reference { get; init; }

    public string? Reason { get; init; }
}

/// <summary>The stock of one product at one location: the sum of its movements, kept in their transaction.</summary>
internal sealed class StockLevel
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public decimal OnHand { get; init; }
    public decimal OnOrder { get; init; }
    public bool Counted { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }

    /// <summary>False until the announcer has put this version into the outbox.</summary>
    public bool Announced { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the newest movement happened, never later than it was recorded; null before the first.</summary>
    public DateTimeOffset? MovedAt { get; init; }
    public Product? Product { get; init; }
    public Location? LocationRow { get; init; }
}

/// <summary>
/// A product's figures over all locations, kept in the transaction of the ledger; what the product list sorts by.
/// </summary>
internal sealed class ProductTotals
{
    public required string Sku { get; init; }
    public decimal OnHand { get; init; }
    public decimal OnOrder { get; init; }
    public decimal UnitsSold { get; init; }
    public decimal Revenue { get; init; }
    public DateTimeOffset? LastSoldAt { get; init; }
}

internal sealed class StockConfiguration
    : IEntityTypeConfiguration<StockMovement>,
        IEntityTypeConfiguration<StockLevel>,
        IEntityTypeConfiguration<ProductTotals>
{
    public void Configure(EntityTypeBuilder<StockMovement> builder)
    {
        builder.ToTable("stock_movements");
        // The only index: half a million lines go through it. Its order is that of a product's ledger page.
        builder.HasKey(m => new { m.Sku, m.Id });
        builder.Property(m => m.Sku).IsKeyText(64);
        builder.Property(m => m.Location).IsKeyText(32);
        builder.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(m => m.Source).HasMaxLength(32);
        builder.Property(m => m.Reference).HasMaxLength(32);
        builder.Property(m => m.Reason).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<StockLevel> builder)
    {
        builder.ToTable("stock_levels");
        builder.HasKey(l => new { l.Sku, l.Location });
        builder.Property(l => l.Sku).IsKeyText(64);
        builder.Property(l => l.Location).IsKeyText(32);
        builder
            .HasOne(l => l.Product)
            .WithMany()
            .HasForeignKey(l => l.Sku)
            .HasPrincipalKey(p => p.Sku)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne(l => l.LocationRow)
            .WithMany()
            .HasForeignKey(l => l.Location)
            .HasPrincipalKey(l => l.Code)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasIndex(l => new { l.Sku, l.Location })
            .HasFilter("NOT announced")
            .HasDatabaseName("ix_stock_levels_to_announce");
    }

    public void Configure(EntityTypeBuilder<ProductTotals> builder)
    {
        builder.ToTable("product_totals");
        builder.HasKey(t => t.Sku);
        builder.Property(t => t.Sku).IsKeyText(64);
        foreach (
            var name in (string[])
                [
                    nameof(ProductTotals.OnHand),
                    nameof(ProductTotals.OnOrder),
                    nameof(ProductTotals.UnitsSold),
                    nameof(ProductTotals.Revenue),
                ]
        )
            builder.Property<decimal>(name).HasDefaultValueSql("0");
        builder.HasIndex(t => new { t.Revenue, t.Sku }).IsDescending(true, false);
        builder.HasIndex(t => new { t.UnitsSold, t.Sku }).IsDescending(true, false);
        builder.HasIndex(t => new { t.OnHand, t.Sku }).IsDescending(true, false);
    }

    /// <summary>What a model cannot say; the first migration runs it.</summary>
    public const string Sql = """
        CREATE FUNCTION catalog.refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the stock ledger is append-only: % refused, write a correcting movement', TG_OP; END $$;
        CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON catalog.stock_movements
        FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_ledger_change();

        -- Room on each page for the next version of a row that changes with every message.
        ALTER TABLE catalog.stock_levels SET (fillfactor = 60);
        ALTER TABLE catalog.product_totals SET (fillfactor = 60);
        """;
}
