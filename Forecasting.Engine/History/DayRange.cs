namespace SmartInventory.Forecasting.Engine.History;

/// <summary>A stretch of days, both ends included.</summary>
public readonly record struct DayRange(DateOnly First, DateOnly Last)
{
    public bool Contains(DateOnly day) => day >= First && day <= Last;

    /// <summary>Of each day, whether it lies in one of the ranges; empty without ranges.</summary>
    /// <param name="days">Their <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="ranges">Null for none.</param>
    internal static bool[] Among(ReadOnlySpan<int> days, IReadOnlyList<DayRange>? ranges)
    {
        if (ranges is not { Count: > 0 })
            return [];
        var among = new bool[days.Length];
        for (var t = 0; t < days.Length; t++)
        {
            var day = DateOnly.FromDayNumber(days[t]);
            among[t] = ranges.Any(range => range.Contains(day));
        }
        return among;
    }

    /// <summary>The parts of ascending ranges that lie between two days.</summary>
    public static List<DayRange> Within(IEnumerable<DayRange> ranges, DateOnly first, DateOnly last) =>
        [
            .. ranges
                .Where(r => r.Last >= first && r.First <= last)
                .Select(r => new DayRange(r.First < first ? first : r.First, r.Last > last ? last : r.Last)),
        ];
}
