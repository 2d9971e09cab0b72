using MassTransit;

namespace SmartInventory.Forecasting.Refits;

/// <summary>
/// A command among the workers: fit the series whose requests carry this batch. Sending it again does no harm: requests
/// that were answered are gone.
/// </summary>
// Public, because MassTransit takes the queues of any other message for temporary ones.
public sealed record RefitSeries(Guid Batch);

/// <summary>
/// All workers take from one queue; a message is acknowledged when its fits are stored, so that another worker gets
/// that of one that died. One that stops in order gives its batch back, to be sent again at once.
/// </summary>
internal sealed class RefitSeriesConsumer(Refitter refitter, IHostApplicationLifetime lifetime) : IConsumer<RefitSeries>
{
    public async Task Consume(ConsumeContext<RefitSeries> context)
    {
        try
        {
            await refitter.RefitBatchAsync(context.Message.Batch, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await refitter.GiveBackAsync(context.Message.Batch, context.CancellationToken);
        }
    }
}

/// <summary>
/// Two batches at a time: one is read and stored while the other is computed. The rest stays for other workers.
/// </summary>
internal sealed class RefitSeriesConsumerDefinition : ConsumerDefinition<RefitSeriesConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<RefitSeriesConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.PrefetchCount = 2;
        endpointConfigurator.ConcurrentMessageLimit = 2;
    }
}
