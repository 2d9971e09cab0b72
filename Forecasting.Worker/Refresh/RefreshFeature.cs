using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Forecasting.Refresh;

/// <summary>The light lane: forecasts and all that follows from them are brought up to date.</summary>
internal static class RefreshFeature
{
    public static void AddRefresh(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Refresher>();
        builder.Services.AddHostedService<RefreshService>();
    }

    public static void MapRefresh(this RouteGroupBuilder forecasts)
    {
        forecasts
            .MapPost("/{sku}/refresh", RefreshEndpoints.Refresh)
            .RequireAuthorization(Access.Plan)
            .WithName("RefreshForecasts")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithIdempotency<ForecastingDb>()
            .WithSummary("Fit and forecast a product's series now, and answer with them");
        forecasts
            .MapPost("/refresh", RefreshEndpoints.RefreshAll)
            .RequireAuthorization(Access.Plan)
            .WithName("RefreshAll")
            .WithIdempotency<ForecastingDb>()
            .WithSummary("Train the pooled model anew and fit every series again")
            .WithDescription(
                "Answers at once; the work is done when 'refits' and 'dirty' of /api/v1/forecasts/totals are back at 0."
            );
    }
}
