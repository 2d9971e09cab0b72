using FsCheck;
using FsCheck.Fluent;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>What happens at a place, in the order in which it is typed.</summary>
internal static class Story
{
    /// <summary>Few moments, so that things happen at the same one often.</summary>
    public static Gen<Event[]> Of(DateTimeOffset start, int days, int most) =>
        from length in Gen.Choose(2, most)
        from story in Gen.ArrayOf(
            from kind in Gen.Frequency(
                (3, Gen.Constant(EventKind.Receipt)),
                (3, Gen.Constant(EventKind.Sale)),
                (1, Gen.Constant(EventKind.Return)),
                (1, Gen.Constant(EventKind.Difference)),
                (2, Gen.Constant(EventKind.Count))
            )
            from quantity in Gen.Choose(kind == EventKind.Difference ? -9 : 1, 20)
            from hour in Gen.Choose(0, days * 12)
            where quantity != 0
            select new Event(kind, quantity, start.AddHours(2 * hour)),
            length
        )
        select story;

    public static decimal LevelOf(IEnumerable<Event> events) =>
        events
            .OrderBy(e => e.At)
            .Aggregate(
                0m,
                (level, e) =>
                    e.Kind switch
                    {
                        EventKind.Count => e.Quantity,
                        EventKind.Sale => level - e.Quantity,
                        _ => level + e.Quantity,
                    }
            );
}

internal enum EventKind
{
    Receipt,
    Sale,
    Return,
    Difference,
    Count,
}

internal sealed record Event(EventKind Kind, decimal Quantity, DateTimeOffset At);

/// <summary>A product at a location, and what people do there.</summary>
internal sealed record Place(CatalogApp App, string Sku, string Location)
{
    public ReceiveStock Receipt(decimal quantity, DateTimeOffset at) =>
        new()
        {
            Sku = Sku,
            Location = Location,
            Quantity = quantity,
            OccurredAt = at,
        };

    public AdjustStock Counted(decimal quantity, DateTimeOffset at) =>
        new()
        {
            Sku = Sku,
            Location = Location,
            CountedQuantity = quantity,
            Reason = "test",
            OccurredAt = at,
        };

    public AdjustStock Delta(decimal quantity, DateTimeOffset at) =>
        new()
        {
            Sku = Sku,
            Location = Location,
            Delta = quantity,
            Reason = "test",
            OccurredAt = at,
        };

    public SaleLine Line(SaleKind kind, decimal quantity, DateTimeOffset at) =>
        CatalogApp.Line(Sku, Location, quantity, kind) with
        {
            SoldAt = at,
        };

    public Task<StockMoved> Receive(decimal quantity, DateTimeOffset at) =>
        App.Api.ReceiveStock(Receipt(quantity, at), ct: TestContext.Current.CancellationToken);

    public Task<StockMoved> Count(decimal quantity, DateTimeOffset at) =>
        App.Api.AdjustStock(Counted(quantity, at), ct: TestContext.Current.CancellationToken);

    public Task<StockMoved> Adjust(decimal quantity, DateTimeOffset at) =>
        App.Api.AdjustStock(Delta(quantity, at), ct: TestContext.Current.CancellationToken);

    public async Task Sell(decimal quantity, DateTimeOffset at, SaleKind kind = SaleKind.Sale)
    {
        var message = Guid.CreateVersion7();
        await App.Publish(message, Line(kind, quantity, at));
        await App.Consumed(message);
    }

    /// <returns>False when it was refused: then it did not happen.</returns>
    public async Task<bool> Type(Event e)
    {
        switch (e.Kind)
        {
            case EventKind.Sale:
                await Sell(e.Quantity, e.At);
                return true;
            case EventKind.Return:
                await Sell(e.Quantity, e.At, SaleKind.Return);
                return true;
            case EventKind.Receipt:
                await Receive(e.Quantity, e.At);
                return true;
            case EventKind.Count:
                await Count(e.Quantity, e.At);
                return true;
            default:
                using (var answer = await App.Http.Post("/api/v1/stock/adjustments", Delta(e.Quantity, e.At)))
                    return answer.IsSuccessStatusCode;
        }
    }

    public async Task<decimal> OnHand(DateTimeOffset? at = null) =>
        (
            await App.Api.ListStock(sku: Sku, location: Location, asOf: at, ct: TestContext.Current.CancellationToken)
        ).Items.Sum(l => l.OnHand);

    public async Task<IReadOnlyList<MovementResponse>> Movements() =>
        (await App.Api.ListMovements(Sku, limit: 500, ct: TestContext.Current.CancellationToken)).Items;
}
