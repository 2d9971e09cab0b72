using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine;

namespace SmartInventory.Forecasting.Groups;

/// <summary>
/// Adds up what is expected of the series of a location by category: its memory does not grow with them.
/// </summary>
internal sealed class GroupSums
{
    private readonly Dictionary<string, Dictionary<ForecastGrain, decimal[]>> _byCategory = new(StringComparer.Ordinal);

    /// <summary>The weeks and months, which are the same of all series of a location; empty before the first.</summary>
    public IReadOnlyDictionary<ForecastGrain, IReadOnlyList<ExpectedPeriod>> Periods { get; private set; } =
        new Dictionary<ForecastGrain, IReadOnlyList<ExpectedPeriod>>();

    public IEnumerable<string> Categories => _byCategory.Keys;

    /// <summary>How many series there are in it.</summary>
    public int Series { get; private set; }

    public void Add(string category, IReadOnlyList<ExpectedPeriod> weeks, IReadOnlyList<ExpectedPeriod> months)
    {
        if (Series++ == 0)
        {
            Periods = new Dictionary<ForecastGrain, IReadOnlyList<ExpectedPeriod>>
            {
                [ForecastGrain.Week] = weeks,
                [ForecastGrain.Month] = months,
            };
        }
        if (!_byCategory.TryGetValue(category, out var sums))
        {
            _byCategory[category] = sums = Periods.ToDictionary(p => p.Key, p => new decimal[p.Value.Count]);
        }
        Add(sums[ForecastGrain.Week], weeks);
        Add(sums[ForecastGrain.Month], months);
    }

    /// <summary>Nothing is expected of a category of which no series is.</summary>
    public decimal Of(string category, ForecastGrain grain, int period) =>
        _byCategory.TryGetValue(category, out var sums) ? sums[grain][period] : 0;

    private static void Add(decimal[] sums, IReadOnlyList<ExpectedPeriod> periods)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += (decimal)periods[i].Mean;
    }
}
