using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Tests.Smooth;

/// <summary>A season is used from a cycle and a little more on, and no length makes a step.</summary>
public sealed class YoungSeasonTests
{
    private const int Months = 60;

    /// <summary>Months of 100 with a season of a third and a tenth of noise; or without the season.</summary>
    private static double[] Monthly(ulong seed, bool season)
    {
        var random = new StableRandom(seed);
        var y = new double[Months];
        for (var t = 0; t < Months; t++)
            y[t] = 100 * (1 + (season ? .33 * Math.Sin(t * Math.PI / 6) : 0)) * (1 + .1 * (random.NextUnit() - .5));
        return y;
    }

    /// <summary>Mean absolute error of the next twelve months, of fifty series, and the share within 80%.</summary>
    private static (double Error, double Within) Score(int length, bool season = true, string method = "ensemble")
    {
        var (error, within) = (0.0, 0);
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var y = Monthly(seed, season);
            var history = y[(Months - 12 - length)..(Months - 12)];
            var forecast = Forecaster.Forecast(history, 12, 12, [.1, .9], method: method);
            for (var h = 0; h < 12; h++)
            {
                var truth = y[Months - 12 + h];
                error += Math.Abs(truth - forecast.Mean[h]) / (50 * 12);
                within += truth >= forecast.Quantiles[0][h] && truth <= forecast.Quantiles[1][h] ? 1 : 0;
            }
        }
        return (error, within / (50.0 * 12));
    }

    [Theory]
    [InlineData(14, .75)]
    [InlineData(18, .5)]
    [InlineData(22, .4)]
    [InlineData(24, .4)]
    public void From_fourteen_months_on_a_season_helps(int months, double share)
    {
        var (error, within) = Score(months);
        Assert.True(error < share * Score(months, method: "naive").Error, $"{error}");
        Assert.InRange(within, .6, 1);
    }

    [Fact]
    public void A_month_more_makes_no_step()
    {
        int[] lengths = [13, 14, 16, 18, 20, 22, 23, 24, 25, 26, 30, 36];
        var errors = Array.ConvertAll(lengths, n => Score(n).Error);
        for (var i = 1; i < lengths.Length; i++)
            Assert.True(errors[i] < 1.2 * errors[i - 1], $"{lengths[i]}: {errors[i]} after {errors[i - 1]}");
        Assert.True(errors[^1] < errors[0]);
    }

    [Fact]
    public void Where_there_is_none_little_is_made_of_chance()
    {
        Assert.All(
            (int[])[14, 18, 22],
            n => Assert.True(Score(n, season: false).Error < 1.15 * Score(n, season: false, method: "mean").Error)
        );
    }

    [Fact]
    public void A_season_that_came_again_is_kept_and_one_that_did_not_is_shrunk()
    {
        static double Kept(Func<int, double> of)
        {
            var y = Enumerable.Range(0, 22).Select(of).ToArray();
            return YoungSeason.Estimate(y, 12, 2, new double[22], new());
        }
        Assert.True(Kept(t => 10 * Math.Sin(t * Math.PI / 6)) > .85);
        var random = new StableRandom(3);
        Assert.True(Kept(_ => random.NextUnit()) < .4);
        Assert.Equal(0, Kept(_ => 7));
    }
}
