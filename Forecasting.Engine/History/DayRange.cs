namespace SmartInventory.Forecasting.Engine.History;

/// <summary>A stretch of days, both ends included.</summary>
public readonly record struct DayRange(DateOnly First, DateOnly Last)
{
    public bool Contains(DateOnly day) => day >= First && day <= Last;

    /// <summary>The parts of ascending ranges that lie between two days.</summary>
    public static List<DayRange> Within(IEnumerable<DayRange> ranges, DateOnly first, DateOnly last) =>
        [
            .. ranges
                .Where(r => r.Last >= first && r.First <= last)
                .Select(r => new DayRange(r.First < first ? first : r.First, r.Last > last ? last : r.Last)),
        ];
}
