using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>What receipts teach of lead times.</summary>
public sealed class LeadTimeTests(CatalogApp app)
{
    private static readonly DateOnly Sent = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static LineReceipt After(int days, decimal quantity = 1, string order = "O", decimal ordered = 10) =>
        new("S", "A", $"{order}-{days}", Sent, Sent.AddDays(10), Sent.AddDays(days), quantity, ordered);

    [Fact]
    public void Figures_are_weighted_by_what_came()
    {
        // 80 units after 8 days, 15 after 12, 5 after 30; promised were 10.
        var figures = LeadTimes.Measure([After(12, 15), After(8, 80), After(30, 5)], LeadTimes.ByQuantity)!;
        Assert.Equal(new LeadTimeFigures(3, 3, 9.7, 8, 12, -0.3, 0.8), figures);
        Assert.Null(LeadTimes.Measure([], LeadTimes.ByQuantity));
    }

    [Fact]
    public void Of_a_supplier_each_line_counts_once()
    {
        // A thousand screws on time, one machine ten days late.
        LineReceipt[] receipts = [After(10, 1_000, ordered: 1_000), After(20, 1, ordered: 1)];
        Assert.Equal(5, LeadTimes.Measure(receipts, LeadTimes.ByLine)!.MeanDaysLate);
        Assert.Equal(0.01, LeadTimes.Measure(receipts, LeadTimes.ByQuantity)!.MeanDaysLate);
    }

    [Fact]
    public void The_ninth_tenth_is_exact_where_tenths_are_summed()
    {
        var receipts = Enumerable.Range(1, 10).Select(day => After(day, 1)).ToList();
        var figures = LeadTimes.Measure(receipts, LeadTimes.ByLine)!;
        Assert.Equal((5, 9), (figures.MedianDays, figures.P90Days));
    }

    [Fact]
    public void Goods_that_came_before_the_order_was_sent_took_no_time()
    {
        var figures = LeadTimes.Measure([After(-3)], LeadTimes.ByQuantity)!;
        Assert.Equal((0, -13), (figures.MeanDays, figures.MeanDaysLate));
    }

    [Fact]
    public void Few_deliveries_are_shrunk_to_what_stands_above_them()
    {
        var none = LeadTimes.Delay([], LeadTimes.ByLine).ShrunkTo(ExpectedDelay.None);
        Assert.Equal(new LearnedLeadTime(0, 14, 14), none.Of(14));

        // Five deliveries, all six days late: half of that is believed.
        LineReceipt[] five = [.. Enumerable.Range(0, 5).Select(i => After(16, order: $"{i}"))];
        var supplier = LeadTimes.Delay(five, LeadTimes.ByLine).ShrunkTo(ExpectedDelay.None);
        Assert.Equal(new LearnedLeadTime(0.5, 13, 13), supplier.Of(10));

        // A product without receipts is as late as its supplier; one delivery moves it by a sixth.
        Assert.Equal(new ExpectedDelay(0, 3, 3), LeadTimes.Delay([], LeadTimes.ByQuantity).ShrunkTo(supplier));
        var product = LeadTimes.Delay([After(10)], LeadTimes.ByQuantity).ShrunkTo(supplier);
        Assert.Equal((2.5, 2.5), (product.Median, product.P90));

        // Fifty lines of one lorry are one delivery.
        LineReceipt[] lorry = [.. Enumerable.Repeat(After(16), 50)];
        Assert.Equal(1.0 / 6, LeadTimes.Delay(lorry, LeadTimes.ByLine).ShrunkTo(ExpectedDelay.None).Weight);

        // Many deliveries speak for themselves, and no lead time is below zero.
        LineReceipt[] many = [.. Enumerable.Range(0, 995).Select(i => After(16, order: $"{i}"))];
        Assert.Equal(5.97, LeadTimes.Delay(many, LeadTimes.ByLine).ShrunkTo(ExpectedDelay.None).Median, 2);
        Assert.Equal(0, new ExpectedDelay(1, -9, -9).Of(4).MedianDays);
    }

