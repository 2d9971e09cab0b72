using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Engine.Tests.History;

public sealed class PromotionUpliftTests
{
    /// <summary>4 a day, 10 on Saturdays; the days of the promotion are unknown.</summary>
    private static ForecastWorkspace Known(int days, params int[] promoted)
    {
        var demand = new double[days];
        for (var t = 0; t < days; t++)
            demand[t] =
                promoted.Contains(t) ? double.NaN
                : Series.Start.AddDays(t).DayOfWeek == DayOfWeek.Saturday ? 10
                : 4;
        return Series.Prepared(demand);
    }

    private static List<DayMark> Measure(ForecastWorkspace work, params (int Day, double Units)[] days) =>
        PromotionUplift.Measure(
            work,
            new(Series.Start.AddDays(work.History.Length - 1)),
            [.. days.Select(d => (Series.Start.AddDays(d.Day), d.Units))]
        );

    [Fact]
    public void A_promotion_is_measured_by_the_same_weekdays_around_it()
    {
        // The first day is a Monday: 54 is a Saturday.
        var marks = Measure(Known(120, 53, 54), (53, 10), (54, 30));

        Assert.Equal([4, 10], marks.Select(m => m.Expected));
        Assert.All(marks, m => Assert.Equal(DayMarkKind.MarkedPromotion, m.Kind));
        var effect = PromotionUplift.Of(marks);
        Assert.Equal(new PromotionUplift(2, 40, 14), effect);
        Assert.Equal(40.0 / 14, effect.Factor);
    }

    [Fact]
    public void Where_a_weekday_was_hardly_seen_all_days_tell_what_is_usual()
    {
        // Two weeks and a day: Saturday was there twice.
        var marks = Measure(Known(16, 15), (15, 20));

        Assert.Equal(Math.Round((13 * 4 + 2 * 10) / 15.0, 4), Assert.Single(marks).Expected);
    }

    [Fact]
    public void A_spike_near_a_promotion_is_not_what_is_usual()
    {
        var work = Known(120, 53);
        var spiked = work.History.Demand.ToArray();
        spiked[60] = 900;

        Assert.Equal(
            Math.Round((14 * 4 + 10) / 15.0, 4),
            Assert.Single(Measure(Series.Prepared(spiked), (53, 10))).Expected
        );
    }

    [Fact]
    public void Without_a_known_day_around_it_nothing_is_measured()
    {
        Assert.Empty(Measure(Series.Prepared([]), (3, 10)));
        Assert.Empty(Measure(Known(30), (200, 10)));
        Assert.False(PromotionUplift.Of([]).IsMeasured);
    }

    [Fact]
    public void What_was_seen_here_is_shrunk_towards_what_was_seen_elsewhere_and_of_others()
    {
        var (none, here) = (default(PromotionUplift), new PromotionUplift(6, 60, 20));
        var (elsewhere, others) = (new PromotionUplift(2, 10, 10), new PromotionUplift(90, 300, 150));

        Assert.Null(PromotionUplift.Expect(none, none, others));
        Assert.Equal(3, PromotionUplift.Expect(here, none, none));
        Assert.Equal((6 * 3 + 2 * 2) / 8.0, PromotionUplift.Expect(here, none, others));
        Assert.Equal((2 * 1 + 2 * 2) / 4.0, PromotionUplift.Expect(none, elsewhere, others));
        Assert.Equal((6 * 3 + 2 * 1.5) / 8.0, PromotionUplift.Expect(here, elsewhere, others));
        // A flop raises nothing, and a first sale after years not everything.
        Assert.Equal(1, PromotionUplift.Expect(new(5, 1, 10), none, none));
        Assert.Equal(20, PromotionUplift.Expect(new(5, 100, 1), none, none));
    }
}
