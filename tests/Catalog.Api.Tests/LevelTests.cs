using FsCheck.Fluent;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>Levels, filtered, sorted and added up, now and at a moment of the past.</summary>
public sealed class LevelTests(CatalogApp app)
{
    private static readonly DateTimeOffset Start = new(2025, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<StockMoved> Receive(Place place, decimal quantity, decimal? cost, DateTimeOffset at) =>
        app.Api.ReceiveStock(place.Receipt(quantity, at) with { UnitCost = cost }, ct: Cancellation);

    /// <summary>One place of each kind, of one supplier.</summary>
    private async Task<(string Supplier, string Location, Dictionary<string, string> Sku)> Shelves()
    {
        var (supplier, location) = (await app.NewSupplier(), (await app.NewLocation("UTC")).Code);
        var skus = new Dictionary<string, string>();
        foreach (var name in new[] { "full", "empty", "below", "uncounted" })
        {
            var term = new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 1,
                UnitCost = 1,
                Preferred = true,
            };
            var product = await app.NewProduct(name: $"The {name} one", category: $"Shelf/{name}", terms: term);
            skus[name] = product.Sku;
        }

        await Receive(new Place(app, skus["full"], location), 10, 2, Start);
        await new Place(app, skus["full"], location).Sell(1, Start.AddDays(3));
        await Receive(new Place(app, skus["empty"], location), 4, 50, Start);
        await new Place(app, skus["empty"], location).Count(0, Start.AddDays(1));
        await Receive(new Place(app, skus["below"], location), 1, null, Start.AddDays(1));
        await new Place(app, skus["below"], location).Sell(3, Start.AddDays(2));
        await new Place(app, skus["uncounted"], location).Sell(2, Start.AddDays(1));
        return (supplier.Code, location, skus);
    }

    [Fact]
    public async Task Levels_are_found_by_what_they_are_and_added_up()
    {
        var (supplier, location, sku) = await Shelves();

        async Task<string> Found(
            LevelState? state = null,
            string? search = null,
            string? category = null,
            int? idle = null,
            string? product = null
        )
        {
            var page = await app.Api.ListStock(
                sku: product,
                supplier: supplier,
                state: state,
                search: search,
                category: category,
                idleDays: idle,
                ct: Cancellation
            );
            var totals = await app.Api.LevelTotals(
                sku: product,
                supplier: supplier,
                state: state,
                search: search,
                category: category,
                idleDays: idle,
                ct: Cancellation
            );
            Assert.Equal(
                (page.Items.Count, page.Items.Sum(l => l.OnHand), page.Items.Sum(l => l.Value ?? 0)),
                (totals.Levels, totals.Units, totals.Value)
            );
            return string.Join(' ', page.Items.Select(l => sku.Single(s => s.Value == l.Sku).Key).Order());
        }

        Assert.Equal("below empty full uncounted", await Found());
        Assert.Equal("full", await Found(LevelState.InStock));
        Assert.Equal("below empty", await Found(LevelState.OutOfStock));
        Assert.Equal("below uncounted", await Found(LevelState.BelowZero));
        Assert.Equal("uncounted", await Found(LevelState.NeverCounted));
        Assert.Equal("empty", await Found(search: "EMPTY o"));
        Assert.Equal("", await Found(search: "%"));
        Assert.Equal("full", await Found(category: "shelf/FULL"));
        Assert.Equal("below empty full uncounted", await Found(category: "Shelf"));
        Assert.Equal("below", await Found(product: sku["below"]));
        var days = (int)(TimeProvider.System.GetUtcNow() - Start.AddDays(2)).TotalDays;
        Assert.Equal("below empty uncounted", await Found(idle: days));

        var totals = await app.Api.LevelTotals(location: location, ct: Cancellation);
        Assert.Equal(
            (4, 5m, 14m, 0, 2, 1),
            (totals.Levels, totals.Units, totals.Value, totals.CostUnknown, totals.BelowZero, totals.NeverCounted)
        );
        Assert.Equal(
            (0, 0m, 0m),
            await app.Api.LevelTotals(search: "no such thing anywhere", ct: Cancellation) is var none
                ? (none.Levels, none.Units, none.Value)
                : default
        );
    }

