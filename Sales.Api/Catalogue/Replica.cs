using MassTransit;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Sales.Api.Catalogue;

/// <summary>
/// Writes what the catalogue told. On a connection of its own: it stays known when the sale that asked for it is
/// refused.
/// </summary>
internal sealed class Replica(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>
    /// A line without a location goes to the only one there is. That there is only one is asked for now and then, in
    /// case that the message of a second one is late.
    /// </summary>
    private static readonly TimeSpan AskedFor = TimeSpan.FromSeconds(30);

    private long _asked;

    /// <summary>Whether all locations were asked for a moment ago.</summary>
    public bool HasAllLocations =>
        Volatile.Read(ref _asked) is not 0 and var asked && time.GetElapsedTime(asked) < AskedFor;

    public void LocationsWereAsked() => Volatile.Write(ref _asked, time.GetTimestamp());

    public async Task SaveAsync<TRow>(IEnumerable<TRow> rows, CancellationToken ct)
        where TRow : class, IVersioned
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SalesDb>().UpsertNewestAsync(rows, ct);
    }
}

internal sealed class ProductChangedConsumer(SalesDb db) : IConsumer<ProductChanged>
{
    public Task Consume(ConsumeContext<ProductChanged> context) =>
        db.UpsertNewestAsync(context.Message.Items.Select(KnownProduct.Of), context.CancellationToken);
}

internal sealed class LocationChangedConsumer(SalesDb db) : IConsumer<LocationChanged>
{
    public Task Consume(ConsumeContext<LocationChanged> context) =>
        db.UpsertNewestAsync(context.Message.Items.Select(KnownLocation.Of), context.CancellationToken);
}
