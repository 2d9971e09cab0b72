using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Counts;

/// <summary>The level of a series of small counts: the mean of several memories, short to long.</summary>
internal static class CountEnsemble
{
    /// <summary>Periods that say most about the next ones: four weeks of days, a dozen of anything longer.</summary>
    public static int Memory(int season) => season == 7 ? 28 : 12;

    /// <summary>Expected demand per period of a series whose seasonal profile was taken out.</summary>
    public static double Level(ReadOnlySpan<double> y, int season, Scratch scratch)
    {
        var memory = Memory(season);
        var alpha = Math.Clamp(SimpleExponentialSmoothing.BestAlpha(y), .28 / memory, 5.6 / memory);
        return (
                Intermittent.RecentMean(y, memory)
                + Intermittent.RecentMean(y, 2 * memory)
                + SimpleExponentialSmoothing.Next(y, alpha)
            ) / 3;
    }
}
