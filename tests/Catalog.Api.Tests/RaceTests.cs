using System.Collections.Concurrent;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>
/// Many clients at once. Afterwards nothing is lost or counted twice, the ledger is the level, and whoever lost was
/// told why.
/// </summary>
public sealed class RaceTests(CatalogApp app)
{
    private const int Clients = 16;
    private const string Receipts = "/api/v1/stock/receipts";
    private const string Adjustments = "/api/v1/stock/adjustments";
    private const string Transfers = "/api/v1/stock/transfers";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Asks all of it from as many clients as there are.</summary>
    /// <returns>Each answer in a few words: "201", or what the problem says.</returns>
    private static async Task<List<string>> Race(int requests, Func<int, Task<HttpResponseMessage>> ask)
    {
        var answers = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests),
            new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = Cancellation },
            async (i, _) =>
            {
                using var answer = await ask(i);
                answers.Add(answer.IsSuccessStatusCode ? $"{(int)answer.StatusCode}" : await Problem.Read(answer));
            }
        );
        return [.. answers];
    }

    private static Dictionary<string, int> Tally(IEnumerable<string> answers) =>
        answers.CountBy(a => a).ToDictionary(StringComparer.Ordinal);

    private async Task NothingDrifts() =>
        Assert.Equal(0, (await app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);

    private async Task<List<MovementResponse>> Ledger(string sku)
    {
        var lines = new List<MovementResponse>();
        for (string? after = null; ; )
        {
            var page = await app.Api.ListMovements(sku, limit: 500, after: after, ct: Cancellation);
            lines.AddRange(page.Items);
            if ((after = page.Next) is null)
                return lines;
        }
    }

    [Fact]
    public async Task Of_all_who_receive_one_line_of_an_order_only_as_much_gets_in_as_was_ordered()
    {
        const int Ordered = 150,
            Asked = 400;
        var (supplier, location, product) = (await app.NewSupplier(), await app.NewLocation(), await app.NewProduct());
        var order = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = supplier.Code,
                Location = location.Code,
                Lines = [new CreatePurchaseOrderLine { Sku = product.Sku, Quantity = Ordered }],
            },
            ct: Cancellation
        );
        var answers = Tally(
            await Race(
                Asked,
                i =>
                    app.Http.Post(
                        Receipts,
                        new
                        {
                            sku = product.Sku,
                            location = location.Code,
                            quantity = 1 + (i % 2),
                            purchaseOrder = order.Number,
                        }
                    )
            )
        );

        string[] reasons =
        [
            "201",
            $"409 The stock does not allow it.\npurchaseOrder: {order.Number} is received",
            "409 The stock does not allow it.\n"
                + $"quantity: only 1 of {product.Sku} are open on {order.Number}; receive the rest without it",
        ];
        Assert.Empty(answers.Keys.Except(reasons));
        Assert.Equal(Asked, answers.Values.Sum());
        var ledger = await Ledger(product.Sku);
        Assert.Equal(answers["201"], ledger.Count);
        Assert.Equal(Ordered, ledger.Sum(m => m.Quantity));
        var level = await app.Level(product.Sku, location.Code);
        Assert.Equal((Ordered, 0m), (level.OnHand, level.OnOrder));
        var received = await app.Api.GetPurchaseOrder(order.Number, Cancellation);
        Assert.Equal((PurchaseOrderStatus.Received, Ordered), (received.Status, received.Lines[0].Received));
        await NothingDrifts();
    }

    [Fact]
    public async Task Differences_and_sales_of_one_shelf_at_once_are_all_counted()
    {
        const int Stock = 300,
            Asked = 300,
            Messages = 100;
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        await app.Receive(product.Sku, location.Code, Stock);
        var messages = Enumerable.Range(0, Messages).Select(_ => Guid.CreateVersion7()).ToList();
        var selling = Task.WhenAll(
            messages.Select(id =>
                app.Publish(id, [.. Enumerable.Range(0, 2).Select(_ => CatalogApp.Line(product.Sku, location.Code, 1))])
            )
        );
        var answers = await Race(
            Asked,
            _ =>
                app.Http.Post(
                    Adjustments,
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        delta = -1,
                        reason = "x",
                    }
                )
        );
        await selling;
        foreach (var id in messages)
            await app.Consumed(id);

        var taken = answers.Count(a => a == "201");
        // On a shelf that sales had emptied below zero, "only -3" is what was there.
        Assert.All(
            answers.Where(a => a != "201"),
            a => Assert.Matches($"^409 The stock does not allow it.\ndelta: only -?[0-9]+ of {product.Sku} on hand", a)
        );
        Assert.InRange(taken, Stock - (Messages * 2), Asked);
        var ledger = await Ledger(product.Sku);
        Assert.Equal(1 + taken + (Messages * 2), ledger.Count);
        Assert.Equal(Stock - taken - (Messages * 2), (await app.Level(product.Sku, location.Code)).OnHand);
        Assert.Equal(Messages * 2, (await app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold);
        await NothingDrifts();
    }

    [Fact]
    public async Task One_key_from_sixteen_clients_moves_once_each_time()
    {
        const int Keys = 20;
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var keys = Enumerable.Range(0, Keys).Select(_ => CatalogApp.NewName("key")).ToList();
        var answers = await Race(
            Keys * Clients,
            i =>
                app.Http.Post(
                    Receipts,
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        quantity = 1,
                    },
                    keys[i / Clients]
                )
        );
        Assert.Equal(Keys * Clients, answers.Count(a => a == "201"));
        Assert.Equal(Keys, (await Ledger(product.Sku)).Count);
        Assert.Equal(Keys, (await app.Level(product.Sku, location.Code)).OnHand);

        // And one key for two things is one thing, whichever came first.
        var key = CatalogApp.NewName("key");
        var other = await Race(
            Clients * 2,
            i =>
                app.Http.Post(
                    Receipts,
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        quantity = 100 * (1 + (i % 2)),
                    },
                    key
                )
        );
        Assert.Equal(Clients, other.Count(a => a == "201"));
        Assert.All(other.Where(a => a != "201"), a => Assert.StartsWith("422 ", a, StringComparison.Ordinal));
        Assert.Contains((await app.Level(product.Sku, location.Code)).OnHand, new decimal[] { Keys + 100, Keys + 200 });
        await NothingDrifts();
    }

    [Fact]
    public async Task Of_all_edits_with_one_ETag_one_is_kept_and_the_others_are_told()
    {
        const int Rounds = 12;
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        for (var round = 0; round < Rounds; round++)
        {
            var (etag, place) = (product.ETag, location.ETag);
            var answers = await Race(
                Clients * 2,
                i =>
                    i % 2 == 0
                        ? app.Http.Put($"/api/v1/products/{product.Sku}", new { name = $"Name {i}", price = i }, etag)
                        : app.Http.Put($"/api/v1/locations/{location.Code}", new { name = $"Name {i}" }, place)
            );
            Assert.Equal(2, answers.Count(a => a == "200"));
            Assert.All(answers.Where(a => a != "200"), a => Assert.StartsWith("412 ", a, StringComparison.Ordinal));
            product = await app.Api.GetProduct(product.Sku, Cancellation);
            location = await app.Api.GetLocation(location.Code, Cancellation);
            Assert.Equal(product.Name, $"Name {product.Price:0}");
            Assert.NotEqual((etag, place), (product.ETag, location.ETag));
        }
    }

    [Fact]
    public async Task Goods_that_are_moved_there_and_back_by_many_stay_as_many()
    {
        const int Asked = 400,
            Stock = 12;
        var product = await app.NewProduct();
        var places = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            places.Add((await app.NewLocation()).Code);
            await app.Receive(product.Sku, places[i], Stock);
        }

        var answers = await Race(
            Asked,
            i =>
                app.Http.Post(
                    Transfers,
                    new
                    {
                        sku = product.Sku,
                        from = places[i % 3],
                        to = places[(i + 1 + (i % 2)) % 3],
                        quantity = 1 + (i % 11),
                    }
                )
        );
        var moved = answers.Count(a => a == "201");
        Assert.InRange(moved, 1, Asked - 1);
        Assert.All(
            answers.Where(a => a != "201"),
            a => Assert.Matches($"^409 The stock does not allow it.\nquantity: only [0-9]+ of {product.Sku} on hand", a)
        );
        var levels = (await app.Api.ListStock(sku: product.Sku, ct: Cancellation)).Items;
        Assert.All(levels, l => Assert.True(l.OnHand >= 0, $"{l.OnHand} at {l.Location}"));
        Assert.Equal(3 * Stock, levels.Sum(l => l.OnHand));
        var transfers = (await Ledger(product.Sku)).Where(m => m.Kind == MovementKind.Transfer).ToList();
        Assert.Equal(moved * 2, transfers.Count);
        Assert.All(
            transfers.GroupBy(m => m.Reference),
            pair => Assert.Equal((2, 0m), (pair.Count(), pair.Sum(m => m.Quantity)))
        );
        await NothingDrifts();
    }

    [Fact]
    public async Task Counts_hold_against_sales_of_before_and_after_that_come_at_the_same_time()
    {
        const int Counts = 200,
            Messages = 60,
            Lines = 10;
        var location = await app.NewLocation();
        var skus = new List<string>();
        for (var i = 0; i < 3; i++)
            skus.Add((await app.NewProduct()).Sku);
        // Counts on the whole seconds of an hour, sales between them, nothing in the order of happening.
        var start = new DateTimeOffset(2025, 11, 24, 9, 0, 0, TimeSpan.Zero);
        var random = new Random(5);
        var sales = Enumerable
            .Range(0, Messages)
            .Select(_ =>
                (
                    Id: Guid.CreateVersion7(),
                    Lines: Enumerable
                        .Range(0, Lines)
                        .Select(_ =>
                            CatalogApp.Line(skus[random.Next(3)], location.Code, random.Next(1, 5)) with
                            {
                                SoldAt = start.AddSeconds(random.Next(3600) + 0.5),
                            }
                        )
                        .ToArray()
                )
            )
            .ToList();
        var counts = Enumerable
            .Range(0, Counts)
            .Select(i => (Sku: skus[i % 3], Quantity: random.Next(100), At: start.AddSeconds(random.Next(3600))))
            .ToList();

        var selling = Parallel.ForEachAsync(
            sales,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancellation },
            async (message, _) =>
            {
                await app.Publish(message.Id, message.Lines);
                await app.Consumed(message.Id);
            }
        );
        var answers = await Race(
            Counts,
            i =>
                app.Http.Post(
                    Adjustments,
                    new
                    {
                        sku = counts[i].Sku,
                        location = location.Code,
                        countedQuantity = counts[i].Quantity,
                        occurredAt = counts[i].At,
                        reason = "x",
                    }
                )
        );
        await selling;

        Assert.All(answers, a => Assert.Equal("201", a));
        foreach (var sku in skus)
        {
            var ledger = await Ledger(sku);
            var level = (await app.Level(sku, location.Code)).OnHand;
            Assert.Equal(ledger.Sum(m => m.Quantity), level);
            var counted = ledger.Where(m => m.Kind == MovementKind.Count).GroupBy(m => m.OccurredAt).ToList();
            // Each moment that was counted once has what was counted then.
            foreach (var count in counted.Where(g => g.Count() == 1).Select(g => g.Single()))
            {
                Assert.Equal(
                    count.CountedQuantity,
                    ledger.Where(m => m.OccurredAt <= count.OccurredAt).Sum(m => m.Quantity)
                );
            }

            var last = counted.MaxBy(g => g.Key)!;
            var after = ledger.Where(m => m.OccurredAt > last.Key).Sum(m => m.Quantity);
            Assert.Contains(level - after, last.Select(m => m.CountedQuantity!.Value));
            Assert.Equal(
                sales.SelectMany(m => m.Lines).Where(l => l.Sku == sku).Sum(l => l.Quantity),
                (await app.Api.GetProduct(sku, Cancellation)).UnitsSold
            );
        }

        await NothingDrifts();
    }
}
