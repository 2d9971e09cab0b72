using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Replenishment;
using static SmartInventory.Forecasting.Tests.Replenishment.TestTerms;

namespace SmartInventory.Forecasting.Tests.Replenishment;

/// <summary>What is brought from elsewhere.</summary>
public sealed class SpareStockTests
{
    private static IReadOnlyList<TransferAdvice> Transfers(int days, params decimal[] spare)
    {
        var terms = Of(5, 7, whole: true, policy: p => p with { TransferDays = days });
        // 10 a day: 120 are to be there, and 20 are.
        var decision = ReplenishmentRule.Decide(NormalDemand(10, 0), Stock(20, lead: 5), terms, Today);
        Assert.Equal(100, decision.Missing);
        return SpareStock.Transfers(
            [.. spare.Select((units, i) => new SpareStock("A", $"L{i}", units))],
            decision,
            terms,
            Today
        );
    }

    [Fact]
    public void The_most_is_brought_from_where_most_is_until_nothing_is_missing() =>
        Assert.Equal(
            [new("L1", 70, Today.AddDays(2)), new TransferAdvice("L2", 30, Today.AddDays(2))],
            Transfers(2, 10, 70, 40)
        );

    [Fact]
    public void What_there_is_is_brought_where_it_does_not_do() =>
        Assert.Equal(25, Transfers(2, 10, 15).Sum(t => t.Quantity));

    [Fact]
    public void What_takes_longer_than_an_order_is_no_help()
    {
        Assert.NotEmpty(Transfers(5, 70));
        Assert.Empty(Transfers(6, 70));
    }
}
