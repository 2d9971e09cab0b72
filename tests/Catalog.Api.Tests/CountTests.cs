using System.Net;
using FsCheck.Fluent;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>The order of typing is not the order of happening.</summary>
public sealed class CountTests(CatalogApp app)
{
    private static readonly DateTimeOffset Start = new(2025, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset At(int day, int hour) => new(2025, 11, day, hour, 0, 0, TimeSpan.Zero);

    private async Task<Place> NewPlace() => new(app, (await app.NewProduct()).Sku, (await app.NewLocation("UTC")).Code);

    private async Task NothingDrifts() =>
        Assert.Equal(0, (await app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);

    [Fact]
    public async Task What_happened_before_a_count_and_is_typed_later_changes_nothing()
    {
        var place = await NewPlace();
        var counted = await place.Count(50, At(25, 5));
        var received = await place.Receive(30, At(24, 10));
        await place.Sell(4, At(24, 15));

        Assert.Equal((30m, 50m), (received.Movement.Quantity, received.Level.OnHand));
        Assert.Equal(
            (MovementKind.Correction, -30m, counted.Movement.Id.ToString(), At(25, 5)),
            (
                received.Correction!.Kind,
                received.Correction.Quantity,
                received.Correction.Reference,
                received.Correction.OccurredAt
            )
        );
        Assert.Equal(
            "a line from before the count of 2025-11-25 05:00 UTC, recorded after it",
            received.Correction.Reason
        );
        Assert.Equal(50, await place.OnHand());
        Assert.Equal(
            [
                (MovementKind.Receipt, 30m),
                (MovementKind.Sale, -4),
                (MovementKind.Count, 50),
                (MovementKind.Correction, -30),
                (MovementKind.Correction, 4),
            ],
            (await place.Movements()).OrderBy(m => m.OccurredAt).ThenBy(m => m.Id).Select(m => (m.Kind, m.Quantity))
        );
        // The sale was one all the same.
        var product = await app.Api.GetProduct(place.Sku, Cancellation);
        Assert.Equal((4m, 8m, 50m), (product.UnitsSold, product.Revenue, product.OnHand));
        await NothingDrifts();
    }

    [Fact]
    public async Task A_count_of_the_past_corrects_the_level_of_then_and_what_came_after_it_still_counts()
    {
        var place = await NewPlace();
        await place.Receive(100, At(20, 9));
        await place.Sell(10, At(24, 15));
        var counted = await place.Count(98, At(23, 18));

        Assert.Equal(
            (-2m, 98m, 88m, null),
            (counted.Movement.Quantity, counted.Movement.CountedQuantity, counted.Level.OnHand, counted.Correction)
        );
        await NothingDrifts();
    }

    [Fact]
    public async Task Yesterdays_sales_that_are_imported_after_this_mornings_count_leave_the_level()
    {
        var place = await NewPlace();
        await place.Receive(100, At(20, 9));
        await place.Count(80, At(25, 7));
        // Some of before, one of after, a return of before, in one message.
        var message = Guid.CreateVersion7();
        await app.Publish(
            message,
            [
                .. Enumerable.Range(8, 12).Select(hour => place.Line(SaleKind.Sale, 2, At(24, hour))),
                place.Line(SaleKind.Return, 1, At(24, 20)),
                place.Line(SaleKind.Sale, 3, At(25, 8)),
            ]
        );
        await app.Consumed(message);

        Assert.Equal(77, await place.OnHand());
        var correction = Assert.Single(await place.Movements(), m => m.Kind == MovementKind.Correction);
        Assert.Equal(
            (23m, "13 lines from before the count of 2025-11-25 07:00 UTC, recorded after it", At(25, 7)),
            (correction.Quantity, correction.Reason, correction.OccurredAt)
        );
        Assert.Equal(26, (await app.Api.GetProduct(place.Sku, Cancellation)).UnitsSold);
        await NothingDrifts();
    }

    [Fact]
    public async Task Between_two_counts_the_first_one_behind_a_late_line_takes_it_back()
    {
        var place = await NewPlace();
        var first = await place.Count(10, At(22, 12));
        var last = await place.Count(30, At(24, 12));

        Assert.Equal(last.Movement.Id.ToString(), (await place.Receive(5, At(23, 12))).Correction!.Reference);
        Assert.Equal(first.Movement.Id.ToString(), (await place.Receive(7, At(21, 12))).Correction!.Reference);
        // A count between them is late itself: it changes what lay there until the last one, and nothing after it.
        var between = await place.Count(12, At(23, 18));
        Assert.Equal(
            (-3m, 3m, last.Movement.Id.ToString(), 30m),
            (
                between.Movement.Quantity,
                between.Correction!.Quantity,
                between.Correction.Reference,
                between.Level.OnHand
            )
        );
        Assert.Equal(between.Movement.Id.ToString(), (await place.Receive(1, At(23, 13))).Correction!.Reference);
        Assert.Null((await place.Receive(9, At(24, 13))).Correction);
        Assert.Equal(39, await place.OnHand());
        await NothingDrifts();
    }

    [Fact]
    public async Task A_late_difference_is_not_held_against_the_level_of_today()
    {
        var place = await NewPlace();
        await place.Count(3, At(25, 5));
        var late = await place.Adjust(-8, At(24, 5));
        Assert.Equal((-8m, 3m, 8m), (late.Movement.Quantity, late.Level.OnHand, late.Correction!.Quantity));
        Assert.Equal(
            $"409 The stock does not allow it.\ndelta: only 3 of {place.Sku} on hand at {place.Location}",
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/stock/adjustments",
                    new
                    {
                        sku = place.Sku,
                        location = place.Location,
                        delta = -8,
                        occurredAt = At(26, 5),
                        reason = "x",
                    }
                )
            )
        );
    }

