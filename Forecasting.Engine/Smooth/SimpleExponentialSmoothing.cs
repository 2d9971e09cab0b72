namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// Simple exponential smoothing: l(t) = l(t-1) + alpha (y(t) - l(t-1)), starting at the first value (Brown 1956;
/// Gardner 1985, "Exponential smoothing: the state of the art", Journal of Forecasting 4). Unknown days keep the level.
/// </summary>
internal static class SimpleExponentialSmoothing
{
    /// <summary>The level after the history: the forecast of every day ahead. No known value gives 0.</summary>
    public static double Next(ReadOnlySpan<double> history, double alpha)
    {
        var level = double.NaN;
        foreach (var value in history)
        {
            if (double.IsNaN(value))
                continue;
            level = double.IsNaN(level) ? value : level + alpha * (value - level);
        }
        return double.IsNaN(level) ? 0 : level;
    }

    /// <summary>
    /// Writes the level known before each day (NaN up to the first known day) and returns the last level.
    /// </summary>
    public static double Fit(ReadOnlySpan<double> history, double alpha, Span<double> fitted)
    {
        var level = double.NaN;
        for (var t = 0; t < history.Length; t++)
        {
            fitted[t] = level;
            var value = history[t];
            if (!double.IsNaN(value))
                level = double.IsNaN(level) ? value : level + alpha * (value - level);
        }
        return double.IsNaN(level) ? 0 : level;
    }

    /// <summary>Sum of squared one-step errors, from the second known day on.</summary>
    public static double SquaredError(ReadOnlySpan<double> history, double alpha)
    {
        var level = double.NaN;
        var sum = 0.0;
        foreach (var value in history)
        {
            if (double.IsNaN(value))
                continue;
            if (double.IsNaN(level))
            {
                level = value;
                continue;
            }
            var error = value - level;
            sum += error * error;
            level += alpha * error;
        }
        return sum;
    }

    /// <summary>
    /// The alpha in [0.01, 0.99] of least squared one-step error: a coarse grid, because the error may have several
    /// valleys, then a golden section inside the best cell. Of equal errors the smallest alpha wins.
    /// </summary>
    public static double BestAlpha(ReadOnlySpan<double> history)
    {
        ReadOnlySpan<double> grid = [0.01, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.99];
        var best = 0;
        var least = double.PositiveInfinity;
        for (var i = 0; i < grid.Length; i++)
        {
            var error = SquaredError(history, grid[i]);
            if (error < least)
                (best, least) = (i, error);
        }

        const double Golden = 0.6180339887498949;
        var low = grid[Math.Max(0, best - 1)];
        var high = grid[Math.Min(grid.Length - 1, best + 1)];
        var (left, right) = (high - Golden * (high - low), low + Golden * (high - low));
        var (errorLeft, errorRight) = (SquaredError(history, left), SquaredError(history, right));
        while (high - low > 0.002)
        {
            if (errorLeft <= errorRight)
            {
                (high, right, errorRight) = (right, left, errorLeft);
                left = high - Golden * (high - low);
                errorLeft = SquaredError(history, left);
            }
            else
            {
                (low, left, errorLeft) = (left, right, errorRight);
                right = low + Golden * (high - low);
                errorRight = SquaredError(history, right);
            }
        }
        var found = (low + high) / 2;
        return SquaredError(history, found) < least ? found : grid[best];
    }
}
