namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// Named days that move retail, computed for any year. What each of them does in a shop is learned from its sales and
/// shrunk
/// (<see cref="GlobalModel"/>), so that a day that means nothing there costs nothing.
/// </summary>
public static class RetailCalendar
{
    private const int FirstYear = 1583;

    /// <summary>The named days among some, in order.</summary>
    /// <param name="firstDay">A <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="days">How many from there on; days beyond what a date can hold have no name.</param>
    public static GlobalCalendar Of(int firstDay, int days)
    {
        var events = new string?[Math.Max(0, days)];
        var names = new Dictionary<int, string>();
        var year = -1;
        for (var t = 0; t < events.Length; t++)
        {
            var day = (long)firstDay + t;
            if (day < 0 || day > DateOnly.MaxValue.DayNumber)
                continue;
            var date = DateOnly.FromDayNumber((int)day);
            if (date.Year != year)
            {
                year = date.Year;
                names = Year(year);
            }
            events[t] = names.GetValueOrDefault(date.DayNumber);
        }
        return new(firstDay, events, new bool[events.Length]);
    }

    /// <summary>
    /// Easter Sunday of a year from 1583 on, by the anonymous Gregorian computus ("A New York correspondent", Nature
    /// 13, 1876; Meeus 1991,
    /// "Astronomical Algorithms", chapter 8).
    /// </summary>
    public static DateOnly Easter(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        var golden = year % 19;
        var (century, ofCentury) = Math.DivRem(year, 100);
        var epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        var weekday = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7;
        var late = (golden + 11 * epact + 22 * weekday) / 451;
        var (month, day) = Math.DivRem(epact + weekday - 7 * late + 114, 31);
        return new(year, month, day + 1);
    }

    /// <summary>Where two fall on one day, the later in this list gives the name.</summary>
    private static Dictionary<int, string> Year(int year)
    {
        var days = new Dictionary<int, string>
        {
            [new DateOnly(year, 2, 14).DayNumber] = "Valentine's Day",
            [new DateOnly(year, 10, 31).DayNumber] = "Halloween",
            [new DateOnly(year, 12, 24).DayNumber] = "Christmas Eve",
            [new DateOnly(year, 12, 25).DayNumber] = "Christmas Day",
            [new DateOnly(year, 12, 26).DayNumber] = "Boxing Day",
            [new DateOnly(year, 12, 31).DayNumber] = "New Year's Eve",
            [new DateOnly(year, 1, 1).DayNumber] = "New Year's Day",
            [Nth(year, 5, DayOfWeek.Sunday, 2)] = "Mother's Day",
            [Nth(year, 6, DayOfWeek.Sunday, 3)] = "Father's Day",
            [Nth(year, 9, DayOfWeek.Monday, 1)] = "Labor Day",
        };
        var thanksgiving = Nth(year, 11, DayOfWeek.Thursday, 4);
        days[thanksgiving] = "Thanksgiving";
        days[thanksgiving + 1] = "Black Friday";
        days[thanksgiving + 4] = "Cyber Monday";
        if (year < FirstYear)
            return days;
        var easter = Easter(year).DayNumber;
        days[easter - 2] = "Good Friday";
        days[easter] = "Easter Sunday";
        days[easter + 1] = "Easter Monday";
        return days;
    }

    private static int Nth(int year, int month, DayOfWeek weekday, int nth)
    {
        var first = new DateOnly(year, month, 1);
        return first.DayNumber + (weekday - first.DayOfWeek + 7) % 7 + 7 * (nth - 1);
    }
}