    [Fact]
    public async Task Of_one_moment_what_was_typed_first_happened_first()
    {
        var place = await NewPlace();
        await place.Receive(5, At(24, 12));
        await place.Count(7, At(24, 12));
        await place.Receive(2, At(24, 12));
        Assert.Equal(9, await place.OnHand());

        // So it is in one request.
        var result = await app.Api.MoveStock(
            new MoveStock
            {
                Receipts = [place.Receipt(4, At(23, 1)), place.Receipt(6, At(25, 1))],
                Adjustments =
                [
                    place.Counted(3, At(25, 1)),
                    place.Counted(20, At(26, 1)),
                    place.Delta(2, At(24, 20)),
                    place.Delta(1, At(26, 1)),
                ],
            },
            ct: Cancellation
        );
        Assert.Equal(6, result.Created);
        Assert.Equal(21, await place.OnHand());
        await NothingDrifts();
    }

    [Fact]
    public async Task Stock_of_a_moment_is_what_had_happened_by_then()
    {
        var place = await NewPlace();
        await place.Sell(1, At(23, 10));
        await place.Count(50, At(25, 5));
        await place.Receive(30, At(24, 10));
        await place.Sell(4, At(24, 15));

        Assert.Equal(
            new decimal[] { 0, -1, 29, 25, 50 },
            await Levels(At(23, 9), At(23, 10), At(24, 10), At(24, 15), At(25, 5))
        );
        var past = Assert.Single((await app.Api.ListStock(sku: place.Sku, asOf: At(24, 9), ct: Cancellation)).Items);
        Assert.Equal(
            (-1m, null, false, null, At(24, 9)),
            (past.OnHand, past.OnOrder, past.Counted, past.Value, past.UpdatedAt)
        );
        Assert.True(
            Assert.Single((await app.Api.ListStock(sku: place.Sku, asOf: At(24, 10), ct: Cancellation)).Items).Counted
        );

        async Task<decimal[]> Levels(params DateTimeOffset[] moments)
        {
            var levels = new List<decimal>();
            foreach (var moment in moments)
                levels.Add(await place.OnHand(moment));
            return [.. levels];
        }
    }

    [Fact]
    public async Task A_plain_date_is_the_beginning_of_that_day_on_each_locations_clock()
    {
        var product = await app.NewProduct();
        var (tokyo, london) = (await app.NewLocation("Asia/Tokyo"), await app.NewLocation());
        foreach (var location in new[] { tokyo, london })
            await new Place(app, product.Sku, location.Code).Receive(5, At(24, 20));
        var levels = await app
            .Http.Get($"/api/v1/stock?sku={product.Sku}&asOf=2025-11-25")
            .Read<Page<StockLevelResponse>>(HttpStatusCode.OK);
        // At 20:00 UTC it was the 25th already in Tokyo.
        Assert.Equal(0, levels.Items.Single(l => l.Location == tokyo.Code).OnHand);
        Assert.Equal(5, levels.Items.Single(l => l.Location == london.Code).OnHand);
    }

