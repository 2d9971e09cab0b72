using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Tests.Trends;

public sealed class PatternRuleTests
{
    /// <summary>A Monday.</summary>
    private static readonly DateOnly Monday = new(2024, 1, 1);

    private static int[] DaysFrom(int count) => [.. Enumerable.Range(Monday.DayNumber, count)];

    [Fact]
    public void A_profile_is_the_mean_of_its_days_and_beside_the_mean_of_all()
    {
        // Four weeks of 1, Saturdays 8: the mean is 2. One Tuesday is unknown.
        double[] demand = [.. Enumerable.Range(0, 28).Select(t => t % 7 == 5 ? 8.0 : 1)];
        demand[1] = double.NaN;
        var week = PatternRule.Weekdays(demand, DaysFrom(28));
        Assert.Equal("Monday", week[0].Name);
        Assert.Equal(new ProfileEntry("Tuesday", 3, 1, Math.Round(1 / (55.0 / 27), 4)), week[1]);
        Assert.Equal((4, 8.0, Math.Round(8 / (55.0 / 27), 4)), (week[5].Days, week[5].PerDay, week[5].Index));

        double[] half = [.. Enumerable.Range(0, 60).Select(t => t < 31 ? 3.0 : 1)];
        var months = PatternRule.Months(half, DaysFrom(60));
        Assert.Equal((31, 3.0), (months[0].Days, months[0].PerDay));
        Assert.Equal(Math.Round(1 / (122.0 / 60), 4), months[1].Index);
        Assert.Equal(new ProfileEntry("December", 0, null, null), months[11]);
    }

    [Fact]
    public void A_season_without_chance_has_strength_one_and_chance_without_season_next_to_none()
    {
        double[] season = [.. Enumerable.Range(0, 84).Select(t => t % 7 == 5 ? 9.0 + t : 2 + t)];
        Assert.Equal(1, PatternRule.WeekStrength(season)!.Value, 9);
        var random = new Random(5);
        double[] chance = [.. Enumerable.Range(0, 700).Select(_ => random.NextDouble())];
        Assert.InRange(PatternRule.WeekStrength(chance)!.Value, 0, .03);
        Assert.Null(PatternRule.WeekStrength(season.AsSpan(0, 26)));
        Assert.Null(PatternRule.WeekStrength(new double[100]));
    }

    [Fact]
    public void Strength_is_one_less_the_share_of_the_rest()
    {
        // Less the means of three neighbours, then less the mean of each place; worked out apart from this code.
        double[] values = [1, 2, 6, 2, 1, 6, 1, 3, 5, 2, 2, 5];
        Assert.Equal(0.866494401378, PatternRule.Strength(values, 3, 1)!.Value, 10);
    }

    [Fact]
    public void The_year_needs_two_of_it()
    {
        double[] days = [.. Enumerable.Range(0, 7 * 52 * 3).Select(t => 5 + 4 * Math.Sin(2 * Math.PI * t / 364))];
        Assert.InRange(PatternRule.YearStrength(days)!.Value, .99, 1);
        Assert.Null(PatternRule.YearStrength(days.AsSpan(0, 600)));
    }

    [Fact]
    public void Weeks_end_with_the_last_day_and_unknown_days_count_as_the_mean_of_theirs()
    {
        double[] demand = [99, .. Enumerable.Repeat(2.0, 7), 1, 1, 1, 1, double.NaN, double.NaN, double.NaN];
        Assert.Equal([14, 7], PatternRule.Weekly(demand));
        demand[8] = double.NaN;
        Assert.Equal([14, double.NaN], PatternRule.Weekly(demand));
    }

    [Fact]
    public void A_trend_is_the_median_slope_with_an_interval_by_ranks()
    {
        Assert.Equal(new(10, 2, 2, 2), PatternRule.Trend([.. Enumerable.Range(0, 10).Select(w => 2.0 * w)]));
        // Slopes of 1, 3, 2, 6: 2, .5, 5/3, -1, 1.5, 4; the median is 1.5833. The variance is 4 x 3 x 13 / 18 = 8.67,
        // so that the reach, 4.84, takes in all six.
        Assert.Equal(new(4, 1.5833, -1, 4), PatternRule.Trend([1, 3, 2, 6]));
        Assert.Equal(new(3, null, null, null), PatternRule.Trend([1, 2, double.NaN, 3]));
    }

    [Fact]
    public void The_stage_of_a_life_follows_from_its_trend_when_it_has_one()
    {
        static LifeStage Of(int known, int since, double? low, double? high) =>
            PatternRule.Stage(known, since, new(26, low, low, high));

        Assert.Equal(LifeStage.Ended, Of(400, 90, 1, 2));
        Assert.Equal(LifeStage.Launch, Of(90, 2, 1, 2));
        Assert.Equal(LifeStage.Growth, Of(400, 2, 1, 2));
        Assert.Equal(LifeStage.Decline, Of(400, 2, -2, -1));
        Assert.Equal(LifeStage.Maturity, Of(400, 2, -1, 1));
        Assert.Equal(LifeStage.Maturity, Of(400, 2, null, null));
    }

    [Fact]
    public void Promotions_are_held_against_usual_days()
    {
        DayMark Mark(DayMarkKind kind, double demand, double expected) => new(Monday, kind, demand, expected);

        Assert.Equal(
            new(2, 12, 8, .5),
            PatternRule.Promotions([
                Mark(DayMarkKind.Promotion, 8, 4),
                Mark(DayMarkKind.Promotion, 4, 4),
                Mark(DayMarkKind.Outlier, 90, 4),
            ])
        );
        Assert.Null(PatternRule.Promotions([Mark(DayMarkKind.Outlier, 9, 1)]));
    }
}
