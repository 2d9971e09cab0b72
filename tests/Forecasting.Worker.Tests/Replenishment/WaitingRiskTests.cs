using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Replenishment;

namespace SmartInventory.Forecasting.Tests.Replenishment;

public sealed class WaitingRiskTests
{
    private static readonly DateOnly Today = new(2024, 3, 4);

    /// <summary>Lead time 4, review 5 days, bought for 6.</summary>
    private static readonly OrderTerms Terms = TestTerms.Of(4, 5, unitCost: 6, price: 10);

    /// <summary>Independent normal days: mean 100, sigma 10.</summary>
    private static readonly DemandOutlook Normally = Outlook(
        28,
        100,
        (p, n) => n * 100 + Normal.Quantile(p) * 10 * Math.Sqrt(n)
    );

    private static DemandOutlook Outlook(int horizon, double mean, Func<double, int, double> quantile) =>
        new(
            Enumerable.Repeat(mean, horizon).ToArray(),
            Forecaster.Probabilities.ToArray(),
            [
                .. Forecaster
                    .Probabilities.ToArray()
                    .Select(p => Enumerable.Range(1, horizon).Select(n => quantile(p, n)).ToArray()),
            ]
        );

    private static StockPosition Stock(decimal onHand, params (decimal Quantity, int InDays)[] arrivals) =>
        StockPosition.Of(
            KnownStock.Of(
                new StockState("A", "X", 1, onHand, arrivals.Sum(a => a.Quantity), true)
                {
                    Arrivals =
                    [
                        .. arrivals.Select((a, i) => new ArrivalState($"PO-{i}", Today.AddDays(a.InDays), a.Quantity)),
                    ],
                }
            ),
            Today,
            4
        );

    /// <summary>The unit loss function G(1.3) = .0455280 (Silver, Pyke and Thomas, table of appendix II).</summary>
    [Theory]
    [InlineData(1.3, 0.0455280)]
    [InlineData(0, 0.3989423)]
    [InlineData(-2, 2.0084907)]
    [InlineData(3.2, 0.0001852)]
    public void Of_normal_demand_the_shortage_is_the_unit_loss(double k, double loss)
    {
        var (probability, units) = Normally.Shortage(900 + k * 30, 9);
        Assert.Equal(loss * 30, units, 4);
        Assert.Equal(1 - Normal.Cumulative(k), probability, 12);
    }

    [Fact]
    public void Beyond_the_horizon_it_is_that_of_the_longer_time()
    {
        var (probability, units) = Normally.Shortage(10_000 + 0.71018 * 100, 100);
        Assert.Equal(0.140433 * 100, units, 2);
        Assert.Equal(1 - Normal.Cumulative(0.71018), probability, 12);
    }

    /// <summary>Two thirds of all spans sell nothing, the rest 12: beyond 2, 10 are missing in each.</summary>
    [Fact]
    public void A_demand_of_lumps_is_short_by_its_lumps()
    {
        var lumpy = Outlook(5, 1, (p, _) => p > 0.6 ? 12 : 0);
        var (probability, units) = lumpy.Shortage(2, 3);
        Assert.InRange(probability, 0.25, 0.41);
        Assert.InRange(units, 10 * 0.25, 10 * 0.41);
        // Beyond the last quantile that is known, demand may be more, as for the quantiles themselves.
        Assert.InRange(lumpy.Shortage(12, 3).Probability, 0, 0.0101);
        Assert.Equal((0, 0), lumpy.Shortage(1e6, 3));
    }

    [Fact]
    public void More_supply_is_never_shorter_and_a_debt_is_short_by_itself()
    {
        var before = Normally.Shortage(-50, 9);
        Assert.Equal((1, Normally.Shortage(0, 9).Units + 50), before);
        for (var supply = 0.0; supply < 1200; supply += 7)
        {
            var (probability, units) = Normally.Shortage(supply, 9);
            Assert.InRange(probability, 0, before.Probability + 1e-12);
            Assert.InRange(units, 0, before.Units + 1e-9);
            before = (probability, units);
        }
    }

    /// <summary>Nothing there: 900 go missing, of which an order today saves what is sold after it came.</summary>
    [Fact]
    public void Only_what_an_order_would_still_save_is_the_cost_of_waiting()
    {
        var risk = WaitingRisk.Of(Normally, Stock(0), Terms, Today);
        Assert.Equal(1, risk.Probability);
        Assert.Equal(900, risk.LostUnits, 1);
        Assert.Equal(9000m, risk.LostSales!.Value, 1);
        Assert.Equal((900m - 400m) * (10 - 6), risk.Cost!.Value, 1);
    }

    [Fact]
    public void Plenty_costs_nothing_to_wait_with() =>
        Assert.Equal(
            (0, 0m, 0m, 0m),
            WaitingRisk.Of(Normally, Stock(5000), Terms, Today) is var risk
                ? (risk.Probability, risk.LostUnits, risk.LostSales, risk.Cost)
                : default
        );

    [Fact]
    public void What_comes_too_late_does_not_undo_what_is_missing_before()
    {
        // 100 are there, and plenty comes in 9 days: the 7 days between go without.
        var risk = WaitingRisk.Of(Normally, Stock(100, (100_000, 9)), Terms, Today);
        Assert.Equal(1, risk.Probability, 6);
        Assert.Equal(700, risk.LostUnits, 1);
    }

    [Fact]
    public void Without_a_price_there_are_units_and_no_money()
    {
        var risk = WaitingRisk.Of(Normally, Stock(0), Terms with { Price = null }, Today);
        Assert.Equal(900, risk.LostUnits, 1);
        Assert.Equal((null, null), (risk.LostSales, risk.Cost));
    }

    [Fact]
    public void Without_a_unit_cost_the_price_is_what_is_lost_and_below_cost_nothing_is()
    {
        var unknown = WaitingRisk.Of(Normally, Stock(0), Terms with { UnitCost = null }, Today);
        Assert.Equal(5000m, unknown.Cost!.Value, 1);
        Assert.Contains("unit cost is unknown", unknown.Steps[^1].Arithmetic.ToString(), StringComparison.Ordinal);
        Assert.Equal(0m, WaitingRisk.Of(Normally, Stock(0), Terms with { Price = 5 }, Today).Cost);
    }

    [Fact]
    public void Cumulative_is_the_inverse_of_the_quantile()
    {
        foreach (var p in new[] { 1e-12, 1e-5, 0.025, 0.3, 0.5, 0.8413447460685429, 0.999, 1 - 1e-9 })
            Assert.Equal(p, Normal.Cumulative(Normal.Quantile(p)), 14);
        Assert.Equal((0, 1), (Normal.Cumulative(double.NegativeInfinity), Normal.Cumulative(double.PositiveInfinity)));
    }
}
