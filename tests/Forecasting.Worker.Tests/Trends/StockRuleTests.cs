using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Tests.Trends;

public sealed class StockRuleTests
{
    /// <summary>56 there at 2 each; 28 sold in 28 days, 365 in a year, at 5 each; an order takes 14 days.</summary>
    private static readonly StockInput Steady = new(56, 2, 28, 365, 1_825, 800, 1, 14);

    [Fact]
    public void The_figures_are_those_of_the_text_books()
    {
        var verdict = StockRule.Judge(Steady, 90);
        Assert.Equal((1.0, 56.0), (verdict.UnitsPerDay, verdict.DaysOfCover));
        // Cost of goods sold 730 / stock 112; margin 1825 - 730 = 1095 / 112; 28 of 84 sold through.
        Assert.Equal(730.0 / 112, verdict.Turnover!.Value, 9);
        Assert.Equal(1_095.0 / 112, verdict.Gmroi!.Value, 9);
        Assert.Equal(28.0 / 84, verdict.SellThrough!.Value, 9);
        Assert.Equal((StockMotion.Steady, 0m), (verdict.Motion, verdict.ExcessUnits));
        Assert.Equal("56 last 56 days at 1 a day.", verdict.Reason);
    }

    [Fact]
    public void What_lasts_too_long_is_slow_and_the_rest_is_excess()
    {
        var verdict = StockRule.Judge(Steady with { OnHand = 400 }, 90);
        Assert.Equal((StockMotion.Slow, 310m), (verdict.Motion, verdict.ExcessUnits));
        Assert.Equal("400 last 400 days at 1 a day; 90 are wanted.", verdict.Reason);
        Assert.Equal(StockMotion.Steady, StockRule.Judge(Steady with { OnHand = 400 }, 400).Motion);
        // Who waits 150 days for an order has no excess before.
        Assert.Equal(250m, StockRule.Judge(Steady with { OnHand = 400, OrderDays = 150 }, 90).ExcessUnits);
    }

    [Fact]
    public void What_is_gone_before_an_order_comes_is_fast()
    {
        var verdict = StockRule.Judge(Steady with { OnHand = 14 }, 90);
        Assert.Equal(
            (StockMotion.Fast, "14 last 14 days at 1 a day; an order takes 14."),
            (verdict.Motion, verdict.Reason)
        );
    }

    [Fact]
    public void What_nobody_buys_is_dead_and_what_nobody_ever_bought_is_named_apart()
    {
        var dead = StockRule.Judge(Steady with { Units28 = 0, Units365 = 3, DaysSinceLastSale = 90 }, 90);
        Assert.Equal(
            (StockMotion.Dead, 56m, "56 lie there, and none was sold for 90 days."),
            (dead.Motion, dead.ExcessUnits, dead.Reason)
        );
        var never = StockRule.Judge(new(12.5m, null, 0, 0, 0, 0, null, 14), 90);
        Assert.Equal(
            (StockMotion.NeverSold, 12.5m, "12.5 lie there, and none was ever sold."),
            (never.Motion, never.ExcessUnits, never.Reason)
        );
        Assert.Equal((null, null, 0.0), (never.DaysOfCover, never.Gmroi, never.SellThrough));
    }

    [Fact]
    public void A_return_does_not_make_a_product_slower_than_one_that_lies()
    {
        // Ten came back of late; over the year 73 were sold: that is its rate, .2 a day.
        var verdict = StockRule.Judge(Steady with { Units28 = -10, Units365 = 73, OnHand = 10 }, 90);
        Assert.Equal((0.2, 50.0, 0.0), (verdict.UnitsPerDay, verdict.DaysOfCover, verdict.SellThrough));
        Assert.Equal((StockMotion.Steady, "10 last 50 days at 0.2 a day."), (verdict.Motion, verdict.Reason));
        var back = StockRule.Judge(Steady with { Units28 = -10, Units365 = -1, OnHand = 10 }, 90);
        Assert.Equal(
            (StockMotion.Slow, "10 lie there, and as many came back as were sold."),
            (back.Motion, back.Reason)
        );
    }

    [Theory]
    [InlineData(100, 365, 100)]
    [InlineData(100, 800, 100)]
    [InlineData(100, 73, 500)]
    [InlineData(100, 27, 100)]
    public void Part_of_a_year_counts_for_one(int amount, int knownDays, int expected) =>
        Assert.Equal(expected, StockRule.Yearly(amount, knownDays));

    [Fact]
    public void A_window_is_compared_with_as_many_days_and_with_the_same_weekdays()
    {
        var window = new Window(new(2024, 3, 1), new(2024, 3, 31));
        Assert.Equal(new Window(new(2024, 1, 30), new(2024, 2, 29)), window.Against(TotalsAgainst.Before));
        var year = window.Against(TotalsAgainst.LastYear);
        Assert.Equal(new Window(new(2023, 3, 3), new(2023, 4, 2)), year);
        Assert.Equal((window.Days, window.From.DayOfWeek), (year.Days, year.From.DayOfWeek));
        Assert.Equal(new(12, 30, 10, 40, 0.2, -0.25), Window.Compare(12, 30, 10, 40));
        Assert.Equal(new(12, 30, 0, -1, null, null), Window.Compare(12, 30, 0, -1));
    }
}
