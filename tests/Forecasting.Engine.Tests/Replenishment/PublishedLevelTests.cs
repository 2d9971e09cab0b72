using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.Forecasting.Engine.Tests.Replenishment;

/// <summary>Numbers that textbooks and other programs give.</summary>
public sealed class PublishedLevelTests
{
    [Fact]
    public void The_economic_order_quantity()
    {
        var quantity = EconomicOrder.Quantity(8, .225, 1300);
        Assert.Equal(304.04678, quantity, 5);
        Assert.Equal(68.41053, EconomicOrder.Cost(quantity, 8, .225, 1300), 5);
    }

    [Fact]
    public void A_price_break_that_is_worth_ordering_more()
    {
        PriceBreak[] breaks = [new(0, 500), new(200, 475), new(500, 450)];
        var (quantity, cost) = EconomicOrder.WithPriceBreaks(200, .20, 1000, breaks);
        Assert.Equal((500, 472_900), (quantity, cost));
        Assert.Equal([500, 475, 475, 450], new[] { 1, 200, 499, 500 }.Select(q => EconomicOrder.PriceAt(q, breaks)));
    }

    [Fact]
    public void The_newsvendor_with_normal_and_with_counted_demand()
    {
        var ratio = StockLevels.CriticalRatio(.18, .70);
        var normal = new NormalDemand(50, 8);
        Assert.Equal(56.603953, normal.Quantile(ratio), 5e-6);
        Assert.Equal(1.997605, StockLevels.NewsvendorCost(normal, normal.Quantile(ratio), .18, .70), 6);
        Assert.Equal(56, Poisson(50).Quantile(ratio));
    }

    [Fact]
    public void The_reorder_point_by_cycle_service_and_by_fill_rate()
    {
        var demand = NormalDemand.Over(1300 / 12.0, 150 / Math.Sqrt(12), 1);
        var quantity = EconomicOrder.Quantity(8, .225, 1300);
        Assert.Equal(190.33700, demand.Quantile(StockLevels.CriticalRatio(.225, 7.5)), 4);

        var most = StockLevels.ForFillRate(demand, quantity, .98);
        Assert.Equal(139.085, most, 3);
        Assert.Equal(.71018, (most - demand.Mean) / demand.Deviation, 5);
        Assert.Equal(.140433, demand.Loss(most) / demand.Deviation, 6);
        Assert.Equal(.761, demand.Below(most), 3);
        Assert.Equal(197.973, StockLevels.ForFillRate(demand, quantity, .999), 3);
    }

    [Fact]
    public void The_unit_loss_and_its_inverse()
    {
        Assert.Equal(.0455280, NormalDemand.UnitLoss(1.3), 7);
        Assert.Equal(1.3, new NormalDemand(0, 1).StockForLoss(NormalDemand.UnitLoss(1.3)), 9);
        Assert.Equal(-2, new NormalDemand(0, 1).StockForLoss(NormalDemand.UnitLoss(-2)), 9);
    }

    [Fact]
    public void The_cheapest_s_and_S()
    {
        var demand = Poisson(6);
        var points = OrderPoints.Cheapest(5, 1, 4, demand.Probabilities, demand);
        Assert.Equal((4, 10), (points.Reorder, points.UpTo));
        Assert.Equal(8.034112, points.Cost, 6);
    }

    [Fact]
    public void The_plan_in_hindsight()
    {
        var orders = new double[4];
        Assert.Equal(1380, HindsightPlan.Cost([90, 120, 80, 70], 500, 2, orders));
        Assert.Equal([210, 0, 150, 0], orders);
    }

    [Fact]
    public void Safety_stock_with_a_fixed_and_with_a_random_lead_time()
    {
        var demand = NormalDemand.Over(29, 5.7, 3);
        Assert.Equal(16.239, demand.SafetyStock(.95), 3);
        Assert.Equal(103.239, demand.Quantile(.95), 3);

        var random = NormalDemand.Over(100, 20, 8, 2);
        Assert.Equal(207.846, random.Deviation, 3);
        Assert.Equal(341.876, random.SafetyStock(.95), 3);
    }

    [Theory]
    [InlineData(-8.5)]
    [InlineData(-3)]
    [InlineData(-.1)]
    [InlineData(2.5)]
    public void Below_and_quantile_undo_each_other(double z) =>
        Assert.Equal(z, Normal.Quantile(Normal.Cumulative(z)), 8);

    private static DemandTable Poisson(double mean)
    {
        var table = new DemandTable();
        table.Clear(1, mean, Math.Sqrt(mean));
        table.AddCounts(1, mean, mean);
        table.Close();
        return table;
    }
}
