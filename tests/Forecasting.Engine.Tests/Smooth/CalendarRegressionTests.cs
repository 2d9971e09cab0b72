using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Tests.Smooth;

public sealed class CalendarRegressionTests
{
    private static readonly int Start = new DateOnly(2023, 1, 2).DayNumber;

    [Fact]
    public void Weekdays_and_the_end_of_the_month_are_learned_from_the_dates()
    {
        var (y, days) = Daily(
            400,
            d =>
                50
                + (d.DayOfWeek == DayOfWeek.Saturday ? 30 : 0)
                + (d.Day > DateTime.DaysInMonth(d.Year, d.Month) - 3 ? 20 : 0)
        );
        var point = Run(y, days, 60);
        for (var h = 0; h < point.Length; h++)
        {
            var date = DateOnly.FromDayNumber(days[^1] + 1 + h);
            var expected =
                50
                + (date.DayOfWeek == DayOfWeek.Saturday ? 30 : 0)
                + (date.Day > DateTime.DaysInMonth(date.Year, date.Month) - 3 ? 20 : 0);
            Assert.InRange(point[h], expected - 7, expected + 7);
        }
    }

    [Fact]
    public void The_season_of_the_year_is_learned_from_two_years_of_it()
    {
        static double Demand(DateOnly d) => 100 + 40 * Math.Sin(2 * Math.PI * d.DayOfYear / 365.25);
        var (y, days) = Daily(760, Demand);
        var point = Run(y, days, 90);
        for (var h = 0; h < point.Length; h++)
            Assert.InRange(point[h] / Demand(DateOnly.FromDayNumber(days[^1] + 1 + h)), .9, 1.1);
    }

    [Fact]
    public void The_level_follows_what_the_calendar_does_not_explain()
    {
        var (y, days) = Daily(300, d => d.DayNumber - Start < 250 ? 20 : 60);
        Assert.All(Run(y, days, 7), value => Assert.InRange(value, 50, 70));
    }

    [Fact]
    public void Without_dates_the_season_is_what_is_left()
    {
        var y = Enumerable.Range(0, 96).Select(t => 200 + 50 * Math.Cos(2 * Math.PI * t / 12)).ToArray();
        var point = Run(y, [], 12, 12);
        for (var h = 0; h < 12; h++)
            Assert.InRange(
                point[h],
                200 + 50 * Math.Cos(2 * Math.PI * h / 12) - 9,
                200 + 50 * Math.Cos(2 * Math.PI * h / 12) + 9
            );
    }

    private static (double[] Values, int[] Days) Daily(int count, Func<DateOnly, double> demand)
    {
        var days = Enumerable.Range(Start, count).ToArray();
        return (Array.ConvertAll(days, d => demand(DateOnly.FromDayNumber(d))), days);
    }

    private static double[] Run(double[] y, int[] days, int horizon, int season = 7)
    {
        var point = new double[horizon];
        CalendarRegression.Forecast(
            y,
            days,
            season,
            new()
            {
                Fitted = new double[y.Length],
                Point = point,
                Response = new double[horizon],
            },
            new()
        );
        return point;
    }
}
