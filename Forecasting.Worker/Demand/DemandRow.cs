using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmartInventory.Forecasting.Demand;

/// <summary>The demand of one series on one day from one source. Only ever added to.</summary>
public sealed class DemandRow
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public DateOnly Day { get; init; }
    public required string Channel { get; init; }
    public decimal Sold { get; init; }
    public decimal Returned { get; init; }

    /// <summary>Sales minus returns, in money.</summary>
    public decimal Revenue { get; init; }
    public long Lines { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<DemandRow>
    {
        public void Configure(EntityTypeBuilder<DemandRow> builder)
        {
            builder
                .ToTable("demand")
                .HasKey(d => new
                {
                    d.Sku,
                    d.Location,
                    d.Day,
                    d.Channel,
                });
            // The largest quantity times the largest price is no reason to refuse a fact.
            builder.Property(d => d.Revenue).HasColumnType("numeric");
        }
    }
}

/// <summary>A day on which a location sold anything at all: the location's clock and its silences.</summary>
public sealed class TradingDay
{
    public required string Location { get; init; }
    public DateOnly Day { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<TradingDay>
    {
        public void Configure(EntityTypeBuilder<TradingDay> builder) =>
            builder.ToTable("trading_days").HasKey(d => new { d.Location, d.Day });
    }
}

/// <summary>
/// A series whose forecast or suggestion is older than what is known. The row goes when they are fresh.
/// </summary>
public sealed class DirtySeries
{
    /// <summary>The <see cref="Priority"/> of what somebody is looking at: a sale, a stock movement.</summary>
    public const short Fresh = 0;

    /// <summary>
    /// The <see cref="Priority"/> of what can wait behind that: a new day, a new fit, a line of an import.
    /// </summary>
    public const short Routine = 1;

    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>
    /// The demand, the day or the fit changed; false when only stock or terms did, and the suggestion alone is old.
    /// </summary>
    public bool Refit { get; init; }

    public short Priority { get; init; }

    public DateTimeOffset DirtySince { get; init; }
    public DateTimeOffset TouchedAt { get; init; }

    /// <summary>Renewed by every touch, so that a refresh clears only what it has seen.</summary>
    public long Touch { get; init; }

    /// <summary>W3C trace context of the last cause.</summary>
    public string? TraceParent { get; init; }

    /// <summary>A worker is at it until then; later the work is anybody's again.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<DirtySeries>
    {
        public void Configure(EntityTypeBuilder<DirtySeries> builder)
        {
            builder.ToTable("dirty_series").HasKey(d => new { d.Sku, d.Location });
            builder.HasIndex(d => new { d.Priority, d.DirtySince });
        }
    }
}
