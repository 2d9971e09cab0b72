using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Replenishment;
using SmartInventory.ServiceDefaults.Web;
using static SmartInventory.Forecasting.Tests.Replenishment.TestTerms;

namespace SmartInventory.Forecasting.Tests.Replenishment;

/// <summary>What follows when circumstances are others.</summary>
public sealed class ScenarioTests
{
    private static readonly OrderTerms Terms = Of(3, 4, unitCost: 2, price: 5, whole: true).Breaking((100, 1.5m));

    private static Scenario Asked(WhatIfScenario scenario)
    {
        var errors = new FieldErrors();
        var read = Scenario.Of(scenario, errors);
        Assert.False(errors.Any);
        return read;
    }

    private static ReplenishmentDecision Decide(Scenario scenario, StockPosition stock, OrderTerms terms) =>
        ReplenishmentRule.Decide(
            scenario.Of(NormalDemand(10, 3)),
            scenario.Of(stock, terms.Supplier),
            scenario.Of(terms),
            Today
        );

    [Fact]
    public void Each_circumstance_changes_its_own_input_alone()
    {
        var stock = Stock(20, arrivals: [(30, 2), (5, -1)]);

        Assert.Same(Terms.InForce, Scenario.AsItIs.Of(Terms).InForce);
        Assert.Same(stock, Scenario.AsItIs.Of(stock, "ACME"));
        var late = Asked(new() { LateDays = 14 });
        Assert.Equal([17], late.Of(Terms).LeadTime.Days.ToArray());
        Assert.Equal(17, late.Of(Terms).PromisedDays);
        // The late order was taken to come tomorrow, the other on its day.
        Assert.Equal([Today.AddDays(15), Today.AddDays(16)], late.Of(stock, "ACME").Arrivals.Select(a => a.On));
        var dear = Asked(new() { CostFactor = 1.1m }).Of(Terms);
        Assert.Equal((2.2m, 5m), (dear.UnitCost!.Value, dear.Price!.Value));
        Assert.Equal([new PriceBreak(100, 1.65m)], dear.PriceBreaks);
        Assert.Equal(4.5m, Asked(new() { PriceFactor = .9m }).Of(Terms).Price);
        Assert.Equal(.99m, Asked(new() { Service = .99m }).Of(Terms).Policy.Service);
        Assert.Equal(12, Asked(new() { DemandFactor = 1.2m }).Of(NormalDemand(10, 3)).Expected(1), 6);
    }

    [Fact]
    public void Only_what_is_ordered_from_the_supplier_is_late_and_dearer()
    {
        var other = Asked(
            new()
            {
                Supplier = "BOLT",
                LateDays = 5,
                CostFactor = 2,
                DemandFactor = 2,
            }
        );
        var stock = Stock(20, arrivals: [(30, 2)]);

        Assert.Same(stock, other.Of(stock, "ACME"));
        Assert.Equal((3, 2m), (other.Of(Terms).LeadTimeDays, other.Of(Terms).UnitCost!.Value));
        Assert.Equal(20, other.Of(NormalDemand(10, 3)).Expected(1), 6);
        var of = other.Of(Terms with { Supplier = "BOLT" });
        Assert.Equal((8, 4m), (of.LeadTimeDays, of.UnitCost!.Value));
        Assert.Equal(Today.AddDays(7), other.Of(stock, "BOLT").Arrivals[0].On);
    }

    [Fact]
    public void What_it_changes_is_its_name_where_it_has_none()
    {
        Assert.Equal(
            "demand x 1.2, 14 days late, costs x 1.1, prices x 0.9, service 98%, of ACME",
            Asked(
                new()
                {
                    DemandFactor = 1.2m,
                    LateDays = 14,
                    CostFactor = 1.1m,
                    PriceFactor = .9m,
                    Service = .98m,
                    Supplier = "acme",
                }
            ).Name
        );
        Assert.Equal("a strike", Asked(new() { Name = " a strike ", LateDays = 14 }).Name);
    }

    public static TheoryData<decimal, decimal> Positions =>
        new()
        {
            { 0, 0 },
            { 15, 0 },
            { 38, 0 },
            { 60, 0 },
            { 90, 0 },
            { 20, 40 },
            { 45, 70 },
        };

    [Theory]
    [MemberData(nameof(Positions))]
    public void A_later_supplier_never_moves_the_order_by_date_back(decimal onHand, decimal arriving)
    {
        var stock = arriving > 0 ? Stock(onHand, arrivals: [(arriving, 2)]) : Stock(onHand);
        foreach (var terms in (OrderTerms[])[Terms, Terms.With(p => p with { Promise = ServicePromise.FillRate })])
        {
            var before = DateOnly.MinValue;
            foreach (var late in (int[])[30, 14, 7, 3, 1, 0])
            {
                var by = Decide(Asked(new() { LateDays = late }), stock, terms).OrderBy ?? DateOnly.MaxValue;
                Assert.True(by >= before, $"{late} days late: {by}, later still: {before}");
                before = by;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void More_demand_is_ordered_no_later_and_what_is_due_today_for_no_less_money(
        decimal onHand,
        decimal arriving
    )
    {
        var stock = arriving > 0 ? Stock(onHand, arrivals: [(arriving, 2)]) : Stock(onHand);
        // A price break is worth a larger order for less money: without.
        var terms = Terms.Breaking();
        var (by, cost) = (DateOnly.MaxValue, 0m);
        for (var factor = .5m; factor <= 3; factor += .1m)
        {
            var decision = Decide(Asked(new() { DemandFactor = factor }), stock, terms);
            Assert.True((decision.OrderBy ?? DateOnly.MaxValue) <= by, $"x {factor}: {decision.OrderBy} after {by}");
            by = decision.OrderBy ?? DateOnly.MaxValue;
            if (by > Today)
                continue;
            Assert.True(decision.Cost >= cost, $"x {factor}: {decision.Cost} less than {cost}");
            cost = decision.Cost!.Value;
        }
        Assert.True(cost > 0);
    }

    [Fact]
    public void Risk_and_lost_sales_grow_with_demand_and_lateness()
    {
        WaitingRisk Risk(WhatIfScenario scenario)
        {
            var of = Asked(scenario);
            return WaitingRisk.Of(
                of.Of(NormalDemand(10, 3)),
                of.Of(Stock(40, arrivals: [(30, 5)]), "ACME"),
                of.Of(Terms),
                Today
            );
        }

        var asItIs = Risk(new());
        foreach (var worse in (WhatIfScenario[])[new() { DemandFactor = 1.3m }, new() { LateDays = 7 }])
        {
            Assert.True(Risk(worse).Probability > asItIs.Probability);
            Assert.True(Risk(worse).LostSales > asItIs.LostSales);
        }
        Assert.InRange(Risk(new() { PriceFactor = 1.2m }).LostSales!.Value / asItIs.LostSales!.Value, 1.199m, 1.201m);
        Assert.Equal(asItIs.LostSales, Risk(new() { CostFactor = 1.2m }).LostSales);
    }
}
