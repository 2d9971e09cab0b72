using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.History;

public sealed class DayMarkTests
{
    [Fact]
    public void A_day_far_above_all_others_is_marked_with_what_is_usual()
    {
        var demand = Series.Weekly(300).Select(d => d + 3).ToArray();
        demand[200] = 900;
        var mark = Assert.Single(Series.Forecast(demand).Marks);
        Assert.Equal((Series.Start.AddDays(200), DayMarkKind.Outlier, 900), (mark.Day, mark.Kind, mark.Demand));
        Assert.InRange(mark.Expected, 8, 20);
    }

    [Fact]
    public void An_empty_day_of_what_sells_every_day_is_marked_and_an_unknown_one_is_not()
    {
        var demand = Enumerable.Range(0, 200).Select(t => 20.0 + t % 5).ToArray();
        (demand[100], demand[150]) = (0, double.NaN);
        Assert.Equal(Series.Start.AddDays(100), Assert.Single(Series.Forecast(demand).Marks).Day);
    }

    [Fact]
    public void Skewed_sizes_and_quiet_weekdays_are_nothing_out_of_the_ordinary()
    {
        var random = new StableRandom(5);
        var skewed = Enumerable.Range(0, 365).Select(_ => Math.Round(-10 * Math.Log(random.NextUnit()))).ToArray();
        Assert.Empty(Series.Forecast(skewed).Marks);
        Assert.Empty(Series.Forecast(Series.Weekly(365)).Marks);
    }

    [Fact]
    public void Days_at_a_lower_price_are_marked_with_what_is_usual_without_it()
    {
        var units = Enumerable.Range(0, 100).Select(t => t is >= 80 and < 84 ? 30.0 : 10).ToArray();
        var revenue = units
            .Select(
                (u, t) =>
                    u
                    * (
                        t is >= 80 and < 84 ? 7.5
                        : t >= 90 ? 9.5
                        : 10
                    )
            )
            .ToArray();
        var marks = DayMarks.Promotions(units, revenue, Series.Start.DayNumber, new());
        Assert.Equal(Enumerable.Range(80, 4).Select(t => Series.Start.AddDays(t)), marks.Select(m => m.Day));
        Assert.All(marks, m => Assert.Equal((DayMarkKind.Promotion, 30, 10), (m.Kind, m.Demand, m.Expected)));
    }
}
