using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Engine.Methods;

/// <summary>A series of days by week, which a forecast of its days takes into account.</summary>
/// <param name="History">Whole weeks, the last of which ends with the last day.</param>
/// <param name="Outside">What other series say of its weeks; null for nothing.</param>
/// <param name="Counted">As in <see cref="Question.Counted"/>; null where none was said to.</param>
public sealed record WeeksToo(LongerPeriods History, Expectation? Outside = null, bool[]? Counted = null)
{
    /// <summary>Weeks per season.</summary>
    public const int Season = 52;

    /// <summary>Fewer weeks say no more than their days.</summary>
    private const int Fewest = 26;

    /// <summary>What is asked about them; false when too few are known.</summary>
    internal bool TryAsk(int weeks, bool? whole, out Question question)
    {
        question = new()
        {
            History = History.Values,
            Days = History.Days,
            Season = Season,
            Horizon = weeks,
            Whole = whole,
            Outside = Outside,
            Counted = Counted,
        };
        var known = 0;
        foreach (var value in History.Values)
            known += double.IsFinite(value) ? 1 : 0;
        return known >= Fewest;
    }
}
