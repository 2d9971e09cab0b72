using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Turnover and trend of products.</summary>
internal static class TrendsFeature
{
    public static void AddTrends(this WebApplicationBuilder builder) =>
        builder.Services.AddHostedService<TrendService>();

    public static void MapTrends(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/trends").WithTags("Trends");
        group
            .MapGet("/", TrendEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListTrends")
            .WithSummary("Turnover and trend of all products")
            .WithDescription(
                "Sorted by revenue of 28 days (default), velocity, slowest first, or growth. Products that never sold "
                    + "are not listed."
            );
        group
            .MapGet("/{sku}", TrendEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetTrend")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Turnover and trend of one product");
    }

    public static void MapTrendsTables(this ModelBuilder model)
    {
        model.Entity<DirtyTrend>().ToTable("dirty_trends").HasKey(d => d.Sku);
        model.Entity<StoredTrend>(trend =>
        {
            trend.ToTable("trends").HasKey(t => t.Sku);
            trend.Property(t => t.Revenue28).HasColumnType("numeric");
            trend.Property(t => t.Revenue365).HasColumnType("numeric");
            trend.Property(t => t.Direction).HasConversion<string>();
            trend.Property(t => t.PeakWeekday).HasConversion<string>();
            trend.Property(t => t.Class).HasConversion<string>();
            trend.HasIndex(t => new { t.Revenue28, t.Sku });
            trend.HasIndex(t => new { t.UnitsPerDay, t.Sku });
        });
    }
}
