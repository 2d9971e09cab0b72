using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Forecasting.Demand;

/// <summary>What was sold per day, and the clocks of the locations that it keeps.</summary>
internal static class DemandFeature
{
    /// <summary>The channels that are not the sum of their demand.</summary>
    private const string Recount = """
        WITH demand AS (
            SELECT channel, sum(sold) AS sold, sum(returned) AS returned, sum(lines) AS lines
            FROM forecasting.demand GROUP BY channel),
        kept AS (
            SELECT channel, sum(sold) AS sold, sum(returned) AS returned, sum(lines) AS lines
            FROM forecasting.channel_totals GROUP BY channel)
        SELECT 'the totals of channel ' || channel AS "Value" FROM kept k FULL JOIN demand d USING (channel)
        WHERE (k.sold, k.returned, k.lines) IS DISTINCT FROM (d.sold, d.returned, d.lines)
        """;

    public static void AddDemand(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LocationClocks>();
        builder.AddRecounting<ForecastingDb>(Recount);
    }

    public static void MapDemand(this RouteGroupBuilder forecasts)
    {
        forecasts
            .MapGet("/{sku}/excluded-days", ExcludedDaysEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListExcludedDays")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The days that were taken out of the demand of a product, with who did it and why");
        forecasts
            .MapPost("/{sku}/excluded-days", ExcludedDaysEndpoints.Exclude)
            .RequireAuthorization(Access.Plan)
            .WithName("ExcludeDays")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Takes days out of the demand of a product at a location")
            .WithDescription(
                "What was sold on them stays sold: it is in the ledger and in every total. Forecasts, their scores and "
                    + "what stands out take these days for unknown. to is from where it is not said. Days that are "
                    + "excluded already are a 409."
            );
        forecasts
            .MapDelete("/{sku}/excluded-days/{id:guid}", ExcludedDaysEndpoints.Include)
            .RequireAuthorization(Access.Plan)
            .WithName("IncludeDays")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Gives excluded days back to the demand");
        forecasts
            .MapGet("/{sku}/history", DemandEndpoints.History)
            .RequireAuthorization(Access.View)
            .WithName("GetHistory")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The demand of a product per day and location, for charts");
    }

    public static void MapDemandTables(this ModelBuilder model)
    {
        model.Entity<DemandRow>(row =>
        {
            row.ToTable("demand")
                .HasKey(d => new
                {
                    d.Sku,
                    d.Location,
                    d.Day,
                    d.Channel,
                });
            // The largest quantity times the largest price is no reason to refuse a fact.
            row.Property(d => d.Revenue).HasColumnType("numeric");
            // What was sold in a window, of all products.
            row.HasIndex(d => d.Day);
        });
        model.Entity<ExcludedDays>(days =>
        {
            days.ToTable("excluded_days");
            days.Property(e => e.Reason).HasMaxLength(ExcludedDays.MaxReason);
            days.HasIndex(e => new
            {
                e.Sku,
                e.Location,
                e.FromDay,
            });
        });
        model.Entity<TradingDay>().ToTable("trading_days").HasKey(d => new { d.Location, d.Day });
        model.Entity<LocationDays>().ToTable("location_days").HasKey(d => d.Location);
    }
}
