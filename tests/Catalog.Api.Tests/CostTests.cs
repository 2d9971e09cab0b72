using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>Value at moving average cost.</summary>
public sealed class CostTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<StockMoved> Receive(
        string sku,
        string location,
        decimal quantity,
        decimal? cost,
        DateTimeOffset? at = null
    ) =>
        app.Api.ReceiveStock(
            new ReceiveStock
            {
                Sku = sku,
                Location = location,
                Quantity = quantity,
                UnitCost = cost,
                OccurredAt = at,
            },
            ct: Cancellation
        );

    private Task<StockMoved> Adjust(string sku, string location, decimal? delta = null, decimal? counted = null) =>
        app.Api.AdjustStock(
            new AdjustStock
            {
                Sku = sku,
                Location = location,
                Delta = delta,
                CountedQuantity = counted,
                Reason = "x",
            },
            ct: Cancellation
        );

    private async Task Sell(string sku, string location, decimal quantity)
    {
        var message = Guid.CreateVersion7();
        await app.Publish(message, CatalogApp.Line(sku, location, quantity));
        await app.Consumed(message);
    }

    [Fact]
    public async Task The_average_moves_with_receipts_and_with_nothing_else()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var (sku, place) = (product.Sku, location.Code);

        // 10 at 2; then (10 x 2 + 10 x 3) / 20 = 2.5.
        Assert.Equal((2m, 20m), Of((await Receive(sku, place, 10, 2)).Level));
        Assert.Equal((2.5m, 50m), Of((await Receive(sku, place, 10, 3)).Level));
        await Sell(sku, place, 4);
        Assert.Equal((2.5m, 40m), Of(await app.Level(sku, place)));
        Assert.Equal((2.5m, 37.5m), Of((await Adjust(sku, place, delta: -1)).Level));
        Assert.Equal((2.5m, 25m), Of((await Adjust(sku, place, counted: 10)).Level));
        // (10 x 2.5 + 5 x 4) / 15 = 3, and (15 x 3 + 6 x 1) / 21 = 2.428571...
        Assert.Equal((3m, 45m), Of((await Receive(sku, place, 5, 4)).Level));
        Assert.Equal((2.4286m, 51.0006m), Of((await Receive(sku, place, 6, 1)).Level));
        // What is not there costs nothing: below zero, the receipt says it alone.
        await Sell(sku, place, 25);
        var below = await app.Level(sku, place);
        Assert.Equal((2.4286m, -9.7144m, true), (below.AverageCost!.Value, below.Value!.Value, below.BelowZero));
        var again = await Receive(sku, place, 10, 7);
        Assert.Equal((7m, 42m), Of(again.Level));
        Assert.Equal((7m, false), (again.Movement.UnitCost!.Value, again.Level.BelowZero));
    }

    [Fact]
    public async Task A_receipt_without_a_cost_has_the_orders_else_the_preferred_suppliers_else_the_products()
    {
        var (supplier, location) = (await app.NewSupplier(), await app.NewLocation());
        var term = new SupplierTermRequest
        {
            Supplier = supplier.Code,
            LeadTimeDays = 1,
            UnitCost = 4,
        };
        var product = await app.NewProduct(terms: term);
        var order = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = supplier.Code,
                Location = location.Code,
                Lines =
                [
                    new CreatePurchaseOrderLine
                    {
                        Sku = product.Sku,
                        Quantity = 10,
                        UnitCost = 3,
                    },
                ],
            },
            ct: Cancellation
        );
        var ordered = await app.Api.ReceiveStock(
            new ReceiveStock
            {
                Sku = product.Sku,
                Location = location.Code,
                Quantity = 10,
                PurchaseOrder = order.Number,
            },
            ct: Cancellation
        );
        Assert.Equal((3m, 3m), (ordered.Movement.UnitCost, ordered.Level.AverageCost));
        // (10 x 3 + 10 x 4) / 20.
        var plain = await Receive(product.Sku, location.Code, 10, null);
        Assert.Equal((4m, 3.5m), (plain.Movement.UnitCost, plain.Level.AverageCost));

        var unknown = await app.NewProduct();
        var received = await Receive(unknown.Sku, location.Code, 10, null);
        Assert.Equal((null, null), (received.Movement.UnitCost, received.Level.Value));
        Assert.Equal((6m, 72m), Of((await Receive(unknown.Sku, location.Code, 2, 6)).Level));
    }

    [Fact]
    public async Task Stock_that_was_valued_by_the_catalogue_goes_into_the_average_at_that_value()
    {
        var location = await app.NewLocation();
        var product = await app.Api.CreateProduct(
            new CreateProduct
            {
                Sku = CatalogApp.NewName("P"),
                Name = "x",
                Price = 9,
                Cost = 2,
            },
            ct: Cancellation
        );
        Assert.Equal((2m, 20m), Of((await Adjust(product.Sku, location.Code, counted: 10)).Level));
        // (10 x 2 + 30 x 4) / 40.
        Assert.Equal((3.5m, 140m), Of((await Receive(product.Sku, location.Code, 30, 4)).Level));
    }

    [Fact]
    public async Task A_receipt_that_a_count_had_seen_leaves_the_average()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        await Receive(product.Sku, location.Code, 10, 2);
        await Adjust(product.Sku, location.Code, counted: 20);
        var late = await Receive(product.Sku, location.Code, 10, 8, DateTimeOffset.UtcNow.AddDays(-1));
        Assert.Equal((2m, 40m), Of(late.Level));
        Assert.Equal(8, late.Movement.UnitCost);
    }

    [Fact]
    public async Task A_transfer_carries_the_average_of_where_it_comes_from()
    {
        var (product, from, to) = (await app.NewProduct(), await app.NewLocation(), await app.NewLocation());
        await Receive(product.Sku, from.Code, 10, 2);
        await Receive(product.Sku, from.Code, 10, 4);
        await Receive(product.Sku, to.Code, 5, 6);
        var done = await app.Api.TransferStock(
            new TransferStock
            {
                Sku = product.Sku,
                From = from.Code,
                To = to.Code,
                Quantity = 15,
            },
            ct: Cancellation
        );
        // 15 at 3 leave; (5 x 6 + 15 x 3) / 20 = 3.75. The value of all is what it was.
        Assert.Equal((3m, 15m), Of(done.From.Level));
        Assert.Equal((3.75m, 75m), Of(done.To.Level));
        Assert.Equal((3m, 3m), (done.From.Movement.UnitCost, done.To.Movement.UnitCost));
    }

    [Fact]
    public async Task The_total_value_is_at_average_cost()
    {
        // Of its own: the tests of the shared one move stock meanwhile.
        await using var app = new CatalogApp();
        await app.InitializeAsync();
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        foreach (var cost in (decimal[])[2, 5])
        {
            await app.Api.ReceiveStock(
                new ReceiveStock
                {
                    Sku = product.Sku,
                    Location = location.Code,
                    Quantity = 10,
                    UnitCost = cost,
                },
                ct: Cancellation
            );
        }

        var summary = await app.Api.StockSummary(Cancellation);
        Assert.Equal((70m, 20m, 0), (summary.Value, summary.UnitsOnHand, summary.CostUnknown));
    }

    [Fact]
    public async Task A_bad_cost_is_named()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        Assert.Equal(
            "400 One or more fields are not valid.\nunitCost: must be at least 0",
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/stock/receipts",
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        quantity = 1,
                        unitCost = -1,
                    }
                )
            )
        );
    }

    private static (decimal Average, decimal Value) Of(StockLevelResponse level) =>
        (level.AverageCost!.Value, level.Value!.Value);
}
