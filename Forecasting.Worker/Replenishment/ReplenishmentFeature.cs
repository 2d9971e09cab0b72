using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Identity;

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
            .RequireAuthorization(Access.View)
            .WithName("ListSuggestions")
            .WithSummary("What to order, most pressing first")
            .WithDescription("By urgency, then order-by date, then cost. Without all=true only what needs an order.");
        group
            .MapGet("/{sku}", ReplenishmentEndpoints.Explain)
            .RequireAuthorization(Access.View)
            .WithName("ExplainSuggestions")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The suggestions of a product with their arithmetic, one per location");
    }

    public static void MapReplenishmentTables(this ModelBuilder model) =>
        model.Entity<StoredSuggestion>(suggestion =>
        {
            suggestion.ToTable("suggestions").HasKey(s => new { s.Sku, s.Location });
            suggestion.Property(s => s.Urgency).HasConversion<string>();
            suggestion.Property(s => s.UrgencyRank).HasComputedColumnSql(Rank(), stored: true);
            suggestion.Property(s => s.Cost).HasColumnType("numeric");
            suggestion.Property(s => s.Document).HasColumnType("json");
            suggestion
                .HasIndex(s => new
                {
                    s.UrgencyRank,
                    s.OrderBy,
                    s.Cost,
                    s.Sku,
                    s.Location,
                })
                .IsDescending(false, false, true, false, false);
        });

    // Of the enum itself: where its order changes, the model differs from the migrations, and a migration is missing.
    private static string Rank() =>
        $"CASE urgency {string.Join(' ', Enum.GetValues<Urgency>().Select(u => $"WHEN '{u}' THEN {(int)u}"))} END";
}
