using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>How a series is forecast from what is known of it, and the reads of what was.</summary>
internal static class ForecastsFeature
{
    public static void AddForecasts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SeriesReader>();
        builder.Services.AddSingleton<ForecastCache>();
        builder.Services.AddScoped<ForecastReader>();
    }

    public static void MapForecasts(this RouteGroupBuilder forecasts) =>
        forecasts
            .MapGet("/{sku}", ForecastEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetForecasts")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The forecasts of a product")
            .WithDescription(
                "One per location that knows the product: quantiles per day and of the demand of the first N days "
                    + "together, the chosen model and what every model scored in the backtest."
            );

    public static void MapForecastsTables(this ModelBuilder model)
    {
        model.Entity<StoredForecast>(forecast =>
        {
            forecast.ToTable("forecasts").HasKey(f => new { f.Sku, f.Location });
            forecast.Property(f => f.Document).HasColumnType("json");
        });
        model.Entity<CacheDebt>().ToTable("cache_debts").HasKey(d => new { d.Sku, d.Location });
    }
}
