using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

public sealed class CellFactorsTests
{
    private const int Weeks = 160;
    private const int Horizon = 12;

    [Fact]
    public void A_series_moves_with_what_its_groups_are_forecast_to_be()
    {
        // Every product sells ten a week, more or less; each is expected to sell eight.
        var series = Products(level: 10);
        var factors = Learn(series, mean: 8);
        double[] point = [.. Enumerable.Repeat(8.0, Horizon)];
        factors.Apply(series[0].Labels, Weeks, point);
        Assert.All(point, p => Assert.InRange(p, 9, 10.6));
    }

    [Fact]
    public void What_is_expected_right_stays_and_so_does_what_is_in_no_group()
    {
        var series = Products(level: 10);
        double[] point = [.. Enumerable.Repeat(10.0, Horizon)];
        Learn(series, mean: 10).Apply(series[0].Labels, Weeks, point);
        Assert.All(point, p => Assert.InRange(p, 9.5, 10.5));

        double[] other = [8.0, 8.0];
        Learn(series, mean: 8).Apply(["new", "no such category", "EAST"], Weeks, other);
        Assert.Equal([8.0, 8.0], other);
        CellFactors.None.Apply(series[0].Labels, Weeks, other);
        Assert.Equal([8.0, 8.0], other);
    }

    [Fact]
    public void Forecasts_that_begin_later_use_the_periods_that_they_are_about()
    {
        var series = Products(level: 10);
        var means = new double[]?[series.Length];
        for (var i = 0; i < means.Length; i++)
            means[i] = [.. Enumerable.Range(0, Horizon).Select(h => h < 6 ? 10.0 : 6.0)];
        var factors = CellFactors.Learn(series, Weeks - 1, means, 52, new Scratch());
        double[] point = [.. Enumerable.Repeat(1.0, Horizon)];
        factors.Apply(series[0].Labels, Weeks + 6, point);

        // The last factor is that of all weeks after it.
        Assert.All(point, p => Assert.InRange(p, 1.4, 1.8));
    }

    [Fact]
    public void Series_of_one_group_only_and_those_that_have_ended_teach_nothing()
    {
        var series = Products(level: 10);
        var alone = CellFactors.Learn(
            [series[0]],
            Weeks - 1,
            [
                [8.0],
            ],
            52,
            new Scratch()
        );
        var ended = CellFactors.Learn(series, Weeks - 1, new double[]?[series.Length], 52, new Scratch());
        double[] point = [8.0];
        alone.Apply(series[0].Labels, Weeks, point);
        ended.Apply(series[0].Labels, Weeks, point);
        Assert.Equal([8.0], point);
    }

    private static CellFactors Learn(GlobalSeries[] series, double mean) =>
        CellFactors.Learn(
            series,
            Weeks - 1,
            [.. series.Select(_ => Enumerable.Repeat(mean, Horizon).ToArray())],
            52,
            new Scratch()
        );

    /// <summary>Forty products of two categories in two places.</summary>
    private static GlobalSeries[] Products(double level) =>
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i =>
                {
                    var random = new StableRandom((ulong)i);
                    return new GlobalSeries(
                        $"p{i}",
                        [.. Enumerable.Range(0, Weeks).Select(_ => Math.Round(level * (.7 + .6 * random.NextUnit())))],
                        0,
                        [$"p{i}", i % 2 == 0 ? "LAMPS" : "CUPS", i % 4 < 2 ? "EAST" : "WEST"]
                    );
                }),
        ];
}
