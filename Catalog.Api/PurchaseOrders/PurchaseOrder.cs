using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

/// <summary>Goods ordered from a supplier for one location.</summary>
internal sealed class PurchaseOrder
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Supplier { get; init; }
    public required string Location { get; init; }
    public PurchaseOrderStatus Status { get; set; }
    public required DateOnly OrderedOn { get; init; }
    public required DateOnly ExpectedOn { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public uint Xmin { get; set; }
    public List<PurchaseOrderLine> Lines { get; init; } = [];

    public bool IsOpen => Status is PurchaseOrderStatus.Open or PurchaseOrderStatus.PartlyReceived;

    /// <summary>The orders of these numbers with their lines, locked in the order of the numbers.</summary>
    public static async Task<Dictionary<string, PurchaseOrder>> LockAsync(
        CatalogDb db,
        string[] numbers,
        CancellationToken ct
    )
    {
        var orders = await db
            .PurchaseOrders.FromSql(
                $"SELECT *, xmin FROM catalog.purchase_orders WHERE number = ANY ({numbers}) ORDER BY number FOR NO KEY UPDATE"
            )
            .ToListAsync(ct);
        var ids = orders.ConvertAll(o => o.Id);
        // Tracked: they find their orders by themselves.
        await db.Set<PurchaseOrderLine>().Where(l => ids.Contains(l.OrderId)).LoadAsync(ct);
        return orders.ToDictionary(o => o.Number, StringComparer.Ordinal);
    }

    /// <summary>
    /// Takes the goods in when the order waits for them; otherwise says in <paramref name="conflicts"/> why not.
    /// </summary>
    public bool Receive(StockMove move, FieldErrors conflicts, DateTimeOffset now)
    {
        var line = Lines.Find(l => l.Sku == move.Sku);
        (string Field, string Reason)? conflict = this switch
        {
            { IsOpen: false } => ("purchaseOrder", $"{Number} is {Words.Of(Status)}"),
            _ when Location != move.Location => ("location", $"{Number} is for {Location}"),
            _ when line is null => ("sku", $"{move.Sku} is not on {Number}"),
            _ when move.Quantity > line.Open => (
                "quantity",
                $"only {line.Open:0.####} of {move.Sku} are open on {Number}; receive the rest without it"
            ),
            _ => null,
        };
        if (conflict is { } why)
        {
            conflicts.Add(move.At + why.Field, why.Reason);
            return false;
        }

        line!.Received += move.Quantity;
        Status = Lines.TrueForAll(l => l.Open == 0) ? PurchaseOrderStatus.Received : PurchaseOrderStatus.PartlyReceived;
        UpdatedAt = now;
        return true;
    }
}

internal sealed class PurchaseOrderLine
{
    public Guid OrderId { get; init; }

    /// <summary>Place in the order, from 0.</summary>
    public int Line { get; init; }

    public required string Sku { get; init; }
    public decimal Ordered { get; init; }
    public decimal Received { get; set; }
    public decimal UnitCost { get; init; }

    public decimal Open => Ordered - Received;
}

internal sealed class PurchaseOrderConfiguration
    : IEntityTypeConfiguration<PurchaseOrder>,
        IEntityTypeConfiguration<PurchaseOrderLine>
{
    public const string NumberIsTaken = "ix_purchase_orders_number";
    public const string NumberSequence = "purchase_order_number";

    public void Configure(EntityTypeBuilder<PurchaseOrder> builder)
    {
        builder.ToTable("purchase_orders");
        builder.Property(o => o.Number).IsKeyText(32);
        builder.Property(o => o.Supplier).IsKeyText(32);
        builder.Property(o => o.Location).IsKeyText(32);
        builder.Property(o => o.Status).HasConversion<string>().HasMaxLength(20);
        builder.Property(o => o.Xmin).IsXmin();
        builder.HasIndex(o => o.Number).IsUnique().HasDatabaseName(NumberIsTaken);
        builder
            .HasOne<Supplier>()
            .WithMany()
            .HasForeignKey(o => o.Supplier)
            .HasPrincipalKey(s => s.Code)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Location>()
            .WithMany()
            .HasForeignKey(o => o.Location)
            .HasPrincipalKey(l => l.Code)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId);
    }

    public void Configure(EntityTypeBuilder<PurchaseOrderLine> builder)
    {
        builder.ToTable("purchase_order_lines");
        builder.HasKey(l => new { l.OrderId, l.Line });
        builder.Property(l => l.Sku).IsKeyText(64);
        builder.Ignore(l => l.Open);
        builder
            .HasOne<Product>()
            .WithMany()
            .HasForeignKey(l => l.Sku)
            .HasPrincipalKey(p => p.Sku)
            .OnDelete(DeleteBehavior.Restrict);
    }
}
