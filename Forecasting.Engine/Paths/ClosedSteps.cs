namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>
/// Steps on which nothing can come. What a method expected there all the same comes on the open steps of the same
/// season, so that sums stay what they were: a method that does not tell phases apart spread the demand of the open
/// ones over all.
/// </summary>
internal static class ClosedSteps
{
    /// <param name="closed">One season from the first step on; empty for none.</param>
    /// <param name="point">Expected value per step.</param>
    /// <param name="paths">Step-major, horizon x <see cref="Shocks.Paths"/>.</param>
    public static void Close(ReadOnlySpan<bool> closed, Span<double> point, Span<double> paths)
    {
        var open = closed.Count(false);
        if (open == closed.Length || open == 0)
            return;
        Span<int> phases = stackalloc int[open];
        for (var (phase, i) = (0, 0); phase < closed.Length; phase++)
        {
            if (!closed[phase])
                phases[i++] = phase;
        }
        for (var h = 0; h < point.Length; h++)
        {
            if (!closed[h % closed.Length])
                continue;
            var season = h - h % closed.Length;
            foreach (var phase in phases)
            {
                if (season + phase < point.Length)
                    point[season + phase] += point[h] / open;
            }
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            for (var p = 0; p < step.Length; p++)
            {
                // Whole values stay whole: each path's goes to one open step, path by path to another.
                var to = season + phases[(p + h) % open];
                if (to < point.Length)
                    paths[to * Shocks.Paths + p] += step[p];
            }
            point[h] = 0;
            step.Clear();
        }
    }
}
