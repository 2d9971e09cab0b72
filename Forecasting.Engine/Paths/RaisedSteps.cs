namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>
/// Steps on which more comes than the history lets expect. The paths themselves are multiplied, so that quantiles of
/// sums follow, and so does the doubt: a day that was uncertain by so much is uncertain by so many times as much.
/// </summary>
internal static class RaisedSteps
{
    /// <summary>The golden ratio's part after the point: its multiples fill the unit evenly, however many.</summary>
    private const double Even = .6180339887498949;

    /// <param name="factors">One per step; empty for none.</param>
    /// <param name="whole">Whether only whole numbers can come.</param>
    /// <param name="point">Expected value per step.</param>
    /// <param name="paths">Step-major, horizon x <see cref="Shocks.Paths"/>.</param>
    public static void Raise(ReadOnlySpan<double> factors, bool whole, Span<double> point, Span<double> paths)
    {
        for (var h = 0; h < Math.Min(factors.Length, point.Length); h++)
        {
            var factor = factors[h];
            if (factor == 1)
                continue;
            point[h] *= factor;
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            for (var p = 0; p < step.Length; p++)
            {
                step[p] *= factor;
                // Half of all ones become two where they are raised by a half: rounding would make it all or none.
                if (whole)
                    step[p] = Math.Floor(step[p] + (p + h) * Even % 1);
            }
        }
    }
}
