using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Tests.Smooth;

public sealed class DecompositionTests
{
    private const int N = 144;

    [Theory]
    [InlineData(Stl.Periodic)]
    [InlineData(11)]
    public void Loess_finds_a_season_on_a_line(int window)
    {
        var (season, trend) = Split(t => 100 + .2 * t + 10 * Math.Sin(t * Math.PI / 6), 12, window);
        for (var t = 0; t < N; t++)
        {
            Assert.Equal(10 * Math.Sin(t * Math.PI / 6), season[t], .5);
            Assert.Equal(100 + .2 * t, trend[t], .5);
        }
    }

    [Fact]
    public void A_periodic_season_is_the_same_every_cycle()
    {
        var random = new StableRandom(1);
        var (season, _) = Split(_ => random.NextUnit(), 12, Stl.Periodic);
        for (var t = 12; t < N; t++)
            Assert.Equal(season[t - 12], season[t], 12);
    }

    [Fact]
    public void Robust_passes_keep_an_outlier_out_of_the_trend()
    {
        static double Outlier(int t) => 100 + (t == 70 ? 500 : 0) + 10 * Math.Sin(t * Math.PI / 6);
        var (_, plain) = Split(Outlier, 12, Stl.Periodic);
        var (_, robust) = Split(Outlier, 12, Stl.Periodic, robust: 5);
        Assert.True(plain[70] > 115, $"{plain[70]}");
        Assert.InRange(robust[70], 98, 103);
    }

    [Fact]
    public void Two_seasons_at_once_are_told_apart()
    {
        const int Days = 730;
        var y = new double[Days];
        for (var t = 0; t < Days; t++)
            y[t] = 50 + 5 * Math.Sin(2 * Math.PI * t / 7) + 20 * Math.Sin(2 * Math.PI * t / 180);
        var seasons = new double[2 * Days];
        Stl.DecomposeSeveral(y, [7, 180], seasons, new double[Days], new());
        for (var t = 200; t < 530; t++)
        {
            Assert.Equal(5 * Math.Sin(2 * Math.PI * t / 7), seasons[t], 1.0);
            Assert.Equal(20 * Math.Sin(2 * Math.PI * t / 180), seasons[Days + t], 3.0);
        }
    }

    [Fact]
    public void A_season_of_pure_chance_shrinks_to_little()
    {
        var (chance, real) = (0.0, 0.0);
        var random = new StableRandom(5);
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var noise = new double[48];
            var seasonal = new double[48];
            for (var t = 0; t < noise.Length; t++)
            {
                noise[t] = 100 + 10 * (random.NextUnit() + random.NextUnit() + random.NextUnit() - 1.5);
                seasonal[t] = noise[t] + 30 * Math.Sin(t * Math.PI / 6);
            }
            chance += Kept(noise);
            real += Kept(seasonal);
        }
        Assert.True(chance < .35 * real, $"{chance} against {real}");

        static double Kept(double[] y)
        {
            var (season, before) = (new double[y.Length], new double[y.Length]);
            var scratch = new Scratch();
            SeasonalAdjustment.Remove(
                y,
                12,
                false,
                Stl.Periodic,
                2,
                new double[y.Length],
                season,
                new double[3],
                scratch
            );
            Stl.Decompose(y, 12, Stl.Periodic, 0, before, new double[y.Length], scratch);
            return season[0] / before[0];
        }
    }

    private static (double[] Season, double[] Trend) Split(
        Func<int, double> value,
        int period,
        int window,
        int robust = 0
    )
    {
        var (y, season, trend) = (new double[N], new double[N], new double[N]);
        for (var t = 0; t < N; t++)
            y[t] = value(t);
        Stl.Decompose(y, period, window, robust, season, trend, new());
        return (season, trend);
    }
}
