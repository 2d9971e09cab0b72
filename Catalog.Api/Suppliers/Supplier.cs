using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>Who delivers. Never deleted, only archived: its code stays taken.</summary>
internal sealed class Supplier : IEditable
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public string Name { get; set; } = "";
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? Notes { get; set; }

    /// <summary>Code and name in lower case.</summary>
    public string SearchText { get; set; } = "";

    public bool Archived { get; set; }

    /// <summary>Grows with every change; the version of <see cref="SupplierState"/>.</summary>
    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public uint Xmin { get; set; }

    public List<Products.SupplierTerm> Terms { get; } = [];

    string IEditable.Key => Code;

    public void Changed(DateTimeOffset now)
    {
        Version++;
        UpdatedAt = now;
        SearchText = $"{Code} {Name}".ToLowerInvariant();
    }

    public SupplierState ToState() => new(Code, Version, Name, Archived);
}

internal sealed class SupplierConfiguration : IEntityTypeConfiguration<Supplier>
{
    public const string CodeIsTaken = "ak_suppliers_code";

    public void Configure(EntityTypeBuilder<Supplier> builder)
    {
        builder.ToTable("suppliers");
        builder.HasAlternateKey(s => s.Code).HasName(CodeIsTaken);
        builder.Property(s => s.Code).IsKeyText(32);
        builder.Property(s => s.Name).HasMaxLength(200);
        builder.Property(s => s.Email).HasMaxLength(200);
        builder.Property(s => s.Phone).HasMaxLength(50);
        builder.Property(s => s.Notes).HasMaxLength(4_000);
        builder.Property(s => s.Xmin).IsXmin();
    }
}
