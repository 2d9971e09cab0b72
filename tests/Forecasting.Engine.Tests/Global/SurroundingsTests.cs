using FsCheck;
using FsCheck.Xunit;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

/// <summary>Calendar, prices and promotions: what is known about the days of a series.</summary>
public sealed class SurroundingsTests
{
    [Theory]
    [InlineData(1583, 4, 10)]
    [InlineData(1818, 3, 22)]
    [InlineData(1943, 4, 25)]
    [InlineData(1961, 4, 2)]
    [InlineData(2000, 4, 23)]
    [InlineData(2024, 3, 31)]
    [InlineData(2025, 4, 20)]
    [InlineData(2026, 4, 5)]
    [InlineData(2038, 4, 25)]
    public void Easter_falls_where_almanacs_say(int year, int month, int day) =>
        Assert.Equal(new(year, month, day), RetailCalendar.Easter(year));

    [Fact]
    public void The_named_days_of_a_year_are_where_people_keep_them()
    {
        var first = new DateOnly(2025, 1, 1);
        var calendar = RetailCalendar.Of(first.DayNumber, 365);
        (int Month, int Day, string Name)[] expected =
        [
            (1, 1, "New Year's Day"),
            (2, 14, "Valentine's Day"),
            (4, 18, "Good Friday"),
            (4, 20, "Easter Sunday"),
            (4, 21, "Easter Monday"),
            (5, 11, "Mother's Day"),
            (6, 15, "Father's Day"),
            (9, 1, "Labor Day"),
            (10, 31, "Halloween"),
            (11, 27, "Thanksgiving"),
            (11, 28, "Black Friday"),
            (12, 1, "Cyber Monday"),
            (12, 24, "Christmas Eve"),
            (12, 25, "Christmas Day"),
            (12, 26, "Boxing Day"),
            (12, 31, "New Year's Eve"),
        ];
        var named = Enumerable
            .Range(0, 365)
            .Select(first.AddDays)
            .Where(d => calendar.Event(d.DayNumber) is not null)
            .Select(d => (d.Month, d.Day, calendar.Event(d.DayNumber)!));
        Assert.Equal(expected, named);
        Assert.Null(calendar.Event(first.DayNumber - 1));
        Assert.Null(calendar.Event(first.DayNumber + 365));
    }

    [Property(MaxTest = 50)]
    public void Any_span_of_days_names_the_same_days_as_a_longer_one(int firstDay, byte days)
    {
        var calendar = RetailCalendar.Of(firstDay, days);
        var longer = RetailCalendar.Of(firstDay - 1, days + 2);
        for (var day = firstDay; day < firstDay + days; day++)
            Assert.Equal(longer.Event(day), calendar.Event(day));
    }

    [Fact]
    public void A_day_that_moves_sales_is_learned_and_one_that_does_not_costs_little()
    {
        const int Days = 1_200,
            Ahead = 28;
        var first = new DateOnly(2021, 1, 4).DayNumber;
        var calendar = RetailCalendar.Of(first, Days + Ahead);
        var shop = SmallShop
            .Series(days: Days)
            .Select(s =>
                s with
                {
                    FirstDay = first,
                    Calendar = calendar,
                    History = [.. s.History.Select((v, t) => calendar.Event(first + t) == "Easter Sunday" ? 0 : v)],
                }
            )
            .ToArray();
        var effects = EventEffects.Learn(
            Cadence.Of(7),
            [.. shop.Select(s => s.Numbered(Cadence.Of(7)))],
            first + Days - 1
        );
        Assert.InRange(effects.Of("Easter Sunday"), -4, -1.5);
        Assert.InRange(effects.Of("Halloween"), -.2, .2);
        Assert.Equal(0, effects.Of("a day that was never seen"));

        // Where every other day scatters as much, three events say nothing.
        var small = shop[0] with
        {
            History = [.. Enumerable.Range(0, Days).Select(t => t * t % 11 < 3 ? 1.0 : 0)],
        };
        var guesses = EventEffects.Learn(Cadence.Of(7), [small.Numbered(Cadence.Of(7))], first + Days - 1);
        Assert.All(calendar.Events.OfType<string>().Distinct(), name => Assert.InRange(guesses.Of(name), -.15, .15));
    }

    [Fact]
    public void A_price_is_what_a_unit_brought_and_stays_until_the_next_sale()
    {
        var prices = new float[7];
        UnitPrices.Daily([0, 2, 0, 4, -1], [0, 5, 0, 8, 3], prices);
        Assert.Equal([float.NaN, 2.5f, 2.5f, 2, 2, 2, 2], prices);
        Assert.Throws<ArgumentException>(() => UnitPrices.Daily([1], [1, 2], new float[2]));
    }

    [Fact]
    public void A_tenth_below_the_eight_weeks_before_is_a_promotion_until_it_is_usual()
    {
        var prices = Enumerable.Repeat(10f, 100).ToArray();
        prices.AsSpan(20, 5).Fill(9);
        prices.AsSpan(40, 60).Fill(8);
        prices[60] = float.NaN;
        var promoted = new bool[100];
        UnitPrices.Promotions(prices, promoted, new());
        for (var t = 0; t < 100; t++)
        {
            // When more than half of the last eight weeks were cheap, cheap is what it costs.
            var before = prices[Math.Max(0, t - 56)..t].Where(p => !float.IsNaN(p)).Order().ToArray();
            var median = before.Length == 0 ? 0 : (before[(before.Length - 1) / 2] + before[before.Length / 2]) / 2;
            Assert.Equal(before.Length >= 14 && prices[t] <= .9f * median, promoted[t]);
        }
        Assert.True(promoted[20] && promoted[24] && promoted[40] && !promoted[25] && !promoted[60] && !promoted[99]);

        // Where little is known nothing is said.
        UnitPrices.Promotions([.. Enumerable.Repeat(10f, 13), 1], promoted, new());
        Assert.False(promoted[13]);
    }

    [Property(MaxTest = 100)]
    public void No_units_revenue_or_prices_throw(double[] units, double[] revenue)
    {
        var days = Math.Min(units.Length, revenue.Length);
        var prices = new float[days + 5];
        UnitPrices.Daily(units.AsSpan(0, days), revenue.AsSpan(0, days), prices);
        Assert.All(prices, p => Assert.True(float.IsNaN(p) || (p > 0 && float.IsFinite(p))));
        UnitPrices.Promotions(
            [.. prices, .. units.Select(u => (float)u)],
            new bool[prices.Length + units.Length],
            new Scratch()
        );
    }
}
