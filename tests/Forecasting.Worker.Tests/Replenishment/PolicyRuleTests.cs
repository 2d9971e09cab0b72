using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Replenishment;
using static SmartInventory.Forecasting.Tests.Replenishment.TestTerms;

namespace SmartInventory.Forecasting.Tests.Replenishment;

/// <summary>What each policy, and what a supplier and a place allow, make of the same demand.</summary>
public sealed class PolicyRuleTests
{
    private static ReplenishmentDecision Decide(
        OrderTerms terms,
        decimal onHand,
        double mean = 10,
        double sigma = 0,
        DateOnly? today = null
    ) => ReplenishmentRule.Decide(NormalDemand(mean, sigma, 120), Stock(onHand, lead: 2), terms, today ?? Today);

    [Fact]
    public void Typed_levels_order_at_the_minimum_and_up_to_the_maximum()
    {
        var terms = Of(2, 7, whole: true, policy: p => p with { Policy = OrderPolicy.MinMax, Min = 30, Max = 100 });
        var (at, above) = (Decide(terms, 40), Decide(terms, 41));
        Assert.Equal((Urgency.Now, 60m, 30m, 100m), (at.Urgency, at.OrderQuantity, at.ReorderPoint, at.OrderUpTo));
        Assert.Equal((Urgency.Soon, Today.AddDays(1)), (above.Urgency, above.OrderBy));
        Assert.Contains(at.Steps, s => $"{s.What}: {s.Arithmetic}" == "Reorder point: typed: ordered at 30 and below");
    }

    [Fact]
    public void A_fixed_lot_is_ordered_until_the_position_is_not_below_the_reorder_point()
    {
        var terms = Of(2, 7, policy: p => p with { Policy = OrderPolicy.ReorderQuantity, Lot = 24 });
        Assert.Equal(24, Decide(terms, 10).OrderQuantity);
        Assert.Equal(48, Decide(terms, -10).OrderQuantity);
        // Without one it is what sells in the review period, and with a cost of an order what costs least.
        var week = terms.With(p => p with { Lot = null });
        Assert.Equal(70, Decide(week, 10).OrderQuantity);
        var cheapest = (week with { UnitCost = 10 }).With(p => p with { OrderCost = 8, HoldingRate = 0.25m });
        Assert.Equal(Math.Sqrt(2 * 8 * 3650 / 2.5), (double)Decide(cheapest, 10).OrderQuantity, 3);
    }

    [Fact]
    public void A_periodic_policy_orders_on_its_days_for_all_products_alike()
    {
        var terms = Of(2, 7, policy: p => p with { Policy = OrderPolicy.PeriodicUpTo });
        var monday = Decide(terms, 50);
        Assert.Equal((Urgency.Now, 40m, Today), (monday.Urgency, monday.OrderQuantity, monday.OrderBy));
        // On Tuesday it is too late for this week: next Monday, with what will be there then.
        var tuesday = Decide(terms, 85, today: Today.AddDays(1));
        Assert.Equal((Urgency.Soon, 65m, Today.AddDays(7)), (tuesday.Urgency, tuesday.OrderQuantity, tuesday.OrderBy));
        // Where stock does not last until then, that is late, and said.
        Assert.Equal(Urgency.Late, Decide(terms, 50, today: Today.AddDays(1)).Urgency);
    }

    [Fact]
    public void A_periodic_policy_with_a_reorder_point_orders_nothing_above_it()
    {
        var terms = Of(2, 7, policy: p => p with { Policy = OrderPolicy.PeriodicReorderUpTo });
        Assert.Equal(90, Decide(terms, 95).ReorderPoint);
        Assert.Equal(Urgency.Soon, Decide(terms, 95).Urgency);
        Assert.Equal(Urgency.Now, Decide(terms, 89).Urgency);
    }

    [Fact]
    public void Orders_go_out_on_the_suppliers_days_and_stock_lasts_from_one_to_the_next()
    {
        DayOfWeek[] days = [DayOfWeek.Monday, DayOfWeek.Thursday];
        var terms = Of(2, 1) with { OrderDays = days };
        // From Thursday to Monday are 4 days: s covers 2 + 3, S 2 + 4.
        var monday = Decide(terms, 55);
        Assert.Equal((50m, 60m, Urgency.Now), (monday.ReorderPoint, monday.OrderUpTo, monday.Urgency));
        var tuesday = Decide(terms, 55, today: Today.AddDays(1));
        Assert.Equal((Urgency.Soon, Today.AddDays(3)), (tuesday.Urgency, tuesday.OrderBy));
        Assert.Contains(monday.Steps, s => s.What.ToString() == "Between orders" && s.Result == 4);
    }

