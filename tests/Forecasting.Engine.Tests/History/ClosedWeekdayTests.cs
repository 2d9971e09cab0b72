using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.History;

public sealed class ClosedWeekdayTests
{
    private static readonly DateOnly Monday = new(2024, 1, 1);

    private static DateOnly[] Days(int count, Func<DateOnly, bool> sold) =>
        [.. Enumerable.Range(0, count).Select(i => Monday.AddDays(i)).Where(sold)];

    private static List<ClosedWeekday> Of(DateOnly[] trading, DateOnly through, params DayRange[] silences) =>
        ClosedWeekday.Of(trading, through, silences);

    private static bool IsOpen(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    [Fact]
    public void A_weekday_without_any_sale_is_closed_after_eight_of_them()
    {
        var trading = Days(70, IsOpen);
        Assert.Equal(
            [new(DayOfWeek.Sunday, null), new(DayOfWeek.Saturday, null)],
            Of(trading, Monday.AddDays(8 * 7 - 1))
        );
        // One day before, the eighth Sunday is not over.
        Assert.Equal([new(DayOfWeek.Saturday, null)], Of(trading[..40], Monday.AddDays(8 * 7 - 2)));
        Assert.Empty(Of(trading[..35], Monday.AddDays(7 * 7 - 1)));
    }

    [Fact]
    public void A_location_that_sells_every_day_or_never_is_closed_on_none()
    {
        Assert.Empty(Of(Days(200, _ => true), Monday.AddDays(199)));
        Assert.Empty(Of([], Monday));
    }

    /// <summary>Where few days have a sale at all, a weekday without one is nothing to wonder at.</summary>
    [Fact]
    public void A_location_that_sells_little_is_not_closed_by_chance()
    {
        var (closed, all) = (0, 0);
        for (ulong seed = 1; seed <= 400; seed++)
        {
            var random = new StableRandom(seed);
            var share = random.NextUnit();
            var length = 60 + (int)(300 * random.NextUnit());
            var trading = Days(length, _ => random.NextUnit() < share);
            if (trading.Length == 0)
                continue;
            closed += Of(trading, Monday.AddDays(length - 1)).Count;
            all += 7;
        }
        Assert.InRange(closed, 0, all / 500);
    }

    [Fact]
    public void The_first_sale_opens_it_also_on_a_day_that_is_still_running()
    {
        var saturday = Monday.AddDays(12 * 7 + 5);
        var trading = Days(12 * 7 + 6, day => IsOpen(day) || day == saturday);
        var opened = Of(trading, saturday.AddDays(-1));
        Assert.Equal([new(DayOfWeek.Sunday, null), new(DayOfWeek.Saturday, saturday)], opened);
        Assert.True(opened[1].Contains(saturday.AddDays(-7)));
        Assert.False(opened[1].Contains(saturday) || opened[1].Contains(saturday.AddDays(7)));
    }

    [Fact]
    public void A_weekday_that_sold_within_the_year_is_open_and_one_that_sold_before_it_is_not()
    {
        var sunday = Monday.AddDays(6);
        var trading = Days(500, day => IsOpen(day) || day == sunday);
        Assert.DoesNotContain(Of(trading, Monday.AddDays(300)), c => c.Weekday == DayOfWeek.Sunday);
        Assert.Contains(new(DayOfWeek.Sunday, null), Of(trading, Monday.AddDays(499)));
    }

    [Fact]
    public void Silent_stretches_say_nothing()
    {
        var last = Monday.AddDays(10 * 7 - 1);
        var back = last.AddDays(-6);
        var trading = Days(10 * 7, day => (day < Monday.AddDays(21) || day >= back) && IsOpen(day));
        var silence = new DayRange(trading.Last(d => d < back).AddDays(1), back.AddDays(-1));
        Assert.Empty(Of(trading, last, silence));
    }

    [Fact]
    public void Days_before_it_opened_are_unknown_and_those_of_one_that_is_closed_are_zeros()
    {
        var history = new DailyDemand();
        var rows = Days(21, IsOpen).Select(day => new DayDemand(day, 4, 0)).ToArray();
        history.Prepare(
            rows,
            Monday.AddDays(20),
            closed: [new(DayOfWeek.Saturday, Monday.AddDays(12)), new(DayOfWeek.Sunday, null)]
        );
        Assert.Equal(double.NaN, history.Demand[5]);
        Assert.Equal([0, 0, 0, 0, 0], new[] { 6, 12, 13, 19, 20 }.Select(t => history.Demand[t]));
    }

    [Theory]
    [InlineData(40, true)]
    // Counts: their level is that of the open days.
    [InlineData(.3, false)]
    public void Nothing_is_expected_on_a_closed_weekday_and_the_weeks_keep_their_sums(double level, bool keeps)
    {
        var random = new StableRandom(3);
        var demand = new double[364];
        for (var t = 0; t < demand.Length; t++)
            demand[t] = t % 7 is 5 or 6 ? 0 : Math.Floor(2 * level * random.NextUnit() + random.NextUnit());
        var asOf = Series.Start.AddDays(demand.Length - 1);
        var open = Series.Forecast(Series.Prepared(demand), new(30, 14), new(asOf));
        var closed = Series.Forecast(
            Series.Prepared(demand),
            new(30, 14),
            new(asOf, null, [DayOfWeek.Saturday, DayOfWeek.Sunday])
        );

        for (var h = 0; h < 30; h++)
        {
            var isOpen = h % 7 is not (5 or 6);
            Assert.Equal(isOpen, closed.Mean[h] > 0);
            foreach (var row in closed.Quantiles)
                Assert.True(isOpen || row[h] == 0);
            foreach (var row in closed.Cumulative)
                Assert.True(isOpen || row[h] == row[h - 1]);
        }
        for (var week = 1; week <= 4 && keeps; week++)
        {
            Assert.Equal(open.Mean.Take(7 * week).Sum(), closed.Mean.Take(7 * week).Sum(), 6);
            // Whole numbers are rounded once more where weeks are taken into account, day by day.
            for (var q = 0; q < open.Cumulative.Length; q++)
                Assert.InRange(closed.Cumulative[q][7 * week - 1] / open.Cumulative[q][7 * week - 1], .95, 1.05);
        }
    }

    [Fact]
    public void A_weekday_that_opened_is_expected_to_sell_after_two_of_its_days()
    {
        // Ten a day; Saturdays sell since two weeks.
        var length = 26 * 7;
        var opened = Monday.AddDays(length - 9);
        Assert.Equal(DayOfWeek.Saturday, opened.DayOfWeek);
        var random = new StableRandom(9);
        var trading = Days(length, day => IsOpen(day) || (day.DayOfWeek == DayOfWeek.Saturday && day >= opened));
        var closed = ClosedWeekday.Of(trading, Monday.AddDays(length - 1), []);
        var work = new ForecastWorkspace();
        work.History.Prepare(
            [.. trading.Select(day => new DayDemand(day, 8 + (int)(5 * random.NextUnit()), 0))],
            Monday.AddDays(length - 1),
            closed: [.. closed]
        );
        var forecast = Series.Forecast(
            work,
            new(14, 14),
            new(Monday.AddDays(length - 1), null, [.. closed.Where(c => c.Until is null).Select(c => c.Weekday)])
        );
        Assert.InRange(forecast.Mean[5], 4, 16);
        Assert.Equal(0, forecast.Mean[6]);
    }

    [Theory]
    [InlineData("counts", 5, 3)]
    [InlineData("counts", 0, 2)]
    [InlineData("imapa", 5, 3)]
    [InlineData("imapa", 0, 2)]
    public void A_level_is_that_of_the_open_days_on_whichever_day_it_is_asked(string method, int least, int values)
    {
        for (var length = 84; length < 91; length++)
        {
            var history = Enumerable
                .Range(0, length)
                .Select(day => day % 7 < 5 ? least + (day / 7 * 5 + day % 7) % values : 0.0)
                .ToArray();
            var closed = Enumerable.Range(length, 7).Select(day => day % 7 >= 5).ToArray();
            var forecast = Forecaster.Forecast(
                new Question
                {
                    History = history,
                    Season = 7,
                    Horizon = 14,
                    Closed = closed,
                },
                method: method
            );
            var usual = least + (values - 1) / 2.0;
            Assert.InRange(forecast.Mean.Sum(), 9.2 * usual, 10.8 * usual);
            for (var step = 0; step < 14; step++)
                Assert.Equal(closed[step % 7], forecast.Mean[step] == 0);
        }
    }
}
