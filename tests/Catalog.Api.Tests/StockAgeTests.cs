using System.Net;
using FsCheck.Fluent;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>How long stock has lain, and what lay there on average.</summary>
public sealed class StockAgeTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An hour more than so many days ago: that old, and not a day older, while the test runs.</summary>
    private static DateTimeOffset Ago(int days) => DateTimeOffset.UtcNow.AddDays(-days).AddHours(-1);

    private async Task<Place> NewPlace(string? location = null, decimal? cost = 2, string? category = null)
    {
        var product = await app.Api.CreateProduct(
            new CreateProduct
            {
                Sku = CatalogApp.NewName("P"),
                Name = "A product",
                Category = category,
                Price = 10,
                Cost = cost,
            },
            ct: Cancellation
        );
        return new(app, product.Sku, location ?? (await app.NewLocation("UTC")).Code);
    }

    private async Task<StockAge?> AgeOf(Place place) =>
        (
            await app.Api.ListStockAges(sku: place.Sku, location: place.Location, ct: Cancellation)
        ).Items.SingleOrDefault();

    private static decimal[] Units(IEnumerable<StockAgeBucket> ages) => [.. ages.Select(a => a.Units)];

    [Fact]
    public async Task What_lies_there_is_what_came_last()
    {
        var place = await NewPlace();
        await place.Receive(100, Ago(400));
        await place.Receive(30, Ago(100));
        await place.Receive(20, Ago(10));
        await place.Sell(90, Ago(50));

        var age = (await AgeOf(place))!;

        Assert.Equal((60m, 120m), (age.OnHand, age.Value));
        Assert.Equal(Enum.GetValues<StockAgeRange>(), age.Ages.Select(a => a.Range));
        Assert.Equal([20, 0, 30, 0, 10, 0], Units(age.Ages));
        Assert.Equal([40, 0, 60, 0, 20, 0], age.Ages.Select(a => a.Value));
        Assert.Equal((20 * 10 + 30 * 100 + 10 * 400) / 60d, age.MeanAgeDays);
        Assert.Equal(DateOnly.FromDateTime(Ago(400).UtcDateTime), age.OldestDay);
        // 100 for 265 days, 130 for 50, 40 for 40 and 60 for 10.
        Assert.Equal(365, age.Days);
        Assert.Equal((100 * 265 + 130 * 50 + 40 * 40 + 60 * 10) / 365m, age.MeanOnHand!.Value, 1);
        Assert.Equal((90m, .93), (age.UnitsOut, age.Turnover));
    }

    [Fact]
    public async Task What_a_count_found_is_of_unknown_age()
    {
        var place = await NewPlace();
        await place.Sell(7, Ago(300));
        await place.Count(50, Ago(20));
        await place.Sell(10, Ago(5));
        // Written down late: what was sold before is of it, and so is what left first of what was counted.
        await place.Receive(30, Ago(25));

        var age = (await AgeOf(place))!;

        Assert.Equal(40, age.OnHand);
        Assert.Equal([13, 0, 0, 0, 0, 27], Units(age.Ages));
        Assert.Equal((25, DateOnly.FromDateTime(Ago(25).UtcDateTime)), (age.MeanAgeDays, age.OldestDay));
        // Of the time before anything but sales was known nobody knows what lay there.
        Assert.InRange(age.Days, 25, 25.1);
        Assert.Equal((10m, null), (age.UnitsOut, age.Turnover));
    }

    [Fact]
    public async Task Transfers_and_returns_come_anew_and_what_is_taken_back_never_came()
    {
        var here = await NewPlace();
        var there = here with { Location = (await app.NewLocation("UTC")).Code };
        var (back, mistake) = (Ago(3), Ago(9));
        await here.Receive(10, Ago(200));
        await app.Api.TransferStock(
            new TransferStock
            {
                Sku = here.Sku,
                From = here.Location,
                To = there.Location,
                Quantity = 4,
                OccurredAt = Ago(40),
            },
            ct: Cancellation
        );
        await here.Sell(3, Ago(30));
        await here.Sell(1, back, SaleKind.Return);
        // A sale and a return that were taken back: lines of the same moment with the signs turned.
        await here.Sell(2, mistake);
        await here.Sell(-2, mistake);
        await here.Sell(-1, back, SaleKind.Return);
        await here.Sell(1, back, SaleKind.Return);

        Assert.Equal([1, 0, 0, 3, 0, 0], Units((await AgeOf(here))!.Ages));
        Assert.Equal([0, 4, 0, 0, 0, 0], Units((await AgeOf(there))!.Ages));
        Assert.Equal(2, (await AgeOf(here))!.UnitsOut);
    }

    [Fact]
    public async Task Levels_that_are_not_counted_or_not_above_zero_are_left_out()
    {
        var sold = await NewPlace();
        await sold.Sell(3, Ago(2), SaleKind.Return);
        var gone = await NewPlace();
        await gone.Receive(3, Ago(5));
        await gone.Sell(3, Ago(2));

        Assert.Null(await AgeOf(sold));
        Assert.Null(await AgeOf(gone));
        var nothing = await app.Api.StockAgeTotals(sku: gone.Sku, ct: Cancellation);
        Assert.Equal((0, 0m, null, null), (nothing.Levels, nothing.Value, nothing.MeanAgeDays, nothing.Turnover));
    }

    [Fact]
    public async Task Pages_hold_every_level_once_in_order_and_totals_are_their_sum()
    {
        var location = (await app.NewLocation("UTC")).Code;
        var category = CatalogApp.NewName("Cat");
        var places = new List<Place>();
        foreach (var (days, units, cost) in new[] { (10, 5m, 1m), (200, 3, 9), (400, 2, 1), (10, 9, 2), (100, 4, 0) })
        {
            places.Add(await NewPlace(location, cost == 0 ? null : cost, days > 100 ? $"{category}/Sub" : null));
            await places[^1].Receive(units, Ago(days));
        }

        await places[3].Sell(1, Ago(0));
        foreach (var sort in Enum.GetValues<StockAgeSort>())
        {
            var all = new List<StockAge>();
            string? after = null;
            do
            {
                var page = await app.Api.ListStockAges(2, after, sort, location: location, ct: Cancellation);
                all.AddRange(page.Items);
                after = page.Next;
            } while (after is not null);
            decimal Key(StockAge a) =>
                sort switch
                {
                    StockAgeSort.Age => (decimal)a.MeanAgeDays!,
                    StockAgeSort.OldValue => a.Ages.Sum(b =>
                        b.Range is StockAgeRange.Year or StockAgeRange.Older ? b.Value ?? 0 : 0
                    ),
                    StockAgeSort.Value => a.Value ?? 0,
                    _ => 0,
                };
            Assert.Equal(places.Select(p => p.Sku).Order(), all.Select(a => a.Sku).Order());
            Assert.Equal(
                all.OrderByDescending(Key).ThenBy(a => a.Sku, StringComparer.Ordinal).Select(a => a.Sku),
                all.Select(a => a.Sku)
            );
        }

        var totals = await app.Api.StockAgeTotals(location: location, ct: Cancellation);
        Assert.Equal((5, 1, 22m), (totals.Levels, totals.CostUnknown, totals.OnHand));
        Assert.Equal([13, 0, 4, 3, 2, 0], Units(totals.Ages));
        Assert.Equal([5 + 16, 0, 0, 27, 2, 0], totals.Ages.Select(a => a.Value!.Value));
        Assert.Equal(50, totals.Value);
        Assert.Equal(Math.Round((21 * 10 + 27 * 200 + 2 * 400) / 50d, 1), totals.MeanAgeDays);
        // Only what is known for 28 days has a year, and nothing of that was sold.
        Assert.Equal((0m, 0d), (totals.CostOut, totals.Turnover));
        Assert.InRange(totals.MeanValue, 28.9m, 29.1m);

        var below = await app.Api.ListStockAges(category: category.ToLowerInvariant(), ct: Cancellation);
        Assert.Equal([places[2].Sku, places[1].Sku], below.Items.Select(a => a.Sku));
        Assert.Empty((await app.Api.ListStockAges(location: location, supplier: "NOBODY", ct: Cancellation)).Items);
    }

    [Fact]
    public async Task Every_bad_field_is_named()
    {
        using var response = await app.Http.GetAsync(
            "/api/v1/stock/age?sku=a%20b&location=%3F&supplier=%3F&category=%2F&sort=x&limit=0&after=x",
            Cancellation
        );
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.All(
            (string[])["sku", "location", "supplier", "category", "sort", "limit", "after"],
            field => Assert.Contains($"\"{field}\":", body, StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// Whatever happens and in whatever order it is typed: ages are those of a queue that is filled and emptied in the
    /// order of happening, they add up to what is on hand, and the mean is that of the level at every moment.
    /// </summary>
    [Fact]
    public async Task Ages_are_those_of_a_queue_in_the_order_of_happening()
    {
        // Begun within a day, so that the day of a layer does not end while the test runs.
        var start = Ago(420);
        var location = (await app.NewLocation("UTC")).Code;
        await Parallel.ForEachAsync(
            Gen.Sample(Story.Of(start, 400, 25), 40),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
            async (story, _) =>
            {
                var place = await NewPlace(location);
                var known = new List<Event>();
                foreach (var (i, happening) in story.Index())
                {
                    var own = happening with { At = happening.At.AddSeconds(i) };
                    if (await place.Type(own))
                        known.Add(own);
                }

                var said = string.Join("; ", known);
                var now = DateTimeOffset.UtcNow;
                var age = await AgeOf(place);
                var onHand = Story.LevelOf(known);
                if (onHand <= 0 || known.TrueForAll(e => e.Kind is EventKind.Sale or EventKind.Return))
                {
                    Assert.Null(age);
                    return;
                }

                Assert.True(age is not null, said);
                Assert.Equal(onHand, age.OnHand);
                Assert.Equal(onHand, age.Ages.Sum(a => a.Units));
                var queue = Queue(known);
                var buckets = new decimal[6];
                foreach (var (units, at) in queue)
                {
                    int days = at is { } came ? (int)(now - came).TotalDays : 0;
                    buckets[
                        at is null ? 5
                        : days <= 30 ? 0
                        : days <= 90 ? 1
                        : days <= 180 ? 2
                        : days <= 365 ? 3
                        : 4
                    ] += units;
                }

                Assert.True(buckets.SequenceEqual(Units(age.Ages)), $"{string.Join(",", buckets)} of {said}");
                Assert.True(
                    age.OldestDay is not { } oldest
                        || known.Exists(e =>
                            e.Kind is EventKind.Receipt or EventKind.Return
                            && DateOnly.FromDateTime(e.At.UtcDateTime) == oldest
                        ),
                    said
                );

                var first = known.Where(e => e.Kind is not (EventKind.Sale or EventKind.Return)).Min(e => e.At);
                var begin = first > now.AddDays(-365) ? first : now.AddDays(-365);
                var moments = known
                    .Select(e => e.At)
                    .Where(at => at > begin)
                    .Prepend(begin)
                    .Append(now)
                    .Order()
                    .ToList();
                var mean =
                    moments
                        .Zip(moments.Skip(1))
                        .Sum(span =>
                            (double)Story.LevelOf(known.Where(e => e.At <= span.First))
                            * (span.Second - span.First).TotalSeconds
                        ) / (now - begin).TotalSeconds;
                Assert.True(
                    Math.Abs((double)age.MeanOnHand!.Value - mean) < .01,
                    $"{age.MeanOnHand}, not {mean}, of {said}"
                );
                Assert.Equal(
                    known
                        .Where(e => e.At > begin)
                        .Sum(e =>
                            e.Kind switch
                            {
                                EventKind.Sale => e.Quantity,
                                EventKind.Return => -e.Quantity,
                                _ => 0,
                            }
                        ),
                    age.UnitsOut
                );
            }
        );
    }

    /// <summary>What is left, the oldest first; null where nobody knows when it came.</summary>
    private static List<(decimal Units, DateTimeOffset? At)> Queue(IEnumerable<Event> events)
    {
        var queue = new List<(decimal Units, DateTimeOffset? At)>();
        var debt = 0m;
        foreach (var e in events.OrderBy(e => e.At))
        {
            var change = e.Kind switch
            {
                EventKind.Count => e.Quantity - (queue.Sum(l => l.Units) - debt),
                EventKind.Sale => -e.Quantity,
                _ => e.Quantity,
            };
            if (change > 0)
            {
                var paid = Math.Min(debt, change);
                debt -= paid;
                if (change > paid)
                    queue.Add((change - paid, e.Kind is EventKind.Receipt or EventKind.Return ? e.At : null));
                continue;
            }

            for (change = -change; change > 0; )
            {
                if (queue.Count == 0)
                {
                    debt += change;
                    break;
                }

                var taken = Math.Min(queue[0].Units, change);
                change -= taken;
                queue[0] = (queue[0].Units - taken, queue[0].At);
                if (queue[0].Units == 0)
                    queue.RemoveAt(0);
            }
        }

        return queue;
    }
}
