using System.Text.Json;
using SmartInventory.Cli.Sample;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class SampleLoadTests
{
    private static readonly string[] Load = ["sample", "load", "--products", "60", "--days", "500", "-o", "json"];

    [Fact]
    public async Task A_load_ends_with_stock_that_the_ledger_agrees_with_and_again_adds_nothing()
    {
        var shop = new FakeShop();
        await using var gateway = await AttachedAsync(shop);

        var first = await RunAsync(gateway, Load);

        Assert.Equal((60, 12, 3), (first.Products, first.Suppliers, first.Locations));
        Assert.Equal(first.Sales, shop.Sales.Lines.Count);
        Assert.Equal(first.Orders, shop.Orders.Count);
        Assert.NotEmpty(shop.Orders);
        foreach (var sale in shop.Sales.Lines.Values)
            shop.Levels[(sale.Sku!, sale.Location!)] -=
                sale.Kind == SaleKind.Return ? -sale.Quantity!.Value : sale.Quantity!.Value;
        Assert.All(shop.Levels.Values, level => Assert.True(level >= 0));
        Assert.EndsWith("complete.", shop.Suppliers["ALBION"].Notes, StringComparison.Ordinal);

        var bookings = shop.Bookings;
        var again = await InvRunner.RunAsync(gateway, Load);
        Assert.Equal((0, "The sample of seed 42 is there already: nothing was added.\n"), (again.Code, again.Error));
        Assert.Equal((first.Sales, bookings), (shop.Sales.Lines.Count, shop.Bookings));
    }

    [Fact]
    public async Task A_load_that_was_cut_is_finished_by_the_next_and_ends_in_the_same_totals()
    {
        var whole = new FakeShop();
        await using (var gateway = await AttachedAsync(whole))
            await RunAsync(gateway, Load);

        var cut = new FakeShop { BeforeBooking = booking => booking == 1 ? Answer.Problem(500, "Gone.") : null };
        await using (var gateway = await AttachedAsync(cut))
        {
            Assert.Equal(1, (await InvRunner.RunAsync(gateway, Load)).Code);
            cut.Sales.After = slice => slice == 0 ? Answer.Problem(400, "Gone.") : null;
            Assert.Equal(2, (await InvRunner.RunAsync(gateway, Load)).Code);
            await RunAsync(gateway, Load);
        }

        Assert.Equal(whole.Levels.OrderBy(level => level.Key), cut.Levels.OrderBy(level => level.Key));
        Assert.Equal(
            whole.Sales.Lines.Keys.Order(StringComparer.Ordinal),
            cut.Sales.Lines.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(whole.Orders.Keys.Order(StringComparer.Ordinal), cut.Orders.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_shops_stand_side_by_side_but_one_shop_has_one_history()
    {
        var shop = new FakeShop();
        await using var gateway = await AttachedAsync(shop);
        await RunAsync(gateway, Load);

        var other = await RunAsync(gateway, [.. Load, "--seed", "7"]);
        Assert.Equal((60, 12, 0), (other.Products, other.Suppliers, other.Locations));

        var longer = await InvRunner.RunAsync(gateway, "sample", "load", "--products", "60", "--days", "200");
        Assert.Equal(
            new Ran(5, "", "The sample of seed 42 is there with 500 days. Take another --seed for another history.\n"),
            longer
        );
    }

    [Fact]
    public async Task Ensure_leaves_a_catalogue_alone_that_is_not_empty()
    {
        var shop = new FakeShop();
        shop.Sales.Products["A1"] = new Contracts.Catalog.CreateProduct { Sku = "A1" };
        await using var gateway = await AttachedAsync(shop);

        Assert.Equal(
            new Ran(0, "", "The catalogue is not empty: no sample is loaded.\n"),
            await InvRunner.RunAsync(gateway, "sample", "ensure")
        );
        Assert.Empty(shop.Suppliers);
    }

    [Fact]
    public async Task Ensure_fills_an_empty_catalogue_with_the_default_sample()
    {
        var shop = new FakeShop();
        await using var gateway = await AttachedAsync(shop);

        var loaded = await RunAsync(gateway, "sample", "ensure", "-o", "json");

        Assert.Equal(
            (SampleCatalogue.DefaultSeed, 200, 729),
            (loaded.Seed, loaded.Products, loaded.To.DayNumber - loaded.From.DayNumber)
        );
        Assert.Equal(loaded.Sales, shop.Sales.Lines.Count);
    }

    [Fact]
    public async Task Ensure_says_what_it_waited_for_in_vain()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/status",
            Things.Status with
            {
                Healthy = false,
                Parts =
                [
                    new Contracts.Status.PartStatus("catalog", "unreachable", null, new Dictionary<string, string>()),
                ],
            }
        );
        Assert.Equal(
            new Ran(1, "", "The system is not ready after 0 s: not healthy: catalog\n"),
            await InvRunner.RunAsync(gateway, "sample", "ensure", "--wait", "0")
        );
    }

    private static async Task<StubGateway> AttachedAsync(FakeShop shop)
    {
        var gateway = await StubGateway.StartAsync();
        shop.Attach(gateway);
        return gateway;
    }

    private static async Task<SampleSummary> RunAsync(StubGateway gateway, params string[] args)
    {
        var ran = await InvRunner.RunAsync(gateway, args);
        Assert.True(ran.Code == 0, ran.Error);
        return JsonSerializer.Deserialize<SampleSummary>(ran.Out, ContractsJson.Options)!;
    }
}
