using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What to order.</summary>
internal static class ReplenishmentFeature
{
    public static void AddReplenishment(this WebApplicationBuilder builder) =>
        builder.Services.AddScoped<SuggestionReader>();

    public static void MapReplenishment(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/replenishment").WithTags("Replenishment");
        group
            .MapGet("/", ReplenishmentEndpoints.List)
            .WithName("ListSuggestions")
            .WithSummary("What to order, most pressing first")
            .WithDescription("By urgency, then order-by date, then cost. Without all=true only what needs an order.");
        group
            .MapGet("/{sku}", ReplenishmentEndpoints.Explain)
            .WithName("ExplainSuggestions")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The suggestions of a product with their arithmetic, one per location");
    }

    public static void MapReplenishmentTables(this ModelBuilder model) =>
        model.Entity<StoredSuggestion>(suggestion =>
        {
            suggestion.ToTable("suggestions").HasKey(s => new { s.Sku, s.Location });
            suggestion.Property(s => s.Urgency).HasConversion<short>();
            suggestion.Property(s => s.Cost).HasColumnType("numeric");
            suggestion.Property(s => s.Document).HasColumnType("json");
            suggestion
                .HasIndex(s => new
                {
                    s.Urgency,
                    s.OrderBy,
                    s.Cost,
                    s.Sku,
                    s.Location,
                })
                .IsDescending(false, false, true, false, false);
        });
}
