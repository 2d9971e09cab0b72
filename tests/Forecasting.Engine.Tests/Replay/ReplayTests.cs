using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Replay;
using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.Forecasting.Engine.Tests.Replay;

public sealed class ReplayTests
{
    [Fact]
    public void A_typed_minimum_and_maximum_by_hand()
    {
        // A day teaches; 10 on hand at first, 3 a day, at 4 and below up to 10, and goods come in the second evening.
        var terms = new SupplyTerms
        {
            LeadTime = LeadTime.Fixed(2),
            Prices = [new(0, 5)],
            OrderCost = 7,
            HoldingRate = 365,
            Margin = 2,
        };
        double[] demand = [3, 3, 3, 3, 3, 3, 3, 3];
        var result = new Replayer().Run(demand, 1, terms, [new TypedLevels(4, 10)])[0];

        // Evenings: 7, 4 (order 6), 1, 0 + 6 (2 missing), 3 (order 7), 0, 0 + 7 (3 missing).
        Assert.Equal((7, 21, 16, 5), (result.Days, result.Demand, result.Served, result.Lost));
        Assert.Equal((2, 13, 13), (result.Orders, result.Ordered, result.Received));
        Assert.Equal((10, 7, 0), (result.StartStock, result.EndStock, result.Unaccounted));
        Assert.Equal((2, 2, 0), (result.StockOutDays, result.Cycles, result.GoodCycles));
        Assert.Equal(28, result.StockDays);
        Assert.Equal((28 * 5, 14, 10), (result.HoldingCost, result.OrderingCost, result.LostMargin));
        Assert.Equal(13 * 5, result.Purchases);
        Assert.Equal(20, result.MeanStockValue);
    }

    [Fact]
    public void What_waits_is_served_first_when_goods_come()
    {
        var terms = new SupplyTerms { LeadTime = LeadTime.Fixed(2), Backordered = 1 };
        double[] demand = [3, 3, 3, 3, 3, 3, 3, 3];
        var result = new Replayer().Run(demand, 1, terms, [new TypedLevels(4, 10)])[0];

        // Evenings: 7, 4 (order 6), 1 (2 wait), 0 + 6 - 2 = 4 (order 6), 1, 0 + 6 - 2 = 4 (order 6), 1.
        Assert.Equal((21, 17, 4, 0), (result.Demand, result.Served, result.ServedLate, result.Lost));
        Assert.Equal((1, 0), (result.EndStock, result.Unaccounted));
    }

    [Fact]
    public void Decisions_know_nothing_of_the_days_to_come()
    {
        var demand = Poisson(4, 300, 1);
        var other = Poisson(9, 300, 2);
        demand.AsSpan(0, 200).CopyTo(other);
        foreach (var kind in Enum.GetValues<PolicyKind>())
        {
            var (one, two) = (Recorded(demand), Recorded(other));
            Assert.Equal(one.Take(one.Count - 100), two.Take(two.Count - 100));
            Assert.NotEqual(one, two);

            List<StockRule> Recorded(double[] history)
            {
                var watched = new Watched(new ServicePolicy(kind, ServiceMeasure.FillRate, .95, 1));
                new Replayer().Run(history, 60, new(), [watched]);
                return watched.Rules;
            }
        }
    }

    [Theory]
    [InlineData(PolicyKind.ReorderUpTo)]
    [InlineData(PolicyKind.ReorderQuantity)]
    [InlineData(PolicyKind.PeriodicUpTo)]
    [InlineData(PolicyKind.PeriodicReorderUpTo)]
    public void A_promised_fill_rate_is_kept_where_demand_is_as_it_was(PolicyKind kind)
    {
        double[] promises = [.9, .95, .98];
        var policies = Array.ConvertAll(
            promises,
            IOrderPolicy (p) => new ServicePolicy(kind, ServiceMeasure.FillRate, p, 7)
        );
        var terms = new SupplyTerms { LeadTime = LeadTime.Learned(7, 11), Backordered = .5 };
        var (served, demanded, stock) = (new double[3], new double[3], new double[3]);
        var replayer = new Replayer();
        for (var series = 0; series < 40; series++)
        {
            var results = replayer.Run(Poisson(1 + series / 4.0, 900, (ulong)series + 7), 200, terms, policies, 3);
            for (var p = 0; p < results.Length; p++)
            {
                served[p] += results[p].Served;
                demanded[p] += results[p].Demand;
                stock[p] += results[p].MeanStock;
            }
        }
        for (var p = 0; p < promises.Length; p++)
            Assert.InRange(served[p] / demanded[p], promises[p] - .015, promises[p] + .025);
        Assert.True(stock[0] < stock[1] && stock[1] < stock[2]);
    }

