using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// The season of a series that is between one and two cycles long: what came a cycle ago, against a line. Chance alone
/// makes a large one of so little, so it is shrunk by how much of it that would be (James and Stein 1961), which the
/// phases that came twice tell, as far as there are any.
/// </summary>
internal static class YoungSeason
{
    /// <summary>
    /// The share of a season that is taken for chance before anything came twice, and how many phases that came twice
    /// it counts as. Of M3's monthly series a year before the one that they are scored on, cut to 14 to 22 values.
    /// </summary>
    private const double ChanceBefore = .4,
        WeightBefore = 4;

    /// <summary>Phases that came twice against which no growth is held.</summary>
    private const double NoGrowth = 6;

    /// <param name="y">Without gaps; more than a cycle, less than two.</param>
    /// <param name="doubt">As for <see cref="SeasonalAdjustment"/>.</param>
    /// <param name="season">Receives the season of the history.</param>
    /// <returns>The share of the season that was kept.</returns>
    public static double Estimate(
        ReadOnlySpan<double> y,
        int period,
        double doubt,
        Span<double> season,
        Scratch scratch
    )
    {
        var (n, twice) = (y.Length, y.Length - period);
        var change = 0.0;
        for (var t = period; t < n; t++)
            change += (y[t] - y[t - period]) / twice;
        var spread = 0.0;
        for (var t = period; t < n; t++)
            spread += Square(y[t] - y[t - period] - change);
        var slope = change / period * twice / (twice + NoGrowth);

        using var frame = scratch.Enter();
        var phases = scratch.Take(period);
        for (var t = 0; t < n; t++)
            phases[t % period] += (y[t] - slope * t) / (t % period < twice ? 2 : 1);
        var mean = Seasonality.Mean(phases);
        var size = 0.0;
        foreach (ref var phase in phases)
        {
            phase -= mean;
            size += phase * phase / (period - 1);
        }
        // A change has the chance of two values in it.
        var chance = (spread / 2 + WeightBefore * ChanceBefore * size) / (twice - 1 + WeightBefore);
        var keep = size > 0 ? Math.Max(0, 1 - doubt / 2 * chance / size) : 0;
        for (var t = 0; t < n; t++)
            season[t] = keep * phases[t % period];
        return keep;
    }

    private static double Square(double value) => value * value;
}
