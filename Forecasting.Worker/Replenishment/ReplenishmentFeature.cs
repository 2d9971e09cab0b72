using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What to order.</summary>
internal static class ReplenishmentFeature
{
    /// <summary>How long suggestions of the past can be asked for.</summary>
    private static readonly TimeSpan Logged = TimeSpan.FromDays(180);

    public static void AddReplenishment(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<SuggestionReader>();
        builder.AddDecisions();
        builder.AddSimulation();
        builder.Keep<ForecastingDb>(
            "suggestion_log",
            Logged,
            (db, before, ct) =>
                db.Database.ExecuteSqlAsync($"DELETE FROM forecasting.suggestion_log WHERE at < {before}", ct)
        );
    }

    private static readonly SuggestionResponse Example = new()
    {
        Sku = "LAMP-1",
        Name = "Desk lamp",
        Location = "MADRID",
        Advice = Advice.Order,
        Urgency = Urgency.Now,
        OrderQuantity = 24,
        OrderBy = new(2026, 2, 2),
        StockOutOn = new(2026, 2, 14),
        StockOutProbability = 0.31,
        LostUnits = 1.8m,
        WaitingCost = 24.66m,
        DaysOfCover = 11.5,
        OnHand = 23,
        OnOrder = 0,
        ReorderPoint = 26,
        SafetyStock = 7,
        QuantityToday = 24,
        Policy = OrderPolicy.ReorderUpTo,
        Supplier = "NORDLICHT",
        LeadTimeDays = 9,
        UnitCost = 11.20m,
        Price = 24.90m,
        Cost = 268.80m,
        Assumed = false,
        Confidence = ForecastStatus.Ok,
        AsOf = new(2026, 2, 1),
        ComputedAt = new(2026, 2, 1, 18, 31, 4, TimeSpan.Zero),
    };

    public static void MapReplenishment(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/replenishment")
            .WithTag(
                "Replenishment",
                "What to order, when, how much and why; decisions on it, policies, replays of the past and what if."
            );
        group
            .MapGet("/", ReplenishmentEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListSuggestions")
            .WithSummary("What to order, the dearest to wait with first")
            .WithAnswer(new Page<SuggestionResponse>([Example], null))
            .WithDescription(
                "By what waiting until the next review costs (waitingCost), then urgency. Without all=true or an "
                    + "advice only what is to be ordered; advice=count-first lists what sells and was never counted. "
                    + "assignee is who looks after the product, else after its supplier: a user name, me, or none for "
                    + "nobody."
            );
        group
            .MapGet("/summary", WorklistEndpoints.Summary)
            .RequireAuthorization(Access.View)
            .WithName("GetWorklistSummary")
            .WithSummary("The worklist in numbers")
            .WithDescription(
                "Suggested orders, their cost and what waiting costs, as a whole and by supplier (default), location "
                    + "or category; and what gives no orders: series that were never counted, locations whose clock "
                    + "stands in the past."
            );
        group.MapDecisions();
        group.MapSimulation();
        group.MapProjection();
        group.MapWhatIf();
        group
            .MapGet("/{sku}", ReplenishmentEndpoints.Explain)
            .RequireAuthorization(Access.View)
            .WithName("ExplainSuggestions")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The suggestions of a product with their arithmetic, one per location")
            .WithDescription(
                "With at as they stood at the end of that day, made again from the inputs of then: reproduced says "
                    + "whether the program would decide the same today. Kept for 180 days."
            );
        group
            .MapGet("/{sku}/changes", ReplenishmentEndpoints.Changes)
            .RequireAuthorization(Access.View)
            .WithName("ListSuggestionChanges")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What changed in a product's suggestions, in words")
            .WithDescription(
                "The newest first: the suggestion that stands, and those that stood at the end of a day before, each "
                    + "with what is different from the one before it."
            );
    }

    public static void MapReplenishmentTables(this ModelBuilder model)
    {
        model.Entity<SetAsideSeries>(aside =>
        {
            aside.ToTable("set_asides").HasKey(a => new { a.Sku, a.Location });
            aside.Property(a => a.Action).HasConversion<string>();
        });
        model.Entity<Decision>(decision =>
        {
            decision.ToTable("decisions").HasKey(d => d.Id);
            decision.Property(d => d.Action).HasConversion<string>();
            decision.Property(d => d.Order).HasColumnName("order_number");
            decision.Property(d => d.From).HasColumnName("from_location");
            decision.Property(d => d.Document).HasColumnType("json");
            decision.HasIndex(d => new { d.Sku, d.Location });
        });
        // Written and read in sets, by SQL.
        model.Entity(
            "LoggedSuggestion",
            log =>
            {
                log.Property<string>("Sku");
                log.Property<string>("Location");
                log.Property<DateTimeOffset>("At");
                log.Property<string>("Outcome").IsRequired();
                log.Property<string>("Document").HasColumnType("json").IsRequired();
                log.Property<string>("Inputs").HasColumnType("json").IsRequired();
                log.ToTable("suggestion_log").HasKey("Sku", "Location", "At");
                log.HasIndex("At");
            }
        );
        model.Entity<StoredSuggestion>(suggestion =>
        {
            suggestion.ToTable("suggestions").HasKey(s => new { s.Sku, s.Location });
            suggestion.Property(s => s.Urgency).HasConversion<string>();
            suggestion.Property(s => s.UrgencyRank).HasComputedColumnSql(Rank(), stored: true);
            suggestion.Property(s => s.Advice).HasConversion<string>();
            suggestion.Property(s => s.Cost).HasColumnType("numeric");
            suggestion.Property(s => s.WaitingCost).HasColumnType("numeric");
            suggestion.Property(s => s.Document).HasColumnType("json");
            suggestion.Property(s => s.Inputs).HasColumnType("json");
            suggestion.Property(s => s.Spare).HasColumnType("numeric");
            suggestion.Property(s => s.Outcome).HasDefaultValueSql("''");
            suggestion.Property(s => s.ComputedAt).HasDefaultValueSql("to_timestamp(0)");
            suggestion
                .Property(s => s.ToDo)
                .HasComputedColumnSql($"advice IN ('{Advice.Order}', '{Advice.Transfer}')", stored: true);
            suggestion
                .HasIndex(s => new
                {
                    s.ToDo,
                    s.WaitingCost,
                    s.UrgencyRank,
                    s.Sku,
                    s.Location,
                })
                .IsDescending(false, true, false, false, false);
            suggestion
                .HasIndex(s => new
                {
                    s.Assignee,
                    s.ToDo,
                    s.WaitingCost,
                    s.UrgencyRank,
                    s.Sku,
                    s.Location,
                })
                .IsDescending(false, false, true, false, false, false)
                .HasFilter("assignee IS NOT NULL");
        });
    }

    // Of the enum itself: where its order changes, the model differs from the migrations, and a migration is missing.
    private static string Rank() =>
        $"CASE urgency {string.Join(' ', Enum.GetValues<Urgency>().Select(u => $"WHEN '{u}' THEN {(int)u}"))} END";
}
