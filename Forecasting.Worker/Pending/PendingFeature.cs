using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Forecasting.Pending;

/// <summary>What waits to be done, and what wakes those who do it.</summary>
internal static class PendingFeature
{
    public static void AddPending(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WakeSignal>();
        builder.Services.AddSingleton<SalesTraffic>();
        builder.Services.AddSingleton<ForecastMetrics>();
    }

    public static void MapPendingTables(this ModelBuilder model)
    {
        model.Entity<DirtySeries>(series =>
        {
            series.ToTable("dirty_series").HasKey(d => new { d.Sku, d.Location });
            series.HasIndex(d => new { d.Priority, d.DirtySince });
        });
        model.Entity<RefitRequest>(request =>
        {
            request.ToTable("refit_requests").HasKey(r => new { r.Sku, r.Location });
            request.Property(r => r.Reason).HasConversion<string>();
            request.HasIndex(r => r.Batch);
            request.HasIndex(r => r.RequestedAt).HasFilter("batch IS NULL").HasDatabaseName("ix_refit_requests_unsent");
        });
        model.Entity<BegunDay>().ToTable("trainings").HasKey(t => t.Location);
    }
}
