using SmartInventory.Forecasting.Engine.Backtest;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Backtest;

public sealed class OwnSpreadTests
{
    private static readonly double[] Probabilities = [.025, .05, .1, .25, .5, .75, .9, .95, .975];
    private static readonly double[] Standard = [.. Probabilities.Select(p => 100 + 10 * Shocks.NormalPoint(p))];

    [Fact]
    public void Nothing_seen_changes_nothing() => Assert.Equal(1, new OwnSpread().Factor());

    [Fact]
    public void What_promised_too_little_room_gets_more_and_what_promised_too_much_less()
    {
        Assert.InRange(Factor(deviation: 10, values: 60), .9, 1.25);
        Assert.InRange(Factor(deviation: 20, values: 60), 1.15, 2.2);
        Assert.InRange(Factor(deviation: 5, values: 60), .5, .85);
    }

    [Fact]
    public void A_few_values_say_less_than_many() =>
        Assert.True(Factor(deviation: 20, values: 5) < Factor(deviation: 20, values: 200));

    [Fact]
    public void Futures_are_stretched_around_what_is_expected()
    {
        var paths = Enumerable.Range(0, Shocks.Paths).Select(p => 10.0 + (p % 5 - 2)).ToArray();
        OwnSpread.Stretch(1.5, [10], paths, new SeriesTraits { Start = 0 });
        Assert.Equal([7, 8.5, 10, 11.5, 13], paths.Take(5));
    }

    [Fact]
    public void Counts_stay_counts()
    {
        var paths = Enumerable.Range(0, Shocks.Paths).Select(p => (double)(p % 5)).ToArray();
        OwnSpread.Stretch(1.75, [2], paths, new SeriesTraits { NonNegative = true, Whole = true });
        Assert.Equal([0, 0, 2, 4, 6], paths.Take(5));
    }

    [Fact]
    public void A_series_that_turns_gets_more_room_than_its_fit_says()
    {
        // From one period to the next it is easily foreseen, over a year it is not.
        double[] turning = [.. Enumerable.Range(0, 96).Select(t => 1_000.0 + 10 * Math.Abs(t % 34 - 17) + t % 3)];
        var plain = Width("ensemble");
        var chosen = Width(Forecaster.Auto);
        Assert.Equal("ensemble", chosen.Method);
        Assert.True(chosen.Wide > 1.2 * plain.Wide, $"{chosen.Wide} against {plain.Wide}");

        (string Method, double Wide) Width(string method)
        {
            var forecast = Forecaster.Forecast(turning, 12, 12, [.1, .5, .9], method: method);
            return (forecast.Method, forecast.Quantiles[2][5] - forecast.Quantiles[0][5]);
        }
    }

    /// <summary>What normal values of that deviation make of a promise of a deviation of 10.</summary>
    private static double Factor(double deviation, int values)
    {
        var spread = new OwnSpread();
        for (var i = 0; i < values; i++)
            spread.Add(Probabilities, Standard, 100 + deviation * Shocks.NormalPoint((i + .5) / values), 1);
        return spread.Factor();
    }
}