    [Fact]
    public void What_a_lead_time_may_be_raises_the_reorder_point_and_not_only_its_mean()
    {
        var learned = new LearnedLeadTime(0.8, 10, 20);
        var terms = OrderTerms.Of(null, new("ACME", 7, 0, 0, 1, true), null, learned, Of(7, 7).InForce);
        var outlook = NormalDemand(10, 3, 120);
        var risky = ReplenishmentRule.Decide(outlook, Stock(5000, lead: 11), terms, Today);
        var fixedOne = ReplenishmentRule.Decide(outlook, Stock(5000, lead: 11), Of(terms.LeadTimeDays, 7), Today);
        Assert.Equal(11, terms.LeadTimeDays);
        Assert.True(risky.ReorderPoint > 1.5m * fixedOne.ReorderPoint);
        // Nineteen of twenty orders come within 20 days or so, of 10 a day.
        Assert.InRange(risky.ReorderPoint, 195, 260);
        Assert.Contains(
            risky.Steps,
            s => $"{s.What}: {s.Arithmetic}".StartsWith("Lead time: promised 7 days", StringComparison.Ordinal)
        );
        // Who does not want it is held to the promise.
        var promised = OrderTerms.Of(
            null,
            new("ACME", 7, 0, 0, 1, true),
            null,
            learned,
            Of(7, 7, policy: p => p with { LearnLeadTime = false }).InForce
        );
        Assert.Equal((7, null), (promised.LeadTimeDays, promised.Learned));
    }

    [Fact]
    public void A_price_break_is_taken_where_it_saves_more_than_holding_costs()
    {
        // All-units discount: K 200, i .20, D 1000 a year: 500 units at 450 cost 472,900.
        var terms = Of(
                2,
                7,
                unitCost: 500,
                policy: p =>
                    p with
                    {
                        OrderCost = 200,
                        HoldingRate = 0.2m,
                        Policy = OrderPolicy.ReorderQuantity,
                        Lot = 63,
                    }
            )
            .Breaking((200, 475), (500, 450));
        var taken = Decide(terms, 0, mean: 1000.0 / 365);
        Assert.Equal((500m, 450m, 225_000m), (taken.OrderQuantity, taken.UnitCost, taken.Cost));
        Assert.Contains(taken.Steps, s => s.What.ToString() == "Price break");
        // Money that costs its own value a year stays in the till.
        var dear = Decide(terms.With(p => p with { HoldingRate = 2m }), 0, mean: 1000.0 / 365);
        Assert.Equal((63m, 500m), (dear.OrderQuantity, dear.UnitCost));
        // What there is no room for is no bargain.
        var small = Decide(terms.With(p => p with { MaxStock = 300 }), 0, mean: 1000.0 / 365);
        Assert.Equal((200m, 475m), (small.OrderQuantity, small.UnitCost));
    }

    [Fact]
    public void No_more_is_ordered_than_sells_before_it_spoils()
    {
        var terms = Of(2, 30, whole: true, pack: 12, policy: p => p with { ShelfLifeDays = 10 });
        var decision = Decide(terms, 20);
        // 100 are sold within ten days of its arrival, when nothing is left: eight packs of 12.
        Assert.Equal(96, decision.OrderQuantity);
        Assert.Contains(decision.Steps, s => s.What.ToString() == "Shelf life" && s.Result == 96);
        var least = Decide(terms with { Moq = 200 }, 20);
        Assert.Equal(204, least.OrderQuantity);
        Assert.Contains(least.Notes, n => n.ToString().StartsWith("The least order of 204 is more than"));
    }

    [Fact]
    public void No_more_is_ordered_than_there_is_room_for()
    {
        var terms = Of(2, 30, whole: true, policy: p => p with { MaxStock = 120 });
        // 5 of 25 are left when it arrives.
        var decision = Decide(terms, 25);
        Assert.Equal(115, decision.OrderQuantity);
        Assert.Contains(decision.Steps, s => s.What.ToString() == "Room" && s.Result == 115);
    }

    [Fact]
    public void Where_costs_decide_the_critical_ratio_is_the_service()
    {
        var terms = Of(2, 7, unitCost: 10, price: 12, policy: p => p with { Promise = ServicePromise.StockOutCost });
        var decision = ReplenishmentRule.Decide(NormalDemand(10, 3, 60), Stock(0, lead: 2), terms, Today);
        // A week of holding 10 at 25% a year against a margin of 2.
        var over = 10 * 0.25 / 365 * 7;
        Assert.Equal(20 + Normal.Quantile(2 / (2 + over)) * 3 * Math.Sqrt(2), (double)decision.ReorderPoint, 3);
        var unknown = Decide(terms with { Price = null }, 0);
        Assert.Contains(unknown.Notes, n => n.ToString().StartsWith("Price or unit cost is unknown"));
    }