    [Fact]
    public void Service_that_follows_from_costs_is_near_the_cheapest_of_all()
    {
        var terms = new SupplyTerms
        {
            Prices = [new(0, 10)],
            OrderCost = 4,
            HoldingRate = .5,
            Margin = 3,
        };
        double[] levels = [.5, .6, .7, .8, .9, .95, .98, .99, .995, .999];
        var costs = new double[levels.Length + 2];
        IOrderPolicy[] policies =
        [
            .. levels.Select(l => new ServicePolicy(PolicyKind.ReorderUpTo, ServiceMeasure.FillRate, l, 7)),
            new ServicePolicy(PolicyKind.ReorderUpTo, ServiceMeasure.StockOutCost, 0, 7),
            new ServicePolicy(PolicyKind.ReorderQuantity, ServiceMeasure.StockOutCost, 0, 7),
        ];
        var (replayer, bound) = (new Replayer(), 0.0);
        for (var series = 0; series < 20; series++)
        {
            var demand = Poisson(2 + series / 4.0, 900, (ulong)series + 70);
            var results = replayer.Run(demand, 200, terms, policies);
            for (var p = 0; p < results.Length; p++)
                costs[p] += results[p].Cost;
            bound += replayer.Hindsight(200, demand.Length, terms);
        }
        Assert.True(costs[^1] < 1.1 * costs[..^2].Min());
        Assert.True(costs[^2] < 1.1 * costs[..^2].Min());
        Assert.True(bound < costs.Min());
        Assert.True(bound > 0);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0)]
    public void Cheap_goods_are_ordered_for_long_and_do_not_take_long(double price)
    {
        var terms = new SupplyTerms
        {
            Prices = [new(0, price)],
            OrderCost = 20,
            Margin = .01,
        };
        IOrderPolicy[] policies =
        [
            .. Enum.GetValues<PolicyKind>().Select(k => new ServicePolicy(k, ServiceMeasure.StockOutCost, 0, 7)),
        ];
        var demand = Poisson(5, 730, 3);
        var started = Environment.TickCount64;
        var results = new Replayer().Run(demand, 100, terms, policies);
        Assert.InRange(Environment.TickCount64 - started, 0, 5_000);
        Assert.All(results, r => Assert.True(double.IsFinite(r.MeanStock) && double.IsFinite(r.Cost)));
        if (price > 0)
            Assert.InRange(results[0].Orders, 0, 2);
    }

    [Fact]
    public void Days_without_stock_count_as_what_was_expected_of_them()
    {
        var demand = Poisson(5, 400, 11);
        demand.AsSpan(300, 20).Fill(double.NaN);
        var result = new Replayer().Run(demand, 200, new(), [new TypedLevels(30, 60)])[0];
        Assert.Equal(20, result.UnknownDays);
        Assert.InRange(result.Imputed, 80, 120);
        Assert.Equal(Math.Floor(result.Imputed), result.Imputed);
        var known = demand[200..].Where(d => !double.IsNaN(d)).Sum();
        Assert.Equal(known + result.Imputed, result.Demand);
    }

    [Fact]
    public void Another_unit_is_the_same_replay()
    {
        var demand = Poisson(3, 500, 5);
        var scaled = Array.ConvertAll(demand, d => 1000 * d);
        var terms = new SupplyTerms { Order = new(Divisible: true) };
        IOrderPolicy[] policies =
        [
            new ServicePolicy(PolicyKind.PeriodicUpTo, ServiceMeasure.FillRate, .95, 7),
            new ServicePolicy(PolicyKind.ReorderUpTo, ServiceMeasure.CycleService, .95, 7),
        ];
        var one = new Replayer().Run(demand, 100, terms, policies);
        var other = new Replayer().Run(scaled, 100, terms, policies);
        foreach (var (a, b) in one.Zip(other))
        {
            Assert.Equal(a.FillRate, b.FillRate, 3);
            Assert.Equal(1000 * a.MeanStock, b.MeanStock, 0.01 * b.MeanStock);
        }
    }

    [Property(MaxTest = 100)]
    public Property Units_and_money_are_conserved_and_the_seed_decides() =>
        Prop.ForAll(
            (
                from mean in Gen.Elements(.1, 1, 6, 80)
                from days in Gen.Choose(3, 150)
                from seed in Gen.Choose(1, 1000)
                from from_ in Gen.Choose(1, 100)
                from backordered in Gen.Elements(0, .3, 1)
                from lead in Gen.Elements(LeadTime.Fixed(0), LeadTime.Fixed(5), LeadTime.Learned(6, 20))
                from order in Gen.Elements(new OrderQuantity(), new OrderQuantity(20, 6), new OrderQuantity(0, 0, true))
                from orderCost in Gen.Elements(0.0, 12)
                from period in Gen.Choose(1, 9)
                select (mean, days, seed, from_, backordered, lead, order, orderCost, period)
            ).ToArbitrary(),
            x =>
            {
                var demand = Poisson(x.mean, x.days, (ulong)x.seed);
                demand[x.seed % demand.Length] = double.NaN;
                var from = Math.Min(x.from_, demand.Length - 1);
                var terms = new SupplyTerms
                {
                    LeadTime = x.lead,
                    Order = x.order,
                    OrderCost = x.orderCost,
                    Margin = 1,
                    Backordered = x.backordered,
                };
                IOrderPolicy[] policies =
                [
                    .. from kind in Enum.GetValues<PolicyKind>()
                    from measure in Enum.GetValues<ServiceMeasure>()
                    select new ServicePolicy(kind, measure, .95, x.period),
                    new TypedLevels(3, 9),
                ];
                var results = new Replayer().Run(demand, from, terms, policies, 5);
                var again = new Replayer().Run(demand, from, terms, policies, 5);
                foreach (var (r, same) in results.Zip(again))
                {
                    Assert.Equal(demand.Length - from, r.Days);
                    Assert.Equal(0, r.Unaccounted, 6);
                    Assert.Equal(r.Demand, r.Served + r.Lost + r.ServedLate + r.StillWaiting - r.WaitingBefore, 6);
                    Assert.Equal(r.Cost, r.HoldingCost + r.OrderingCost + r.LostMargin, 9);
                    Assert.Equal(r.Orders * x.orderCost, r.OrderingCost, 9);
                    Assert.InRange(r.FillRate, 0, 1);
                    Assert.True(r.EndStock >= 0 && r.MeanStock >= 0);
                    Assert.Equal(
                        (r.Served, r.Received, r.StockDays, r.Cost),
                        (same.Served, same.Received, same.StockDays, same.Cost)
                    );
                    if (x.backordered == 0)
                        Assert.Equal(0, r.ServedLate);
                    if (!x.order.Divisible)
                        Assert.Equal(Math.Floor(r.Ordered), r.Ordered);
                }
            }
        );

    [Fact]
    public void What_cannot_be_replayed_is_refused_by_name()
    {
        var replayer = new Replayer();
        Assert.Throws<ArgumentOutOfRangeException>(
            "from",
            () => replayer.Run([1, 2], 0, new(), [new TypedLevels(1, 2)])
        );
        Assert.Throws<ArgumentOutOfRangeException>(
            "from",
            () => replayer.Run([1, 2], 2, new(), [new TypedLevels(1, 2)])
        );
        Assert.Throws<ArgumentException>("policies", () => replayer.Run([1, 2], 1, new(), []));
        Assert.Throws<ArgumentException>("demand", () => replayer.Run([1, -2], 1, new(), [new TypedLevels(1, 2)]));
    }

    private static double[] Poisson(double mean, int days, ulong seed)
    {
        var random = new StableRandom(seed);
        var demand = new double[days];
        foreach (ref var day in demand.AsSpan())
        {
            var (left, count) = (Math.Exp(-mean), -1);
            for (var product = 1.0; product > left; count++)
                product *= random.NextUnit();
            day = count;
        }
        return demand;
    }

    /// <summary>Keeps what a policy decided.</summary>
    private sealed class Watched(IOrderPolicy policy) : IOrderPolicy
    {
        public List<StockRule> Rules { get; } = [];

        public int ReviewDays => policy.ReviewDays;

        public StockRule Decide(IOrderSituation situation)
        {
            var rule = policy.Decide(situation);
            Rules.Add(rule);
            return rule;
        }
    }
}
