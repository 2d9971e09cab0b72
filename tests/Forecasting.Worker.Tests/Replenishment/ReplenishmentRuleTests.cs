using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Replenishment;
using static SmartInventory.Forecasting.Tests.Replenishment.TestTerms;

namespace SmartInventory.Forecasting.Tests.Replenishment;

public sealed class ReplenishmentRuleTests
{
    private static readonly OrderTerms Terms = TestTerms.Of(3, 0);

    [Fact]
    public void The_textbook_reorder_point_comes_out()
    {
        var decision = ReplenishmentRule.Decide(NormalDemand(29, 5.7), Stock(200), Terms, Today);
        Assert.Equal(103.239m, decimal.Round(decision.ReorderPoint, 3));
        Assert.Equal(16.239m, decimal.Round(decision.SafetyStock, 3));
    }

    [Theory]
    [InlineData(0.93)]
    [InlineData(0.98)]
    [InlineData(0.999)]
    [InlineData(0.5)]
    public void Service_levels_between_and_beyond_the_quantiles_are_exact_for_normal_demand(double service) =>
        Assert.Equal(5 * 40 + Normal.Quantile(service) * 6 * Math.Sqrt(5), NormalDemand(40, 6).Quantile(service, 5), 6);

    [Fact]
    public void Beyond_the_horizon_the_mean_grows_with_days_and_the_spread_with_their_root() =>
        Assert.Equal(100 * 40 + Normal.Quantile(0.95) * 6 * 10, NormalDemand(40, 6).Quantile(0.95, 100), 6);

    [Fact]
    public void Enough_on_hand_needs_no_order()
    {
        var decision = ReplenishmentRule.Decide(NormalDemand(2, 1), Stock(500), Terms.Reviewed(7), Today);
        Assert.Equal(
            (Urgency.None, 0m, null, null),
            (decision.Urgency, decision.OrderQuantity, decision.OrderBy, decision.StockOutOn)
        );
        Assert.Equal(250, decision.DaysOfCover!.Value, 6);
        Assert.Equal(
            "the position covers the reorder point for all of the next 28 days",
            decision.Steps[^1].Arithmetic.ToString()
        );
    }

    [Fact]
    public void The_arithmetic_is_shown_step_by_step()
    {
        var terms = TestTerms.Of(2, 5, 0.95, 60, 12, 2.5m, true);
        var decision = ReplenishmentRule.Decide(NormalDemand(10, 0), Stock(13, 4, lead: 2), terms, Today);
        Assert.Equal(
            [
                ("Expected demand in the lead time", "sum of the next 2 days", 20m, "each"),
                ("Reorder point", "demand of 2 days stays within it with probability 95%", 20m, "each"),
                ("Safety stock", "20 - 20", 0m, "each"),
                (
                    "Order up to",
                    "demand of 2 + 5 days (lead time + review period) stays within it with probability 95%",
                    70m,
                    "each"
                ),
                ("Stock position", "13 on hand + 4 on order", 17m, "each"),
                ("Order by", "17 is below 20, or will be tomorrow: 4 Mar 2024", 0m, "days from now"),
                ("Missing", "70 - 17", 53m, "each"),
                ("Minimum order", "53 is less than the supplier's minimum 60", 60m, "each"),
                ("Order quantity", "60", 60m, "each"),
                ("Cost", "60 x 2.5", 150m, "money"),
            ],
            decision.Steps.Select(s => (s.What.ToString(), s.Arithmetic.ToString(), s.Result, s.Unit))
        );
        Assert.Equal(
            (Urgency.Late, 60m, Today, Today.AddDays(2)),
            (decision.Urgency, decision.OrderQuantity, decision.OrderBy, decision.StockOutOn)
        );
    }

    [Fact]
    public void The_minimum_comes_before_the_packs()
    {
        var terms = TestTerms.Of(2, 5, 0.95, 50, 24, null, true);
        var decision = ReplenishmentRule.Decide(NormalDemand(10, 0), Stock(25), terms, Today);
        Assert.Equal(72, decision.OrderQuantity);
        Assert.Equal(
            ["Minimum order", "Full packs", "Order quantity"],
            decision.Steps.TakeLast(3).Select(s => s.What.ToString())
        );
        Assert.Null(decision.Cost);
    }

    [Fact]
    public void The_order_is_due_on_the_last_day_that_still_covers_the_reorder_point()
    {
        // Reorder point 30; 65 - 3 x 10 = 35 still covers it on day 3, 25 on day 4 does not.
        var decision = ReplenishmentRule.Decide(NormalDemand(10, 0), Stock(65), Terms.Reviewed(7), Today);
        Assert.Equal((Urgency.Soon, Today.AddDays(3)), (decision.Urgency, decision.OrderBy));
        Assert.Equal(100 - (65 - 30), decision.OrderQuantity);
        Assert.Equal(Today.AddDays(7), decision.StockOutOn);
    }

