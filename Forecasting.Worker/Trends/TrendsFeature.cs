using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Turnover and trend of products.</summary>
internal static class TrendsFeature
{
    public static void AddTrends(this WebApplicationBuilder builder) =>
        builder.Services.AddHostedService<TrendService>();

    public static void MapTrends(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/trends")
            .WithTag("Trends", "What sells and what lies: classes, patterns, anomalies, totals.");
        group
            .MapGet("/", TrendEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListTrends")
            .WithSummary("Turnover and trend of all products")
            .WithDescription(
                "Sorted by revenue of 28 days (default), velocity, slowest (stock that was not sold for longest), or "
                    + "growth. Products that never sold are not listed. With abc, xyz, by, a limit of a class, a "
                    + "location, category or supplier only products that the matrix of the same query has, with their "
                    + "classes there."
            );
        group
            .MapGet("/matrix", MatrixEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetTrendMatrix")
            .WithSummary("Products by value (ABC) and forecastability (XYZ)")
            .WithDescription(
                "Nine cells with counts, revenue and units of the last 365 days, stock value and a hint. XYZ is the "
                    + "error of the chosen forecast method against naive, not raw variation."
            );
        group
            .MapGet("/stock", StockTrendEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListStockTrends")
            .WithSummary("Counted stock by how it turns over, the most money in excess first")
            .WithDescription(
                "Turnover, days of cover, sell-through, GMROI, excess units and their money, and why a product counts "
                    + "as fast, steady, slow or dead. The stock of now stands for the mean of the year."
            );
        group
            .MapGet("/stock/summary", StockTrendEndpoints.Summary)
            .RequireAuthorization(Access.View)
            .WithName("GetStockTrendSummary")
            .WithSummary("Counted stock in numbers, by how it moves");
        group
            .MapGet("/figures", FigureEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetTrendFigures")
            .WithSummary("Revenue, margin, fill rate and excess in one answer")
            .WithDescription(
                "The last whole days, up to yesterday on each location's calendar, against as many before them, of the "
                    + "locations whose clock runs. What is not known is null."
            );
        group
            .MapGet("/totals", TotalsEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetTrendTotals")
            .WithSummary("What was sold in a window, against the one before or last year's")
            .WithDescription("Units and revenue by product, category, location or supplier.");
        group
            .MapGet("/anomalies", AnomalyEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListAnomalies")
            .WithSummary("Spikes, drops and silences of the last 90 days, newest first")
            .WithDescription(
                "Days that the twelve weeks before them do not explain: what came, what was expected, and how unlikely "
                    + "anything like it is on any of the days that were looked at."
            );
        group
            .MapGet("/{sku}", TrendEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetTrend")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Turnover and trend of one product");
        group
            .MapGet("/{sku}/patterns", PatternEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetPatterns")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("How a product sells over the week, the year and its life")
            .WithDescription(
                "Profiles by weekday and month, strength of both seasons, trend per week with its 90% interval, "
                    + "stage of life, and what was sold on days of a promotion against usual ones."
            );
    }

    public static void MapTrendsTables(this ModelBuilder model)
    {
        model.Entity<DirtyTrend>().ToTable("dirty_trends").HasKey(d => d.Sku);
        model.Entity<StoredAnomaly>(anomaly =>
        {
            anomaly
                .ToTable("anomalies")
                .HasKey(a => new
                {
                    a.Sku,
                    a.Location,
                    a.Kind,
                    a.FromDay,
                });
            anomaly.Property(a => a.Kind).HasConversion<string>();
        });
        model.Entity<StoredTurnover>(turnover =>
        {
            turnover.ToTable("turnover").HasKey(t => new { t.Sku, t.Location });
            turnover.Property(t => t.Units28).HasColumnType("numeric");
            turnover.Property(t => t.Revenue28).HasColumnType("numeric");
            turnover.Property(t => t.Units365).HasColumnType("numeric");
            turnover.Property(t => t.Revenue365).HasColumnType("numeric");
        });
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
