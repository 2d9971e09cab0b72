using MassTransit;

namespace SmartInventory.Forecasting.Refits;

/// <summary>The heavy lane: choosing anew how series are forecast, shared among all workers.</summary>
internal static class RefitsFeature
{
    public static void AddRefits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RefitThreads>();
        builder.Services.AddSingleton<Refitter>();
        builder.Services.AddHostedService<RefitDispatcher>();
    }

    public static void AddRefitConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<RefitSeriesConsumer>(typeof(RefitSeriesConsumerDefinition));
}