    [Fact]
    public void After_the_next_review_is_soon_enough_to_think_of_it()
    {
        var decision = ReplenishmentRule.Decide(NormalDemand(10, 0), Stock(140), Terms.Reviewed(7), Today);
        Assert.Equal((Urgency.None, 0m, null), (decision.Urgency, decision.OrderQuantity, decision.OrderBy));
        Assert.Equal("15 Mar 2024 is after the next review, in 7 days", decision.Steps[^1].Arithmetic.ToString());
    }

    [Fact]
    public void What_is_on_order_counts_so_that_nothing_is_ordered_twice()
    {
        var terms = Terms.Reviewed(7);
        var first = ReplenishmentRule.Decide(NormalDemand(10, 2), Stock(12), terms, Today);
        Assert.Equal(Urgency.Late, first.Urgency);
        var second = ReplenishmentRule.Decide(NormalDemand(10, 2), Stock(12, first.OrderQuantity), terms, Today);
        Assert.NotEqual(Urgency.Late, second.Urgency);
        Assert.NotEqual(Urgency.Now, second.Urgency);
    }

    // 10 a day that never change, lead time 7, review period 7, 20 on hand: the reorder point is 70.
    private static ReplenishmentDecision Weekly(params (decimal Quantity, int InDays)[] arrivals) =>
        ReplenishmentRule.Decide(
            NormalDemand(10, 0, 56),
            Stock(20, lead: 7, arrivals: arrivals),
            TestTerms.Of(7, 7),
            Today
        );

    [Fact]
    public void An_order_that_comes_in_five_months_is_no_stock_on_the_shelf()
    {
        var decision = Weekly((1000, 150));

        // 70 for the lead time and 70 for the review period, less the 20 that are there.
        Assert.Equal((Urgency.Late, 120m, Today), (decision.Urgency, decision.OrderQuantity, decision.OrderBy));
        Assert.Equal(Today.AddDays(3), decision.StockOutOn);
        Assert.Equal(
            "20 on hand + 0 of 1000 on order, which arrives within the lead time",
            decision.Steps.Single(s => s.What.ToString() == "Stock position").Arithmetic.ToString()
        );
        Assert.Equal(
            new ExpediteAdvice("PO-0", Today.AddDays(150), 1000, NeededBy: Today.AddDays(3)),
            decision.Expedite
        );
        Assert.Equal(
            [
                "PO-0 brings 1000 on 1 Aug 2024: after this order could arrive, so it does not count before.",
                "Ask for PO-0 earlier: its 1000 by 7 Mar 2024 instead of 1 Aug 2024 would do.",
            ],
            decision.Notes.Select(n => n.ToString())
        );
    }

    [Fact]
    public void An_order_that_comes_tomorrow_is()
    {
        var decision = Weekly((1000, 1));

        Assert.Equal(
            (Urgency.None, 0m, null, null),
            (decision.Urgency, decision.OrderQuantity, decision.OrderBy, decision.StockOutOn)
        );
        Assert.Null(decision.Expedite);
        Assert.Empty(decision.Notes);
    }

    [Fact]
    public void Where_another_order_would_come_no_sooner_the_open_one_is_to_be_asked_for()
    {
        // It comes a day after one of today would, and brings enough until after the next: stock is out in between.
        var decision = Weekly((1000, 8));

        Assert.Equal((Urgency.None, 0m), (decision.Urgency, decision.OrderQuantity));
        Assert.Equal(Today.AddDays(3), decision.StockOutOn);
        Assert.Equal(new ExpediteAdvice("PO-0", Today.AddDays(8), 1000, Today.AddDays(3)), decision.Expedite);
        Assert.Equal("open orders fill the gap before another one could", decision.Steps[^1].Arithmetic.ToString());
    }

    [Fact]
    public void An_order_fills_only_what_the_others_leave_open_until_the_next_one()
    {
        var decision = Weekly((30, 10), (500, 40));

        Assert.Equal((Urgency.Late, 140m - 20 - 30), (decision.Urgency, decision.OrderQuantity));
        Assert.Equal(
            ("There before the next order arrives", "20 + 30 that arrives until 18 Mar 2024", 50m),
            decision
                .Steps.Where(s => s.What.ToString().StartsWith("There"))
                .Select(s => (s.What.ToString(), s.Arithmetic.ToString(), s.Result))
                .Single()
        );
        Assert.Equal("PO-1", decision.Expedite!.Order);
    }

