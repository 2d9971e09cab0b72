using System.Net;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>Sheets on which stock is counted, by several, while the shop sells.</summary>
public sealed class CountSheetTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>A location with so many products, ten of each, of which a unit costs 2.</summary>
    private async Task<(string Location, string[] Skus)> Shop(int products = 2, string? category = null)
    {
        var location = (await app.NewLocation("UTC")).Code;
        var skus = new List<string>();
        for (var i = 0; i < products; i++)
        {
            var sku = (await app.NewProduct(category: category)).Sku;
            await app.Api.ReceiveStock(
                new Place(app, sku, location).Receipt(10, Now.AddDays(-5)) with
                {
                    UnitCost = 2,
                },
                ct: Cancellation
            );
            skus.Add(sku);
        }

        return (location, [.. skus.Order(StringComparer.Ordinal)]);
    }

    private async Task<int> NewSheet(string location, bool blind = true) =>
        (await app.Api.CreateCountSheet(new CreateCountSheet { Location = location, Blind = blind }, ct: Cancellation))
            .Sheet
            .Number;

    private Task<CountSheetResponse> Count(int sheet, string sku, decimal counted, DateTimeOffset? at = null) =>
        app.Api.RecordCount(sheet, sku, new RecordCount { Counted = counted, CountedAt = at }, Cancellation);

    private static string LinePath(int sheet, string sku) =>
        $"/api/v1/stock/counts/{sheet}/lines/{Uri.EscapeDataString(sku)}";

    private async Task NothingDrifts() =>
        Assert.Equal(0, (await app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);

    [Fact]
    public async Task A_sale_while_somebody_counts_is_taken_into_account_by_the_moment_of_each_count()
    {
        var (location, skus) = await Shop();
        var sheet = await NewSheet(location);
        var (early, late) = (new Place(app, skus[0], location), new Place(app, skus[1], location));

        // Sold before it was counted, sold after it was counted, and one that becomes known only after that.
        await early.Sell(2, Now.AddMinutes(-60));
        await Count(sheet, skus[0], 7, Now.AddMinutes(-30));
        await early.Sell(1, Now.AddMinutes(-10));
        await Count(sheet, skus[1], 10, Now.AddMinutes(-20));
        await late.Sell(4, Now.AddMinutes(-25));

        var seen = await app.Api.GetCountSheet(sheet, Cancellation);
        Assert.Equal(
            [(8m, -1m, -2m), (6m, 4m, 8m)],
            seen.Lines.Select(l => (l.Expected!.Value, l.Difference!.Value, l.DifferenceValue!.Value))
        );
        var posted = await app.Api.PostCountSheet(sheet, new PostCountSheet(), ct: Cancellation);

        Assert.Equal((CountSheetState.Posted, 2, 2, 2), State(posted));
        // Seven were there, and one was sold since; the ten had been counted after the four were gone.
        Assert.Equal((6m, 10m), (await early.OnHand(), await late.OnHand()));
        var line = (await early.Movements()).Single(m => m.Kind == MovementKind.Count);
        Assert.Equal((7m, -1m), (line.CountedQuantity, line.Quantity));
        Assert.Equal($"count sheet {sheet}: {posted.Sheet.Name}", line.Reason);
        Assert.Equal(posted.Lines[0].CountedAt, line.OccurredAt);
        // What was posted stays as it was, whatever is sold now.
        await early.Sell(3, Now);
        Assert.Equal(-1, (await app.Api.GetCountSheet(sheet, Cancellation)).Lines[0].Difference);
        await NothingDrifts();
    }

    private static (CountSheetState, int, int, int) State(CountSheetResponse sheet) =>
        (sheet.Sheet.State, sheet.Sheet.Lines, sheet.Sheet.Counted, sheet.Sheet.Posted);

    [Fact]
    public async Task A_sheet_has_the_products_of_its_location_that_fit()
    {
        var (location, skus) = await Shop(3, "Shelf/Top");
        var elsewhere = (await app.NewProduct(category: "Shelf/Top")).Sku;
        await new Place(app, skus[0], location).Count(9, Now.AddDays(-2));

        async Task<string[]> Made(CreateCountSheet sheet) =>
            [
                .. (await app.Api.CreateCountSheet(sheet with { Location = location }, ct: Cancellation)).Lines.Select(
                    l => l.Sku
                ),
            ];

        Assert.Equal(skus, await Made(new()));
        Assert.Equal(skus, await Made(new() { Category = "shelf" }));
        Assert.Equal(skus[1..], await Made(new() { NeverCounted = true }));
        Assert.Equal(skus[1..], await Made(new() { NotCountedForDays = 3 }));
        Assert.Equal(skus, await Made(new() { NotCountedForDays = 1 }));
        Assert.Equal(
            new[] { elsewhere, skus[2] }.Order(StringComparer.Ordinal),
            await Made(new() { Skus = [skus[2], elsewhere] })
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nlocation: has no product that fits",
            await Problem.Read(app.Http.Post("/api/v1/stock/counts", new { location, category = "Nowhere" }))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nskus: no product has the SKU 'NOTHING-AT-ALL'",
            await Problem.Read(
                app.Http.Post("/api/v1/stock/counts", new { location, skus = new[] { "nothing-at-all" } })
            )
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nlocation: no location has the code 'NOWHERE-AT-ALL'",
            await Problem.Read(app.Http.Post("/api/v1/stock/counts", new { location = "nowhere-at-all" }))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + "location: is required\nnotCountedForDays: must be between 1 and 3660",
            await Problem.Read(app.Http.Post("/api/v1/stock/counts", new { notCountedForDays = 0 }))
        );
    }

    [Fact]
    public async Task Who_counts_blind_sees_what_is_expected_only_after_the_count()
    {
        var (location, skus) = await Shop();
        var blind = await NewSheet(location);
        Assert.All((await app.Api.GetCountSheet(blind, Cancellation)).Lines, l => Assert.Null(l.Expected));
        var counted = await Count(blind, skus[0], 9);
        Assert.Equal([10m, null], counted.Lines.Select(l => l.Expected));
        Assert.Equal([-2m, null], counted.Lines.Select(l => l.DifferenceValue));
        var open = await NewSheet(location, blind: false);
        Assert.All((await app.Api.GetCountSheet(open, Cancellation)).Lines, l => Assert.Equal(10, l.Expected));
    }

    [Fact]
    public async Task What_another_counted_is_not_lost_and_what_nobody_expected_comes_onto_the_sheet()
    {
        var (location, skus) = await Shop(1);
        var sheet = await NewSheet(location);
        await Count(sheet, skus[0], 9);

        var refused = await Problem.Read(app.Http.Put(LinePath(sheet, skus[0]), new { counted = 8 }));
        Assert.StartsWith("409 It was counted already.", refused, StringComparison.Ordinal);
        Assert.Contains($" counted 9 of {skus[0]} at ", refused, StringComparison.Ordinal);
        var again = await app.Api.RecordCount(
            sheet,
            skus[0],
            new RecordCount { Counted = 8, Again = true },
            Cancellation
        );
        Assert.Equal(8, again.Lines.Single().Counted);

        var found = (await app.NewProduct()).Sku;
        var more = await Count(sheet, found, 3);
        Assert.Equal((2, 0m), (more.Lines.Count, more.Lines.Single(l => l.Sku == found).Expected));
        await app.Api.PostCountSheet(sheet, new PostCountSheet(), ct: Cancellation);
        Assert.Equal(3, (await app.Level(found, location)).OnHand);
    }

    [Fact]
    public async Task Two_people_count_one_sheet_at_once()
    {
        var (location, skus) = await Shop(6);
        var sheet = await NewSheet(location);
        await Task.WhenAll(skus.Select((sku, i) => Count(sheet, sku, i)));
        var seen = await app.Api.GetCountSheet(sheet, Cancellation);
        Assert.Equal([0, 1, 2, 3, 4, 5], seen.Lines.Select(l => l.Counted));
        // Both the same: one of them is told.
        var other = await NewSheet(location);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async i =>
                {
                    using var answer = await app.Http.Put(LinePath(other, skus[0]), new { counted = i });
                    return answer.StatusCode;
                })
        );
        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.OK));
        Assert.Equal(3, answers.Count(a => a == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Some_are_posted_and_then_the_rest_each_once_whoever_posts_at_the_same_time()
    {
        var (location, skus) = await Shop(3);
        var sheet = await NewSheet(location);
        foreach (var sku in skus[..2])
            await Count(sheet, sku, 4);
        var some = await app.Api.PostCountSheet(sheet, new PostCountSheet { Skus = [skus[0]] }, ct: Cancellation);
        Assert.Equal((CountSheetState.Open, 3, 2, 1), State(some));
        Assert.Equal(
            [4m, 10m, 10m],
            await Task.WhenAll(skus.Select(async sku => (await app.Level(sku, location)).OnHand))
        );
        Assert.Equal(
            $"409 Not everything can be posted.\n{skus[2]} is not counted, or is posted already.",
            await Problem.Read(app.Http.Post($"/api/v1/stock/counts/{sheet}/post", new { skus = new[] { skus[2] } }))
        );
        Assert.Equal(
            $"409 The sheet is not open.\nThe count of {skus[0]} is in the ledger already.",
            await Problem.Read(app.Http.Put(LinePath(sheet, skus[0]), new { counted = 8, again = true }))
        );

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(async _ =>
                {
                    using var answer = await app.Http.Post($"/api/v1/stock/counts/{sheet}/post", new { });
                    return answer.StatusCode;
                })
        );
        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.OK));
        Assert.Equal(4, answers.Count(a => a == HttpStatusCode.Conflict));
        var closed = await app.Api.GetCountSheet(sheet, Cancellation);
        Assert.Equal((CountSheetState.Posted, 3, 2, 2), State(closed));
        Assert.NotNull(closed.Sheet.ClosedBy);
        foreach (var sku in skus[..2])
            Assert.Single(await new Place(app, sku, location).Movements(), m => m.Kind == MovementKind.Count);
        Assert.StartsWith(
            $"409 The sheet is not open.\nSheet {sheet} was posted by ",
            await Problem.Read(app.Http.Put(LinePath(sheet, skus[2]), new { counted = 8 })),
            StringComparison.Ordinal
        );
        await NothingDrifts();
    }

    [Fact]
    public async Task A_sheet_that_is_posted_again_with_its_key_is_posted_once()
    {
        var (location, skus) = await Shop(1);
        var sheet = await NewSheet(location);
        await Count(sheet, skus[0], 4);
        var key = CatalogApp.NewName("key");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await app.Http.Post($"/api/v1/stock/counts/{sheet}/post", new { }, key);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Single(await new Place(app, skus[0], location).Movements(), m => m.Kind == MovementKind.Count);
    }

    [Fact]
    public async Task A_sheet_is_given_up_and_then_is_over()
    {
        var (location, skus) = await Shop(1);
        var sheet = await NewSheet(location);
        Assert.Equal(
            "409 Nothing can be posted.\nNothing of the sheet is counted.",
            await Problem.Read(app.Http.Post($"/api/v1/stock/counts/{sheet}/post", new { }))
        );
        await Count(sheet, skus[0], 4);
        Assert.Equal(CountSheetState.Cancelled, (await app.Api.CancelCountSheet(sheet, ct: Cancellation)).Sheet.State);
        foreach (var action in new[] { "post", "cancel" })
            Assert.StartsWith(
                $"409 The sheet is not open.\nSheet {sheet} was cancelled by ",
                await Problem.Read(app.Http.Post($"/api/v1/stock/counts/{sheet}/{action}", new { })),
                StringComparison.Ordinal
            );
        Assert.Equal(10, (await app.Level(skus[0], location)).OnHand);
    }

    [Fact]
    public async Task Sheets_are_listed_newest_first_by_location_and_state()
    {
        var (location, _) = await Shop(1);
        var (first, second) = (await NewSheet(location), await NewSheet(location));
        await app.Api.CancelCountSheet(first, ct: Cancellation);
        var page = await app.Api.ListCountSheets(1, location: location, ct: Cancellation);
        Assert.Equal(second, Assert.Single(page.Items).Number);
        var next = await app.Api.ListCountSheets(1, page.Next, location, ct: Cancellation);
        Assert.Equal(first, Assert.Single(next.Items).Number);
        Assert.Equal(
            first,
            Assert
                .Single(
                    (
                        await app.Api.ListCountSheets(
                            location: location,
                            state: CountSheetState.Cancelled,
                            ct: Cancellation
                        )
                    ).Items
                )
                .Number
        );
    }

    [Fact]
    public async Task What_cannot_be_a_count_is_named()
    {
        var (location, skus) = await Shop(1);
        var sheet = await NewSheet(location);
        Assert.Equal(
            "400 One or more fields are not valid.\ncounted: is required",
            await Problem.Read(app.Http.Put(LinePath(sheet, skus[0]), new { }))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\ncounted: must be at least 0\ncountedAt: must not be in the future: "
                + "nobody can have counted yet what lies there then",
            await Problem.Read(
                app.Http.Put(LinePath(sheet, skus[0]), new { counted = -1, countedAt = Now.AddMinutes(5) })
            )
        );
        Assert.Equal(
            "400 One or more fields are not valid.\ncounted: must be a whole number, as this product cannot be split",
            await Problem.Read(app.Http.Put(LinePath(sheet, skus[0]), new { counted = 1.5 }))
        );
        Assert.Equal(
            "404 No product has the SKU 'NOTHING'.",
            await Problem.Read(app.Http.Put(LinePath(sheet, "nothing"), new { counted = 1 }))
        );
        Assert.Equal(
            "404 No count sheet has the number 2000000000.",
            await Problem.Read(app.Http.Get("/api/v1/stock/counts/2000000000"))
        );
    }
}