    [Fact]
    public void The_cheapest_levels_are_those_of_the_textbook()
    {
        // (s, S) h 1, p 4, K 5, Poisson(6) a day, no lead time: (4, 10) at the end of a day (Zheng and Federgruen).
        var terms = Of(
            0,
            1,
            unitCost: 365,
            price: 369,
            whole: true,
            policy: p => p with { Promise = ServicePromise.StockOutCost, OrderCost = 5, HoldingRate = 1 }
        );
        var decision = ReplenishmentRule.Decide(NormalDemand(6, Math.Sqrt(6), 60), Stock(0, lead: 0), terms, Today);
        Assert.InRange(decision.ReorderPoint, 4, 6);
        Assert.InRange(decision.OrderUpTo, 9, 12);
    }

    [Theory]
    [InlineData(20, 6400)]
    [InlineData(21, 6400)]
    [InlineData(22, 6400)]
    public void A_level_of_whole_units_is_not_rounded_up_to_the_next(int lead, decimal level)
    {
        // Half of the 32 days between two orders is served at once, and what is lost takes no stock.
        var terms = Of(
            lead,
            30,
            service: 0.5,
            whole: true,
            policy: p => p with { Policy = OrderPolicy.PeriodicUpTo, Promise = ServicePromise.FillRate }
        ) with
        {
            OrderDays = [DayOfWeek.Monday, DayOfWeek.Friday],
        };
        var decision = ReplenishmentRule.Decide(NormalDemand(400, 0, 90), Stock(0, lead: lead), terms, Today);
        Assert.Equal(level, decision.ReorderPoint);
    }

    [Property(MaxTest = 600)]
    public Property Any_policy_gives_an_order_that_can_be_placed() =>
        Prop.ForAll(
            Cases.ToArbitrary(),
            input =>
            {
                var (mean, sigma, hand, today, terms) = input;
                var decision = ReplenishmentRule.Decide(
                    NormalDemand(mean, sigma, 90),
                    Stock(hand, lead: terms.LeadTimeDays),
                    terms,
                    today
                );
                Assert.Equal(decision.Urgency == Urgency.None, decision.OrderQuantity == 0);
                Assert.Equal(decision.Urgency == Urgency.None, decision.OrderBy is null);
                Assert.True(decision.OrderUpTo >= decision.ReorderPoint);
                if (decision.OrderBy is not { } day)
                    return;
                Assert.True(terms.OrderDays.Count == 0 || terms.OrderDays.Contains(day.DayOfWeek), "not an order day");
                Assert.True(day >= today);
                var quantity = decision.OrderQuantity;
                Assert.True(quantity >= terms.Moq, "below the minimum");
                Assert.True(terms.PackMultiple == 0 || quantity % terms.PackMultiple == 0, "a broken pack");
                Assert.True(!terms.WholeUnits || terms.PackMultiple > 0 || decimal.IsInteger(quantity));
                Assert.Equal(quantity * decision.UnitCost, decision.Cost);
                if (terms.PriceBreaks.Count > 0)
                    return;
                // Never more than a pack, or a unit, above need and minimum; below need only for shelf or room.
                var step =
                    terms.PackMultiple > 0 ? terms.PackMultiple
                    : terms.WholeUnits ? 1
                    : 0.0001m;
                Assert.True(quantity <= Math.Max(decision.Missing, terms.Moq) + step, "above need and a pack");
                if (terms.Policy.ShelfLifeDays is null && terms.Policy.MaxStock is null)
                    Assert.True(quantity >= decision.Missing, "below need");
            }
        );

    [Property(MaxTest = 300)]
    public Property Frozen_inputs_decide_the_same_again() =>
        Prop.ForAll(
            Cases.ToArbitrary(),
            input =>
            {
                var (mean, sigma, hand, today, terms) = input;
                var (outlook, stock) = (NormalDemand(mean, sigma, 90), Stock(hand, lead: terms.LeadTimeDays));
                var decision = ReplenishmentRule.Decide(outlook, stock, terms, today);
                var again = FrozenInputs.FromJson(FrozenInputs.Of(outlook, stock, terms, today).ToJson()).Decide();
                Assert.Equal(decision.Steps, again.Steps);
                Assert.Equal(
                    (decision.OrderQuantity, decision.OrderBy, decision.Cost, decision.Spare),
                    (again.OrderQuantity, again.OrderBy, again.Cost, again.Spare)
                );
            }
        );

