using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

public sealed class GlobalModelTests
{
    private static readonly double[] Probabilities = [.025, .1, .25, .5, .75, .9, .975];

    [Fact]
    public void Days_on_which_customers_are_paid_sell_more_once_that_was_seen_in_all_series()
    {
        var model = GlobalModel.Train(SmallShop.Series(paidFactor: 3), 28, SmallShop.Options);
        var series = SmallShop.Series(paidFactor: 3)[2];
        var mean = Distribution(model, series, 28, 28).Mean;
        var paid = Enumerable
            .Range(0, 28)
            .Where(h => series.Calendar!.IsPaid(SmallShop.FirstDay + SmallShop.Days + h))
            .ToArray();
        var usual = Enumerable.Range(0, 28).Except(paid).Average(h => mean[h]);
        Assert.InRange(paid.Average(h => mean[h]) / usual, 1.8, 4);
    }

    [Fact]
    public void A_product_that_was_never_sold_gets_the_level_of_its_own_kind()
    {
        var shop = SmallShop.Series();
        var model = GlobalModel.Train(shop, 28, SmallShop.Options);
        var unsold = shop[0] with { Id = "new", History = [], FirstDay = SmallShop.FirstDay + SmallShop.Days };
        var forecast = Distribution(model, unsold, 28, 28);
        var kind = shop.Where(s => s.Labels[0] == unsold.Labels[0]).Average(s => s.History.Average());
        Assert.InRange(forecast.Mean.Average() / kind, .6, 1.6);

        // Nothing of its own is known: the month may be half or twice what the kind sells.
        Assert.True(forecast.Cumulative[1][0] < 28 * kind * .6 && forecast.Cumulative[5][0] > 28 * kind * 1.5);
    }

    [Theory]
    [InlineData(0, 4, 5)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 12, 12)] // the trees alone would go beyond both
    public void A_young_product_is_expected_to_sell_between_what_it_did_and_what_its_like_do(
        int kind,
        double first,
        double later
    )
    {
        var shop = SmallShop.Series();
        var model = GlobalModel.Train(shop, 28, SmallShop.Options);
        double[] history = [first, .. Enumerable.Repeat(later, 9)];
        var young = shop[kind] with { Id = "new", History = history, FirstDay = SmallShop.FirstDay + SmallShop.Days };
        var own = PeerLevels.Level(Cadence.Of(7), history);
        var peers = shop.Where(s => s.Labels[0] == young.Labels[0])
            .Average(s => PeerLevels.Level(Cadence.Of(7), s.History));

        var mean = Distribution(model, young, 28, 28).Mean.Average();

        Assert.InRange(mean, Math.Min(own, peers) - 1e-6, Math.Max(own, peers) + 1e-6);
    }

    [Fact]
    public void The_same_series_give_the_same_bytes_and_whole_ascending_quantiles()
    {
        var shop = SmallShop.Series(paidFactor: 2);
        var one = Distribution(GlobalModel.Train(shop, 14, SmallShop.Options), shop[5], 14);
        var two = Distribution(GlobalModel.Train(shop, 14, SmallShop.Options), shop[5], 14);
        Assert.Equal(one.Mean, two.Mean);
        Assert.Equal(one.Quantiles, two.Quantiles);
        Assert.Equal(one.Cumulative, two.Cumulative);
        foreach (var table in (double[][][])[one.Quantiles, one.Cumulative])
        {
            for (var h = 0; h < 14; h++)
            {
                for (var q = 0; q < table.Length; q++)
                {
                    Assert.Equal(Math.Round(table[q][h]), table[q][h]);
                    Assert.True(table[q][h] >= (q == 0 ? 0 : table[q - 1][h]));
                }
            }
        }
    }

    [Fact]
    public void Without_series_or_with_odd_ones_every_forecast_is_a_number()
    {
        GlobalSeries[] odd =
        [
            new("empty", [], SmallShop.FirstDay, ["a"]),
            new("unknown", [double.NaN, double.NaN], SmallShop.FirstDay, ["a"]),
            new("zeros", new double[100], SmallShop.FirstDay, ["b"]),
            new("returns", [.. Enumerable.Range(0, 200).Select(t => t % 9 == 0 ? -2.0 : 1)], SmallShop.FirstDay, ["b"]),
            new(
                "fractions",
                [.. Enumerable.Range(0, 300).Select(t => t % 3 == 0 ? .125 : 0)],
                SmallShop.FirstDay,
                ["b"],
                [float.NaN]
            ),
            new("large", [.. Enumerable.Range(0, 300).Select(t => 1e12 + t)], SmallShop.FirstDay, ["c"]),
            new(
                "unknown inside",
                [.. Enumerable.Range(0, 300).Select(t => t % 5 == 0 ? double.NaN : t % 4)],
                SmallShop.FirstDay,
                ["c"]
            ),
        ];
        foreach (
            var model in (GlobalModel[])
                [GlobalModel.Train([], 14, SmallShop.Options), GlobalModel.Train(odd, 14, SmallShop.Options)]
        )
        {
            foreach (var series in odd)
            {
                var forecast = Distribution(model, series, 14);
                Assert.All(forecast.Mean, m => Assert.True(double.IsFinite(m), series.Id));
                Assert.All(
                    forecast.Cumulative,
                    row => Assert.All(row, v => Assert.True(double.IsFinite(v), series.Id))
                );
            }
        }
    }

    [Fact]
    public void A_calibration_widens_what_was_too_narrow_and_leaves_alone_what_it_never_saw()
    {
        Assert.Equal(.9, PathCalibration.None([1, 7]).Share(.9, 7, 5));
        var seen = new PathShares([1, 7, 14]);
        double[] paths = [.. Enumerable.Range(0, 500).Select(p => 5 + p / 500.0)];
        var random = new StableRandom(3);
        for (var i = 0; i < 2_000; i++)
            seen.Add(7, 5, paths, 4 + 3 * random.NextUnit());
        var calibration = seen.Calibration();
        Assert.InRange(calibration.Share(.75, 7, 5), .97, 1);
        Assert.InRange(calibration.Share(.25, 7, 5), 0, .03);
        var shares = Probabilities.Select(p => calibration.Share(p, 7, 5)).ToArray();
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(.75, calibration.Share(.75, 7, 100));
    }

    private static DistributionForecast Distribution(
        GlobalModel model,
        GlobalSeries series,
        int horizon,
        params int[] sums
    ) =>
        Forecaster.Forecast(
            new GlobalExpectation(model, series).Ask(series.History.Length, horizon),
            Probabilities,
            sums,
            Forecaster.Global
        );
}
