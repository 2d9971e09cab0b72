using System.Text;

namespace SmartInventory.Cli.Sample;

/// <param name="Days">Days of history.</param>
/// <param name="End">The last day of it.</param>
internal sealed record SampleOptions(int Products, int Days, int Seed, DateOnly End)
{
    public DateOnly Start => End.AddDays(1 - Days);
}

internal readonly record struct SampleSale(
    DateTimeOffset At,
    DateOnly Day,
    int Quantity,
    decimal UnitPrice,
    bool IsReturn
);

internal readonly record struct SampleReceipt(DateTimeOffset At, int Quantity);

/// <summary>Ordered and not yet there on the last day. A day expected that has passed is a late delivery.</summary>
internal readonly record struct SampleOrder(
    string Sku,
    string Location,
    string Supplier,
    DateOnly Expected,
    int Quantity,
    decimal UnitCost
);

/// <summary>
/// Two years of one product at one location. On hand is always opening + receipts + returns - sales, and never below
/// zero.
/// </summary>
internal sealed record SampleSeries(
    SampleProduct Product,
    SampleLocation Location,
    DateTimeOffset OpenedAt,
    int Opening,
    IReadOnlyList<SampleReceipt> Receipts,
    IReadOnlyList<SampleSale> Sales,
    IReadOnlyList<SampleOrder> OpenOrders,
    int OnHand,
    int StockOutDays
)
{
    public string Sku => Product.Request.Sku!;
}

/// <summary>
/// Plays a shop day by day: demand comes and is met as far as stock lies there, a buyer looks every week and orders by
/// a
/// reorder point from what he has seen, deliveries come after the lead time and sometimes late. The same seed and end
/// give the same history.
/// </summary>
internal static class SampleHistory
{
    private const int ReviewDays = 7;

    // Not the published one, and kept: another would be another sample for every seed that is in use.
    private const ulong HashBasis = 1469598103934665603UL;

    // Monday to Sunday, before a category's weekend: the mean of a usual shop week is one.
    private static readonly double[] Week = [0.85, 0.85, 0.9, 1.0, 1.15, 1.3, 0.95];

    public static SampleSeries Simulate(SampleProduct product, SampleLocation location, SampleOptions options)
    {
        var place = Fnv1a.Hash(Encoding.UTF8.GetBytes(location.Code), HashBasis);
        var random = new SeededRandom((ulong)options.Seed, (ulong)product.Index, place, 1);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(location.TimeZone);
        var term = product.Term;
        var lead = term.LeadTimeDays!.Value;
        var rate = product.Rate * location.Weight;
        var first = product.Habit == Habit.New ? Math.Max(0, options.Days - product.Turn) : 0;
        var promotions = new Promotions(product, options);

        var opening = RoundUp((rate * (lead + ReviewDays) * 1.6) + 3, term);
        var onHand = opening;
        var sales = new List<SampleSale>();
        var receipts = new List<SampleReceipt>();
        var orders = new List<(DateOnly Expected, DateOnly Arrives, int Quantity)>();
        var seen = rate;
        var stockOutDays = 0;

        for (var i = first; i < options.Days; i++)
        {
            var day = options.Start.AddDays(i);
            foreach (var order in orders.Where(order => order.Arrives == day))
            {
                onHand += order.Quantity;
                receipts.Add(new SampleReceipt(At(day, 7, 0, zone), order.Quantity));
            }

            orders.RemoveAll(order => order.Arrives <= day);

            var promotion = promotions.On(day);
            var mean =
                rate * Season(product, day) * Life(product, i, options.Days) * (promotion ? promotions.Uplift : 1);
            var demand = Demand(product, mean, random);
            var minute = random.Whole(9 * 60, (18 * 60) - 1);
            var sold = Math.Min(demand, onHand);
            if (demand > 0 && onHand == 0)
                stockOutDays++;
            if (sold > 0)
            {
                var price = product.Request.Price!.Value;
                sales.Add(
                    new SampleSale(
                        At(day, minute / 60, minute % 60, zone),
                        day,
                        sold,
                        promotion ? Math.Round(price * promotions.Price, 2) : price,
                        false
                    )
                );
                onHand -= sold;
                if (random.Chance(0.015))
                {
                    sales.Add(new SampleSale(At(day, 19, 0, zone), day, 1, price, true));
                    onHand++;
                }
            }

            // The buyer knows only what was sold, and forgets slowly.
            seen += (sold - seen) * 0.05;
            // Everybody's day of the week is another, so that not all orders fall on one day.
            if ((i + product.Index) % ReviewDays != 0)
                continue;
            var position = onHand + orders.Sum(order => order.Quantity);
            var horizon = lead + ReviewDays;
            var reorderPoint = (seen * horizon) + (1.3 * Math.Sqrt(Math.Max(seen, 0.05) * horizon));
            if (position >= reorderPoint || Life(product, i, options.Days) < 0.25)
                continue;
            var quantity = RoundUp((seen * (horizon + 14)) + reorderPoint - (seen * horizon) - position, term);
            var late = random.Chance(0.08) ? random.Whole(5, 15) : 0;
            orders.Add((day.AddDays(lead), day.AddDays(Math.Max(1, lead + random.Whole(-1, 2) + late)), quantity));
        }

        return new SampleSeries(
            product,
            location,
            At(options.Start.AddDays(first), 6, 0, zone),
            opening,
            receipts,
            sales,
            [
                .. orders.Select(order => new SampleOrder(
                    product.Request.Sku!,
                    location.Code,
                    term.Supplier!,
                    order.Expected,
                    order.Quantity,
                    term.UnitCost!.Value
                )),
            ],
            onHand,
            stockOutDays
        );
    }

