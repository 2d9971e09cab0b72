using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmartInventory.Forecasting.Trends;

/// <summary>A product whose trend is older than its demand. The row goes when it is fresh.</summary>
public sealed class DirtyTrend
{
    public required string Sku { get; init; }
    public DateTimeOffset DirtySince { get; init; }

    /// <summary>Renewed by every touch, so that a computation clears only what it has seen.</summary>
    public long Touch { get; init; }

    /// <summary>A worker is at it until then; later the work is anybody's again.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<DirtyTrend>
    {
        public void Configure(EntityTypeBuilder<DirtyTrend> builder) =>
            builder.ToTable("dirty_trends").HasKey(d => d.Sku);
    }
}
