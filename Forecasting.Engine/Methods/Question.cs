using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Methods;

/// <summary>What is asked of a method: nothing after the end of the history may be known to it.</summary>
public readonly ref struct Question
{
    /// <summary>Oldest first; NaN and infinity are unknown. Any length, also none.</summary>
    public required ReadOnlySpan<double> History { get; init; }

    /// <summary>
    /// The <see cref="DateOnly.DayNumber"/> of each value, of longer periods of their first day; empty where nobody
    /// knows. Consecutive, except
    /// where whole weeks
    /// without any data of the location were cut out: a step of seven entries is always the same weekday.
    /// </summary>
    public ReadOnlySpan<int> Days { get; init; }

    /// <summary>Periods per season; 1 for none.</summary>
    public required int Season { get; init; }

    /// <summary>Steps ahead, at least 1.</summary>
    public required int Horizon { get; init; }

    /// <summary>Whether only whole numbers can come; null leaves it to the history.</summary>
    public bool? Whole { get; init; }

    /// <summary>What other series say about this one; null for nothing.</summary>
    public Expectation? Outside { get; init; }

    /// <summary>The same days by week, which are taken into account; null for not.</summary>
    public WeeksToo? Weeks { get; init; }

    /// <summary>
    /// Of one season from the first step on, those on which nothing can come; empty for none. Methods need not know:
    /// it is applied to what they say.
    /// </summary>
    public ReadOnlySpan<bool> Closed { get; init; }

    /// <summary>
    /// Of each value of the history, whether it counts however much it stands out (<see cref="Spikes"/>); empty where
    /// none was said to.
    /// </summary>
    public ReadOnlySpan<bool> Counted { get; init; }

    /// <summary>
    /// By how much each step ahead is raised above what the history lets expect; empty for none. As for
    /// <see cref="Closed"/>, methods need not know. What lies ahead is known today and was not at an earlier end of the
    /// history: <see cref="At"/> has none.
    /// </summary>
    public ReadOnlySpan<double> Raised { get; init; }

    /// <summary>Whether nothing can come on a step; those before the first one are below 0.</summary>
    public bool IsClosed(int step) =>
        Closed.Length > 0 && Closed[((step % Closed.Length) + Closed.Length) % Closed.Length];

    /// <summary>Older values describe another time and cost the same.</summary>
    private const int LongestHistory = 1096;

    /// <summary>
    /// The same question about the last three years, or six seasons where these are longer, and from the first value
    /// other than zero on:
    /// a product that nobody could buy yet had no demand of zero. Spikes are tamed.
    /// </summary>
    /// <param name="work">The thread's memory, in a frame that lasts as long as the question is used.</param>
    internal Question Recent(Scratch work)
    {
        var from = Math.Max(0, History.Length - Math.Max(LongestHistory, 6 * Season));
        var first = from;
        while (first < History.Length && !(History[first] != 0 && double.IsFinite(History[first])))
            first++;
        if (first < History.Length)
            from = first;
        var counted = Counted.IsEmpty ? Counted : Counted[from..];
        var tamed = Spikes.Tame(History[from..], work, counted);
        return Slice(tamed, from, History.Length, Horizon, Closed) with { Raised = Raised };
    }

    /// <summary>The question as it was asked when only the first values were known.</summary>
    public Question At(int length, int horizon)
    {
        var closed = new bool[Closed.Length];
        for (var step = 0; step < closed.Length; step++)
            closed[step] = IsClosed(length - History.Length + step);
        return Slice(History[..length], 0, length, horizon, closed);
    }

    private Question Slice(ReadOnlySpan<double> history, int from, int to, int horizon, ReadOnlySpan<bool> closed) =>
        new()
        {
            History = history,
            Days = Days.IsEmpty ? Days : Days[from..to],
            Season = Season,
            Horizon = horizon,
            Whole = Whole,
            Outside = Outside,
            Closed = closed,
            Counted = Counted.IsEmpty ? Counted : Counted[from..to],
        };
}