    [Theory]
    [InlineData(-2, 2)] // as late as it is by now, once more
    [InlineData(-30, 7)] // at most a lead time
    public void Of_a_late_order_is_said_when_it_is_taken_to_come(int due, int assumed)
    {
        var decision = Weekly((1000, due));

        Assert.Equal((Urgency.None, 0m), (decision.Urgency, decision.OrderQuantity));
        Assert.Equal(assumed <= 2 ? null : Today.AddDays(3), decision.StockOutOn);
        Assert.Equal(
            $"PO-0 was expected on {Today.AddDays(due):d MMM yyyy} and is late: it is taken to come on "
                + $"{Today.AddDays(assumed):d MMM yyyy}, as many days more as it is late by now, at most a lead time.",
            Assert.Single(decision.Notes).ToString()
        );
    }

    [Fact]
    public void Stock_that_was_never_counted_is_taken_as_nothing_and_said_so()
    {
        var decision = ReplenishmentRule.Decide(
            NormalDemand(10, 0),
            Stock(-48_000, counted: false),
            Terms.Reviewed(7),
            Today
        );
        Assert.Equal((Urgency.Late, 100m), (decision.Urgency, decision.OrderQuantity));
        Assert.Equal(
            ["Stock was never counted (the ledger alone says -48000): on hand is taken as 0."],
            decision.Notes.Select(n => n.ToString())
        );
    }

    [Fact]
    public void A_counted_debt_is_filled_up() =>
        Assert.Equal(
            115m,
            ReplenishmentRule.Decide(NormalDemand(10, 0), Stock(-15), Terms.Reviewed(7), Today).OrderQuantity
        );

    [Fact]
    public void Nothing_sold_and_nothing_there_needs_nothing()
    {
        var decision = ReplenishmentRule.Decide(NormalDemand(0, 0), Stock(0), Terms, Today);
        Assert.Equal(
            (Urgency.None, 0m, null, null),
            (decision.Urgency, decision.OrderQuantity, decision.StockOutOn, decision.DaysOfCover)
        );
    }

    [Fact]
    public void Whole_units_are_rounded_up() =>
        Assert.All(
            ((Func<ReplenishmentDecision, decimal>[])[d => d.ReorderPoint, d => d.OrderUpTo, d => d.OrderQuantity]),
            of =>
                Assert.True(
                    decimal.IsInteger(
                        of(
                            ReplenishmentRule.Decide(
                                NormalDemand(1.3, 0.7),
                                Stock(0.5m),
                                TestTerms.Of(3, 4, whole: true),
                                Today
                            )
                        )
                    )
                )
        );

    [Property(MaxTest = 1000)]
    public Property No_input_throws_or_orders_less_than_something()
    {
        var gen =
            from mean in Gen.Elements(0.0, 0.01, 1, 17.5, 1e6)
            from sigma in Gen.Elements(0.0, 0.1, 5, 1e7)
            from hand in Gen.Choose(-1000, 100000)
            from order in Gen.Choose(-5, 1000)
            from orders in Gen.Choose(0, 3)
            from day in Gen.Choose(-10, 200)
            from counted in Gen.Elements(true, false)
            from lead in Gen.Choose(0, 400)
            from review in Gen.Choose(0, 90)
            from service in Gen.Elements(0.0, 0.5, 0.9, 0.9987, 1)
            from moq in Gen.Elements(0m, 1, 13.5m, 1000)
            from pack in Gen.Elements(0m, 1, 0.3m, 12)
            from whole in Gen.Elements(true, false)
            select (
                NormalDemand(mean, sigma),
                Stock(
                    hand,
                    order,
                    counted,
                    lead,
                    [.. Enumerable.Range(1, orders).Select(i => ((decimal)(7 * i), day - 40 * i))]
                ),
                TestTerms.Of(lead, review, service, moq, pack, 1.1m, whole)
            );
        return Prop.ForAll(
            gen.ToArbitrary(),
            input =>
            {
                var (outlook, stock, terms) = input;
                var decision = ReplenishmentRule.Decide(outlook, stock, terms, Today);
                Assert.Equal(decision.Urgency == Urgency.None, decision.OrderQuantity == 0);
                Assert.Equal(decision.Urgency == Urgency.None, decision.OrderBy is null);
                Assert.True(
                    decision.OrderQuantity >= 0
                        && decision.SafetyStock >= 0
                        && decision.OrderUpTo >= decision.ReorderPoint
                );
                if (decision.OrderQuantity > 0)
                {
                    Assert.True(decision.OrderQuantity >= terms.Moq, "below the minimum");
                    Assert.True(
                        terms.PackMultiple == 0 || decision.OrderQuantity % terms.PackMultiple == 0,
                        "a broken pack"
                    );
                    Assert.Equal(decision.OrderQuantity * 1.1m, decision.Cost);
                    Assert.InRange(decision.OrderBy!.Value, Today, Today.AddDays(terms.ReviewPeriodDays));
                }
            }
        );
    }
}
