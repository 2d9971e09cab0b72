using System.Diagnostics;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class SalesRecordedTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_and_a_return_move_stock_and_add_up_per_source()
    {
        var (product, location, channel) = (
            await app.NewProduct(),
            await app.NewLocation(),
            CatalogApp.NewName("channel-")
        );
        var sale = CatalogApp.Line(product.Sku, location.Code, 7, SaleKind.Sale, 2.5m, channel);
        var back = CatalogApp.Line(product.Sku, location.Code, 2, SaleKind.Return, 2.5m, channel);
        await app.Publish(Guid.CreateVersion7(), sale, back);
        await Eventually.Holds(
            async () => (await app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold == 5,
            "both are counted"
        );

        var ledger = (await app.Api.ListMovements(product.Sku, ct: Cancellation))
            .Items.OrderBy(m => m.Quantity)
            .ToList();
        Assert.Equal(
            [
                (MovementKind.Sale, -7m, channel, sale.Id.ToString()),
                (MovementKind.Return, 2m, channel, back.Id.ToString()),
            ],
            ledger.Select(m => (m.Kind, m.Quantity, m.Source!, m.Reference!))
        );
        var level = await app.Level(product.Sku, location.Code);
        Assert.Equal((-5m, false), (level.OnHand, level.Counted));
        var read = await app.Api.GetProduct(product.Sku, Cancellation);
        Assert.Equal((-5m, 12.5m), (read.OnHand, read.Revenue));
        Assert.Equal(sale.SoldAt, read.LastSoldAt!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(
            new SourceTotals(channel, 7, 2, 2),
            (await app.Api.StockTotals(ct: Cancellation)).Sources.Single(s => s.Source == channel)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_line_that_takes_another_back_leaves_everything_as_though_it_had_never_been(bool counted)
    {
        var (product, location, channel) = (
            await app.NewProduct(),
            await app.NewLocation(),
            CatalogApp.NewName("channel-")
        );
        var sale = CatalogApp.Line(product.Sku, location.Code, 7, SaleKind.Sale, 2.5m, channel);
        await app.Publish(Guid.CreateVersion7(), sale);
        await Eventually.Holds(
            async () => (await app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold == 7,
            "it is counted"
        );
        // What was counted after the sale lies there, whatever becomes of the sale.
        if (counted)
        {
            await app.Api.AdjustStock(
                new AdjustStock
                {
                    Sku = product.Sku,
                    Location = location.Code,
                    CountedQuantity = 40,
                    Reason = "count",
                },
                ct: Cancellation
            );
        }

        await app.Publish(
            Guid.CreateVersion7(),
            sale with
            {
                Id = Guid.CreateVersion7(),
                Quantity = -7,
                Amount = -17.5m,
            }
        );
        await Eventually.Holds(
            async () => (await app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold == 0,
            "it is taken back"
        );
        Assert.Equal(counted ? 40 : 0, (await app.Level(product.Sku, location.Code)).OnHand);
        Assert.Equal(0, (await app.Api.GetProduct(product.Sku, Cancellation)).Revenue);
        Assert.Equal(
            new SourceTotals(channel, 0, 0, 2),
            (await app.Api.StockTotals(ct: Cancellation)).Sources.Single(s => s.Source == channel)
        );
    }

    [Fact]
    public async Task A_fact_delivered_many_times_is_counted_once()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var (id, line) = (Guid.CreateVersion7(), CatalogApp.Line(product.Sku, location.Code, 3));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.Publish(id, line)));
        await app.Publish(Guid.CreateVersion7(), CatalogApp.Line(product.Sku, location.Code, 1));
        await app.Publish(id, line);
        await app.Publish(Guid.CreateVersion7(), CatalogApp.Line(product.Sku, location.Code, 1));

        await Eventually.Holds(
            async () => (await app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold == 5,
            "three facts are counted"
        );
        await app.Consumed(id, times: 11);
        Assert.Equal(5, (await app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold);
        Assert.Equal(3, (await app.Api.ListMovements(product.Sku, ct: Cancellation)).Items.Count);
    }

    [Fact]
    public async Task A_sale_of_an_archived_product_is_counted_as_it_happened()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        await app.Api.DeleteProduct(product.Sku, product.ETag, Cancellation);
        await app.Publish(Guid.CreateVersion7(), CatalogApp.Line(product.Sku, location.Code, 3));
        await Eventually.Holds(
            async () => (await app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold == 3,
            "it is counted"
        );
    }

    [Fact]
    public async Task Many_full_messages_at_once_leave_exact_sums()
    {
        const int Messages = 30,
            Lines = 1_000,
            Products = 200;
        var (location, channel) = (await app.NewLocation(), CatalogApp.NewName("bulk-"));
        var skus = Enumerable.Range(0, Products).Select(_ => CatalogApp.NewName("BULK")).ToList();
        await app.Api.CreateProducts(
            new CreateProducts
            {
                Products =
                [
                    .. skus.Select(sku => new CreateProduct
                    {
                        Sku = sku,
                        Name = "x",
                        Price = 1,
                    }),
                ],
            },
            ct: Cancellation
        );
        var random = new Random(7);
        var messages = Enumerable
            .Range(0, Messages)
            .Select(_ =>
                Enumerable
                    .Range(0, Lines)
                    .Select(_ =>
                        CatalogApp.Line(
                            skus[random.Next(Products)],
                            location.Code,
                            random.Next(1, 9),
                            random.Next(10) == 0 ? SaleKind.Return : SaleKind.Sale,
                            1.25m,
                            channel
                        )
                    )
                    .ToArray()
            )
            .ToList();

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(messages.Select(lines => app.Publish(Guid.CreateVersion7(), lines)));
        SourceTotals? totals = null;
        await Eventually.Holds(
            async () =>
                (
                    totals = (await app.Api.StockTotals(ct: Cancellation)).Sources.SingleOrDefault(s =>
                        s.Source == channel
                    )
                )?.Lines
                == Messages * Lines,
            "all lines are in the ledger"
        );
        TestContext.Current.SendDiagnosticMessage($"{Messages * Lines} lines in {watch.ElapsedMilliseconds} ms");

        var all = messages.SelectMany(m => m).ToList();
        Assert.Equal(all.Where(l => l.Kind == SaleKind.Sale).Sum(l => l.Quantity), totals!.Sold);
        Assert.Equal(all.Where(l => l.Kind == SaleKind.Return).Sum(l => l.Quantity), totals.Returned);
        foreach (var sku in skus.Take(5))
        {
            var net = all.Where(l => l.Sku == sku).Sum(l => l.Kind == SaleKind.Sale ? l.Quantity : -l.Quantity);
            var product = await app.Api.GetProduct(sku, Cancellation);
            Assert.Equal((net, net * 1.25m, -net), (product.UnitsSold, product.Revenue, product.OnHand));
        }

        Assert.Equal(0, (await app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
    }
}
