using System.Diagnostics;
using MassTransit;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Intake;

/// <summary>Sales become demand. A message is acknowledged when <see cref="SalesIntake"/> has committed it.</summary>
internal sealed class SalesRecordedConsumer(SalesIntake intake) : IConsumer<SalesRecorded>
{
    public Task Consume(ConsumeContext<SalesRecorded> context)
    {
        var id =
            context.MessageId
            ?? throw new InvalidOperationException("A fact without a message id cannot be applied once.");
        return intake.ApplyAsync(
            new Delivery(id, context.Message.Lines, Activity.Current?.Id),
            context.CancellationToken
        );
    }
}

/// <summary>Many at a time, since they share transactions.</summary>
internal sealed class SalesRecordedConsumerDefinition : ConsumerDefinition<SalesRecordedConsumer>
{
    private const int AtOnce = 64;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<SalesRecordedConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.PrefetchCount = AtOnce;
        endpointConfigurator.ConcurrentMessageLimit = AtOnce;
    }
}
