namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// How a series goes through time: how long its periods are, and which stretches of the past say something about the
/// next ones. The periods of all series are numbered alike, so that the same number is the same time.
/// </summary>
internal sealed class Cadence
{
    /// <summary>Days of a year of whole weeks: the same weekday a year ago.</summary>
    private const int DaysOfYear = 364;

    /// <summary>Stretches that a level is compared with, in weeks; of other periods as many.</summary>
    private static readonly int[] Weeks = [1, 4, 8, 13, 26, 52];

    private readonly int _months;

    private Cadence(int season)
    {
        Season = season;
        var daily = season == 7;
        Year = daily ? DaysOfYear : Math.Max(1, season);
        Week = daily ? 7 : 1;
        _months = !daily && 12 % Year == 0 ? 12 / Year : 0;
        var part = Year / (double)DaysOfYear;
        Windows = daily ? [7, 14, 28, 56, 182, 364] : Spread(Weeks, Year / 52.0);
        Month = At(28);
        TwoMonths = At(56);
        HalfYear = At(182);
        Cycle = daily ? 7 : 3;
        FourCycles = daily ? 28 : 5;
        Smallest = 3 * part;
        Years = daily ? 2 : 4;
        Between = At(14);
        Start = Math.Max(2, At(6));
        Twin = Math.Max(At(112), daily ? 0 : Year / 2);

        // A level that wanders is best followed by a constant that grows with the root of the period.
        Slow = Math.Min(.3, .03 / Math.Sqrt(part));
        Fast = Math.Min(.6, .1 / Math.Sqrt(part));
        Sums = daily ? [1, 7, 14, 28, 56] : Spread([1, 4, 8, 13, 26], Year / 52.0);

        int At(int days) => Math.Max(1, (int)Math.Round(days * part));
    }

    /// <summary>Of a season of 7 that of days, of 12 that of calendar months, of 52 that of weeks.</summary>
    public static Cadence Of(int season) => new(season);

    /// <summary>Periods per season, as questions have it.</summary>
    public int Season { get; }

    /// <summary>Periods to the same time a year ago.</summary>
    public int Year { get; }

    /// <summary>Phases of the profile that a series has of its own: weekdays; 1 where periods have none.</summary>
    public int Week { get; }

    public int[] Windows { get; }
    public int Month { get; }
    public int TwoMonths { get; }
    public int HalfYear { get; }

    /// <summary>What the same time a year ago is read over, close and wide.</summary>
    public int Cycle { get; }
    public int FourCycles { get; }

    /// <summary>Periods of sales that count as much as all that is known of similar series.</summary>
    public double Smallest { get; }

    /// <summary>Years that are learned from: the longer the periods, the fewer there are.</summary>
    public int Years { get; }

    /// <summary>Periods between two origins that are learned from.</summary>
    public int Between { get; }

    /// <summary>A series is learned from that many periods after its first sale on.</summary>
    public int Start { get; }

    /// <summary>Periods at the end that the twin has not seen.</summary>
    public int Twin { get; }

    /// <summary>Constants of two smoothings.</summary>
    public double Slow { get; }
    public double Fast { get; }

    /// <summary>Numbers of periods whose sums are calibrated.</summary>
    public int[] Sums { get; }

    /// <summary>The number of the period that a day is in.</summary>
    /// <param name="day">A <see cref="DateOnly.DayNumber"/>.</param>
    public int Number(int day)
    {
        if (Week == 7)
            return day;
        if (_months == 0)
            return (int)Math.Floor(day * Year / (double)DaysOfYear);
        var date = DateOnly.FromDayNumber(Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber));
        return (date.Year * 12 + date.Month - 1) / _months;
    }

    /// <summary>The first day of a period.</summary>
    public int Day(int number)
    {
        if (Week == 7)
            return number;
        if (_months == 0)
            return (int)Math.Ceiling(number * DaysOfYear / (double)Year);
        var month = Math.Clamp((long)number * _months, 12, 12 * 9999 + 11);
        return new DateOnly((int)(month / 12), (int)(month % 12) + 1, 1).DayNumber;
    }

    /// <summary>The first named day of a period.</summary>
    public string? Event(GlobalCalendar calendar, int number)
    {
        if (Week == 7)
            return calendar.Event(number);
        for (var day = Day(number); day < Day(number + 1); day++)
        {
            if (calendar.Event(day) is { } name)
                return name;
        }
        return null;
    }

    /// <summary>The share of a period's days on which many customers have more money.</summary>
    public float Paid(GlobalCalendar calendar, int number)
    {
        if (Week == 7)
            return calendar.IsPaid(number) ? 1 : 0;
        var (paid, first, end) = (0, Day(number), Day(number + 1));
        for (var day = first; day < end; day++)
            paid += calendar.IsPaid(day) ? 1 : 0;
        return (float)paid / Math.Max(1, end - first);
    }

    /// <summary>Whether forecasts of a series are compared with what came: of the young there are too few.</summary>
    public bool IsCompared(ReadOnlySpan<double> history) => history.Length - PeerLevels.FirstSale(history) >= Month;

    private static int[] Spread(int[] weeks, double factor)
    {
        var windows = new int[weeks.Length];
        for (var i = 0; i < windows.Length; i++)
            windows[i] = Math.Max(i == 0 ? 1 : windows[i - 1] + 1, (int)Math.Round(weeks[i] * factor));
        return windows;
    }
}
