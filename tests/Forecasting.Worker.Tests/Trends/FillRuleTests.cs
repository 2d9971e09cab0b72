using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Tests.Trends;

public sealed class FillRuleTests
{
    [Theory]
    // 47 of 56 days had stock, and five a day were sold on them.
    [InlineData(235, 47, 1_000, 365, 5)]
    // None had: the year says it.
    [InlineData(0, 0, 730, 365, 2)]
    // More came back than was sold, or nothing was ever sold.
    [InlineData(-3, 47, 1_000, 365, 0)]
    [InlineData(0, 0, 0, 0, 0)]
    public void The_usual_pace_is_that_of_days_with_stock(int units, int days, int ofYear, int daysOfYear, int pace) =>
        Assert.Equal(pace, FillRule.UsualPace(units, days, ofYear, daysOfYear));

    [Fact]
    public void What_was_neither_sold_nor_missed_has_no_rate_and_what_came_back_takes_nothing_off()
    {
        Assert.Null(new Fulfilment().Rate);
        Assert.Null(new Fulfilment().With(-5, 0, 1).Rate);
        var all = new Fulfilment().With(95, 9, 5).With(-5, 0, 0);
        Assert.Equal((95m, 45m, 9, 0.6786), (all.Sold, all.Missed, all.DaysWithout, all.Rate));
    }
}
