using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Forecasting.Policies;

/// <summary>How things are ordered: set for many at once, and for single ones where they differ.</summary>
internal static class PoliciesFeature
{
    public static void MapPoliciesTables(this ModelBuilder model)
    {
        model.Entity<StoredPolicy>(policy =>
        {
            policy.ToTable("policies").HasKey(p => new { p.Scope, p.Key });
            policy.Property(p => p.Scope).HasConversion<string>().HasMaxLength(20);
            // By the characters' codes, as pages are cut.
            policy.Property(p => p.Key).UseCollation("C");
            policy.Property(p => p.Xmin).IsXmin();
            policy
                .Property(p => p.Fields)
                .HasColumnType("jsonb")
                .HasConversion(
                    fields => JsonSerializer.Serialize(fields, ContractsJson.Options),
                    json => JsonSerializer.Deserialize<PolicyFields>(json, ContractsJson.Options)!,
                    new ValueComparer<PolicyFields>((a, b) => Equals(a, b), f => f.GetHashCode(), f => f)
                );
        });
        model.Entity<ProductSegment>(segment =>
        {
            segment.ToTable("product_segments").HasKey(s => s.Sku);
            segment.Property(s => s.Cell).HasMaxLength(2);
            segment.HasIndex(s => s.Cell);
        });
    }
}
