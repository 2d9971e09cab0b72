using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>The newest forecast of a series.</summary>
public sealed class StoredForecast
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public long Version { get; init; }
    public DateTimeOffset ComputedAt { get; init; }

    /// <summary>A <see cref="ForecastDocument"/>.</summary>
    public required string Document { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<StoredForecast>
    {
        public void Configure(EntityTypeBuilder<StoredForecast> builder)
        {
            builder.ToTable("forecasts").HasKey(f => new { f.Sku, f.Location });
            builder.Property(f => f.Document).HasColumnType("json");
        }
    }
}

/// <summary>When the pooled calendar regression of a location was last trained, and on what.</summary>
public sealed class Training
{
    public required string Location { get; init; }

    /// <summary>The location's as-of day at that time; null asks for a training.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Trading days it had seen.</summary>
    public int Days { get; init; }

    public DateTimeOffset TrainedAt { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<Training>
    {
        public void Configure(EntityTypeBuilder<Training> builder) => builder.ToTable("trainings").HasKey(t => t.Location);
    }
}

/// <summary>To be dropped.</summary>
public sealed class CalendarFactors
{
    public required string Location { get; init; }
    public DateOnly CutOff { get; init; }
    public DateOnly FirstDay { get; init; }
    public required double[] Factors { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<CalendarFactors>
    {
        public void Configure(EntityTypeBuilder<CalendarFactors> builder) =>
            builder.ToTable("calendar_factors").HasKey(f => new { f.Location, f.CutOff });
    }
}

/// <summary>A series whose refresh reached Postgres while Redis was away: to be written there when it is back.</summary>
public sealed class CacheDebt
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<CacheDebt>
    {
        public void Configure(EntityTypeBuilder<CacheDebt> builder) =>
            builder.ToTable("cache_debts").HasKey(d => new { d.Sku, d.Location });
    }
}