    [Fact]
    public async Task Receipts_of_orders_teach_the_lead_times_of_a_supplier_and_its_products()
    {
        var (supplier, location) = (await app.NewSupplier(), await app.NewLocation("Asia/Tokyo"));
        var term = new SupplierTermRequest
        {
            Supplier = supplier.Code,
            LeadTimeDays = 10,
            UnitCost = 1,
        };
        var (taught, untaught) = (await app.NewProduct(terms: term), await app.NewProduct(terms: term));
        // A day before, seen from London, and the promise is that of the sending.
        var now = DateTimeOffset.UtcNow;
        var sent = new DateTimeOffset(now.Year, now.Month, now.Day, 16, 0, 0, TimeSpan.Zero).AddDays(-40);
        var order = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = supplier.Code,
                Location = location.Code,
                SentAt = sent,
                Lines = [new CreatePurchaseOrderLine { Sku = taught.Sku, Quantity = 10 }],
            },
            ct: Cancellation
        );
        var day = DateOnly.FromDateTime(sent.UtcDateTime).AddDays(1);
        Assert.Equal((day, day.AddDays(10), sent), (order.OrderedOn, order.ExpectedOn, order.SentAt));
        await app.Api.ChangeExpectedDate(
            order.Number,
            new ChangeExpectedDate { ExpectedOn = day.AddDays(60), Reason = "it says so" },
            order.ETag,
            ct: Cancellation
        );
        foreach (var (quantity, days) in new[] { (8, 14), (2, 30) })
        {
            await app.Api.ReceiveStock(
                new ReceiveStock
                {
                    Sku = taught.Sku,
                    Location = location.Code,
                    Quantity = quantity,
                    PurchaseOrder = order.Number,
                    OccurredAt = sent.AddDays(days),
                },
                ct: Cancellation
            );
        }

        // What came without an order, and what was never sent, teaches nothing.
        await app.Receive(taught.Sku, location.Code, 5);

        var read = await app.Api.GetSupplierLeadTimes(supplier.Code, ct: Cancellation);
        var figures = new LeadTimeFigures(2, 2, 17.2, 14, 30, 7.2, 0);
        Assert.Equal((supplier.Code, 10, figures), (read.Supplier, read.PromisedDays, read.Measured));
        Assert.Equal([new LeadTimeShare(14, .8), new LeadTimeShare(30, .2)], read.Days);
        // z = 2 / 7: 10 + 2/7 x 4 and 10 + 2/7 x 20.
        Assert.Equal(new LearnedLeadTime(0.29, 11.14, 15.71), read.Learned);
        Assert.Equal(
            new[]
            {
                // 10 + 2/7 x 4 + 5/7 x 1.14 and 10 + 2/7 x 20 + 5/7 x 5.71.
                new ProductLeadTimes(taught.Sku, 10, figures, new LearnedLeadTime(0.29, 11.96, 19.8)),
                new ProductLeadTimes(untaught.Sku, 10, null, new LearnedLeadTime(0, 11.14, 15.71)),
            }.OrderBy(p => p.Sku, StringComparer.Ordinal),
            read.Products.Items
        );

        var first = await app.Api.GetSupplierLeadTimes(supplier.Code, 1, ct: Cancellation);
        var second = await app.Api.GetSupplierLeadTimes(supplier.Code, 1, first.Products.Next, ct: Cancellation);
        Assert.Equal(read.Products.Items, [.. first.Products.Items, .. second.Products.Items]);
        Assert.Null(second.Products.Next);
        var one = await app.Api.GetSupplierLeadTimes(supplier.Code, sku: untaught.Sku, ct: Cancellation);
        Assert.Equal(untaught.Sku, Assert.Single(one.Products.Items).Sku);

        // The planner is told what both say by themselves, and shrinks it by the same formula.
        List<LeadTimeState> told = [];
        await Eventually.Holds(
            async () => (told = await Told(supplier.Code)).Count > 0 && told.TrueForAll(s => s.Deliveries == 2),
            "both deliveries are announced"
        );
        Assert.Equal([null, taught.Sku], told.Select(s => s.Sku));
        Assert.All(told, s => Assert.Equal((4, 20), (s.MedianDelay, s.P90Delay)));

        // Beside other suppliers it says the same, and of the months what came in them.
        var listed = Assert.Single((await app.Api.ListSupplierFigures(search: supplier.Code, ct: Cancellation)).Items);
        Assert.Equal((supplier.Code, 10, read.Learned), (listed.Supplier.Code, listed.PromisedDays, listed.Learned));
        Assert.Equal((2, 0, 0, 0m), (listed.Deliveries, listed.OnTimeShare, listed.OpenOrders, listed.OpenValue));
        Assert.Equal(2, read.Months.Sum(m => m.Measured.Receipts));

        // In two years all of it is too old; nothing else changes by itself.
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDb>();
        Assert.Empty(await AnnouncedLeadTime.TakeChangedAsync(db, supplier.Code, now.AddDays(1), Cancellation));
        var forgotten = await AnnouncedLeadTime.TakeChangedAsync(db, supplier.Code, now.AddDays(731), Cancellation);
        Assert.Equal(
            told.Select(s => s with { Version = s.Version + 1, Deliveries = 0, MedianDelay = 0, P90Delay = 0 }),
            forgotten.OrderBy(s => s.Sku, StringComparer.Ordinal)
        );
    }

    /// <summary>The newest of each that was announced of a supplier, the whole first.</summary>
    private async Task<List<LeadTimeState>> Told(string supplier) =>
        [
            .. (await app.Announced<LeadTimesChanged>("supplier", supplier))
                .Select(s => s.Deserialize<LeadTimeState>(ContractsJson.Options)!)
                .GroupBy(s => s.Sku)
                .Select(g => g.MaxBy(s => s.Version)!)
                .OrderBy(s => s.Sku, StringComparer.Ordinal),
        ];

    [Fact]
    public async Task What_an_upgrade_left_is_announced_as_it_is()
    {
        var supplier = await app.Api.CreateSupplier(
            new CreateSupplier
            {
                Code = CatalogApp.NewName("S"),
                Name = "A supplier",
                OrderDays = [DayOfWeek.Thursday, DayOfWeek.Monday],
            },
            ct: Cancellation
        );
        var product = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 10,
                UnitCost = 2,
                PriceBreaks = [new PriceBreakRequest { FromQuantity = 10, UnitCost = 1.5m }],
            }
        );
        // Twice the same, as two changes leave it.
        await using var left = app.Database.CreateCommand(
            $"""
            INSERT INTO catalog.unannounced (kind, key) VALUES ('Product', '{product.Sku}'),
                ('Supplier', '{supplier.Code}'), ('Product', '{product.Sku}')
            """
        );
        await left.ExecuteNonQueryAsync(Cancellation);
        List<JsonElement> products = [];
        await Eventually.Holds(
            async () => (products = await app.Announced<ProductChanged>("sku", product.Sku)).Count > 1,
            "the product is announced again"
        );
        Assert.Equal(2, products.Count);
        foreach (var state in products)
        {
            var term = Assert.Single(state.Deserialize<ProductState>(ContractsJson.Options)!.Terms);
            Assert.Equal([new PriceBreak(10, 1.5m)], term.PriceBreaks);
        }

        var suppliers = await app.Announced<SupplierChanged>("code", supplier.Code);
        Assert.Equal(2, suppliers.Count);
        foreach (var state in suppliers)
            Assert.Equal(
                [DayOfWeek.Monday, DayOfWeek.Thursday],
                state.Deserialize<SupplierState>(ContractsJson.Options)!.OrderDays
            );
    }

    [Fact]
    public async Task A_supplier_without_terms_or_receipts_teaches_nothing()
    {
        var supplier = await app.NewSupplier();
        var read = await app.Api.GetSupplierLeadTimes(supplier.Code, ct: Cancellation);
        Assert.Equal((null, null, null), (read.PromisedDays, read.Measured, read.Learned));
        Assert.Empty(read.Days);
        Assert.Empty(read.Products.Items);
        Assert.Equal(
            "404 No supplier has the code 'NOBODY'.",
            await Problem.Read(app.Http.Get("/api/v1/suppliers/NOBODY/lead-times"))
        );
    }

    [Fact]
    public async Task Suppliers_are_sorted_by_what_is_still_to_come_from_them_page_by_page()
    {
        var (name, location) = (CatalogApp.NewName("Z"), await app.NewLocation());
        foreach (var quantity in new[] { 10, 30, 20 })
        {
            var supplier = await app.NewSupplier();
            var etag = (await app.Api.GetSupplier(supplier.Code, Cancellation)).ETag;
            await app.Api.UpdateSupplier(
                supplier.Code,
                UpdateSupplier.Of(supplier) with
                {
                    Name = $"{name} {quantity}",
                },
                etag,
                Cancellation
            );
            var product = await app.NewProduct();
            await app.Api.CreatePurchaseOrder(
                new CreatePurchaseOrder
                {
                    Supplier = supplier.Code,
                    Location = location.Code,
                    SentAt = DateTimeOffset.UtcNow.AddDays(-20),
                    ExpectedOn = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-9),
                    Lines =
                    [
                        new CreatePurchaseOrderLine
                        {
                            Sku = product.Sku,
                            Quantity = quantity,
                            UnitCost = 2,
                        },
                    ],
                },
                ct: Cancellation
            );
        }

        async Task<Page<SupplierFigures>> Read(string? after) =>
            await app.Api.ListSupplierFigures(2, after, name, sort: SupplierSort.OpenValue, ct: Cancellation);
        var first = await Read(null);
        var second = await Read(first.Next);

        Assert.Equal([60, 40, 20], first.Items.Concat(second.Items).Select(f => f.OpenValue));
        Assert.All(first.Items, f => Assert.Equal((1, 1, null), (f.OpenOrders, f.LateOrders, f.OnTimeShare)));
        Assert.Null(second.Next);
    }
}
