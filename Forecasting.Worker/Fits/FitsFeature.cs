using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Forecasting.Fits;

/// <summary>How each series is forecast, chosen by a backtest and kept.</summary>
internal static class FitsFeature
{
    public static void MapFitsTables(this ModelBuilder model) =>
        model.Entity<StoredFit>(fit =>
        {
            fit.ToTable("series_fits").HasKey(f => new { f.Sku, f.Location });
            fit.Property(f => f.Document).HasColumnType("json");
        });
}
