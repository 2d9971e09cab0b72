using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>How one supplier delivers one product. Part of the product's state: a change is the product's.</summary>
internal sealed class SupplierTerm
{
    public const int MaxSupplierSkuLength = 64;

    /// <summary>How a row is written as JSON: names of columns.</summary>
    private static readonly JsonSerializerOptions RowJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public required string Sku { get; init; }
    public required string Supplier { get; init; }
    public string? SupplierSku { get; set; }
    public int LeadTimeDays { get; set; }
    public decimal Moq { get; set; }
    public decimal PackMultiple { get; set; }

    /// <summary>Below the first of <see cref="PriceBreaks"/>.</summary>
    public decimal UnitCost { get; set; }

    /// <summary>Least quantity first; no two of one quantity.</summary>
    public IReadOnlyList<PriceBreak> PriceBreaks { get; set; } = [];

    public bool Preferred { get; set; }

    public Product? Product { get; init; }
    public Supplier? SupplierRow { get; init; }

    /// <summary>What a unit costs when so many are ordered: all of them, not only those beyond the break.</summary>
    public decimal CostOf(decimal quantity) =>
        PriceBreaks.LastOrDefault(b => b.FromQuantity <= quantity)?.UnitCost ?? UnitCost;

    /// <summary>Takes over what another state of the same terms says.</summary>
    /// <returns>What was different; empty when nothing was.</returns>
    public List<FieldChange> Take(SupplierTerm wanted)
    {
        var changes = Fields.Between(this, wanted);
        (SupplierSku, LeadTimeDays, Moq) = (wanted.SupplierSku, wanted.LeadTimeDays, wanted.Moq);
        (PackMultiple, UnitCost, Preferred) = (wanted.PackMultiple, wanted.UnitCost, wanted.Preferred);
        PriceBreaks = wanted.PriceBreaks;
        return changes;
    }

    /// <summary>The breaks again, for a request that replaces all.</summary>
    public IReadOnlyList<PriceBreakRequest> RequestBreaks() =>
        [.. PriceBreaks.Select(b => new PriceBreakRequest { FromQuantity = b.FromQuantity, UnitCost = b.UnitCost })];

    private static readonly FieldTexts<SupplierTerm> Fields = new(
        ("supplierSku", t => t.SupplierSku),
        ("leadTimeDays", t => FieldText.Of(t.LeadTimeDays)),
        ("moq", t => FieldText.Of(t.Moq)),
        ("packMultiple", t => FieldText.Of(t.PackMultiple)),
        ("unitCost", t => FieldText.Of(t.UnitCost)),
        (
            "priceBreaks",
            t =>
                t.PriceBreaks.Count == 0
                    ? null
                    : string.Join(
                        '|',
                        t.PriceBreaks.Select(b => $"{FieldText.Of(b.FromQuantity)}:{FieldText.Of(b.UnitCost)}")
                    )
        ),
        ("preferred", t => FieldText.Of(t.Preferred))
    );

    public SupplierTermState ToState() =>
        new(Supplier, LeadTimeDays, Moq, PackMultiple, UnitCost, Preferred)
        {
            PriceBreaks = PriceBreaks.Count == 0 ? null : PriceBreaks,
        };

    public SupplierTermResponse ToResponse(string supplierName) =>
        new(Supplier, supplierName, LeadTimeDays, Moq, PackMultiple, UnitCost, Preferred)
        {
            SupplierSku = SupplierSku,
            PriceBreaks = PriceBreaks.Count == 0 ? null : PriceBreaks,
        };

    public static IReadOnlyList<PriceBreak> ParseBreaks(string json) =>
        JsonSerializer.Deserialize<List<PriceBreak>>(json, RowJson)!;

    public static void Map(EntityTypeBuilder<SupplierTerm> term)
    {
        term.ToTable("supplier_terms");
        term.HasKey(t => new { t.Sku, t.Supplier });
        term.Property(t => t.Sku).IsKeyText(64);
        term.Property(t => t.Supplier).IsKeyText(32);
        term.Property(t => t.SupplierSku).HasMaxLength(MaxSupplierSkuLength);
        term.Property(t => t.PriceBreaks)
            .HasColumnType("jsonb")
            .HasDefaultValueSql("'[]'")
            .HasConversion(
                breaks => JsonSerializer.Serialize(breaks, RowJson),
                json => ParseBreaks(json),
                SuppliersFeature.SameItems<PriceBreak>()
            );
        term.HasOne(t => t.Product)
            .WithMany(p => p.Terms)
            .HasForeignKey(t => t.Sku)
            .HasPrincipalKey(p => p.Sku)
            .OnDelete(DeleteBehavior.Restrict);
        term.HasOne(t => t.SupplierRow)
            .WithMany(s => s.Terms)
            .HasForeignKey(t => t.Supplier)
            .HasPrincipalKey(s => s.Code)
            .OnDelete(DeleteBehavior.Restrict);
        term.HasIndex(t => t.Sku).IsUnique().HasFilter("preferred").HasDatabaseName("ix_supplier_terms_one_preferred");
    }
}
