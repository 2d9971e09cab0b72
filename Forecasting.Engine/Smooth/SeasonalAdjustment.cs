using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// Takes the season out by <see cref="Stl"/>, on logarithms where all values are positive, and shrinks it towards none
/// by how
/// much of it chance alone would make (James and Stein 1961; for seasons Miller and Williams 2003, "Shrinkage
/// estimators of time
/// series seasonal factors and their effect on forecasting accuracy", International Journal of Forecasting 19). There
/// is no
/// test for a season: a weak one shrinks to little, so no decision can go wrong.
/// </summary>
internal static class SeasonalAdjustment
{
    /// <summary>What a season of so many cycles costs, for which the width of paths was chosen.</summary>
    private const double OfLong = 1.09,
        Long = 9;

    /// <summary>
    /// Writes the adjusted series and the season of each step ahead.
    /// </summary>
    /// <param name="y">Without gaps.</param>
    /// <param name="log">Work on logarithms; all values must be positive. The adjusted series stays
    /// logarithmic.</param>
    /// <param name="window">As for <see cref="Stl.Decompose"/>.</param>
    /// <param name="doubt">How many times the variance of chance is held against the season.</param>
    /// <param name="adjusted">As long as <paramref name="y"/>.</param>
    /// <param name="season">The season of the history.</param>
    /// <param name="ahead">The season of the steps ahead, to be added (to logarithms if
    /// <paramref name="log"/>).</param>
    /// <returns>
    /// How many times as far from its forecasts a value of the future will be as those that the season was fitted to:
    /// it took freedom from these, and is not known exactly.
    /// </returns>
    public static double Remove(
        ReadOnlySpan<double> y,
        int period,
        bool log,
        int window,
        double doubt,
        Span<double> adjusted,
        Span<double> season,
        Span<double> ahead,
        Scratch scratch
    )
    {
        var n = y.Length;
        season.Clear();
        ahead.Clear();
        for (var t = 0; t < n; t++)
            adjusted[t] = log ? Math.Log(y[t]) : y[t];
        if (period < 2 || n <= period)
            return 1;
        double keep;
        if (n < 2 * period)
        {
            keep = YoungSeason.Estimate(adjusted, period, doubt, season, scratch);
        }
        else
        {
            keep = Grown(adjusted, period, window, doubt, season, scratch);
            foreach (ref var value in season)
                value *= keep;
        }
        for (var t = 0; t < n; t++)
            adjusted[t] -= season[t];
        for (var h = 0; h < ahead.Length; h++)
            ahead[h] = season[n - period + h % period];
        var cycles = (double)n / period;
        return Math.Max(
            1,
            Math.Sqrt(n / (n - keep * (period - 1)) * (1 + keep / cycles))
                / Math.Pow(OfLong, Math.Min(1, cycles / Long))
        );
    }

    /// <summary>The season of two cycles and more, and how much of it is kept.</summary>
    private static double Grown(
        ReadOnlySpan<double> y,
        int period,
        int window,
        double doubt,
        Span<double> season,
        Scratch scratch
    )
    {
        var n = y.Length;
        using var frame = scratch.Enter();
        var trend = scratch.Take(n);
        Stl.Decompose(y, period, window, 0, season, trend, scratch);
        var rest = 0.0;
        for (var t = 0; t < n; t++)
        {
            var error = y[t] - season[t] - trend[t];
            rest += error * error;
        }
        var size = 0.0;
        foreach (var value in season[(n - period)..])
            size += value * value / (period - 1);
        var freedom = Math.Max(1, n - period - n / (1.5 * period));
        var chance = doubt * rest / freedom * period / n;
        return size > 0 ? 1 - Math.Max(0, period - 3.0) / (period - 1) * Math.Min(1, chance / size) : 0;
    }
}