    [Theory]
    [InlineData("yesterday", Rules.LocationTime)]
    [InlineData("2025-02-30", Rules.LocationTime)]
    [InlineData("2099-01-01", "must not be in the future")]
    [InlineData("2099-01-01T10:00Z", "must not be in the future")]
    public async Task A_moment_of_which_nothing_can_be_known_is_named(string asOf, string reason) =>
        Assert.Equal(
            $"400 One or more fields are not valid.\nasOf: {reason}",
            await Problem.Read(app.Http.Get($"/api/v1/stock?asOf={asOf}"))
        );

    [Fact]
    public async Task Nobody_has_counted_what_will_lie_there_tomorrow()
    {
        var place = await NewPlace();
        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + "occurredAt: must not be in the future: nobody can have counted yet what lies there then",
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/stock/adjustments",
                    new
                    {
                        sku = place.Sku,
                        location = place.Location,
                        countedQuantity = 5,
                        occurredAt = DateTimeOffset.UtcNow.AddHours(1),
                        reason = "x",
                    }
                )
            )
        );
        Assert.Equal(
            "400 One or more fields are not valid.\noccurredAt: must be at most a day ahead",
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/stock/adjustments",
                    new
                    {
                        sku = place.Sku,
                        location = place.Location,
                        countedQuantity = 5,
                        occurredAt = DateTimeOffset.UtcNow.AddDays(3),
                        reason = "x",
                    }
                )
            )
        );
    }

    /// <summary>
    /// Whatever happens and in whatever order it is typed: the level is what comes out when all is put in the order of
    /// happening, and each count sets it.
    /// </summary>
    [Fact]
    public async Task Any_order_of_typing_gives_the_level_of_the_order_of_happening()
    {
        var stories = Gen.Sample(Story.Of(Start, 3, 20), 60);
        await Parallel.ForEachAsync(
            stories,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
            async (story, _) =>
            {
                var place = await NewPlace();
                var known = new List<Event>();
                foreach (var happening in story)
                {
                    if (await place.Type(happening))
                        known.Add(happening);
                    Assert.True(
                        Story.LevelOf(known) == await place.OnHand(),
                        $"on hand {await place.OnHand()}, not {Story.LevelOf(known)}, after {string.Join("; ", known)}"
                    );
                }

                // So it was at every moment.
                foreach (var at in known.Select(e => e.At).Distinct())
                {
                    var level = Story.LevelOf(known.Where(e => e.At <= at));
                    Assert.True(
                        level == await place.OnHand(at),
                        $"on hand {await place.OnHand(at)}, not {level}, at {at:u} of {string.Join("; ", known)}"
                    );
                }
            }
        );
        await NothingDrifts();
    }

    /// <summary>The same, typed as one request: receipts and differences, and counts among them.</summary>
    [Fact]
    public async Task Any_order_within_one_request_gives_the_level_of_the_order_of_happening()
    {
        foreach (var story in Gen.Sample(Story.Of(Start, 2, 30), 40))
        {
            var place = await NewPlace();
            List<Event> before = [.. story.Take(story.Length / 2).Where(e => e.Kind != EventKind.Difference)];
            foreach (var happening in before)
                await place.Type(happening);
            List<Event> receipts = [.. story.Skip(story.Length / 2).Where(e => e.Kind == EventKind.Receipt)];
            List<Event> counts = [.. story.Skip(story.Length / 2).Where(e => e.Kind == EventKind.Count)];
            if (receipts.Count + counts.Count == 0)
                continue;
            await app.Api.MoveStock(
                new MoveStock
                {
                    Receipts = [.. receipts.Select(e => place.Receipt(e.Quantity, e.At))],
                    Adjustments =
                    [
                        .. counts.SelectMany(e =>
                            new[] { place.Counted(e.Quantity, e.At), place.Delta(1, e.At.AddHours(-1)) }
                        ),
                    ],
                },
                ct: Cancellation
            );
            List<Event> all =
            [
                .. before,
                .. receipts,
                .. counts.SelectMany(e => new[] { e, new Event(EventKind.Receipt, 1, e.At.AddHours(-1)) }),
            ];
            Assert.True(
                Story.LevelOf(all) == await place.OnHand(),
                $"on hand {await place.OnHand()}, not {Story.LevelOf(all)}, after {string.Join("; ", all)}"
            );
        }

        await NothingDrifts();
    }
}
