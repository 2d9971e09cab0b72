using SmartInventory.Forecasting.Demand;

namespace SmartInventory.Forecasting.Forecasts;

public static class ForecastingServices
{
    /// <summary>The refresher, the trainer and the reads.</summary>
    public static WebApplicationBuilder AddForecasting(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Pulse>();
        builder.Services.AddSingleton<Calendars>();
        builder.Services.AddSingleton<ForecastCache>();
        builder.Services.AddSingleton<Refresher>();
        builder.Services.AddScoped<ForecastReader>();
        builder.Services.AddHostedService<TrainingService>();
        builder.Services.AddHostedService<RefreshService>();
        return builder;
    }
}
