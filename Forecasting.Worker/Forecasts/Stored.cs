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

/// <summary>When the day of a location was last begun by <see cref="TrainingService"/>, and on what.</summary>
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
        public void Configure(EntityTypeBuilder<Training> builder) =>
            builder.ToTable("trainings").HasKey(t => t.Location);
    }
}

/// <summary>
/// A series whose refresh reached Postgres while Redis was away: to be written there when it is back.
/// </summary>
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
