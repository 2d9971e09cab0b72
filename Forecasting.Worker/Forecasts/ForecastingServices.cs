using SmartInventory.Forecasting.Accuracy;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Forecasts;

public static class ForecastingServices
{
    /// <summary>The two lanes, the trainer, the trends and the reads.</summary>
    public static WebApplicationBuilder AddForecasting(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Pulse>();
        builder.Services.AddSingleton<SalesIntake>();
        builder.Services.AddSingleton<Clocks>();
        builder.Services.AddSingleton<GlobalModels>();
        builder.Services.AddSingleton<GlobalTraining>();
        builder.Services.AddSingleton<SeriesReader>();
        builder.Services.AddSingleton<ForecastCache>();
        builder.Services.AddSingleton<ForecastMetrics>();
        builder.Services.AddSingleton<RefitThreads>();
        builder.Services.AddSingleton<Refitter>();
        builder.Services.AddSingleton<Refresher>();
        builder.Services.AddScoped<ForecastReader>();
        builder.Services.AddSingleton<Scorer>();
        builder.Services.AddScoped<AccuracyReader>();
        builder.Services.AddHostedService<ScoringService>();
        builder.Services.AddHostedService<TrainingService>();
        builder.Services.AddHostedService<RefitDispatcher>();
        builder.Services.AddHostedService<TrendService>();
        builder.Services.AddHostedService<RefreshService>();
        return builder;
    }
}
