using System.Collections.Concurrent;
using MassTransit;

namespace SmartInventory.Testing;

/// <summary>
/// Counts what a service has consumed, so that a test of what a message does not do need not wait for some time to
/// pass.
/// </summary>
internal sealed class ConsumedMessages : IConsumeObserver
{
    private readonly ConcurrentDictionary<Guid, int> _times = new();

    public int Times(Guid message) => _times.GetValueOrDefault(message);

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        if (context.MessageId is { } id)
            _times.AddOrUpdate(id, 1, (_, times) => times + 1);
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
