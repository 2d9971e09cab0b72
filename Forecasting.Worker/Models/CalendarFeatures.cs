namespace SmartInventory.Forecasting.Models;

/// <summary>
/// What a date says about demand before any product is known: weekday, place in the month, season of the year as
/// harmonics (Young, Pedregal and Tych 1999, "Dynamic harmonic regression"), and the trend.
/// </summary>
public static class CalendarFeatures
{
    public const int Count = 6 + 4 + 6 + 1;

    /// <summary>Writes <see cref="Count"/> features of a day.</summary>
    /// <param name="day">The <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="origin">The day at which the trend is zero.</param>
    /// <param name="yearKnown">Whether a full year was seen: a season learned from less is a guess, so it stays out.</param>
    /// <param name="features">Receives the features.</param>
    public static void Write(int day, int origin, bool yearKnown, Span<float> features)
    {
        features[..Count].Clear();
        var date = DateOnly.FromDayNumber(day);
        var weekday = (int)date.DayOfWeek;
        if (weekday > 0)
            features[weekday - 1] = 1;

        var daysInMonth = DateTime.DaysInMonth(date.Year, date.Month);
        features[6] = (date.Day - 15.5f) / 15.5f;
        features[7] = date.Day <= 3 ? 1 : 0;
        features[8] = date.Day > daysInMonth - 3 ? 1 : 0;
        features[9] = date.Day is >= 14 and <= 16 ? 1 : 0;

        if (yearKnown)
        {
            var angle = 2 * Math.PI * (date.DayOfYear - 1) / 365.25;
            for (var k = 1; k <= 3; k++)
            {
                features[8 + 2 * k] = (float)Math.Sin(k * angle);
                features[9 + 2 * k] = (float)Math.Cos(k * angle);
            }
        }
        features[16] = (day - origin) / 365.25f;
    }
}
