using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class PurchaseOrderTests(CatalogApp app)
{
    private const string Orders = "/api/v1/purchase-orders";
    private const string Receipts = "/api/v1/stock/receipts";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<(PurchaseOrderResponse Order, ProductResponse Product)> NewOrder(
        decimal quantity = 10,
        PurchaseOrderStatus? status = null
    )
    {
        var (supplier, location) = (await app.NewSupplier(), await app.NewLocation());
        var product = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 9,
                UnitCost = 1.5m,
            }
        );
        var order = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = supplier.Code,
                Location = location.Code,
                Status = status,
                Lines = [new CreatePurchaseOrderLine { Sku = product.Sku, Quantity = quantity }],
            },
            ct: Cancellation
        );
        return (order, product);
    }

    private Task<StockMoved> Receive(PurchaseOrderResponse order, decimal quantity) =>
        app.Api.ReceiveStock(
            new ReceiveStock
            {
                Sku = order.Lines[0].Sku,
                Location = order.Location,
                Quantity = quantity,
                PurchaseOrder = order.Number,
            },
            ct: Cancellation
        );

    private static string Words(IEnumerable<(string, decimal)> orders) =>
        string.Join(", ", orders.Select(o => $"{o.Item1} {o.Item2:0}"));

    /// <summary>The orders that a level's newest announcement names: on order, and in drafts.</summary>
    private async Task<(string Arrivals, string Drafts)> Announced(string sku)
    {
        var states = await app.Announced<StockChanged>("sku", sku);
        string Named(string list) =>
            Words(
                states[^1]
                    .GetProperty(list)
                    .EnumerateArray()
                    .Select(a => (a.GetProperty("order").GetString()!, a.GetProperty("quantity").GetDecimal()))
            );
        return states.Count == 0 ? ("", "") : (Named("arrivals"), Named("drafts"));
    }

    [Fact]
    public async Task A_draft_is_announced_as_one_until_it_is_approved_or_given_up()
    {
        var (draft, product) = await NewOrder(status: PurchaseOrderStatus.Draft);
        await Eventually.Holds(
            async () => await Announced(product.Sku) == ("", $"{draft.Number} 10"),
            "the level is announced"
        );

        var approved = await app.Api.ApprovePurchaseOrder(draft.Number, draft.ETag, ct: Cancellation);
        await Eventually.Holds(
            async () => await Announced(product.Sku) == ($"{draft.Number} 10", ""),
            "the level is announced"
        );

        var second = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = draft.Supplier,
                Location = draft.Location,
                Status = PurchaseOrderStatus.Draft,
                Lines = [new CreatePurchaseOrderLine { Sku = product.Sku, Quantity = 4 }],
            },
            ct: Cancellation
        );
        await Eventually.Holds(
            async () => await Announced(product.Sku) == ($"{draft.Number} 10", $"{second.Number} 4"),
            "the level is announced"
        );
        await app.Api.CancelPurchaseOrder(second.Number, new(), second.ETag, ct: Cancellation);
        await Eventually.Holds(
            async () => await Announced(product.Sku) == ($"{approved.Number} 10", ""),
            "the level is announced"
        );
    }

    [Fact]
    public async Task Several_orders_are_made_together_or_not_at_all()
    {
        var (known, product) = await NewOrder();
        CreatePurchaseOrder Order(string sku, string? number = null) =>
            new()
            {
                Number = number,
                Supplier = known.Supplier,
                Location = known.Location,
                Status = PurchaseOrderStatus.Draft,
                Lines = [new CreatePurchaseOrderLine { Sku = sku, Quantity = 3 }],
            };

        var made = await app.Api.CreatePurchaseOrders(
            new() { Orders = [Order(product.Sku), Order(product.Sku)] },
            "two-" + product.Sku,
            Cancellation
        );
        var again = await app.Api.CreatePurchaseOrders(
            new() { Orders = [Order(product.Sku), Order(product.Sku)] },
            "two-" + product.Sku,
            Cancellation
        );
        Assert.Equal(made.Select(o => o.Number), again.Select(o => o.Number));
        Assert.All(made, o => Assert.Equal((PurchaseOrderStatus.Draft, 4.5m), (o.Status, o.Value)));

        Assert.Equal(
            "400 One or more fields are not valid.\norders[1].lines[0].sku: no product has the SKU 'NO-SUCH'",
            await Problem.Read(
                app.Http.Send(
                    HttpMethod.Post,
                    $"{Orders}/batch",
                    new { orders = new[] { Order(product.Sku), Order("NO-SUCH") } }
                )
            )
        );
        Assert.StartsWith(
            $"409 The number '{known.Number}' is taken.",
            await Problem.Read(
                app.Http.Send(
                    HttpMethod.Post,
                    $"{Orders}/batch",
                    new { orders = new[] { Order(product.Sku), Order(product.Sku, known.Number) } }
                )
            ),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "400 One or more fields are not valid.\norders: must be 1 to 50",
            await Problem.Read(app.Http.Send(HttpMethod.Post, $"{Orders}/batch", new { }))
        );
        var all = await app.Api.ListPurchaseOrders(sku: product.Sku, ct: Cancellation);
        Assert.Equal(3, all.Items.Count);
    }

    [Fact]
    public async Task An_order_is_on_order_until_its_goods_come()
    {
        var (order, product) = await NewOrder();
        Assert.Matches("^PO-[0-9]{5,}$", order.Number);
        Assert.Equal((PurchaseOrderStatus.Sent, order.OrderedOn.AddDays(9)), (order.Status, order.ExpectedOn));
        Assert.Equal(
            new PurchaseOrderLineResponse(product.Sku, 10, 0, 1.5m, order.ExpectedOn),
            Assert.Single(order.Lines)
        );
        var level = await app.Level(product.Sku, order.Location);
        Assert.Equal((0m, 10m, false), (level.OnHand, level.OnOrder, level.Counted));
        Assert.Equal(10, (await app.Api.GetProduct(product.Sku, Cancellation)).OnOrder);

        var moved = await Receive(order, 4);
        Assert.Equal((4m, 6m, order.Number), (moved.Level.OnHand, moved.Level.OnOrder, moved.Movement.Reference));
        var partly = await app.Api.GetPurchaseOrder(order.Number, Cancellation);
        Assert.Equal((PurchaseOrderStatus.PartlyReceived, 4m), (partly.Status, partly.Lines[0].Received));
        Assert.NotEqual(order.ETag, partly.ETag);

        await Receive(order, 6);
        Assert.Equal(PurchaseOrderStatus.Received, (await app.Api.GetPurchaseOrder(order.Number, Cancellation)).Status);
        Assert.Equal(
            (10m, 0m),
            (
                (await app.Level(product.Sku, order.Location)).OnHand,
                (await app.Level(product.Sku, order.Location)).OnOrder
            )
        );
    }

    [Fact]
    public async Task Cancelling_takes_off_what_has_not_come()
    {
        var (order, product) = await NewOrder();
        await Receive(order, 4);
        Assert.StartsWith(
            "412 ",
            await Problem.Read(app.Http.Send(HttpMethod.Post, $"{Orders}/{order.Number}/cancel", ifMatch: order.ETag)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "428 ",
            await Problem.Read(app.Http.Send(HttpMethod.Post, $"{Orders}/{order.Number}/cancel")),
            StringComparison.Ordinal
        );

        var current = await app.Api.GetPurchaseOrder(order.Number, Cancellation);
        var cancelled = await app.Api.CancelPurchaseOrder(order.Number, new(), current.ETag, ct: Cancellation);
        Assert.Equal((PurchaseOrderStatus.Cancelled, 4m), (cancelled.Status, cancelled.Lines[0].Received));
        var level = await app.Level(product.Sku, order.Location);
        Assert.Equal((4m, 0m), (level.OnHand, level.OnOrder));
        Assert.Equal(
            $"409 Purchase order '{order.Number}' is cancelled.\nNothing of it is open that could be cancelled.",
            await Problem.Read(
                app.Http.Send(HttpMethod.Post, $"{Orders}/{order.Number}/cancel", ifMatch: cancelled.ETag)
            )
        );
        Assert.Equal(
            $"409 The stock does not allow it.\npurchaseOrder: {order.Number} is cancelled",
            await Problem.Read(
                app.Http.Post(
                    Receipts,
                    new
                    {
                        sku = product.Sku,
                        location = order.Location,
                        quantity = 1,
                        purchaseOrder = order.Number,
                    }
                )
            )
        );
    }

    [Fact]
    public async Task A_draft_is_approved_then_sent_then_received_and_counts_from_its_approval_on()
    {
        var (draft, product) = await NewOrder(status: PurchaseOrderStatus.Draft);
        Task<string> Act(string what, PurchaseOrderResponse order) =>
            Problem.Read(app.Http.Send(HttpMethod.Post, $"{Orders}/{order.Number}/{what}", ifMatch: order.ETag));
        async Task<decimal> OnOrder() => (await app.Api.GetProduct(product.Sku, Cancellation)).OnOrder;
        async Task<string> Refused(PurchaseOrderResponse order) =>
            await Problem.Read(
                app.Http.Post(
                    Receipts,
                    new
                    {
                        sku = product.Sku,
                        location = order.Location,
                        quantity = 1,
                        purchaseOrder = order.Number,
                    }
                )
            );

        Assert.Equal((PurchaseOrderStatus.Draft, 0m), (draft.Status, await OnOrder()));
        Assert.Equal(
            $"409 Purchase order '{draft.Number}' is draft.\nOnly what is approved can be sent.",
            await Act("send", draft)
        );
        Assert.Equal($"409 The stock does not allow it.\npurchaseOrder: {draft.Number} is draft", await Refused(draft));

        var approved = await app.Api.ApprovePurchaseOrder(draft.Number, draft.ETag, ct: Cancellation);
        Assert.Equal((PurchaseOrderStatus.Approved, 10m), (approved.Status, await OnOrder()));
        Assert.StartsWith("412 ", await Act("send", draft), StringComparison.Ordinal);
        Assert.Equal(
            $"409 Purchase order '{draft.Number}' is approved.\nOnly a draft can be approved.",
            await Act("approve", approved)
        );
        Assert.Equal(
            $"409 The stock does not allow it.\npurchaseOrder: {draft.Number} is approved",
            await Refused(approved)
        );

        var sent = await app.Api.SendPurchaseOrder(draft.Number, new(), approved.ETag, ct: Cancellation);
        Assert.Equal((PurchaseOrderStatus.Sent, 10m), (sent.Status, await OnOrder()));
        await Receive(sent, 10);
        var received = await app.Api.GetPurchaseOrder(draft.Number, Cancellation);
        Assert.Equal((PurchaseOrderStatus.Received, 0m), (received.Status, await OnOrder()));
        Assert.Equal(
            $"409 Purchase order '{draft.Number}' is received.\nNothing of it is open that could be cancelled.",
            await Act("cancel", received)
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nstatus: must be one of draft, approved, sent",
            await Problem.Read(
                app.Http.Post(
                    Orders,
                    new
                    {
                        supplier = draft.Supplier,
                        location = draft.Location,
                        status = "received",
                        lines = new[] { new { sku = product.Sku, quantity = 1 } },
                    }
                )
            )
        );
    }

    [Theory]
    [InlineData(PurchaseOrderStatus.Draft)]
    [InlineData(PurchaseOrderStatus.Approved)]
    [InlineData(PurchaseOrderStatus.Sent)]
    public async Task Whatever_is_not_over_can_be_cancelled(PurchaseOrderStatus status)
    {
        var (order, product) = await NewOrder(status: status);
        var cancelled = await app.Api.CancelPurchaseOrder(order.Number, new(), order.ETag, ct: Cancellation);
        Assert.Equal(PurchaseOrderStatus.Cancelled, cancelled.Status);
        Assert.Equal(0, (await app.Api.GetProduct(product.Sku, Cancellation)).OnOrder);
        Assert.Equal(0, (await app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
    }

    [Fact]
    public async Task Of_many_who_approve_and_send_one_order_at_once_each_step_happens_once()
    {
        var (draft, product) = await NewOrder(status: PurchaseOrderStatus.Draft);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i =>
                    app.Http.Send(
                        HttpMethod.Post,
                        $"{Orders}/{draft.Number}/{(i % 2 == 0 ? "approve" : "cancel")}",
                        ifMatch: draft.ETag
                    )
                )
        );
        Assert.Single(answers, a => a.IsSuccessStatusCode);
        Assert.Equal(15, answers.Count(a => a.StatusCode == System.Net.HttpStatusCode.PreconditionFailed));
        var order = await app.Api.GetPurchaseOrder(draft.Number, Cancellation);
        Assert.Equal(
            order.Status == PurchaseOrderStatus.Approved ? 10 : 0,
            (await app.Api.GetProduct(product.Sku, Cancellation)).OnOrder
        );
    }

    [Fact]
    public async Task Another_expected_day_is_kept_with_the_day_before_and_the_reason()
    {
        var (first, product) = await NewOrder();
        var other = await app.NewProduct();
        var day = first.OrderedOn.AddDays(20);
        var order = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = first.Supplier,
                Location = first.Location,
                ExpectedOn = day,
                Lines =
                [
                    new CreatePurchaseOrderLine { Sku = product.Sku, Quantity = 1 },
                    new CreatePurchaseOrderLine
                    {
                        Sku = other.Sku,
                        Quantity = 1,
                        ExpectedOn = day.AddDays(5),
                    },
                ],
            },
            ct: Cancellation
        );
        Assert.Equal([day, day.AddDays(5)], order.Lines.Select(l => l.ExpectedOn));
        Assert.Equal(day.AddDays(5), order.ExpectedOn);

        var later = await Change(order, day.AddDays(9), "held at customs", product.Sku.ToLowerInvariant());
        Assert.Equal([day.AddDays(9), day.AddDays(5)], later.Lines.Select(l => l.ExpectedOn));
        Assert.Equal(day.AddDays(9), later.ExpectedOn);
        var all = await Change(later, day.AddDays(5), "found");
        Assert.Equal(day.AddDays(5), all.ExpectedOn);
        Assert.Equal(
            [
                (product.Sku, day, day.AddDays(9), "held at customs"),
                (product.Sku, day.AddDays(9), day.AddDays(5), "found"),
            ],
            (await app.Api.GetPurchaseOrder(order.Number, Cancellation)).DateChanges.Select(c =>
                (c.Sku, c.From, c.To, c.Reason)
            )
        );

        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            expectedOn: must not be in the past
            reason: is required
            skus[0]: NOTHING is not on {order.Number}
            """,
            await Problem.Read(
                app.Http.Send(
                    HttpMethod.Post,
                    $"{Orders}/{order.Number}/expected-date",
                    new { expectedOn = "2001-01-01", skus = new[] { "nothing" } },
                    all.ETag
                )
            )
        );
        Assert.StartsWith(
            "412 ",
            await Problem.Read(
                app.Http.Send(
                    HttpMethod.Post,
                    $"{Orders}/{order.Number}/expected-date",
                    new { expectedOn = day, reason = "x" },
                    order.ETag
                )
            ),
            StringComparison.Ordinal
        );

        Task<PurchaseOrderResponse> Change(
            PurchaseOrderResponse from,
            DateOnly to,
            string reason,
            params string[] skus
        ) =>
            app.Api.ChangeExpectedDate(
                from.Number,
                new ChangeExpectedDate
                {
                    ExpectedOn = to,
                    Reason = reason,
                    Skus = skus.Length == 0 ? null : skus,
                },
                from.ETag,
                ct: Cancellation
            );
    }

    [Fact]
    public async Task A_receipt_that_does_not_fit_its_order_says_why()
    {
        var ((order, product), other, location) = (await NewOrder(), await app.NewProduct(), await app.NewLocation());
        async Task<string> Refused(string sku, string place, decimal quantity, string number) =>
            await Problem.Read(
                app.Http.Post(
                    Receipts,
                    new
                    {
                        sku,
                        location = place,
                        quantity,
                        purchaseOrder = number,
                    }
                )
            );

        Assert.Equal(
            $"409 The stock does not allow it.\n"
                + $"quantity: only 10 of {product.Sku} are open on {order.Number}; receive the rest without it",
            await Refused(product.Sku, order.Location, 11, order.Number)
        );
        Assert.Equal(
            $"409 The stock does not allow it.\nsku: {other.Sku} is not on {order.Number}",
            await Refused(other.Sku, order.Location, 1, order.Number)
        );
        Assert.Equal(
            $"409 The stock does not allow it.\nlocation: {order.Number} is for {order.Location}",
            await Refused(product.Sku, location.Code, 1, order.Number)
        );
        Assert.Equal(
            "400 One or more fields are not valid.\npurchaseOrder: no purchase order has the number 'PO-X'",
            await Refused(product.Sku, order.Location, 1, "po-x")
        );
        Assert.Equal(0, (await app.Level(product.Sku, order.Location)).OnHand);
    }

    [Fact]
    public async Task Every_bad_field_of_an_order_is_named()
    {
        var (product, archived) = (await app.NewProduct(), await app.NewProduct());
        await app.Api.DeleteProduct(archived.Sku, archived.ETag, Cancellation);
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            expectedOn: must not be in the past
            lines[0].quantity: must be a whole number, as this product cannot be split
            lines[1].sku: is named twice
            lines[2].sku: no product has the SKU '{archived.Sku}'
            lines[3].quantity: is required
            lines[3].sku: is required
            location: no location has the code 'NOWHERE'
            number: {Contracts.Code.Rule}
            supplier: is required
            """,
            await Problem.Read(
                app.Http.Post(
                    Orders,
                    new
                    {
                        number = "a/b",
                        location = "nowhere",
                        expectedOn = "2001-01-01",
                        lines = new object?[]
                        {
                            new { sku = product.Sku, quantity = 1.5 },
                            new { sku = product.Sku, quantity = 1 },
                            new { sku = archived.Sku, quantity = 1 },
                            null,
                        },
                    }
                )
            )
        );
    }

    [Fact]
    public async Task A_given_number_is_unique()
    {
        var (order, product) = await NewOrder();
        Assert.Equal(
            $"409 The number '{order.Number}' is taken.\nLeave it out to get the next free one.",
            await Problem.Read(
                app.Http.Post(
                    Orders,
                    new
                    {
                        number = order.Number.ToLowerInvariant(),
                        supplier = order.Supplier,
                        location = order.Location,
                        lines = new[] { new { sku = product.Sku, quantity = 1 } },
                    }
                )
            )
        );
        Assert.Equal(10, (await app.Level(product.Sku, order.Location)).OnOrder);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_filters_by_status()
    {
        var (first, second) = ((await NewOrder()).Order, (await NewOrder()).Order);
        await Receive(second, 1);
        var numbers = (await app.Api.ListPurchaseOrders(500, ct: Cancellation)).Items.Select(o => o.Number).ToList();
        Assert.True(numbers.IndexOf(second.Number) < numbers.IndexOf(first.Number));
        var partly = (
            await app.Api.ListPurchaseOrders(500, status: PurchaseOrderStatus.PartlyReceived, ct: Cancellation)
        ).Items;
        Assert.Contains(partly, o => o.Number == second.Number);
        Assert.All(partly, o => Assert.Equal(PurchaseOrderStatus.PartlyReceived, o.Status));
        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + "status: must be one of draft, approved, sent, partly-received, received, cancelled",
            await Problem.Read(app.Http.Get($"{Orders}?status=lost"))
        );
        Assert.Equal(
            "404 No purchase order has the number 'PO-NONE'.",
            await Problem.Read(app.Http.Get($"{Orders}/PO-NONE"))
        );
    }

    [Fact]
    public async Task A_line_costs_what_the_break_at_its_quantity_says_and_keeps_the_suppliers_name_and_pack()
    {
        var (supplier, location) = (await app.NewSupplier(), await app.NewLocation());
        var product = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 1,
                UnitCost = 5,
                PackMultiple = 12,
                SupplierSku = "4711",
                PriceBreaks =
                [
                    new PriceBreakRequest { FromQuantity = 100, UnitCost = 4.5m },
                    new PriceBreakRequest { FromQuantity = 500, UnitCost = 4.1111m },
                ],
            }
        );
        async Task<PurchaseOrderResponse> Order(decimal quantity, decimal? cost = null) =>
            await app.Api.CreatePurchaseOrder(
                new CreatePurchaseOrder
                {
                    Supplier = supplier.Code,
                    Location = location.Code,
                    Status = PurchaseOrderStatus.Draft,
                    Lines =
                    [
                        new CreatePurchaseOrderLine
                        {
                            Sku = product.Sku,
                            Quantity = quantity,
                            UnitCost = cost,
                        },
                    ],
                },
                ct: Cancellation
            );

        Assert.Equal((5, 495), ((await Order(99)).Lines[0].UnitCost, (await Order(99)).Value));
        var order = await Order(501);
        Assert.Equal((4.1111m, 2059.6611m), (order.Lines[0].UnitCost, order.Value));
        Assert.Equal(("4711", 12m), (order.Lines[0].SupplierSku, order.Lines[0].Pack));
        Assert.Equal(7, (await Order(501, 7)).Lines[0].UnitCost);
    }

    [Fact]
    public async Task What_is_worth_less_than_the_suppliers_minimum_is_sent_only_when_that_is_meant()
    {
        var (draft, product) = await NewOrder(10, PurchaseOrderStatus.Draft);
        var supplier = await app.Api.GetSupplier(draft.Supplier, Cancellation);
        await app.Api.UpdateSupplier(
            supplier.Code,
            new UpdateSupplier { Name = "x", MinimumOrderValue = 15.01m },
            supplier.ETag,
            Cancellation
        );
        var refusal =
            $"409 The order is worth 15.00, and {supplier.Code} delivers from 15.01.\n"
            + "Order more, or send it with belowMinimum true when that is agreed.";
        object New(bool? meant) =>
            new
            {
                supplier = supplier.Code,
                location = draft.Location,
                belowMinimum = meant,
                lines = new[] { new { sku = product.Sku, quantity = 10 } },
            };
        Assert.Equal(refusal, await Problem.Read(app.Http.Post(Orders, New(null))));
        Assert.True((await app.Http.Post(Orders, New(true))).IsSuccessStatusCode);

        var approved = await app.Api.ApprovePurchaseOrder(draft.Number, draft.ETag, ct: Cancellation);
        Assert.Null(approved.SentAt);
        Assert.Equal(
            refusal,
            // Also without a body, as before there was one.
            await Problem.Read(app.Http.Send(HttpMethod.Post, $"{Orders}/{draft.Number}/send", ifMatch: approved.ETag))
        );
        var sent = await app.Api.SendPurchaseOrder(
            draft.Number,
            new SendPurchaseOrder { BelowMinimum = true },
            approved.ETag,
            ct: Cancellation
        );
        Assert.Equal(PurchaseOrderStatus.Sent, sent.Status);
        Assert.InRange(sent.SentAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task When_an_order_was_sent_can_be_said_later_and_not_before()
    {
        var (draft, product) = await NewOrder(1, PurchaseOrderStatus.Draft);
        var approved = await app.Api.ApprovePurchaseOrder(draft.Number, draft.ETag, ct: Cancellation);
        Task<string> Send(DateTimeOffset at) =>
            Problem.Read(
                app.Http.Send(HttpMethod.Post, $"{Orders}/{draft.Number}/send", new { sentAt = at }, approved.ETag)
            );
        Assert.Equal(
            "400 One or more fields are not valid.\nsentAt: must not be in the future",
            await Send(DateTimeOffset.UtcNow.AddHours(1))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nsentAt: must be at most a day ahead",
            await Send(DateTimeOffset.UtcNow.AddDays(9))
        );
        var sentAt = DateTimeOffset.UtcNow.AddDays(-3);
        var sent = await app.Api.SendPurchaseOrder(
            draft.Number,
            new SendPurchaseOrder { SentAt = sentAt },
            approved.ETag,
            ct: Cancellation
        );
        Assert.Equal(sentAt, sent.SentAt!.Value, TimeSpan.FromMilliseconds(1));

        var problem = await Problem.Read(
            app.Http.Post(
                Orders,
                new
                {
                    supplier = draft.Supplier,
                    location = draft.Location,
                    sentAt = "2026-01-10T12:00Z",
                    expectedOn = "2026-01-09",
                    status = "draft",
                    lines = new[] { new { sku = product.Sku, quantity = 1 } },
                }
            )
        );
        Assert.Equal(
            """
            400 One or more fields are not valid.
            expectedOn: must not be before 2026-01-10, when it was sent
            sentAt: is only of an order that was sent
            """,
            problem
        );
    }

    [Fact]
    public async Task The_list_filters_by_supplier_location_product_expected_day_and_lateness()
    {
        var (first, product) = await NewOrder();
        var other = await app.NewLocation();
        async Task<PurchaseOrderResponse> Order(string location, int sentDaysAgo, PurchaseOrderStatus? status = null) =>
            await app.Api.CreatePurchaseOrder(
                new CreatePurchaseOrder
                {
                    Supplier = first.Supplier,
                    Location = location,
                    Status = status,
                    SentAt = sentDaysAgo == 0 ? null : DateTimeOffset.UtcNow.AddDays(-sentDaysAgo),
                    Lines = [new CreatePurchaseOrderLine { Sku = product.Sku, Quantity = 2 }],
                },
                ct: Cancellation
            );
        // Nine days of lead time: one should have come yesterday or the day before, one comes; a draft is no promise.
        var late = await Order(other.Code, 11);
        var draft = await Order(first.Location, 0, PurchaseOrderStatus.Draft);
        async Task<string[]> List(
            string? supplier = null,
            string? location = null,
            string? sku = null,
            DateOnly? before = null,
            bool? isLate = null
        ) =>
            [
                .. (
                    await app.Api.ListPurchaseOrders(
                        supplier: supplier ?? first.Supplier,
                        location: location,
                        sku: sku,
                        expectedBefore: before,
                        late: isLate,
                        ct: Cancellation
                    )
                ).Items.Select(o => o.Number),
            ];

        Assert.Equal([draft.Number, late.Number, first.Number], await List());
        Assert.Equal([late.Number], await List(location: other.Code.ToLowerInvariant()));
        Assert.Equal([draft.Number, late.Number, first.Number], await List(sku: product.Sku));
        Assert.Empty(await List(sku: (await app.NewProduct()).Sku));
        Assert.Equal([late.Number], await List(before: first.ExpectedOn));
        Assert.Equal([late.Number, first.Number], await List(before: first.ExpectedOn.AddDays(1)));
        Assert.Equal([late.Number], await List(isLate: true));
        Assert.Equal([draft.Number, first.Number], await List(isLate: false));
        await Receive(late, 2);
        Assert.Empty(await List(isLate: true));
        Assert.Equal([first.Number], await List(before: first.ExpectedOn.AddDays(1)));
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            expectedBefore: must be a day like 2026-01-31
            sku: {Contracts.Sku.Rule}
            supplier: {Contracts.Code.Rule}
            """,
            await Problem.Read(app.Http.Get($"{Orders}?expectedBefore=soon&supplier=a%2Fb&sku=%21"))
        );
        Assert.StartsWith("400 ", await Problem.Read(app.Http.Get($"{Orders}?late=x")), StringComparison.Ordinal);
    }
}
