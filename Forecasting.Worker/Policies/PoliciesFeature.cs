using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Forecasting.Policies;

/// <summary>How things are to be ordered, as people set it.</summary>
internal static class PoliciesFeature
{
    public static void MapPoliciesTables(this ModelBuilder model)
    {
        model.Entity<StoredPolicy>(policy =>
        {
            policy.ToTable("policies").HasKey(p => new { p.Scope, p.Key });
            policy.Property(p => p.Scope).HasConversion<string>();
            policy.Property(p => p.Fields).HasColumnType("jsonb");
            policy.Property(p => p.Xmin).IsRowVersion();
            policy.HasIndex(p => p.Sku);
        });
        model.Entity<ProductSegment>().ToTable("product_segments").HasKey(s => s.Sku);
    }
}
