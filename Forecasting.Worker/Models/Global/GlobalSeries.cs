namespace SmartInventory.Forecasting.Models.Global;

/// <summary>A series as the global model sees it.</summary>
/// <param name="History">Daily demand, oldest first; NaN is unknown. May be empty: a product that was never sold.</param>
/// <param name="FirstDay">The <see cref="DateOnly.DayNumber"/> of the first value.</param>
/// <param name="Labels">Item, department, category, location: the same order for every series.</param>
/// <param name="Prices">Price per day from the first value on, also for days ahead; NaN or missing is unknown.</param>
/// <param name="Calendar">What is known about the days, shared by the series of a place.</param>
public sealed record GlobalSeries(
    string Id, double[] History, int FirstDay, string[] Labels, float[]? Prices = null, GlobalCalendar? Calendar = null);

/// <summary>Events and payment days of one place, from <paramref name="FirstDay"/> on.</summary>
/// <param name="Events">Name of the day's event, null for none.</param>
/// <param name="Paid">Whether many customers have more money on that day.</param>
public sealed record GlobalCalendar(int FirstDay, string?[] Events, bool[] Paid)
{
    public string? Event(int day) => (uint)(day - FirstDay) < (uint)Events.Length ? Events[day - FirstDay] : null;

    public bool IsPaid(int day) => (uint)(day - FirstDay) < (uint)Paid.Length && Paid[day - FirstDay];
}
