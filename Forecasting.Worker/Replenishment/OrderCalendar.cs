namespace SmartInventory.Forecasting.Replenishment;

/// <summary>On which days orders can be placed.</summary>
/// <param name="today">Day 0.</param>
/// <param name="weekdays">Those on which the supplier takes orders; empty for any.</param>
/// <param name="every">
/// Days between reviews; 1 for every day. Reviews are the same days for all products, counted from a Monday, so that
/// what one supplier delivers is ordered together; one on which no order is taken moves to the next on which it is.
/// </param>
internal sealed class OrderCalendar(DateOnly today, IReadOnlyList<DayOfWeek> weekdays, int every)
{
    private const int Week = 7;

    /// <summary>The first day from <paramref name="day"/> on, counted from today, on which an order can be placed.
    /// </summary>
    public int First(int day)
    {
        while (!IsOpen(day))
            day++;
        return day;
    }

    /// <summary>The longest time from one such day to the next.</summary>
    public int LongestGap()
    {
        if (every <= 1 && weekdays.Count == 0)
            return 1;
        var longest = 1;
        // All that there is repeats within so many days, or is as far apart as that.
        var end = 2 * Math.Max(1, every) + 2 * Week;
        for (var (day, next) = (First(0), 0); day < end; day = next)
        {
            next = First(day + 1);
            longest = Math.Max(longest, next - day);
        }
        return longest;
    }

    private bool IsOpen(int day)
    {
        if (!Takes(day))
            return false;
        for (var back = 0; back < Week; back++)
        {
            if (back > 0 && Takes(day - back))
                return false;
            if (every <= 1 || (today.DayNumber + day - back) % every == 0)
                return true;
        }
        return false;
    }

    private bool Takes(int day) => weekdays.Count == 0 || weekdays.Contains(today.AddDays(day).DayOfWeek);
}
