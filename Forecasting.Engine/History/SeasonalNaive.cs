namespace SmartInventory.Forecasting.Engine.History;

/// <summary>
/// Seasonal naive: every day repeats the last known value of its weekday (Hyndman and Athanasopoulos, Forecasting:
/// Principles and Practice, 3rd ed., section 5.2). The yardstick that every other method has to beat.
/// </summary>
internal static class SeasonalNaive
{
    /// <summary>
    /// Repeats the last known season. A phase that was never seen takes the last known value of all; no known value
    /// at all gives zeros. A season below one counts as one (the plain naive method).
    /// </summary>
    public static void Forecast(ReadOnlySpan<double> history, int season, Span<double> point)
    {
        season = Math.Max(1, season);
        var n = history.Length;
        var fallback = LastKnown(history);
        for (var h = 0; h < point.Length; h++)
        {
            if (h >= season)
            {
                point[h] = point[h - season];
                continue;
            }
            var value = fallback;
            for (var t = n + h - season; t >= 0; t -= season)
            {
                if (t < n && !double.IsNaN(history[t]))
                {
                    value = history[t];
                    break;
                }
            }
            point[h] = value;
        }
    }

    /// <summary>The value one season earlier (the last known one of that phase), NaN in the first season.</summary>
    public static void Fit(ReadOnlySpan<double> history, int season, Span<double> fitted)
    {
        season = Math.Max(1, season);
        for (var t = 0; t < history.Length; t++)
        {
            var before = t - season;
            fitted[t] =
                before < 0 ? double.NaN
                : double.IsNaN(history[before]) ? fitted[before]
                : history[before];
        }
    }

    private static double LastKnown(ReadOnlySpan<double> history)
    {
        for (var t = history.Length - 1; t >= 0; t--)
        {
            if (!double.IsNaN(history[t]))
                return history[t];
        }
        return 0;
    }
}
