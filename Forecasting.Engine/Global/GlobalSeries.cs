using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>A series as the global model sees it.</summary>
/// <param name="History">Demand per period, oldest first; NaN is unknown. May be empty: a product that was never
/// sold.</param>
/// <param name="FirstDay">
/// The <see cref="DateOnly.DayNumber"/> of the first value's first day; of the first day ahead when there is none.
/// </param>
/// <param name="Labels">Item, department, category, location: the same order for every series, the closest kinship
/// first.</param>
/// <param name="Prices">Price per period from <paramref name="FirstDay"/> on; NaN or missing is unknown.</param>
/// <param name="Calendar">What is known about the days; one object for all series of a place.</param>
/// <param name="Posted">
/// Whether prices are what was asked, known also for days without a sale and for days ahead. False where they are what
/// sales
/// came to: then a day's price says whether there was a sale, and only prices before the origin are looked at.
/// </param>
public sealed record GlobalSeries(
    string Id,
    double[] History,
    int FirstDay,
    string[] Labels,
    float[]? Prices = null,
    GlobalCalendar? Calendar = null,
    bool Posted = true
)
{
    /// <summary>The number of the first period, from <see cref="Numbered"/>.</summary>
    internal int First { get; private init; }

    /// <summary>The number of the last period.</summary>
    internal int Last => First + History.Length - 1;

    /// <summary>The same with its periods numbered as those of a model are.</summary>
    internal GlobalSeries Numbered(Cadence cadence) =>
        cadence.Number(FirstDay) is var first && first == First ? this : this with { First = first };

    /// <summary>A series of days by week: whole weeks, the last of which ends with a day.</summary>
    /// <param name="lastDay">The last day that is known; the history, if there is one, ends on it.</param>
    public GlobalSeries ByWeek(int lastDay)
    {
        const int Week = DailyDemand.Season;
        var end = lastDay + 1;
        var known = Math.Max(0, end - FirstDay) / Week;
        var days = Enumerable.Range(FirstDay, Math.Max(History.Length, Prices?.Length ?? 0)).ToArray();
        int[] starts = [.. Enumerable.Range(0, known).Select(i => end - (known - i) * Week)];
        var weeks = new LongerPeriods([], starts, end);
        var ahead = Math.Max(0, FirstDay + (Prices?.Length ?? 0) - end) / Week;
        return this with
        {
            History = History.Length == 0 ? [] : LongerPeriods.Weeks(History, days.AsSpan(0, History.Length)).Values,
            FirstDay = known == 0 ? end : starts[0],
            Prices = Prices is null ? null : weeks.Mean(Prices, days.AsSpan(0, Prices.Length), ahead),
        };
    }

    /// <summary>The history up to and with a period.</summary>
    internal ReadOnlySpan<double> Known(int through) =>
        History.AsSpan(0, (int)Math.Clamp((long)through - First + 1, 0, History.Length));
}

/// <summary>Events and payment days of one place, from <paramref name="FirstDay"/> on.</summary>
/// <param name="Events">Name of the day's event, null for none.</param>
/// <param name="Paid">Whether many customers have more money on that day.</param>
public sealed record GlobalCalendar(int FirstDay, string?[] Events, bool[] Paid)
{
    public string? Event(int day) => (uint)(day - FirstDay) < (uint)Events.Length ? Events[day - FirstDay] : null;

    public bool IsPaid(int day) => (uint)(day - FirstDay) < (uint)Paid.Length && Paid[day - FirstDay];
}
