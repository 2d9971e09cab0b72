using System.Text.Json;
using SmartInventory.Cli.Sample;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Tests;

public sealed class SampleTests
{
    private static readonly SampleOptions Options = new(200, 730, 42, new DateOnly(2026, 11, 21));

    private static readonly Lazy<List<SampleSeries>> Whole = new(() => Simulate(Options));

    [Fact]
    public void The_same_seed_and_end_give_the_same_history()
    {
        var small = Options with { Products = 20, Days = 200 };
        Assert.Equal(Text(Simulate(small)), Text(Simulate(small)));
        Assert.NotEqual(Text(Simulate(small)), Text(Simulate(small with { Seed = 7 })));
    }

    [Fact]
    public void The_first_products_are_the_same_however_many_are_asked_for()
    {
        var few = SampleCatalogue.Create(20, 42);
        var many = SampleCatalogue.Create(200, 42);
        Assert.Equal(JsonSerializer.Serialize(few.Products), JsonSerializer.Serialize(many.Products.Take(20)));
    }

    [Fact]
    public void Another_seed_shares_no_sku_and_no_supplier()
    {
        var (one, other) = (SampleCatalogue.Create(50, 42), SampleCatalogue.Create(50, 7));
        Assert.Empty(
            one.Products.Select(product => product.Request.Sku)
                .Intersect(other.Products.Select(product => product.Request.Sku))
        );
        Assert.Empty(
            one.Suppliers.Select(supplier => supplier.Code).Intersect(other.Suppliers.Select(supplier => supplier.Code))
        );
        Assert.All(other.Products, product => Assert.True(Sku.TryParse(product.Request.Sku, out _)));
        Assert.All(other.Suppliers, supplier => Assert.True(Code.TryParse(supplier.Code, out _)));
    }

    [Fact]
    public void The_catalogue_is_a_shop()
    {
        var catalogue = SampleCatalogue.Create(200, 42);

        Assert.Equal((200, 12), (catalogue.Products.Count, catalogue.Suppliers.Count));
        Assert.Equal(200, catalogue.Products.Select(product => product.Request.Sku).Distinct().Count());
        Assert.Equal(200, catalogue.Products.Select(product => product.Request.Name).Distinct().Count());
        Assert.InRange(catalogue.Products.Select(product => product.Category).Distinct().Count(), 8, 10);
        Assert.All(
            catalogue.Products,
            product =>
            {
                Assert.InRange(product.Request.Price!.Value, 1, 200);
                Assert.InRange(product.Request.Cost!.Value, 0.2m, product.Request.Price!.Value * 0.65m);
                Assert.InRange(product.Term.LeadTimeDays!.Value, 2, 45);
                Assert.Equal(0, product.Term.Moq!.Value % product.Term.PackMultiple!.Value);
            }
        );
        Assert.Equal(6, catalogue.Products.Select(product => product.Habit).Distinct().Count());
        Assert.Equal(
            3,
            SampleCatalogue
                .Locations.Select(location => TimeZoneInfo.FindSystemTimeZoneById(location.TimeZone).BaseUtcOffset)
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public void Stock_is_never_below_zero_and_ends_as_the_ledger_says()
    {
        foreach (var series in Whole.Value)
        {
            var level = 0;
            var events = series
                .Sales.Select(sale => (sale.At, Delta: sale.IsReturn ? sale.Quantity : -sale.Quantity))
                .Concat(series.Receipts.Select(receipt => (receipt.At, Delta: receipt.Quantity)))
                .Append((At: series.OpenedAt, Delta: series.Opening))
                .OrderBy(e => e.At);
            foreach (var (at, delta) in events)
            {
                level += delta;
                Assert.True(level >= 0, $"{series.Sku} at {series.Location.Code}: {level} on {at}");
            }

            Assert.Equal(series.OnHand, level);
        }
    }

    [Fact]
    public void The_history_has_the_shape_that_forecasts_need()
    {
        var all = Whole.Value;
        var sales = all.SelectMany(series => series.Sales).Where(sale => !sale.IsReturn).ToList();

        Assert.InRange(sales.Count, 100_000, 300_000);
        Assert.Equal(Options.End, sales.Max(sale => sale.Day));
        Assert.Equal(Options.Start, sales.Min(sale => sale.Day));
        // Week: Saturday beats Monday. Year: December beats February, as gifts do.
        Assert.True(
            Units(sale => sale.Day.DayOfWeek == DayOfWeek.Saturday)
                > 1.3 * Units(sale => sale.Day.DayOfWeek == DayOfWeek.Monday)
        );
        Assert.True(Units(sale => sale.Day.Month == 12) > 1.15 * Units(sale => sale.Day.Month == 2));
        // Promotions sell at a lower price, stock-outs happen but are no habit, and something comes back.
        Assert.InRange(all.Sum(series => series.StockOutDays) / (double)(all.Count * Options.Days), 0.002, 0.08);
        Assert.Contains(all, series => series.Sales.Any(sale => sale.IsReturn));
        Assert.Contains(all, series => series.Sales.Select(sale => sale.UnitPrice).Distinct().Count() > 1);

        double Units(Func<SampleSale, bool> which) => sales.Where(which).Sum(sale => sale.Quantity);
    }

    [Fact]
    public void New_products_begin_late_dying_ones_end_early_and_rising_ones_rise()
    {
        var all = Whole.Value;
        Assert.All(
            all.Where(s => s.Product.Habit == Habit.New),
            s => Assert.True(s.OpenedAt > Options.End.AddDays(-151).ToDateTime(TimeOnly.MinValue))
        );
        Assert.All(
            all.Where(s => s.Product.Habit == Habit.Dying),
            s => Assert.True(s.Sales[^1].Day < Options.End.AddDays(-20))
        );
        var rising = all.Where(s => s.Product.Habit == Habit.Rising).ToList();
        Assert.True(Sum(Options.End.AddDays(-364), Options.End) > 1.2 * Sum(Options.Start, Options.Start.AddDays(364)));
        var intermittent = all.Where(s => s.Product.Habit == Habit.Intermittent).ToList();
        Assert.True(intermittent.Average(s => s.Sales.Count) < 0.25 * Options.Days);

        double Sum(DateOnly from, DateOnly to) =>
            rising.Sum(s => s.Sales.Where(sale => sale.Day >= from && sale.Day <= to).Sum(sale => sale.Quantity));
    }

    [Fact]
    public void Some_orders_are_open_and_a_few_of_them_are_late()
    {
        var orders = Whole.Value.SelectMany(series => series.OpenOrders).ToList();
        Assert.InRange(orders.Count, 20, 250);
        Assert.InRange(orders.Count(order => order.Expected <= Options.End), 1, orders.Count / 3);
    }

    [Fact]
    public void The_mark_comes_back_from_a_suppliers_notes()
    {
        var mark = new SampleMark(Options, Finished: false);
        Assert.Equal("Sample data: seed 42, 200 products, 730 days until 2026-11-21, loading.", mark.Notes);
        Assert.Equal(mark, SampleMark.Parse(mark.Notes));
        Assert.Equal(mark with { Finished = true }, SampleMark.Parse((mark with { Finished = true }).Notes));
        Assert.Null(SampleMark.Parse("Calls on Tuesdays."));
        Assert.Null(SampleMark.Parse(null));
    }

    private static List<SampleSeries> Simulate(SampleOptions options) =>
        [
            .. from product in SampleCatalogue.Create(options.Products, options.Seed).Products
            from location in product.Locations
            select SampleHistory.Simulate(product, location, options),
        ];

    private static string Text(List<SampleSeries> series) => JsonSerializer.Serialize(series);
}
