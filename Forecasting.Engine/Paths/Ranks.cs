namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>A few order statistics without a full sort.</summary>
internal static class Ranks
{
    private const int Few = 16;

    /// <summary>Whole numbers below this are counted.</summary>
    private const int Countable = 4096;

    /// <summary>
    /// The value of each rank. Small whole numbers, as demand mostly is, are counted rather than sorted; others are
    /// rearranged as by
    /// <see cref="Place(Span{double}, ReadOnlySpan{int})"/>.
    /// </summary>
    /// <param name="ranks">Ascending, within the values.</param>
    /// <param name="found">Receives as many values as there are ranks.</param>
    public static void Read(Span<double> values, scoped ReadOnlySpan<int> ranks, scoped Span<double> found)
    {
        if (TryCount(values, ranks, found))
            return;
        Place(values, ranks);
        for (var r = 0; r < ranks.Length; r++)
            found[r] = values[ranks[r]];
    }

    /// <summary>
    /// Rearranges <paramref name="values"/> so that the value of each rank stands at its place (Chambers 1971, "Partial
    /// sorting",
    /// after Hoare's quickselect).
    /// </summary>
    /// <param name="ranks">Ascending, within the values.</param>
    public static void Place(Span<double> values, scoped ReadOnlySpan<int> ranks) => Place(values, 0, ranks);

    private static bool TryCount(ReadOnlySpan<double> values, scoped ReadOnlySpan<int> ranks, scoped Span<double> found)
    {
        var most = 0.0;
        foreach (var value in values)
        {
            if (!(value >= 0 && value < Countable && value == Math.Floor(value)))
                return false;
            most = Math.Max(most, value);
        }
        Span<int> counts = most < Few * Few ? stackalloc int[Few * Few] : stackalloc int[Countable];
        foreach (var value in values)
            counts[(int)value]++;
        var (at, below) = (0, counts[0]);
        for (var r = 0; r < ranks.Length; r++)
        {
            while (below <= ranks[r])
                below += counts[++at];
            found[r] = at;
        }
        return true;
    }

    private static void Place(Span<double> values, int offset, scoped ReadOnlySpan<int> ranks)
    {
        while (!ranks.IsEmpty)
        {
            if (values.Length <= Few)
            {
                values.Sort();
                return;
            }
            var pivot = Median(values[0], values[values.Length / 2], values[^1]);
            var (left, right) = (0, values.Length - 1);
            while (left <= right)
            {
                while (values[left] < pivot)
                    left++;
                while (values[right] > pivot)
                    right--;
                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }

            // Up to right: not above the pivot. From left on: not below it. Between: equal to it.
            var below = 0;
            while (below < ranks.Length && ranks[below] - offset <= right)
                below++;
            var above = below;
            while (above < ranks.Length && ranks[above] - offset < left)
                above++;
            Place(values[..(right + 1)], offset, ranks[..below]);
            values = values[left..];
            offset += left;
            ranks = ranks[above..];
        }
    }

    private static double Median(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
