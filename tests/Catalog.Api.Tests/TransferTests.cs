using System.Net;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class TransferTests(CatalogApp app)
{
    private const string Transfers = "/api/v1/stock/transfers";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static object Body(string? sku, string? from, string? to, decimal quantity) =>
        new
        {
            sku,
            from,
            to,
            quantity,
        };

    [Fact]
    public async Task Goods_leave_one_place_and_come_to_the_other_in_two_lines_with_one_reference()
    {
        var (product, from, to) = (await app.NewProduct(), await app.NewLocation(), await app.NewLocation());
        await app.Receive(product.Sku, from.Code, 10);
        var done = await app.Api.TransferStock(
            new TransferStock
            {
                Sku = product.Sku,
                From = from.Code,
                To = to.Code,
                Quantity = 4,
                Reason = "window",
            },
            ct: Cancellation
        );

        Assert.Equal((-4m, 6m), (done.From.Movement.Quantity, done.From.Level.OnHand));
        Assert.Equal((4m, 4m, true), (done.To.Movement.Quantity, done.To.Level.OnHand, done.To.Level.Counted));
        Assert.Equal(
            (MovementKind.Transfer, MovementKind.Transfer, "window", "window"),
            (done.From.Movement.Kind, done.To.Movement.Kind, done.From.Movement.Reason, done.To.Movement.Reason)
        );
        Assert.True(Guid.TryParseExact(done.To.Movement.Reference, "D", out _));
        Assert.Equal(done.To.Movement.Reference, done.From.Movement.Reference);
        Assert.Equal(done.From.Movement.OccurredAt, done.To.Movement.OccurredAt);
        Assert.Equal(10, (await app.Api.GetProduct(product.Sku, Cancellation)).OnHand);
        Assert.Equal(0, (await app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
    }

    [Fact]
    public async Task Nothing_moves_when_there_is_too_little()
    {
        var (product, from, to) = (await app.NewProduct(), await app.NewLocation(), await app.NewLocation());
        await app.Receive(product.Sku, from.Code, 3);
        Assert.Equal(
            $"409 The stock does not allow it.\nquantity: only 3 of {product.Sku} on hand at {from.Code}",
            await Problem.Read(app.Http.Post(Transfers, Body(product.Sku, from.Code, to.Code, 4)))
        );
        Assert.Equal(3, (await app.Level(product.Sku, from.Code)).OnHand);
        Assert.Empty((await app.Api.ListStock(location: to.Code, ct: Cancellation)).Items);
    }

    [Fact]
    public async Task A_location_says_whether_its_stock_may_be_moved_below_zero()
    {
        var (product, to) = (await app.NewProduct(), await app.NewLocation());
        var from = await app.Api.CreateLocation(
            new CreateLocation
            {
                Code = CatalogApp.NewName("L"),
                Name = "Workshop",
                NegativeStock = NegativeStock.Allow,
            },
            ct: Cancellation
        );
        Assert.Equal((NegativeStock.Allow, NegativeStock.Refuse), (from.NegativeStock, to.NegativeStock));
        await app.Receive(product.Sku, from.Code, 3);
        using (var moved = await app.Http.Post(Transfers, Body(product.Sku, from.Code, to.Code, 4)))
            Assert.Equal(HttpStatusCode.Created, moved.StatusCode);
        var adjusted = await app.Api.AdjustStock(
            new AdjustStock
            {
                Sku = product.Sku,
                Location = from.Code,
                Delta = -2,
                Reason = "broken",
            },
            ct: Cancellation
        );
        Assert.Equal((-3m, true), (adjusted.Level.OnHand, adjusted.Level.BelowZero));
        Assert.StartsWith(
            "409 ",
            await Problem.Read(app.Http.Post(Transfers, Body(product.Sku, to.Code, from.Code, 5))),
            StringComparison.Ordinal
        );

        var changed = await app.Api.UpdateLocation(
            from.Code,
            new UpdateLocation { Name = "Workshop" },
            from.ETag,
            Cancellation
        );
        Assert.Equal(NegativeStock.Refuse, changed.NegativeStock);
        Assert.Equal(
            $"409 The stock does not allow it.\nquantity: only -3 of {product.Sku} on hand at {from.Code}",
            await Problem.Read(app.Http.Post(Transfers, Body(product.Sku, from.Code, to.Code, 1)))
        );
        Assert.StartsWith(
            "400 ",
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/locations",
                    new
                    {
                        code = "X",
                        name = "x",
                        negativeStock = "perhaps",
                    }
                )
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_bad_field_of_a_transfer_is_named()
    {
        var (product, from) = (await app.NewProduct(), await app.NewLocation());
        Assert.Equal(
            """
            400 One or more fields are not valid.
            from: is required
            quantity: must be above 0
            sku: is required
            to: is required
            """,
            await Problem.Read(app.Http.Post(Transfers, Body(null, null, null, 0)))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nquantity: must be above 0\nto: must be another location than from",
            await Problem.Read(app.Http.Post(Transfers, Body(product.Sku, from.Code, from.Code.ToLowerInvariant(), -1)))
        );
        Assert.Equal(
            """
            400 One or more fields are not valid.
            from: no location has the code 'NOWHERE'
            sku: no product has the SKU 'NOTHING'
            to: no location has the code 'ELSEWHERE'
            """,
            await Problem.Read(app.Http.Post(Transfers, Body("nothing", "nowhere", "elsewhere", 1)))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nquantity: must be a whole number, as this product cannot be split",
            await Problem.Read(
                app.Http.Post(Transfers, Body(product.Sku, from.Code, (await app.NewLocation()).Code, 0.5m))
            )
        );
    }

    [Fact]
    public async Task A_late_transfer_counts_only_at_the_end_that_was_not_counted_since()
    {
        var (product, from, to) = (await app.NewProduct(), await app.NewLocation(), await app.NewLocation());
        await app.Api.AdjustStock(
            new AdjustStock
            {
                Sku = product.Sku,
                Location = from.Code,
                CountedQuantity = 20,
                Reason = "count",
            },
            ct: Cancellation
        );
        var done = await app.Api.TransferStock(
            new TransferStock
            {
                Sku = product.Sku,
                From = from.Code,
                To = to.Code,
                Quantity = 5,
                OccurredAt = DateTimeOffset.UtcNow.AddDays(-1),
            },
            ct: Cancellation
        );
        Assert.Equal((20m, 5m), (done.From.Level.OnHand, done.From.Correction!.Quantity));
        Assert.Equal((5m, null), (done.To.Level.OnHand, done.To.Correction));
    }

    [Fact]
    public async Task A_transfer_that_is_repeated_with_its_key_moves_once()
    {
        var (product, from, to) = (await app.NewProduct(), await app.NewLocation(), await app.NewLocation());
        await app.Receive(product.Sku, from.Code, 10);
        var key = CatalogApp.NewName("key");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await app.Http.Post(Transfers, Body(product.Sku, from.Code, to.Code, 4), key);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        Assert.Equal(6, (await app.Level(product.Sku, from.Code)).OnHand);
    }
}
