using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Counts;

public sealed class SilenceTests
{
    [Fact]
    public void Zeros_that_sales_make_unlikely_are_silence_and_the_level_is_that_of_the_sales()
    {
        double[] sold = [.. Enumerable.Range(0, 200).Select(t => 3.0 + t % 3)];
        Assert.Equal(4, Silence.LevelBefore([.. sold, .. new double[5]]), .05);
        Assert.Equal(0, Silence.LevelBefore([.. sold, .. new double[4]]));
    }

    [Fact]
    public void Zeros_as_usual_are_no_silence()
    {
        double[] rare = [.. Enumerable.Range(0, 300).Select(t => t % 12 == 0 ? 2.0 : 0)];
        Assert.Equal(0, Silence.LevelBefore([.. rare, .. new double[20]]));
        Assert.True(Silence.LevelBefore([.. rare, .. new double[80]]) > 0);
    }

    [Fact]
    public void Unknown_days_are_not_silence()
    {
        double[] sold = [.. Enumerable.Repeat(5.0, 100)];
        Assert.Equal(0, Silence.LevelBefore([.. sold, .. Enumerable.Repeat(double.NaN, 30)]));
        Assert.Equal(0, Silence.LevelBefore([]));
        Assert.Equal(0, Silence.LevelBefore(new double[50]));
    }

    [Fact]
    public void A_path_of_a_silent_series_is_silent_or_sells_what_was_sold_and_the_mean_stays()
    {
        double[] history = [.. Enumerable.Range(0, 300).Select(t => t < 260 ? 3.0 + t % 3 : 0)];
        var work = new Scratch();
        var clean = new double[history.Length];
        var traits = SeriesCleaning.Clean(history, clean);
        var point = Enumerable.Repeat(1.0, 28).ToArray();
        var paths = new double[28 * Shocks.Paths];
        CountPaths.DrawAround(clean, 7, traits, point, paths, work);
        var sums = Enumerable
            .Range(0, Shocks.Paths)
            .Select(p => Enumerable.Range(0, 28).Sum(h => paths[h * Shocks.Paths + p]))
            .Order()
            .ToArray();
        Assert.Equal(28, sums.Average(), 1.5);
        Assert.Equal(1 - 1 / (.7 * 4), sums.Count(s => s == 0) / (double)Shocks.Paths, .02);
        Assert.InRange(sums[Shocks.Paths * 9 / 10], 60, 200);
    }
}
