namespace SmartInventory.Forecasting.Models.Classical;

/// <summary>The level of a series of small counts: the mean of several memories, short to long.</summary>
public static class CountEnsemble
{
    /// <summary>Expected demand per period of a series whose seasonal profile was taken out.</summary>
    public static double Level(ReadOnlySpan<double> y, int season, Scratch scratch)
    {
        var cycle = Math.Max(7, season);
        var alpha = Math.Clamp(SimpleExponentialSmoothing.BestAlpha(y), .01, .2);
        return (Intermittent.RecentMean(y, 4 * cycle)
            + Intermittent.RecentMean(y, 8 * cycle)
            + SimpleExponentialSmoothing.Next(y, alpha)) / 3;
    }
}
