using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.History;

/// <summary>
/// A single period many times larger than all around it says nothing about the next ones, and too much about their
/// spread: for forecasting it counts as the largest of those around it. Two such periods near each other are how the
/// product sells, and stay; so does one of which somebody said that it counts.
/// </summary>
internal static class Spikes
{
    /// <summary>How many times as large as the largest other.</summary>
    private const double Ratio = 5;

    /// <summary>Periods on either side that count as near.</summary>
    private const int Reach = 91;

    /// <summary>Periods with demand around it, of which fewer do not tell what is usual.</summary>
    private const int FewestSales = 10;

    /// <summary>
    /// The history itself where nothing stands out, else a copy in memory of <paramref name="work"/>.
    /// </summary>
    /// <param name="history">Oldest first; NaN and infinity are unknown.</param>
    /// <param name="work">The thread's memory; the caller's frame gives it back.</param>
    /// <param name="counted">Of each period, whether it counts as it is; empty where none does.</param>
    public static ReadOnlySpan<double> Tame(
        ReadOnlySpan<double> history,
        Scratch work,
        ReadOnlySpan<bool> counted = default
    )
    {
        double sum = 0;
        var sales = 0;
        foreach (var value in history)
        {
            if (!double.IsFinite(value) || value <= 0)
                continue;
            sum += value;
            sales++;
        }
        if (sales <= FewestSales)
            return history;
        // Whatever is so many times as large as all others is so against their mean.
        var least = Ratio * sum / (sales + Ratio);
        Span<double> tamed = default;
        for (var t = 0; t < history.Length; t++)
        {
            if (!(history[t] > least) || !double.IsFinite(history[t]) || (!counted.IsEmpty && counted[t]))
                continue;
            var usual = LargestAround(history, t);
            if (!(usual > 0))
                continue;
            if (tamed.IsEmpty)
            {
                tamed = work.Take(history.Length);
                history.CopyTo(tamed);
            }
            tamed[t] = usual;
        }
        return tamed.IsEmpty ? history : tamed;
    }

    /// <summary>The largest of the periods around one that is a spike; 0 around one that is none.</summary>
    private static double LargestAround(ReadOnlySpan<double> history, int at)
    {
        var most = 0.0;
        var sales = 0;
        for (var t = Math.Max(0, at - Reach); t < Math.Min(history.Length, at + Reach + 1); t++)
        {
            if (t == at || !(history[t] > 0))
                continue;
            if (history[t] * Ratio >= history[at])
                return 0;
            most = Math.Max(most, history[t]);
            sales++;
        }
        return sales >= FewestSales ? most : 0;
    }
}