    [Property(MaxTest = 300)]
    public Property Levels_rise_with_the_service_level_and_the_lead_time() =>
        Prop.ForAll(
            Cases.ToArbitrary(),
            Gen.Choose(0, 9).ToArbitrary(),
            (input, more) =>
            {
                var (mean, sigma, hand, today, terms) = input;
                decimal Point(OrderTerms of) =>
                    ReplenishmentRule.Decide(NormalDemand(mean, sigma, 90), Stock(hand), of, today).ReorderPoint;
                var now = Point(terms);
                var surer = Point(
                    terms.With(p => p with { Service = Math.Min(0.999m, p.Service!.Value + 0.01m * more) })
                );
                Assert.True(surer >= now - 0.001m, $"{surer} < {now}: service");
                var later = Point(terms with { LeadTime = terms.LeadTime.Later(more) });
                Assert.True(later >= now - 0.001m, $"{later} < {now}: lead time");
            }
        );

    [Property(MaxTest = 200)]
    public Property Counting_in_dozens_orders_the_same() =>
        Prop.ForAll(
            Cases.ToArbitrary(),
            input =>
            {
                var (mean, sigma, hand, today, terms) = input;
                // Where nothing is rounded and no cost search has a grid.
                terms = terms with
                {
                    WholeUnits = false,
                    PackMultiple = 0,
                    Moq = 0,
                };
                if (terms.Policy.Promise == ServicePromise.StockOutCost)
                    terms = terms.With(p => p with { OrderCost = 0 });
                var one = ReplenishmentRule.Decide(NormalDemand(mean, sigma, 90), Stock(hand), terms, today);
                var dozen = terms with
                {
                    UnitCost = terms.UnitCost / 12,
                    Price = terms.Price / 12,
                    PriceBreaks =
                    [
                        .. terms.PriceBreaks.Select(b => new Contracts.Catalog.PriceBreak(
                            b.FromQuantity * 12,
                            b.UnitCost / 12
                        )),
                    ],
                };
                dozen = dozen.With(p =>
                    p with
                    {
                        Lot = p.Lot * 12,
                        Min = p.Min * 12,
                        Max = p.Max * 12,
                        MaxStock = p.MaxStock * 12,
                    }
                );
                var twelve = ReplenishmentRule.Decide(
                    NormalDemand(mean * 12, sigma * 12, 90),
                    Stock(hand * 12),
                    dozen,
                    today
                );
                Assert.Equal(
                    (double)one.ReorderPoint * 12,
                    (double)twelve.ReorderPoint,
                    0.05 + 1e-3 * (double)twelve.ReorderPoint
                );
            }
        );

    private static Gen<(double Mean, double Sigma, decimal Hand, DateOnly Today, OrderTerms Terms)> Cases =>
        from mean in Gen.Elements(0.03, 1, 17.5, 400)
        from noise in Gen.Elements(0.0, 0.3, 2)
        from cover in Gen.Choose(-5, 40)
        from day in Gen.Choose(0, 13)
        from kind in Gen.Elements(Enum.GetValues<OrderPolicy>())
        from promise in Gen.Elements(Enum.GetValues<ServicePromise>())
        from service in Gen.Elements(0.5, 0.8, 0.95, 0.99)
        from review in Gen.Elements(1, 5, 7, 30)
        from lead in Gen.Elements(LeadTime.Fixed(0), LeadTime.Fixed(3), LeadTime.Fixed(21), LeadTime.Learned(9, 16))
        from days in Gen.Elements<DayOfWeek[]>([], [DayOfWeek.Tuesday], [DayOfWeek.Monday, DayOfWeek.Friday])
        from moq in Gen.Elements(0m, 1, 40)
        from pack in Gen.Elements(0m, 6)
        from whole in Gen.Elements(true, false)
        from bounded in Gen.Choose(0, 3)
        from orderCost in Gen.Elements(0m, 5)
        from breaks in Gen.Elements(true, false)
        select (
            mean,
            noise * mean,
            whole ? decimal.Round((decimal)(mean * cover)) : (decimal)(mean * cover),
            Today.AddDays(day),
            (Of(1, review, service, moq, pack, 10, whole, 14) with { LeadTime = lead, OrderDays = days })
                .Breaking(breaks ? [(50, 9), (300, 7)] : [])
                .With(p =>
                    p with
                    {
                        Policy = kind,
                        Promise = promise,
                        OrderCost = orderCost,
                        Min = (decimal)mean * 5,
                        Max = (decimal)mean * 30,
                        Lot = bounded == 3 ? 20 : null,
                        ShelfLifeDays = bounded == 1 ? 14 : null,
                        MaxStock = bounded == 2 ? (decimal)mean * 20 : null,
                    }
                )
        );
}
