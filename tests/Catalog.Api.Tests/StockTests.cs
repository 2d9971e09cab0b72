using System.Text.Json;
using Npgsql;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class StockTests(CatalogApp app)
{
    private const string Receipts = "/api/v1/stock/receipts";
    private const string Adjustments = "/api/v1/stock/adjustments";
    private const string Moves = "/api/v1/stock/moves";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<StockMoved> Adjust(string sku, string location, decimal? delta = null, decimal? counted = null) =>
        app.Api.AdjustStock(
            new AdjustStock
            {
                Sku = sku,
                Location = location,
                Delta = delta,
                CountedQuantity = counted,
                Reason = "test",
            },
            ct: Cancellation
        );

    [Fact]
    public async Task A_receipt_and_its_corrections_show_in_ledger_level_and_product()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var received = await app.Receive(product.Sku, location.Code, 10);
        await Adjust(product.Sku, location.Code, delta: -3);
        var counted = await Adjust(product.Sku, location.Code, counted: 8.0m);

        Assert.Equal(
            (MovementKind.Receipt, 10m, 10m),
            (received.Movement.Kind, received.Movement.Quantity, received.Level.OnHand)
        );
        Assert.Equal(
            (MovementKind.Count, 1m, 8m, true),
            (counted.Movement.Kind, counted.Movement.Quantity, counted.Level.OnHand, counted.Level.Counted)
        );
        var ledger = (await app.Api.ListMovements(product.Sku, ct: Cancellation)).Items;
        Assert.Equal([MovementKind.Count, MovementKind.Adjustment, MovementKind.Receipt], ledger.Select(m => m.Kind));
        Assert.Equal([1, -3, 10], ledger.Select(m => m.Quantity));
        Assert.Equal(["test", "test", null], ledger.Select(m => m.Reason));
        Assert.Equal(counted.Movement, ledger[0]);
        Assert.Equal(8, (await app.Api.GetProduct(product.Sku, Cancellation)).OnHand);
    }

    [Fact]
    public async Task A_count_that_confirms_the_level_is_a_line_of_zero()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var moved = await Adjust(product.Sku, location.Code, counted: 0);
        Assert.Equal((0m, 0m, true), (moved.Movement.Quantity, moved.Level.OnHand, moved.Level.Counted));
    }

    [Fact]
    public async Task Value_takes_the_preferred_suppliers_cost_then_the_products_and_is_unknown_without_either()
    {
        var (supplier, location) = (await app.NewSupplier(), await app.NewLocation());
        var priced = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 1,
                UnitCost = 2.5m,
            }
        );
        var bare = await app.NewProduct();
        Assert.Equal(10, (await app.Receive(priced.Sku, location.Code, 4)).Level.Value);
        Assert.Null((await app.Receive(bare.Sku, location.Code, 4)).Level.Value);
        await app.Api.UpdateProduct(
            bare.Sku,
            new UpdateProduct
            {
                Name = "x",
                Price = 9,
                Cost = 3,
            },
            bare.ETag,
            Cancellation
        );
        Assert.Equal(12, (await app.Level(bare.Sku, location.Code)).Value);
    }

    [Fact]
    public async Task Every_bad_field_of_a_receipt_is_named()
    {
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            location: is required
            occurredAt: must be at most a day ahead
            purchaseOrder: {Contracts.Code.Rule}
            quantity: must be above 0
            sku: {Contracts.Sku.Rule}
            """,
            await Problem.Read(
                app.Http.Post(
                    Receipts,
                    new
                    {
                        sku = "a b",
                        quantity = 0,
                        purchaseOrder = "a/b",
                        occurredAt = DateTimeOffset.UtcNow.AddDays(2),
                    }
                )
            )
        );
        Assert.Equal(
            """
            400 One or more fields are not valid.
            location: no location has the code 'NOWHERE'
            sku: no product has the SKU 'NOTHING'
            """,
            await Problem.Read(
                app.Http.Post(
                    Receipts,
                    new
                    {
                        sku = "nothing",
                        location = "nowhere",
                        quantity = 1,
                    }
                )
            )
        );
    }

    [Fact]
    public async Task An_adjustment_is_either_a_difference_or_a_count_and_has_a_reason()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        Assert.Equal(
            "400 One or more fields are not valid.\ndelta: give either delta or countedQuantity\nreason: is required",
            await Problem.Read(
                app.Http.Post(
                    Adjustments,
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        delta = 1,
                        countedQuantity = 1,
                    }
                )
            )
        );
        Assert.Equal(
            "400 One or more fields are not valid.\ncountedQuantity: must be at least 0",
            await Problem.Read(
                app.Http.Post(
                    Adjustments,
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        countedQuantity = -1,
                        reason = "x",
                    }
                )
            )
        );
        Assert.Equal(
            "400 One or more fields are not valid.\ndelta: must be a whole number, as this product cannot be split",
            await Problem.Read(
                app.Http.Post(
                    Adjustments,
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        delta = 0.5,
                        reason = "x",
                    }
                )
            )
        );
    }

    [Fact]
    public async Task Nobody_takes_more_from_a_shelf_than_is_on_it()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        await app.Receive(product.Sku, location.Code, 4);
        Assert.Equal(
            $"409 The stock does not allow it.\ndelta: only 4 of {product.Sku} on hand at {location.Code}",
            await Problem.Read(
                app.Http.Post(
                    Adjustments,
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        delta = -5,
                        reason = "x",
                    }
                )
            )
        );
        Assert.Equal(4, (await app.Level(product.Sku, location.Code)).OnHand);
    }

    [Fact]
    public async Task Of_twenty_who_take_one_each_from_a_shelf_of_ten_at_once_ten_get_it()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        await app.Receive(product.Sku, location.Code, 10);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
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
                )
        );

        Assert.Equal(10, answers.Count(a => a.IsSuccessStatusCode));
        Assert.Equal(10, answers.Count(a => a.StatusCode == System.Net.HttpStatusCode.Conflict));
        Assert.Equal(0, (await app.Level(product.Sku, location.Code)).OnHand);
    }

    [Fact]
    public async Task Moves_are_all_or_none()
    {
        var (product, other, location) = (await app.NewProduct(), await app.NewProduct(), await app.NewLocation());
        Assert.Equal(
            $"409 The stock does not allow it.\nadjustments[1].delta: only 1 of {other.Sku} on hand at {location.Code}",
            await Problem.Read(
                app.Http.Post(
                    Moves,
                    new
                    {
                        receipts = new[]
                        {
                            new
                            {
                                sku = product.Sku,
                                location = location.Code,
                                quantity = 5,
                            },
                            new
                            {
                                sku = other.Sku,
                                location = location.Code,
                                quantity = 1,
                            },
                        },
                        adjustments = new[]
                        {
                            new
                            {
                                sku = product.Sku,
                                location = location.Code,
                                delta = -5,
                                reason = "x",
                            },
                            new
                            {
                                sku = other.Sku,
                                location = location.Code,
                                delta = -2,
                                reason = "x",
                            },
                        },
                    }
                )
            )
        );
        Assert.Empty((await app.Api.ListStock(location: location.Code, ct: Cancellation)).Items);

        var result = await app.Api.MoveStock(
            new MoveStock
            {
                Receipts =
                [
                    new ReceiveStock
                    {
                        Sku = product.Sku,
                        Location = location.Code,
                        Quantity = 5,
                    },
                ],
                Adjustments =
                [
                    new AdjustStock
                    {
                        Sku = product.Sku,
                        Location = location.Code,
                        Delta = -2,
                        Reason = "x",
                    },
                    new AdjustStock
                    {
                        Sku = product.Sku,
                        Location = location.Code,
                        CountedQuantity = 7,
                        Reason = "x",
                    },
                ],
            },
            ct: Cancellation
        );
        Assert.Equal((3, 3), (result.Created, result.Rows.Count));
        Assert.Equal(7, (await app.Level(product.Sku, location.Code)).OnHand);
        Assert.Equal(
            [-2, 4, 5],
            (await app.Api.ListMovements(product.Sku, ct: Cancellation)).Items.Select(m => m.Quantity).Order()
        );
    }

    [Fact]
    public async Task Every_bad_row_of_many_moves_is_named()
    {
        Assert.Equal(
            """
            400 One or more fields are not valid.
            adjustments[0].delta: give either delta or countedQuantity
            adjustments[0].location: is required
            adjustments[0].reason: is required
            adjustments[0].sku: is required
            receipts[0]: is required
            receipts[1].quantity: is required
            """,
            await Problem.Read(
                app.Http.Post(
                    Moves,
                    new
                    {
                        receipts = new object?[] { null, new { sku = "A", location = "B" } },
                        adjustments = new[] { new { } },
                    }
                )
            )
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nreceipts: must be 1 to 1000 together with the adjustments",
            await Problem.Read(app.Http.Post(Moves, new { }))
        );
    }

    [Fact]
    public async Task A_repeated_receipt_with_the_same_key_counts_once_even_at_the_same_moment()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var key = CatalogApp.NewName("key");
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    app.Http.Post(
                        Receipts,
                        new
                        {
                            sku = product.Sku,
                            location = location.Code,
                            quantity = 3,
                        },
                        key
                    )
                )
        );

        Assert.All(answers, a => Assert.Equal(System.Net.HttpStatusCode.Created, a.StatusCode));
        Assert.Equal(7, answers.Count(a => a.Headers.Contains("Idempotency-Replayed")));
        Assert.Single((await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync(Cancellation)))).Distinct());
        Assert.Equal(3, (await app.Level(product.Sku, location.Code)).OnHand);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var key = CatalogApp.NewName("key");
        Assert.StartsWith(
            "409 ",
            await Problem.Read(
                app.Http.Post(
                    Adjustments,
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        delta = -1,
                        reason = "x",
                    },
                    key
                )
            ),
            StringComparison.Ordinal
        );
        using var again = await app.Http.Post(
            Adjustments,
            new
            {
                sku = product.Sku,
                location = location.Code,
                delta = 1,
                reason = "x",
            },
            key
        );
        Assert.Equal(System.Net.HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    public async Task Receipts_corrections_and_sales_at_once_leave_the_exact_level_and_no_drift()
    {
        var location = await app.NewLocation();
        var products = new List<string>();
        for (var i = 0; i < 4; i++)
            products.Add((await app.NewProduct()).Sku);
        foreach (var sku in products)
            await app.Receive(sku, location.Code, 1_000);

        // Every writer names the products in another order: whoever took locks in the order given would deadlock here.
        var work = Enumerable
            .Range(0, 24)
            .Select(i =>
            {
                var order = products.OrderBy(sku => HashCode.Combine(sku, i)).ToList();
                return (i % 3) switch
                {
                    0 => app.Publish(
                        Guid.CreateVersion7(),
                        [.. order.Select(sku => CatalogApp.Line(sku, location.Code, 2))]
                    ),
                    1 => app.Api.MoveStock(
                        new MoveStock
                        {
                            Receipts =
                            [
                                .. order.Select(sku => new ReceiveStock
                                {
                                    Sku = sku,
                                    Location = location.Code,
                                    Quantity = 3,
                                }),
                            ],
                        },
                        ct: Cancellation
                    ),
                    _ => app.Api.MoveStock(
                        new MoveStock
                        {
                            Adjustments =
                            [
                                .. order.Select(sku => new AdjustStock
                                {
                                    Sku = sku,
                                    Location = location.Code,
                                    Delta = -1,
                                    Reason = "x",
                                }),
                            ],
                        },
                        ct: Cancellation
                    ),
                };
            });
        await Task.WhenAll(work);

        foreach (var sku in products)
        {
            await Eventually.Holds(
                async () => (await app.Level(sku, location.Code)).OnHand == 1_000 + (8 * 3) - 8 - (8 * 2),
                "every writer was counted"
            );
            Assert.Equal(16, (await app.Api.GetProduct(sku, Cancellation)).UnitsSold);
        }

        Assert.Equal(0, (await app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
    }

    [Theory]
    [InlineData("UPDATE catalog.stock_movements SET quantity = 0", "UPDATE")]
    [InlineData("DELETE FROM catalog.stock_movements", "DELETE")]
    [InlineData("TRUNCATE catalog.stock_movements", "TRUNCATE")]
    public async Task The_database_itself_refuses_to_change_the_ledger(string sql, string operation)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            app.Database.CreateCommand(sql).ExecuteNonQueryAsync(Cancellation)
        );
        Assert.Equal(
            $"the stock ledger is append-only: {operation} refused, write a correcting movement",
            refused.MessageText
        );
    }

    [Fact]
    public async Task The_ledger_pages_newest_first_and_by_location()
    {
        var (product, here, there) = (await app.NewProduct(), await app.NewLocation(), await app.NewLocation());
        for (var i = 1; i <= 5; i++)
            await app.Receive(product.Sku, i % 2 == 0 ? there.Code : here.Code, i);

        var first = await app.Api.ListMovements(product.Sku, limit: 3, ct: Cancellation);
        var second = await app.Api.ListMovements(product.Sku, limit: 3, after: first.Next, ct: Cancellation);
        Assert.Equal([5, 4, 3, 2, 1], first.Items.Concat(second.Items).Select(m => m.Quantity));
        Assert.Null(second.Next);
        Assert.Equal(
            [4, 2],
            (await app.Api.ListMovements(product.Sku, there.Code, ct: Cancellation)).Items.Select(m => m.Quantity)
        );
        Assert.StartsWith(
            "400 ",
            await Problem.Read(app.Http.Get($"/api/v1/stock/{product.Sku}/movements?after=WyJtb3ZlbWVudHMiLCJ4Il0")),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "404 No product has the SKU 'NOTHING'.",
            await Problem.Read(app.Http.Get("/api/v1/stock/NOTHING/movements"))
        );
    }

    [Fact]
    public async Task Levels_page_by_SKU_and_location()
    {
        var (first, second, location, other) = (
            await app.NewProduct(),
            await app.NewProduct(),
            await app.NewLocation(),
            await app.NewLocation()
        );
        foreach (
            var (sku, code) in (List<(string, string)>)
                [(first.Sku, location.Code), (second.Sku, location.Code), (first.Sku, other.Code)]
        )
            await app.Receive(sku, code, 1);

        var keys = new List<(string, string)>();
        for (string? after = null; ; )
        {
            var page = await app.Api.ListStock(1, after, sku: first.Sku, ct: Cancellation);
            keys.AddRange(page.Items.Select(l => (l.Sku, l.Location)));
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal(
            new[] { location.Code, other.Code }.Order(StringComparer.Ordinal).Select(code => (first.Sku, code)),
            keys
        );
        Assert.Equal(2, (await app.Api.ListStock(location: location.Code, ct: Cancellation)).Items.Count);
    }

    [Fact]
    public async Task A_level_that_moves_often_is_announced_with_its_last_state_and_a_growing_version()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        for (var i = 0; i < 30; i++)
            await app.Receive(product.Sku, location.Code, 1);
        await app.Publish(Guid.CreateVersion7(), CatalogApp.Line(product.Sku, location.Code, 5, SaleKind.Sale));

        await Eventually.Holds(
            async () =>
                (await app.Announced<StockChanged>("sku", product.Sku)) is [.., var last]
                && last.GetProperty("version").GetInt64() == 31,
            "the last state is announced"
        );
        var states = await app.Announced<StockChanged>("sku", product.Sku);
        Assert.Equal(25, states[^1].GetProperty("onHand").GetDecimal());
        Assert.True(states[^1].GetProperty("counted").GetBoolean());
        var versions = states.ConvertAll(s => s.GetProperty("version").GetInt64());
        Assert.Equal(versions.Distinct().Order(), versions);
        await Eventually.Holds(
            async () =>
                (await app.Api.StockTotals(ct: Cancellation)).UnderWay is { } u
                && u["outbox"] + u["stock-announcements"] + u["drift"] == 0,
            "nothing is under way"
        );
    }

    [Fact]
    public async Task A_level_is_announced_with_what_will_come_and_when()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var supplier = await app.NewSupplier();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        Task<PurchaseOrderResponse> Order(int days, decimal quantity) =>
            app.Api.CreatePurchaseOrder(
                new CreatePurchaseOrder
                {
                    Supplier = supplier.Code,
                    Location = location.Code,
                    ExpectedOn = today.AddDays(days),
                    Lines = [new CreatePurchaseOrderLine { Sku = product.Sku, Quantity = quantity }],
                },
                ct: Cancellation
            );
        var (far, near) = (await Order(150, 1000), await Order(2, 30));
        var gone = await Order(9, 7);
        await app.Api.CancelPurchaseOrder(gone.Number, new(), gone.ETag, ct: Cancellation);
        await app.Api.ReceiveStock(
            new ReceiveStock
            {
                Sku = product.Sku,
                Location = location.Code,
                Quantity = 10,
                PurchaseOrder = near.Number,
            },
            ct: Cancellation
        );

        await AreAnnounced(
            new ArrivalState(near.Number, today.AddDays(2), 20),
            new ArrivalState(far.Number, today.AddDays(150), 1000)
        );

        // Another day for it is news, although no less is on order.
        await app.Api.ChangeExpectedDate(
            near.Number,
            new ChangeExpectedDate { ExpectedOn = today.AddDays(170), Reason = "held at customs" },
            (await app.Api.GetPurchaseOrder(near.Number, Cancellation)).ETag,
            ct: Cancellation
        );
        await AreAnnounced(
            new ArrivalState(far.Number, today.AddDays(150), 1000),
            new ArrivalState(near.Number, today.AddDays(170), 20)
        );

        Task AreAnnounced(params ArrivalState[] expected) =>
            Eventually.Holds(
                async () =>
                    (await app.Announced<StockChanged>("sku", product.Sku)) is [.., var last]
                    && last.Deserialize<StockState>(ContractsJson.Options) is { OnHand: 10, Arrivals: { } arrivals }
                    && arrivals.SequenceEqual(expected),
                "the open orders are announced with their days"
            );
    }

    [Fact]
    public async Task A_level_is_announced_with_the_time_of_its_newest_movement()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var (old, older) = (DateTimeOffset.UtcNow.AddDays(-3), DateTimeOffset.UtcNow.AddDays(-9));
        await app.Api.ReceiveStock(
            new ReceiveStock
            {
                Sku = product.Sku,
                Location = location.Code,
                Quantity = 5,
                OccurredAt = old,
            },
            ct: Cancellation
        );
        Assert.Equal(old, await At(1), TimeSpan.FromMilliseconds(1));
        await app.Publish(
            Guid.CreateVersion7(),
            CatalogApp.Line(product.Sku, location.Code, 5) with
            {
                SoldAt = older,
            }
        );
        Assert.Equal(old, await At(2), TimeSpan.FromMilliseconds(1));
        await app.Api.ReceiveStock(
            new ReceiveStock
            {
                Sku = product.Sku,
                Location = location.Code,
                Quantity = 5,
                OccurredAt = DateTimeOffset.UtcNow.AddHours(20),
            },
            ct: Cancellation
        );
        Assert.Equal(DateTimeOffset.UtcNow, await At(3), TimeSpan.FromMinutes(5));

        async Task<DateTimeOffset> At(long version)
        {
            await Eventually.Holds(
                async () =>
                    (await app.Announced<StockChanged>("sku", product.Sku)) is [.., var last]
                    && last.GetProperty("version").GetInt64() == version,
                $"version {version} is announced"
            );
            return (await app.Announced<StockChanged>("sku", product.Sku))[^1].GetProperty("at").GetDateTimeOffset();
        }
    }

    [Fact]
    public async Task The_summary_counts_levels_by_what_is_known_of_them()
    {
        var before = await app.Api.StockSummary(Cancellation);
        var (supplier, location) = (await app.NewSupplier(), await app.NewLocation());
        var term = new SupplierTermRequest
        {
            Supplier = supplier.Code,
            LeadTimeDays = 1,
            UnitCost = 2,
        };
        var (valued, empty, unknown, sold) = (
            await app.NewProduct(terms: term),
            await app.NewProduct(),
            await app.NewProduct(),
            await app.NewProduct()
        );
        await app.Receive(valued.Sku, location.Code, 3);
        await Adjust(empty.Sku, location.Code, counted: 0);
        await app.Receive(unknown.Sku, location.Code, 4);
        await app.Publish(Guid.CreateVersion7(), CatalogApp.Line(sold.Sku, location.Code, 1));
        await Eventually.Holds(
            async () => (await app.Api.ListStock(sku: sold.Sku, ct: Cancellation)).Items.Count == 1,
            "the sale is counted"
        );

        // Other tests move stock meanwhile, so only the least that must be there is known of the sums.
        var after = await app.Api.StockSummary(Cancellation);
        Assert.True(after.Levels >= before.Levels + 4);
        Assert.True(after.NeverCounted > 0);
        Assert.True(after.UnitsOnHand > 0 && after.Value > 0 && after.OutOfStock > 0 && after.CostUnknown > 0);
    }
}
