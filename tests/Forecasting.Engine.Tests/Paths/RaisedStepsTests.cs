using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Engine.Tests.Paths;

public sealed class RaisedStepsTests
{
    private const int Days = 364;

    private static SeriesForecast Forecast(double[] demand, params RaisedDays[] raised) =>
        Series.Forecast(
            Series.Prepared(demand),
            new(21, 14, Whole: true),
            new(Series.Start.AddDays(demand.Length - 1), Raised: raised)
        );

    /// <summary>The second week ahead.</summary>
    private static DayRange Second => new(Series.Start.AddDays(Days + 7), Series.Start.AddDays(Days + 13));

    [Fact]
    public void Days_ahead_are_raised_alone_in_the_mean_and_in_every_quantile()
    {
        var demand = Series.Weekly(Days);
        var (usual, raised) = (Forecast(demand), Forecast(demand, new RaisedDays(Second, 2.5)));

        for (var step = 0; step < 21; step++)
        {
            var factor = step is >= 7 and < 14 ? 2.5 : 1;
            Assert.Equal(factor * usual.Mean[step], raised.Mean[step], 9);
            for (var q = 0; q < usual.Quantiles.Length; q++)
            {
                Assert.InRange(raised.Quantiles[q][step] - factor * usual.Quantiles[q][step], -1, 1);
                Assert.Equal(Math.Floor(raised.Quantiles[q][step]), raised.Quantiles[q][step]);
            }
        }
    }

    [Fact]
    public void Sums_are_those_of_the_raised_paths()
    {
        var demand = Series.Weekly(Days);
        var (usual, raised) = (Forecast(demand), Forecast(demand, new RaisedDays(Second, 2.5)));

        for (var q = 0; q < usual.Cumulative.Length; q++)
        {
            Assert.Equal(usual.Cumulative[q][6], raised.Cumulative[q][6]);
            Assert.True(raised.Cumulative[q][13] > usual.Cumulative[q][13]);
        }
        // The mean of the sums is what the days are expected to bring, and their spread is no sum of spreads.
        var (low, middle, high) = (At(.1), At(.5), At(.9));
        Assert.InRange(raised.Cumulative[middle][13], .93 * raised.Mean[..14].Sum(), 1.07 * raised.Mean[..14].Sum());
        Assert.True(
            raised.Cumulative[high][13] - raised.Cumulative[low][13]
                < Enumerable.Range(0, 14).Sum(h => raised.Quantiles[high][h] - raised.Quantiles[low][h])
        );
    }

    [Fact]
    public void Small_counts_are_raised_by_a_part_in_part_of_the_paths()
    {
        var demand = Series.Weekly(Days, level: 1);
        var raised = Forecast(demand, new RaisedDays(Second, 1.5));
        var usual = Forecast(demand);

        Assert.Equal(1.5 * usual.Mean[7..14].Sum(), raised.Mean[7..14].Sum(), 9);
        Assert.InRange(
            raised.Cumulative[At(.5)][13] - usual.Cumulative[At(.5)][13],
            .4 * usual.Mean[7..14].Sum() - 1,
            .6 * usual.Mean[7..14].Sum() + 1
        );
    }

    [Fact]
    public void What_is_known_to_come_does_not_reach_back_into_backtests()
    {
        var demand = Series.Weekly(Days);
        var work = Series.Prepared(demand);
        var asOf = Series.Start.AddDays(Days - 1);
        var request = new ForecastRequest(21, 14, Whole: true);
        var raised = new RaisedDays(new(asOf.AddDays(1), asOf.AddDays(21)), 10);

        Assert.Equal(
            SeriesForecaster.Fit(work, request, new(asOf)).Scores,
            SeriesForecaster.Fit(work, request, new(asOf, Raised: [raised])).Scores
        );
    }

    private static int At(double probability) => Forecaster.Probabilities.IndexOf(probability);
}
