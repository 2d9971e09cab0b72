using SmartInventory.Forecasting.Replenishment;

namespace SmartInventory.Forecasting.Tests.Replenishment;

public sealed class HindsightTests
{
    /// <summary>Unit cost 73, margin 5; 10 are there, 20 days.</summary>
    [Theory]
    [InlineData(90, 100, 0)]
    // 10 are left: 10 x 73 x 0.25 x 20 / 365.
    [InlineData(100, 100, 10)]
    // 30 are missing: 30 x 5.
    [InlineData(60, 100, 150)]
    [InlineData(0, 0, 10)]
    public void What_is_left_costs_its_holding_and_what_is_missing_its_margin(
        decimal ordered,
        decimal demand,
        decimal cost
    ) => Assert.Equal(cost, Hindsight.Cost(10, ordered, demand, 20, 73, 5));
}
