using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Counts;

/// <summary>The level of a series of small counts: several memories, short to long, and sums.</summary>
internal static class CountEnsemble
{
    /// <summary>Periods that say most about the next ones: four weeks of days, a dozen of anything longer.</summary>
    public static int Memory(int season) => season == 7 ? 28 : 12;

    /// <summary>
    /// Weight of smoothed sums of several lengths (<see cref="Intermittent.Imapa"/>) beside the memories: they err
    /// differently. Chosen on days, weeks and months at once (docs/forecasting.md).
    /// </summary>
    private const double SumsShare = .4;

    /// <summary>Expected demand per period of a series whose seasonal profile was taken out.</summary>
    public static double Level(ReadOnlySpan<double> y, int season, Scratch scratch)
    {
        var memory = Memory(season);
        var alpha = Math.Clamp(SimpleExponentialSmoothing.BestAlpha(y), .28 / memory, 5.6 / memory);
        var memories =
            (
                Intermittent.RecentMean(y, memory)
                + Intermittent.RecentMean(y, 2 * memory)
                + SimpleExponentialSmoothing.Next(y, alpha)
            ) / 3;
        return memories + SumsShare * (Intermittent.Imapa(y, scratch) - memories);
    }
}
