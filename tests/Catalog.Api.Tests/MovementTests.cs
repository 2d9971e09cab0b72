using System.Net;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>The ledger as it is read, and what of it is taken back.</summary>
public sealed class MovementTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset At(int day, int hour = 12) => new(2025, 11, day, hour, 0, 0, TimeSpan.Zero);

    private async Task<Place> NewPlace(string zone = "UTC") =>
        new(app, (await app.NewProduct()).Sku, (await app.NewLocation(zone)).Code);

    private static string UndoPath(MovementResponse line) =>
        $"/api/v1/stock/{Uri.EscapeDataString(line.Sku)}/movements/{line.Id}/undo";

    private async Task NothingDrifts() =>
        Assert.Equal(0, (await app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);

    [Fact]
    public async Task What_happened_last_comes_first_whenever_it_was_typed()
    {
        var place = await NewPlace();
        await place.Receive(3, At(25));
        await place.Receive(1, At(23));
        await place.Receive(2, At(24));

        var found = new List<decimal>();
        string? after = null;
        do
        {
            var page = await app.Api.ListAllMovements(1, after, location: place.Location, ct: Cancellation);
            found.AddRange(page.Items.Select(m => m.Quantity));
            after = page.Next;
        } while (after is not null);
        Assert.Equal([3, 2, 1], found);
        Assert.Equal([3, 2, 1], (await place.Movements()).Select(m => m.Quantity));
    }

    [Fact]
    public async Task Lines_are_found_by_what_they_are()
    {
        var place = await NewPlace("Asia/Tokyo");
        await place.Receive(10, At(20));
        await place.Adjust(-1, At(21));
        // 20:00 UTC of the 22nd is the 23rd in Tokyo.
        await place.Sell(2, At(22, 20));
        var other = await app.NewLocation("UTC");
        var moved = await app.Api.TransferStock(
            new TransferStock
            {
                Sku = place.Sku,
                From = place.Location,
                To = other.Code,
                Quantity = 3,
                OccurredAt = At(23, 20),
            },
            ct: Cancellation
        );

        async Task<string> Found(
            MovementKind? kind = null,
            string? reference = null,
            int? from = null,
            int? to = null,
            string? location = null,
            string? by = null
        ) =>
            string.Join(
                ' ',
                (
                    await app.Api.ListAllMovements(
                        sku: place.Sku,
                        location: location,
                        kind: kind,
                        by: by,
                        reference: reference,
                        from: from is { } first ? new DateOnly(2025, 11, first) : null,
                        to: to is { } last ? new DateOnly(2025, 11, last) : null,
                        ct: Cancellation
                    )
                ).Items.Select(m => $"{m.Quantity:0}")
            );

        Assert.Equal("-2 -1 10", await Found(location: place.Location, to: 23));
        Assert.Equal("-1 10", await Found(location: place.Location, to: 22));
        Assert.Equal("-3 -2", await Found(location: place.Location, from: 23));
        // Each location has its own days: at 20:00 UTC it is the 23rd in the one and the 24th in the other.
        Assert.Equal("3 -2", await Found(from: 23, to: 23));
        Assert.Equal("-1", await Found(MovementKind.Adjustment));
        Assert.Equal(2, (await Found(reference: moved.From.Movement.Reference)).Split(' ').Length);
        var person = (await place.Movements())[^1].RecordedBy!;
        // The sale was somebody else's.
        Assert.Equal(4, (await Found(by: person)).Split(' ').Length);
        Assert.Equal("", await Found(by: "nobody.at.all"));
        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + "from: must be a day like 2026-01-31\n"
                + "kind: must be one of sale, return, receipt, adjustment, count, correction, transfer",
            await Problem.Read(app.Http.Get("/api/v1/stock/movements?kind=theft&from=yesterday"))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nto: must not be before 'from'",
            await Problem.Read(app.Http.Get("/api/v1/stock/movements?from=2025-11-02&to=2025-11-01"))
        );
    }

    [Fact]
    public async Task An_adjustment_is_taken_back_once_at_its_own_moment()
    {
        var place = await NewPlace();
        await place.Receive(10, At(20));
        var wrong = (await place.Adjust(-4, At(22))).Movement;

        Assert.Null((await app.Api.GetMovement(place.Sku, wrong.Id, Cancellation)).NoUndo);
        var undone = Assert.Single((await app.Api.UndoMovement(place.Sku, wrong.Id, ct: Cancellation)).Moved);

        Assert.Equal(
            (MovementKind.Adjustment, 4m, wrong.Id.ToString("D"), At(22), "Taken back: test", 10m),
            (
                undone.Movement.Kind,
                undone.Movement.Quantity,
                undone.Movement.Reference,
                undone.Movement.OccurredAt,
                undone.Movement.Reason,
                undone.Level.OnHand
            )
        );
        Assert.Equal(10, await place.OnHand(At(23)));
        Assert.Equal(
            "409 The stock does not allow it.\nid: It was taken back already.",
            await Problem.Read(app.Http.Post(UndoPath(wrong), new { }))
        );
        Assert.Equal(
            "409 The stock does not allow it.\nid: It takes something back itself.",
            await Problem.Read(app.Http.Post(UndoPath(undone.Movement), new { }))
        );
        await NothingDrifts();
    }

    [Fact]
    public async Task A_transfer_goes_back_as_a_whole_whichever_end_is_named()
    {
        var place = await NewPlace();
        var other = await app.NewLocation("UTC");
        await place.Receive(10, At(20));
        var moved = await app.Api.TransferStock(
            new TransferStock
            {
                Sku = place.Sku,
                From = place.Location,
                To = other.Code,
                Quantity = 6,
                OccurredAt = At(21),
            },
            ct: Cancellation
        );
        var detail = await app.Api.GetMovement(place.Sku, moved.To.Movement.Id, Cancellation);
        Assert.Equal((moved.From.Movement.Id, null), (detail.OtherEnd!.Id, detail.NoUndo));

        var undone = await app.Api.UndoMovement(place.Sku, moved.To.Movement.Id, ct: Cancellation);

        Assert.Equal(
            [(other.Code, -6m, 0m), (place.Location, 6m, 10m)],
            undone.Moved.Select(m => (m.Movement.Location, m.Movement.Quantity, m.Level.OnHand))
        );
        foreach (var line in undone.Moved.Select(m => m.Movement).Append(moved.From.Movement))
        {
            Assert.Equal(moved.From.Movement.Reference, line.Reference);
            Assert.Equal(
                "409 The stock does not allow it.\nid: It was taken back already.",
                await Problem.Read(app.Http.Post(UndoPath(line), new { }))
            );
        }

        await NothingDrifts();
    }

    [Fact]
    public async Task What_a_receipt_of_an_order_brought_is_to_come_again_when_it_is_taken_back()
    {
        var (place, order) = await OrderedAsync();
        var first = await ReceiveAsync(order, place, 4);
        var last = await ReceiveAsync(order, place, 6);

        await UndoneAsync(last, PurchaseOrderStatus.PartlyReceived, 4);
        await UndoneAsync(first, PurchaseOrderStatus.Sent, 0);
        Assert.Equal(
            "409 The stock does not allow it.\nid: It was taken back already.",
            await Problem.Read(app.Http.Post(UndoPath(first), new { }))
        );
        var log = RestService.For<IActivityApi>(app.Http, ContractsJson.Refit());
        var done = (await log.ListActivity(subject: $"order:{order}", ct: Cancellation)).Items;
        Assert.Equal(
            ["receipt-taken-back", "receipt-taken-back", "received", "received"],
            done.Take(4).Select(d => d.Action)
        );
        // What is right comes in.
        await ReceiveAsync(order, place, 10);
        Assert.Equal(PurchaseOrderStatus.Received, (await app.Api.GetPurchaseOrder(order, Cancellation)).Status);
        await NothingDrifts();

        async Task UndoneAsync(MovementResponse wrong, PurchaseOrderStatus status, decimal left)
        {
            Assert.Null((await app.Api.GetMovement(place.Sku, wrong.Id, Cancellation)).NoUndo);
            var undone = Assert.Single((await app.Api.UndoMovement(place.Sku, wrong.Id, ct: Cancellation)).Moved);
            Assert.Equal(
                (-wrong.Quantity, wrong.Id.ToString("D"), left, 10 - left),
                (undone.Movement.Quantity, undone.Movement.Reference, undone.Level.OnHand, undone.Level.OnOrder)
            );
            var now = await app.Api.GetPurchaseOrder(order, Cancellation);
            Assert.Equal((status, left), (now.Status, Assert.Single(now.Lines).Received));
            var learned = await app.Api.GetSupplierLeadTimes(now.Supplier, ct: Cancellation);
            Assert.Equal(left > 0 ? 1 : null, learned.Measured?.Receipts);
        }
    }

    [Fact]
    public async Task A_receipt_of_an_order_that_was_cancelled_since_is_taken_back_and_not_to_come_again()
    {
        var (place, order) = await OrderedAsync();
        var wrong = await ReceiveAsync(order, place, 4);
        var open = await app.Api.GetPurchaseOrder(order, Cancellation);
        await app.Api.CancelPurchaseOrder(order, new CancelPurchaseOrder(), open.ETag, ct: Cancellation);

        var undone = Assert.Single((await app.Api.UndoMovement(place.Sku, wrong.Id, ct: Cancellation)).Moved);

        Assert.Equal((0m, 0m), (undone.Level.OnHand, undone.Level.OnOrder));
        var now = await app.Api.GetPurchaseOrder(order, Cancellation);
        Assert.Equal((PurchaseOrderStatus.Cancelled, 0m), (now.Status, now.Lines[0].Received));
        await NothingDrifts();
    }

    /// <summary>Ten on order.</summary>
    private async Task<(Place Place, string Order)> OrderedAsync()
    {
        var place = await NewPlace();
        var order = await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = (await app.NewSupplier()).Code,
                Location = place.Location,
                Lines =
                [
                    new CreatePurchaseOrderLine
                    {
                        Sku = place.Sku,
                        Quantity = 10,
                        UnitCost = 2,
                    },
                ],
            },
            ct: Cancellation
        );
        return (place, order.Number);
    }

    private async Task<MovementResponse> ReceiveAsync(string order, Place place, decimal quantity) =>
        (
            await app.Api.ReceiveStock(
                new ReceiveStock
                {
                    Sku = place.Sku,
                    Location = place.Location,
                    Quantity = quantity,
                    PurchaseOrder = order,
                },
                ct: Cancellation
            )
        ).Movement;

    [Fact]
    public async Task What_cannot_be_taken_back_says_why()
    {
        var place = await NewPlace();
        var received = (await place.Receive(10, At(20))).Movement;
        await place.Sell(7, At(21));
        var adjusted = (await place.Adjust(-1, At(22))).Movement;
        Assert.Equal(
            $"409 The stock does not allow it.\ndelta: only 2 of {place.Sku} on hand at {place.Location}",
            await Problem.Read(app.Http.Post(UndoPath(received), new { }))
        );
        var counted = (await place.Count(2, At(23))).Movement;
        var late = (await place.Receive(1, At(22))).Correction!;
        var sale = (await place.Movements()).Single(m => m.Kind == MovementKind.Sale);
        foreach (
            var (line, reason) in (List<(MovementResponse, string)>)
                [
                    (adjusted, $"{place.Sku} was counted at {place.Location} since: what lay there is known."),
                    (counted, "A count says what lay there: count again."),
                    (late, "A correction belongs to its count."),
                    (sale, "A sale or return is taken back where it was recorded."),
                ]
        )
        {
            Assert.Equal(reason, (await app.Api.GetMovement(place.Sku, line.Id, Cancellation)).NoUndo);
            Assert.Equal(
                $"409 The stock does not allow it.\nid: {reason}",
                await Problem.Read(app.Http.Post(UndoPath(line), new { }))
            );
        }

        var nothing = Guid.CreateVersion7();
        Assert.Equal(
            $"404 No movement of '{place.Sku}' has the id {nothing}.",
            await Problem.Read(app.Http.Get($"/api/v1/stock/{place.Sku}/movements/{nothing}"))
        );
        Assert.Equal(
            $"404 No movement of '{place.Sku}' has the id {nothing}.",
            await Problem.Read(app.Http.Post($"/api/v1/stock/{place.Sku}/movements/{nothing}/undo", new { }))
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_who_take_the_same_back_at_once_one_does(bool ordered)
    {
        var (place, order) = await OrderedAsync();
        var wrong = ordered ? await ReceiveAsync(order, place, 10) : (await place.Receive(10, At(20))).Movement;
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    using var answer = await app.Http.Post(UndoPath(wrong), new { });
                    return answer.StatusCode;
                })
        );
        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.Created));
        Assert.Equal(5, answers.Count(a => a == HttpStatusCode.Conflict));
        Assert.Equal(0, await place.OnHand());

        // Sent twice with one key, it is one, answered twice.
        var again = (await place.Receive(3, At(20))).Movement;
        var key = CatalogApp.NewName("key");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await app.Http.Post(UndoPath(again), new { }, key);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }

        await NothingDrifts();
    }
}