    [Theory]
    [InlineData(LevelSort.OnHand, "full empty below uncounted", true)]
    [InlineData(LevelSort.Value, "full empty below uncounted", true)]
    [InlineData(LevelSort.LastCount, "below full uncounted empty", false)]
    [InlineData(LevelSort.LastSale, "empty uncounted below full", false)]
    public async Task Levels_come_in_the_order_that_is_asked_for_page_by_page(LevelSort sort, string order, bool past)
    {
        var (_, location, sku) = await Shelves();
        // What is alike comes by SKU.
        var expected = order.Split(' ').ToList();
        string[] alike = sort switch
        {
            LevelSort.OnHand => ["below", "uncounted"],
            LevelSort.Value => ["below", "uncounted"],
            LevelSort.LastCount => ["below", "full", "uncounted"],
            _ => [],
        };
        if (alike.Length > 0)
        {
            var first = expected.FindIndex(alike.Contains);
            expected.RemoveAll(alike.Contains);
            expected.InsertRange(first, alike.OrderBy(name => sku[name], StringComparer.Ordinal));
        }

        foreach (var asOf in past ? new LocationTime?[] { null, Start.AddDays(10) } : [null])
        {
            var found = new List<string>();
            string? after = null;
            do
            {
                var page = await app.Api.ListStock(
                    1,
                    after,
                    location: location,
                    sort: sort,
                    asOf: asOf,
                    ct: Cancellation
                );
                found.AddRange(page.Items.Select(l => sku.Single(s => s.Value == l.Sku).Key));
                after = page.Next;
            } while (after is not null);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public async Task A_level_knows_when_it_was_counted_and_sold_last()
    {
        var (_, location, sku) = await Shelves();
        var full = await app.Level(sku["full"], location);
        Assert.Equal((null, Start.AddDays(3), Start.AddDays(3)), (full.LastCountAt, full.LastSoldAt, full.MovedAt));
        var empty = await app.Level(sku["empty"], location);
        Assert.Equal((Start.AddDays(1), null, Start.AddDays(1)), (empty.LastCountAt, empty.LastSoldAt, empty.MovedAt));
        // A late sale is not the last one.
        await new Place(app, sku["full"], location).Sell(1, Start.AddDays(2));
        Assert.Equal(Start.AddDays(3), (await app.Level(sku["full"], location)).LastSoldAt);
    }

    [Fact]
    public async Task The_past_is_worth_what_units_had_cost_by_then()
    {
        var place = new Place(app, (await app.NewProduct()).Sku, (await app.NewLocation("UTC")).Code);
        await Receive(place, 10, 2, Start);
        await Receive(place, 10, 3, Start.AddDays(1));
        await place.Sell(4, Start.AddDays(2));
        await Receive(place, 4, 5, Start.AddDays(3));

        var seen = new List<(decimal, decimal?, decimal?)>();
        foreach (var days in new[] { -1, 0, 1, 2, 3 })
        {
            var level = Assert.Single(
                (await app.Api.ListStock(sku: place.Sku, asOf: Start.AddDays(days), ct: Cancellation)).Items
            );
            seen.Add((level.OnHand, level.AverageCost, level.Value));
            var totals = await app.Api.LevelTotals(sku: place.Sku, asOf: Start.AddDays(days), ct: Cancellation);
            Assert.Equal((level.OnHand, level.Value ?? 0), (totals.Units, totals.Value));
        }

        Assert.Equal([(0, null, null), (10, 2, 20), (20, 2.5m, 50), (16, 2.5m, 40), (20, 3, 60)], seen);
        // A state is that of then.
        Assert.Empty(
            (
                await app.Api.ListStock(
                    sku: place.Sku,
                    state: LevelState.InStock,
                    asOf: Start.AddDays(-1),
                    ct: Cancellation
                )
            ).Items
        );
        Assert.Equal(
            1,
            (await app.Api.LevelTotals(sku: place.Sku, state: LevelState.InStock, asOf: Start, ct: Cancellation)).Levels
        );
    }

    [Fact]
    public async Task Every_moment_is_found_again_as_it_was_and_transfers_keep_units()
    {
        foreach (var story in Gen.ListOf(Story.Of(Start, 6, 14), 12).Sample(1, 1).Single())
        {
            var place = new Place(app, (await app.NewProduct()).Sku, (await app.NewLocation("UTC")).Code);
            var other = new Place(app, place.Sku, (await app.NewLocation("UTC")).Code);
            // In the order of happening, so that what the level was after each line is what it was then.
            var known = new Dictionary<DateTimeOffset, (decimal OnHand, decimal? Cost, decimal Everywhere)>();
            var cost = 1m;
            foreach (var line in story.OrderBy(e => e.At))
            {
                if (line.Kind == EventKind.Receipt)
                    await Receive(place, line.Quantity, cost += 0.37m, line.At);
                else
                    await place.Type(line);
                var level = (
                    await app.Api.ListStock(sku: place.Sku, location: place.Location, ct: Cancellation)
                ).Items.SingleOrDefault();
                // Half of it goes elsewhere, at the same moment.
                if (level is { OnHand: > 2 } && line.Kind == EventKind.Return)
                    level = (
                        await app.Api.TransferStock(
                            new TransferStock
                            {
                                Sku = place.Sku,
                                From = place.Location,
                                To = other.Location,
                                Quantity = 1,
                                OccurredAt = line.At,
                            },
                            ct: Cancellation
                        )
                    ).From.Level;
                var all = (await app.Api.ListStock(sku: place.Sku, ct: Cancellation)).Items.Sum(l => l.OnHand);
                known[line.At] = (level?.OnHand ?? 0, level?.AverageCost, all);
            }

            // From here on nothing is as it was.
            await Receive(place, 100, 99, Start.AddDays(30));
            await Receive(other, 100, 99, Start.AddDays(30));
            foreach (var (at, was) in known)
            {
                var then = (await app.Api.ListStock(sku: place.Sku, asOf: at, ct: Cancellation)).Items;
                var here = then.Single(l => l.Location == place.Location);
                Assert.Equal(
                    (was.OnHand, was.Cost, was.OnHand * was.Cost, was.Everywhere),
                    (here.OnHand, here.AverageCost, here.Value, then.Sum(l => l.OnHand))
                );
                var totals = await app.Api.LevelTotals(sku: place.Sku, asOf: at, ct: Cancellation);
                Assert.Equal(was.Everywhere, totals.Units);
            }
        }
    }

    [Theory]
    [InlineData("state=lost", "state: must be one of in-stock, out-of-stock, below-zero, never-counted")]
    [InlineData("sort=price", "sort: must be one of sku, on-hand, value, last-count, last-sale")]
    [InlineData("idleDays=0", "idleDays: must be between 1 and 3660")]
    [InlineData("idleDays=1000000", "idleDays: must be between 1 and 3660")]
    [InlineData("idleDays=9&asOf=2025-11-25", "idleDays: cannot be asked of a moment of the past")]
    [InlineData("sort=last-count&asOf=2025-11-25", "sort: must be sku, on-hand or value for a moment of the past")]
    [InlineData("after=WyJzdG9jay9za3UiLCJ4IiwiQSIsIkIiXQ", "after: " + Rules.NoCursor)]
    public async Task What_cannot_be_asked_is_named(string query, string reason) =>
        Assert.Equal(
            $"400 One or more fields are not valid.\n{reason}",
            await Problem.Read(app.Http.Get($"/api/v1/stock?{query}"))
        );
}
