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
            .MapGet("/{sku}/marked-days", MarkedDaysEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListMarkedDays")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What was said of days of a product, with who said it and why, and what promotions did");
        forecasts
            .MapPost("/{sku}/marked-days", MarkedDaysEndpoints.Mark)
            .RequireAuthorization(Access.Plan)
            .WithName("MarkDays")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary(
                "Says of days of a product at a location that they do not count, that they count, or that "
                    + "they are a promotion"
            )
            .WithDescription(
                "What was sold on them stays sold: it is in the ledger and in every total. Days that do not count "
                    + "(the default) and days of a promotion are unknown to forecasts, their scores and what stands "
                    + "out; a promotion's effect is measured, and raises the forecast of promotions ahead. A lone "
                    + "spike that counts is not damped. to is from where it is not said; only a promotion may lie "
                    + "after the location's last day, by up to a year. Days that are marked already are a 409."
            );
        forecasts
            .MapDelete("/{sku}/marked-days/{id:guid}", MarkedDaysEndpoints.Unmark)
            .RequireAuthorization(Access.Plan)
            .WithName("UnmarkDays")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Takes back what was said of days");
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
        model.Entity<MarkedDays>(days =>
        {
            days.ToTable("marked_days");
            days.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20);
            days.Property(m => m.Reason).HasMaxLength(MarkedDays.MaxReason);
            days.HasIndex(m => new
            {
                m.Sku,
                m.Location,
                m.FromDay,
            });
        });
        model.Entity<TradingDay>().ToTable("trading_days").HasKey(d => new { d.Location, d.Day });
        model.Entity<LocationDays>().ToTable("location_days").HasKey(d => d.Location);
    }
}
