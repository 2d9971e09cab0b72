using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.Forecasting.Engine.Tests.Replenishment;

/// <summary>What holds for any demand, lead time and terms.</summary>
public sealed class LevelPropertyTests
{
    private static readonly Gen<double> Means = Gen.Elements(.02, .3, 1, 4, 37.5, 260, 5_000, 1e7);
    private static readonly Gen<double> Dispersions = Gen.Elements(.5, 1, 1.7, 6, 40, 900);
    private static readonly Gen<double> Services = Gen.Elements(.5, .8, .9, .95, .98, .99, .999);

    [Property(MaxTest = 500)]
    public Property An_order_is_never_below_need_nor_a_pack_above_it_or_the_minimum() =>
        Prop.ForAll(
            (
                from need in Gen.Choose(1, 100_000)
                from moq in Gen.Elements(0.0, 1, 12, 500)
                from pack in Gen.Elements(0.0, 1, 6, 7.5, 144)
                from divisible in Gen.Elements(true, false)
                select (Need: need / 16.0, Terms: new OrderQuantity(moq, pack, divisible))
            ).ToArbitrary(),
            x =>
            {
                var quantity = x.Terms.Of(x.Need);
                var step = x.Terms.Pack > 0 ? x.Terms.Pack : 1;
                Assert.True(quantity >= x.Need * (1 - 1e-8) && quantity >= x.Terms.Moq);
                Assert.True(quantity < Math.Max(x.Need, x.Terms.Moq) + step);
                Assert.Equal(0, x.Terms.Of(0));
            }
        );

    [Property(MaxTest = 300)]
    public Property Levels_rise_with_service_and_with_the_lead_time() =>
        Prop.ForAll(
            (
                from mean in Means
                // Less spread than Poisson changes its shape with the mean, and there a level may fall by a unit.
                from dispersion in Dispersions.Where(d => d >= 1)
                from lead in Gen.Choose(0, 40)
                from review in Gen.Choose(1, 14)
                from low in Services
                from high in Services
                select (mean, dispersion, lead, review, low: Math.Min(low, high), high: Math.Max(low, high))
            ).ToArbitrary(),
            x =>
            {
                // A grid that is the same for both lead times: a coarser one may round a level up by a step.
                var most = (x.lead + x.review + 1) * x.mean;
                var shortly = Table(x.lead, x.mean, x.dispersion, most);
                var longer = Table(x.lead + 1, x.mean, x.dispersion, most);
                var protection = Table(x.lead + x.review, x.mean, x.dispersion, most);
                var later = Table(x.lead + 1 + x.review, x.mean, x.dispersion, most);

                Assert.True(protection.Quantile(x.low) <= protection.Quantile(x.high));
                Assert.True(shortly.Quantile(x.low) <= longer.Quantile(x.low));
                Assert.True(shortly.Quantile(x.low) <= protection.Quantile(x.low));

                var quantity = Math.Max(1, x.review * x.mean);
                Assert.True(
                    StockLevels.ForFillRate(protection, quantity, x.low)
                        <= StockLevels.ForFillRate(protection, quantity, x.high)
                );
                Assert.True(
                    StockLevels.ForFillRate(protection, quantity, x.low)
                        <= StockLevels.ForFillRate(later, quantity, x.low) + later.Unit
                );
                Assert.True(
                    StockLevels.ForPeriodicFillRate(protection, shortly, x.low)
                        <= StockLevels.ForPeriodicFillRate(protection, shortly, x.high)
                );
                Assert.True(
                    StockLevels.ForPeriodicFillRate(protection, shortly, x.low)
                        <= StockLevels.ForPeriodicFillRate(later, longer, x.low) + later.Unit
                );
            }
        );

