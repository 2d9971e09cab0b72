using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Engine.Tests.History;

public sealed class DailyDemandTests
{
    private static readonly DateOnly Monday = new(2024, 1, 1);

    private static double[] Prepare(
        DayDemand[] rows,
        DateOnly asOf,
        DayRange[]? silences = null,
        bool inProgress = false,
        DayRange[]? outages = null
    )
    {
        var history = new DailyDemand();
        history.Prepare(rows, asOf, silences, inProgress, outages);
        return history.Demand.ToArray();
    }

    [Fact]
    public void Days_run_from_the_first_sale_to_the_as_of_day_with_zeros_between() =>
        Assert.Equal([2, 0, 0, 5, 0], Prepare([new(Monday, 2, 0), new(Monday.AddDays(3), 5, 0)], Monday.AddDays(4)));

    [Fact]
    public void Returns_lower_their_day_but_never_below_zero() =>
        Assert.Equal(
            [3, 0, 1],
            Prepare([new(Monday, 5, 2), new(Monday.AddDays(1), 1, 40), new(Monday.AddDays(2), 1, 0)], Monday.AddDays(2))
        );

    [Fact]
    public void A_history_that_begins_with_returns_begins_at_the_first_net_sale() =>
        Assert.Equal([4], Prepare([new(Monday, 0, 9), new(Monday.AddDays(6), 4, 0)], Monday.AddDays(6)));

    [Fact]
    public void Without_a_sale_there_is_no_history()
    {
        Assert.Empty(Prepare([], Monday));
        Assert.Empty(Prepare([new(Monday, 0, 3)], Monday.AddDays(9)));
        Assert.Empty(Prepare([new(Monday.AddDays(1), 3, 0)], Monday));
    }

    [Fact]
    public void A_day_without_stock_is_unknown_unless_something_was_sold()
    {
        var demand = Prepare(
            [new(Monday, 2, 0), new(Monday.AddDays(2), 1, 0), new(Monday.AddDays(4), 1, 0)],
            Monday.AddDays(4),
            outages: [new(Monday.AddDays(1), Monday.AddDays(2))]
        );
        Assert.Equal([2, double.NaN, 1, 0, 1], demand);
    }

    [Fact]
    public void A_silent_stretch_is_cut_by_whole_weeks_and_its_rest_is_unknown()
    {
        // 30 silent days: four weeks go, two days stay as unknown.
        var history = new DailyDemand();
        var back = Monday.AddDays(32);
        history.Prepare(
            [new(Monday, 2, 0), new(Monday.AddDays(1), 3, 0), new(back, 7, 0)],
            back,
            [new(Monday.AddDays(2), back.AddDays(-1))]
        );
        Assert.Equal([2, 3, double.NaN, double.NaN, 7], history.Demand.ToArray());
        Assert.Equal(back.DayNumber, history.Days[^1]);
        for (var t = 1; t < history.Length; t++)
            Assert.Equal((history.Days[t - 1] + 1) % 7, history.Days[t] % 7);
        Assert.Equal(3, history.KnownDays);
    }

    [Fact]
    public void Silence_begins_after_four_weeks_without_a_sale_at_the_location()
    {
        Assert.Empty(DailyDemand.Silences([Monday, Monday.AddDays(29)]));
        Assert.Equal(
            [new DayRange(Monday.AddDays(1), Monday.AddDays(29))],
            DailyDemand.Silences([Monday, Monday.AddDays(30)])
        );
    }

    [Fact]
    public void The_clock_of_a_location_stops_with_its_data()
    {
        Assert.Equal(Monday.AddDays(28), DailyDemand.AsOf(Monday, today: Monday.AddDays(28)));
        Assert.Equal(Monday, DailyDemand.AsOf(Monday, today: Monday.AddDays(29)));
    }

    [Fact]
    public void A_running_day_counts_once_it_sold_more_than_an_average_one()
    {
        DayDemand[] rows = [new(Monday, 4, 0), new(Monday.AddDays(1), 6, 0), new(Monday.AddDays(2), 5, 0)];
        Assert.Equal([4, 6, double.NaN], Prepare(rows, Monday.AddDays(2), inProgress: true));
        rows[2] = rows[2] with { Sold = 5.5m };
        Assert.Equal([4, 6, 5.5], Prepare(rows, Monday.AddDays(2), inProgress: true));
        Assert.Equal([4, 6, double.NaN], Prepare(rows[..2], Monday.AddDays(2), inProgress: true));
    }

    /// <summary>Saturdays sell ten times as much: noon of one looks like a good day and is a bad Saturday.</summary>
    [Fact]
    public void A_running_day_is_never_a_low_one_of_its_weekday_or_of_the_last_week()
    {
        var rows = Enumerable
            .Range(0, 4 * 7)
            .Select(i => new DayDemand(Monday.AddDays(i), i % 7 == 5 ? 100 : 10, 0))
            .ToList();
        double Last(int days, decimal sold) =>
            Prepare([.. rows.Take(days), new(Monday.AddDays(days), sold, 0)], Monday.AddDays(days), inProgress: true)[
                ^1
            ];
        Assert.Equal(double.NaN, Last(26, 100));
        Assert.Equal(101, Last(26, 101));
        Assert.Equal(double.NaN, Last(24, 20));
        Assert.Equal(25, Last(24, 25));

        // Three times as much since a week.
        for (var i = 21; i < 28; i++)
            rows[i] = rows[i] with { Sold = 60 };
        Assert.Equal(double.NaN, Last(28, 59));
        Assert.Equal(61, Last(28, 61));
    }

    [Fact]
    public void Whole_is_said_only_of_whole_demand()
    {
        Assert.True(Series.Prepared([1, 0, 3]).History.Whole);
        Assert.False(Series.Prepared([1, 0, 3.5]).History.Whole);
    }
}
