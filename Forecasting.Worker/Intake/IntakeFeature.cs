using MassTransit;

namespace SmartInventory.Forecasting.Intake;

/// <summary>Sales become demand.</summary>
internal static class IntakeFeature
{
    public static void AddIntake(this WebApplicationBuilder builder) => builder.Services.AddSingleton<SalesIntake>();

    public static void AddIntakeConsumers(this IBusRegistrationConfigurator bus) =>
        bus.AddConsumer<SalesRecordedConsumer>(typeof(SalesRecordedConsumerDefinition));
}
