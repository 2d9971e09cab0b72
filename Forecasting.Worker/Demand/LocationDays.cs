using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SmartInventory.Forecasting.Demand;

/// <summary>The trading days of a location in one row, so that its clock can be asked for with every sale.</summary>
public sealed class LocationDays
{
    public required string Location { get; init; }
    public DateOnly Last { get; init; }

    /// <summary>How many days; grows whenever <see cref="TradingDay"/> does.</summary>
    public int Days { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<LocationDays>
    {
        public void Configure(EntityTypeBuilder<LocationDays> builder) =>
            builder.ToTable("location_days").HasKey(d => d.Location);
    }
}
