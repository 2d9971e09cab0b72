using SmartInventory.Forecasting.Models;

namespace SmartInventory.Forecasting.Tests.Models;

public sealed class Calendar
{
    private static readonly int Start = Series.Start.DayNumber;

    /// <summary>Items of very different size that share one week and one year.</summary>
    private static List<CalendarRegression.SparseSeries> Shop(int items, int days, Func<DateOnly, double> factor)
    {
        var random = new StableRandom(5);
        var series = new List<CalendarRegression.SparseSeries>();
        for (var i = 0; i < items; i++)
        {
            var level = 0.5 + i;
            var (on, demand) = (new List<int>(), new List<float>());
            for (var t = 0; t < days; t++)
            {
                var mean = level * factor(DateOnly.FromDayNumber(Start + t));
                var sold = Math.Round(mean * 2 * random.NextUnit());
                if (sold <= 0)
                    continue;
                on.Add(Start + t);
                demand.Add((float)sold);
            }
            series.Add(new([.. on], [.. demand]));
        }
        return series;
    }

    private static double Week(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => 0,
        DayOfWeek.Friday => 2,
        _ => 1,
    };

    [Fact]
    public void It_learns_the_week_of_the_shop()
    {
        var profile = CalendarRegression.Train(Shop(40, 365, Week), Start + 364, [])!;
        var monday = Start + 371;
        Assert.Equal(DayOfWeek.Monday, DateOnly.FromDayNumber(monday).DayOfWeek);
        Assert.InRange(profile.Factor(monday + 4) / profile.Factor(monday), 1.8, 2.2);
        Assert.InRange(profile.Factor(monday + 5) / profile.Factor(monday), 0, 0.08);
    }

    [Fact]
    public void It_learns_the_year_only_once_it_saw_one()
    {
        static double Year(DateOnly day) => 1 + 0.6 * Math.Sin(2 * Math.PI * day.DayOfYear / 365.25);
        var shop = Shop(40, 730, Year);
        var spring = new DateOnly(2026, 4, 1).DayNumber;
        var autumn = new DateOnly(2025, 10, 1).DayNumber;
        var two = CalendarRegression.Train(shop, Start + 729, [])!;
        Assert.InRange(two.Factor(spring) / two.Factor(autumn), 2.5, 6);
    }

    [Fact]
    public void Training_again_gives_the_same_factors()
    {
        var shop = Shop(10, 200, Week);
        var (one, two) = (CalendarRegression.Train(shop, Start + 199, [])!, CalendarRegression.Train(shop, Start + 199, [])!);
        for (var day = one.FirstDay; day <= one.LastDay; day++)
            Assert.Equal(one.Factor(day), two.Factor(day));
    }

    [Fact]
    public void An_earlier_origin_is_given_only_what_was_known_then()
    {
        var shop = Shop(10, 300, Week);
        var ladder = CalendarRegression.TrainLadder(shop, Start + 299, [], TestContext.Current.CancellationToken);
        Assert.Equal(Start + 299, ladder.At(Start + 299)!.CutOff);
        Assert.Equal(Start + 285, ladder.At(Start + 298)!.CutOff);
        Assert.Null(ladder.At(Start + 10));

        // What comes after a cut-off must not change what was learned before it.
        var cut = shop.Select(s => new CalendarRegression.SparseSeries(
            [.. s.Days.Where(d => d <= Start + 285)], [.. s.Demand.Take(s.Days.Count(d => d <= Start + 285))])).ToList();
        var before = CalendarRegression.Train(cut, Start + 285, [])!;
        for (var day = Start; day < Start + 320; day++)
            Assert.Equal(before.Factor(day), ladder.At(Start + 285)!.Factor(day));
    }

    [Fact]
    public void Nothing_to_learn_from_is_no_profile()
    {
        Assert.Null(CalendarRegression.Train([], Start, []));
        Assert.Null(CalendarRegression.Train([new([], [])], Start, []));
        Assert.Null(CalendarRegression.Train([new([Start], [1])], Start + 26, []));
        Assert.Empty(CalendarRegression.TrainLadder([new([Start], [1])], Start + 5, [], TestContext.Current.CancellationToken).Profiles);
    }

    [Fact]
    public void A_silent_stretch_teaches_nothing()
    {
        var shop = Shop(5, 100, _ => 1);
        var back = Start + 1000;
        var after = shop.Select(s => new CalendarRegression.SparseSeries(
            [.. s.Days, back], [.. s.Demand, 3])).ToList();
        DayRange silence = new(DateOnly.FromDayNumber(Start + 100), DateOnly.FromDayNumber(back - 1));
        var profile = CalendarRegression.Train(after, back, [silence])!;
        Assert.InRange(profile.Factor(back + 3), 0.2, 5);
    }

    [Fact]
    public void It_wins_on_a_series_that_follows_the_shop()
    {
        static double Payday(DateOnly day) => Week(day) * (day.Day <= 3 ? 4 : 1);
        var shop = Shop(60, 400, Payday);
        var ladder = CalendarRegression.TrainLadder(shop, Start + 399, [], TestContext.Current.CancellationToken);
        var demand = new double[400];
        for (var k = 0; k < shop[^1].Days.Length; k++)
            demand[shop[^1].Days[k] - Start] = shop[^1].Demand[k];
        var forecast = Series.Forecast(demand, 28, ladder);
        Assert.Equal("calendar-regression", forecast.Model);
        Assert.Equal(new DateOnly(2025, 2, 4), forecast.FirstDay);
        var (monday, payday) = (6, 27);
        Assert.InRange(forecast.Mean[payday] / forecast.Mean[monday], 2.5, 5);
    }
}