    [Property(MaxTest = 200)]
    public Property A_thousand_times_the_units_is_a_thousand_times_the_level() =>
        Prop.ForAll(
            (
                from mean in Means
                from dispersion in Dispersions
                from service in Services
                from quantity in Gen.Choose(1, 50)
                select (mean, dispersion, service, quantity)
            ).ToArbitrary(),
            x =>
            {
                var variance = x.dispersion * x.mean;
                var plain = Table(1, x.mean, variance, 1);
                var large = Table(1000, 1000 * x.mean, 1_000_000 * variance, 1);
                Same(plain.Mean, large.Mean);
                Same(plain.Quantile(x.service), large.Quantile(x.service));
                Same(plain.Loss(x.mean), large.Loss(1000 * x.mean));
                Same(
                    StockLevels.ForFillRate(plain, x.quantity, x.service),
                    StockLevels.ForFillRate(large, 1000 * x.quantity, x.service)
                );
                Same(EconomicOrder.Quantity(20, .5, x.mean), EconomicOrder.Quantity(20, .5 / 1000, 1000 * x.mean));

                static void Same(double one, double other) =>
                    Assert.Equal(1000 * one, other, 1e-6 * Math.Max(1, other));
                static DemandTable Table(double unit, double mean, double variance, double weight)
                {
                    var table = new DemandTable();
                    table.Clear(unit, mean, Math.Sqrt(variance));
                    table.AddCounts(weight, mean, variance);
                    table.Close();
                    return table;
                }
            }
        );

    [Property(MaxTest = 300)]
    public Property A_table_has_the_moments_it_was_filled_with() =>
        Prop.ForAll(
            (from mean in Means from dispersion in Dispersions select (mean, dispersion)).ToArbitrary(),
            x =>
            {
                var table = Table(1, x.mean, x.dispersion, x.mean);
                Assert.Equal(1, table.Probabilities.ToArray().Sum(), 9);
                Assert.Equal(x.mean, table.Mean, .01 * x.mean);
                var second = 0.0;
                for (var i = 0; i < table.Count; i++)
                    second += table.Probabilities[i] * Math.Pow(i * table.Unit - table.Mean, 2);
                // Counts are never less scattered than a Poisson variable, and a coarse grid adds its own width.
                var least = Math.Max(1, x.dispersion) * x.mean;
                Assert.InRange(
                    second,
                    .9 * Math.Min(x.dispersion * x.mean, least),
                    1.1 * least + table.Unit * table.Unit
                );

                // What is left over less what is missing is stock less demand, whatever the stock.
                for (var stock = 0.0; stock < 3 * x.mean; stock += Math.Max(1, x.mean / 3))
                {
                    Assert.InRange(
                        table.Loss(stock),
                        Math.Max(0, table.Mean - stock) - 1e-6 * x.mean,
                        table.Mean + 1e-6
                    );
                    Assert.True(table.Loss(table.StockForLoss(stock / 9)) <= stock / 9 + 1e-9);
                }
            }
        );

    [Fact]
    public void A_random_lead_time_is_a_mixture_and_not_a_mean()
    {
        var lead = LeadTime.Learned(10, 20);
        Assert.Equal(1, lead.Shares.ToArray().Sum(), 9);
        Assert.Equal(10, lead.Days[lead.Days.Length / 2]);
        Assert.True(lead.Mean > 10);
        Assert.Equal(lead.Mean + 3, lead.Later(3).Mean, 9);

        var (mixed, fixedOne) = (new DemandTable(), new DemandTable());
        mixed.Clear(1, 5 * lead.Mean, 60);
        for (var i = 0; i < lead.Days.Length; i++)
            mixed.AddCounts(lead.Shares[i], 5 * lead.Days[i], 6 * lead.Days[i]);
        mixed.Close();
        fixedOne.Clear(1, 5 * lead.Mean, 60);
        fixedOne.AddCounts(1, 5 * lead.Mean, 6 * lead.Mean);
        fixedOne.Close();
        Assert.Equal(fixedOne.Mean, mixed.Mean, .01);
        Assert.True(mixed.Quantile(.95) > 1.4 * fixedOne.Quantile(.95));
    }

