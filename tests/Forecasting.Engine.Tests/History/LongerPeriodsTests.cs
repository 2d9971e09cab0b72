using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Engine.Tests.History;

public sealed class LongerPeriodsTests
{
    private static readonly int First = new DateOnly(2026, 1, 28).DayNumber;

    [Fact]
    public void Weeks_end_with_the_last_day_and_only_whole_ones_count()
    {
        double[] demand = [.. Enumerable.Range(1, 17).Select(t => (double)t)];
        var weeks = LongerPeriods.Weeks(demand, Days(17));
        Assert.Equal([Enumerable.Range(4, 7).Sum(), Enumerable.Range(11, 7).Sum()], weeks.Values);
        Assert.Equal([First + 3, First + 10], weeks.Days);
    }

    [Fact]
    public void What_is_unknown_of_a_period_was_as_the_rest_and_of_less_than_half_nothing_is_known()
    {
        double[] demand = [2, 2, double.NaN, 2, 2, 3, 2, 1, 1, 1, double.NaN, double.NaN, double.NaN, double.NaN];
        var weeks = LongerPeriods.Weeks(demand, Days(14));
        Assert.Equal(15, weeks.Values[0]);
        Assert.Equal(double.NaN, weeks.Values[1]);
        Assert.Equal(15.1666, LongerPeriods.Weeks([.5, .. demand[1..7], .. demand[7..]], Days(14)).Values[0] + 1.75, 3);
    }

    [Fact]
    public void Days_that_are_left_out_are_unknown()
    {
        int[] days = [First, First + 1, First + 2, First + 3, First + 4, First + 5, First + 13];
        var weeks = LongerPeriods.Weeks([1, 1, 1, 1, 1, 1, 1], days);
        Assert.Equal([7, double.NaN], weeks.Values);
    }

    [Fact]
    public void Months_are_those_of_the_calendar_and_whole()
    {
        // From 28 January to 1 April: February and March.
        var months = LongerPeriods.Months([.. Enumerable.Repeat(1.0, 64)], Days(64));
        Assert.Equal([28, 31], months.Values);
        Assert.Equal([new DateOnly(2026, 2, 1).DayNumber, new DateOnly(2026, 3, 1).DayNumber], months.Days);
        Assert.Empty(LongerPeriods.Months([1, 1], Days(2)).Values);
        Assert.Empty(LongerPeriods.Months([], []).Values);
        Assert.Empty(LongerPeriods.Weeks([], []).Values);
    }

    [Fact]
    public void Prices_are_means_of_what_is_known()
    {
        float[] prices =
        [
            .. Enumerable.Repeat(1f, 3),
            .. Enumerable.Repeat(2f, 6),
            float.NaN,
            .. Enumerable.Repeat(4f, 9),
        ];
        var weeks = LongerPeriods.Weeks([.. Enumerable.Repeat(1.0, 17)], Days(17));
        Assert.Equal([2f, 4f], weeks.Mean(prices, Days(19)));
    }

    private static int[] Days(int count) => [.. Enumerable.Range(First, count)];
}
