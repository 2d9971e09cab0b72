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
        Assert.Equal(4, Level([.. sold, .. new double[5]]), .05);
        Assert.Equal(0, Level([.. sold, .. new double[4]]));
    }

    [Fact]
    public void Zeros_as_usual_are_no_silence()
    {
        double[] rare = [.. Enumerable.Range(0, 300).Select(t => t % 12 == 0 ? 2.0 : 0)];
        Assert.Equal(0, Level([.. rare, .. new double[20]]));
        Assert.True(Level([.. rare, .. new double[80]]) > 0);
    }

    [Fact]
    public void Unknown_days_are_not_silence()
    {
        double[] sold = [.. Enumerable.Repeat(5.0, 100)];
        Assert.Equal(0, Level([.. sold, .. Enumerable.Repeat(double.NaN, 30)]));
        Assert.Equal(0, Level([]));
        Assert.Equal(0, Level(new double[50]));
    }

    [Fact]
    public void A_path_of_a_silent_series_is_silent_or_comes_back_and_the_expectation_stays()
    {
        double[] history = [.. Enumerable.Range(0, 300).Select(t => t < 260 ? 3.0 + t % 3 : 0)];
        var work = new Scratch();
        var clean = new double[history.Length];
        var traits = SeriesCleaning.Clean(history, clean);
        var point = Enumerable.Repeat(1.0, 28).ToArray();
        var paths = new double[28 * Shocks.Paths];
        CountPaths.DrawAround(clean, 7, traits, point, paths, Returns.Usual(7), work);
        var sums = Enumerable
            .Range(0, Shocks.Paths)
            .Select(p => Enumerable.Range(0, 28).Sum(h => paths[h * Shocks.Paths + p]))
            .Order()
            .ToArray();

        // After forty days about every second or third is back within four weeks, some of them soon.
        Assert.InRange(sums.Count(s => s > 0) / (double)Shocks.Paths, .2, .6);
        Assert.All(sums, s => Assert.True(s == Math.Floor(s)));
        Assert.InRange(sums[Shocks.Paths * 9 / 10], 25, 130);
        Assert.All(point, expected => Assert.Equal(1, expected));
    }

    [Fact]
    public void Demand_comes_back_as_often_as_silences_of_other_series_have_ended()
    {
        // Sold every day, then silent for sixty days; every tenth day of that, one in four is back.
        var random = new StableRandom(5);
        var series = new List<ReadOnlyMemory<double>>();
        for (var i = 0; i < 400; i++)
        {
            var history = new List<double>(Enumerable.Repeat(4.0, 100));
            var silent = 0;
            while (silent < 60 && (silent < 10 || random.NextUnit() > .03))
                silent++;
            history.AddRange(new double[silent]);
            if (silent < 60)
                history.AddRange(Enumerable.Repeat(2.0, 40));
            series.Add(history.ToArray());
        }
        var returns = Returns.Learn(series, 7);
        Assert.InRange(returns.Chance(20, 4.6), .02, .045);
        Assert.InRange(returns.Chance(50, 4.6), .02, .045);
        Assert.InRange(returns.Size, .48, .58);

        // Where nothing was learned, the longer and the less likely a silence is, the more seldom it ends.
        var usual = Returns.Learn([], 7);
        Assert.Equal(Returns.Usual(7).Chance(30, 1), usual.Chance(30, 1), 1e-9);
        Assert.True(usual.Chance(10, 1) > 2 * usual.Chance(60, 1));
        Assert.True(usual.Chance(30, .2) > usual.Chance(30, 3));

        // Four weeks of silence are the same, whatever they are counted in.
        Assert.InRange(Returns.Usual(52).Chance(8, 7) / (1 - Math.Pow(1 - usual.Chance(56, 1), 7)), .9, 1.1);
    }

    private static double Level(ReadOnlySpan<double> y) => Silence.Is(y, out var past, out _) ? past.Level : 0;
}