    [Fact]
    public void A_sample_is_as_likely_as_it_was_drawn()
    {
        double[] sample = [.. Enumerable.Range(0, 1000).Select(i => (double)(i * i % 997))];
        var sorted = sample.Order().ToArray();
        var table = new DemandTable();
        table.Clear(1, 500, 50);
        table.AddSample(1, sample);
        table.Close();
        Assert.Equal(sample.Average(), table.Mean, 6);
        foreach (var share in (double[])[.1, .5, .9, .95])
            Assert.Equal(sorted[(int)(share * 1000) - 1], table.Quantile(share), 2.0);
        Assert.Equal(sample.Average(u => Math.Max(0, u - 700)), table.Loss(700), 3.0);
    }

    [Property(MaxTest = 200)]
    public Property The_plan_in_hindsight_orders_what_is_demanded_and_costs_no_more_than_simple_plans() =>
        Prop.ForAll(
            (
                from demand in Gen.Choose(0, 30).ArrayOf().Where(d => d.Length > 0)
                from orderCost in Gen.Elements(0.0, 1, 17, 400)
                select (demand: demand.Select(d => (double)Math.Max(0, d - 10)).ToArray(), orderCost)
            ).ToArbitrary(),
            x =>
            {
                var orders = new double[x.demand.Length];
                var cost = HindsightPlan.Cost(x.demand, x.orderCost, 1, orders);
                double stock = 0,
                    spent = 0;
                for (var t = 0; t < orders.Length; t++)
                {
                    stock += orders[t] - x.demand[t];
                    Assert.True(stock >= 0);
                    spent += stock + (orders[t] > 0 ? x.orderCost : 0);
                }
                Assert.Equal(0, stock);
                Assert.Equal(cost, spent, 6);
                Assert.True(cost <= x.orderCost * x.demand.Count(d => d > 0));
            }
        );

    [Property(MaxTest = 100)]
    public Property The_cheapest_pair_is_no_dearer_than_those_around_it() =>
        Prop.ForAll(
            (
                from mean in Gen.Elements(.4, 2, 9)
                from orderCost in Gen.Elements(0.0, 1, 30)
                from stockOut in Gen.Elements(2.0, 9, 60)
                from lead in Gen.Choose(0, 5)
                select (mean, orderCost, stockOut, lead)
            ).ToArbitrary(),
            x =>
            {
                var period = Table(1, x.mean, 1.5, x.mean);
                var protection = Table(x.lead + 1, x.mean, 1.5, (x.lead + 1) * x.mean);
                var points = OrderPoints.Cheapest(x.orderCost, 1, x.stockOut, period.Probabilities, protection);
                Assert.True(points.Reorder < points.UpTo);
                Assert.Equal(points.Cost, CostOf(points.Reorder, points.UpTo), 6);
                foreach (
                    var (low, up) in (ReadOnlySpan<(int, int)>)[(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1)]
                )
                {
                    if (points.Reorder + low < points.UpTo + up)
                        Assert.True(CostOf(points.Reorder + low, points.UpTo + up) >= points.Cost - 1e-9);
                }

                // The long way: the chain of positions after ordering, at rest.
                double CostOf(int low, int up)
                {
                    var states = new double[up - low];
                    states[^1] = 1;
                    var orders = 0.0;
                    for (var round = 0; round < 3000; round++)
                    {
                        var next = new double[states.Length];
                        orders = 0;
                        for (var i = 0; i < states.Length; i++)
                        {
                            for (var d = 0; d < period.Count; d++)
                            {
                                var share = states[i] * period.Probabilities[d];
                                if (i - d >= 0)
                                    next[i - d] += share;
                                else
                                {
                                    next[^1] += share;
                                    orders += share;
                                }
                            }
                        }
                        // Half stays: a chain that goes round in circles comes to rest too.
                        for (var i = 0; i < states.Length; i++)
                            states[i] = (states[i] + next[i]) / 2;
                    }
                    var cost = x.orderCost * orders;
                    for (var i = 0; i < states.Length; i++)
                        cost += states[i] * StockLevels.NewsvendorCost(protection, low + 1 + i, 1, x.stockOut);
                    return cost;
                }
            }
        );

    private static DemandTable Table(int days, double mean, double dispersion, double most)
    {
        var table = new DemandTable();
        table.Clear(1, most, Math.Sqrt(dispersion * most));
        table.AddCounts(1, days * mean, days * mean * dispersion);
        table.Close();
        return table;
    }
}