    private static int Demand(SampleProduct product, double mean, SeededRandom random)
    {
        // Somebody buys several at once, once in a while; the mean stays what it is.
        if (product.Habit == Habit.Intermittent)
            return random.Chance(Math.Min(1, mean / 3)) ? 1 + random.Poisson(2) : 0;
        // Days differ by more than chance alone: weather, pay day, a school trip.
        return random.Poisson(mean * random.Between(0.6, 1.4));
    }

    private static double Season(SampleProduct product, DateOnly day)
    {
        var year = 1 + (product.Swing * Math.Cos(2 * Math.PI * (day.DayOfYear - product.Peak) / 365.25));
        var weekday = ((int)day.DayOfWeek + 6) % 7;
        var week = Week[weekday] * (weekday >= 5 ? product.Weekend / 1.4 : 1);
        return Math.Max(0.05, year) * week;
    }

    /// <summary>Trend, and the slow end of dying products.</summary>
    private static double Life(SampleProduct product, int day, int days)
    {
        var trend = Math.Pow(1 + product.Growth, (day - days) / 365.0);
        if (product.Habit != Habit.Dying)
            return trend;
        var left = (days - product.Turn - day) / 120.0;
        return trend * Math.Clamp(left, 0, 1);
    }

    private static int RoundUp(double wanted, Contracts.Catalog.SupplierTermRequest term)
    {
        var quantity = Math.Max(wanted, (double)term.Moq!.Value);
        var pack = (double)term.PackMultiple!.Value;
        return (int)(Math.Ceiling(quantity / pack) * pack);
    }

    private static DateTimeOffset At(DateOnly day, int hour, int minute, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(new TimeOnly(hour, minute));
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>A few weeks a year at a lower price, the same at every location.</summary>
    private sealed class Promotions
    {
        private readonly HashSet<DateOnly> _days = [];

        public Promotions(SampleProduct product, SampleOptions options)
        {
            var random = new SeededRandom((ulong)options.Seed, (ulong)product.Index, 2);
            Uplift = random.Between(1.5, 2.4);
            Price = (decimal)random.Between(0.7, 0.88);
            for (var year = options.Start.Year; year <= options.End.Year; year++)
            {
                for (var n = random.Whole(2, 4); n > 0; n--)
                {
                    var first = new DateOnly(year, 1, 1).AddDays(random.Whole(0, 355));
                    for (var i = random.Whole(6, 10); i > 0; i--)
                        _days.Add(first.AddDays(i));
                }
            }
        }

        public double Uplift { get; }

        public decimal Price { get; }

        public bool On(DateOnly day) => _days.Contains(day);
    }
}
