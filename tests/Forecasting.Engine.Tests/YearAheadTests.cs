using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests;

public sealed class YearAheadTests
{
    private static readonly DateOnly AsOf = Series.Start.AddDays(3 * 364 - 1);

    [Fact]
    public void Weeks_and_months_are_sums_of_the_same_days()
    {
        var demand = Sold(3 * 364, level: 6);
        var (work, fit, request, context) = Asked(demand);
        var days = SeriesForecaster.Forecast(work, fit, request, context);
        var weeks = YearAhead.Weeks(work, fit, request, context, 52);
        var months = YearAhead.Months(work, fit, request, context, 12);

        Assert.Equal(AsOf.AddDays(1), weeks[0].From);
        Assert.Equal(AsOf.AddDays(1), months[0].From);
        Assert.All(weeks.Skip(1), w => Assert.Equal(DayOfWeek.Monday, w.From.DayOfWeek));
        Assert.All(weeks.Skip(1), w => Assert.Equal(w.From.AddDays(6), w.To));
        Assert.All(months.Skip(1), m => Assert.Equal((1, m.From.AddMonths(1).AddDays(-1)), (m.From.Day, m.To)));
        Assert.Equal(
            52,
            weeks.Count(w => w.To.DayNumber - w.From.DayNumber == 6 && w.From.DayOfWeek == DayOfWeek.Monday)
        );
        Assert.Equal(12, months.Count(m => m.From.Day == 1));

        // Weeks within the days that are forecast as such are their sums.
        foreach (var week in weeks.Where(w => w.To <= AsOf.AddDays(56)))
        {
            var (from, to) = (week.From.DayNumber - AsOf.DayNumber - 1, week.To.DayNumber - AsOf.DayNumber);
            Assert.Equal(days.Mean[from..to].Sum(), week.Mean, 6);
        }

        // What both cover is the same: weeks up to the end of the sixth month and the months before it differ by days.
        var end = months[6].To;
        var ofMonths = months.Where(m => m.To <= end).Sum(m => m.Mean);
        var whole = weeks.Where(w => w.To <= end).Sum(w => w.Mean);
        var cut = weeks.FirstOrDefault(w => w.From <= end && w.To > end);
        Assert.InRange(ofMonths - whole, -1e-6, (cut?.Mean ?? 0) + 1e-6);
        Assert.All(weeks.Concat(months), p => Assert.Equal(p.Quantiles.Order(), p.Quantiles));
        Assert.All(weeks.Concat(months), p => Assert.All(p.Quantiles, q => Assert.Equal(Math.Round(q), q)));
    }

    [Fact]
    public void What_is_expected_of_a_year_is_the_same_without_quantiles()
    {
        var (work, fit, request, context) = Asked(Sold(3 * 364, level: 6));
        var (weeks, months) = YearAhead.Expected(work, fit, request, context);
        Assert.Equal(
            YearAhead.Weeks(work, fit, request, context, 52).Select(p => new ExpectedPeriod(p.From, p.To, p.Mean)),
            weeks
        );
        Assert.Equal(
            YearAhead.Months(work, fit, request, context, 12).Select(p => new ExpectedPeriod(p.From, p.To, p.Mean)),
            months
        );
    }

    [Fact]
    public void A_season_of_the_year_is_seen_months_ahead()
    {
        // Summers sell three times as much; the history ends in winter.
        var demand = Sold(3 * 364, level: 40, day => 1 + (day % 364 is > 120 and < 240 ? 2 : 0));
        var (work, fit, request, context) = Asked(demand);
        var weeks = YearAhead.Weeks(work, fit, request, context, 52);
        var winter = weeks.Where(w => w.From < AsOf.AddDays(80)).Skip(1).Average(w => w.Mean);
        var summer = weeks.Where(w => w.From > AsOf.AddDays(140) && w.To < AsOf.AddDays(220)).Average(w => w.Mean);
        Assert.InRange(summer / winter, 1.7, 4);
    }

    [Fact]
    public void A_product_of_some_weeks_has_a_year_ahead_too()
    {
        var (work, fit, request, context) = Asked(Sold(50, level: 5), Series.Start.AddDays(49));
        var months = YearAhead.Months(work, fit, request, context, 12);
        Assert.All(months.Skip(1), m => Assert.InRange(m.Mean, 75, 250));
        Assert.All(months, m => Assert.Equal(m.Quantiles.Order(), m.Quantiles));
    }

    [Fact]
    public void What_weeks_tell_is_half_of_what_a_fortnight_sums_up_to()
    {
        // Three years of days that say nothing but their level, forecast with weeks that say twice of it.
        var demand = Sold(3 * 364, level: 10);
        int[] days = [.. Enumerable.Range(Series.Start.DayNumber, demand.Length)];
        var weeks = LongerPeriods.Weeks(demand, days);
        var twice = weeks with { Values = [.. weeks.Values.Select(v => 2 * v)] };
        var (alone, both) = (Sums(demand, days, null), Sums(demand, days, new WeeksToo(twice)));
        Assert.InRange(both.Mean[7..14].Sum() / alone.Mean[7..14].Sum(), 1.4, 1.6);
        Assert.InRange(both.Cumulative[1][13] / alone.Cumulative[1][13], 1.4, 1.6);

        // Few weeks say nothing.
        var few = new WeeksToo(twice with { Values = twice.Values[^20..], Days = twice.Days[^20..] });
        Assert.Equal(alone.Mean, Sums(demand, days, few).Mean);
    }

    private static DistributionForecast Sums(double[] demand, int[] days, WeeksToo? weeks) =>
        Forecaster.Forecast(
            new Question
            {
                History = demand,
                Days = days,
                Season = 7,
                Horizon = 28,
                Weeks = weeks,
            },
            [.1, .5, .9],
            [],
            "counts"
        );

    private static (ForecastWorkspace, SeriesFit, ForecastRequest, SeriesContext) Asked(
        double[] demand,
        DateOnly? asOf = null
    )
    {
        var work = Series.Prepared(demand);
        var context = new SeriesContext(asOf ?? AsOf);
        return (work, SeriesForecaster.Provisional(work, context), new(56, 14), context);
    }

    private static double[] Sold(int days, double level, Func<int, double>? season = null)
    {
        var random = new StableRandom(11);
        return
        [
            .. Enumerable
                .Range(0, days)
                .Select(t =>
                    Math.Floor(level * (season?.Invoke(t) ?? 1) * (.5 + random.NextUnit()) + random.NextUnit())
                ),
        ];
    }
}
