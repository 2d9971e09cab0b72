using SmartInventory.Forecasting.Models;
using SmartInventory.Forecasting.Models.Classical;
using SmartInventory.Forecasting.Models.Global;

namespace SmartInventory.Forecasting.Tests.Models.Global;

public sealed class Global
{
    private const int Days = 420;
    private static readonly double[] Probabilities = [.025, .1, .25, .5, .75, .9, .975];
    private static readonly int FirstDay = new DateOnly(2023, 1, 2).DayNumber;
    private static readonly GlobalOptions Small = new(Trees: 30, Leaves: 8, Rate: .1, Rows: 6_000);

    [Fact]
    public void Days_on_which_customers_are_paid_sell_more_once_that_was_seen_in_all_series()
    {
        var model = GlobalModel.Train(Shop(paidFactor: 3), 28, Small);
        var series = Shop(paidFactor: 3)[2];
        var mean = Distribution(model, series, 28, 28).Mean;
        var paid = Enumerable.Range(0, 28).Where(h => series.Calendar!.IsPaid(FirstDay + Days + h)).ToArray();
        var usual = Enumerable.Range(0, 28).Except(paid).Average(h => mean[h]);
        Assert.InRange(paid.Average(h => mean[h]) / usual, 1.8, 4);
    }

    [Fact]
    public void A_product_that_was_never_sold_gets_the_level_of_its_own_kind()
    {
        var shop = Shop(paidFactor: 1);
        var model = GlobalModel.Train(shop, 28, Small);
        var unsold = shop[0] with { Id = "new", History = [], FirstDay = FirstDay + Days };
        var forecast = Distribution(model, unsold, 28, 28);
        var kind = shop.Where(s => s.Labels[0] == unsold.Labels[0]).Average(s => s.History.Average());
        Assert.InRange(forecast.Mean.Average() / kind, .6, 1.6);

        // Nothing of its own is known: the month may be half or twice what the kind sells.
        Assert.True(forecast.Cumulative[1][0] < 28 * kind * .6 && forecast.Cumulative[5][0] > 28 * kind * 1.5);
    }

    [Fact]
    public void The_same_series_give_the_same_bytes_and_whole_ascending_quantiles()
    {
        var shop = Shop(paidFactor: 2);
        var one = Distribution(GlobalModel.Train(shop, 14, Small), shop[5], 14);
        var two = Distribution(GlobalModel.Train(shop, 14, Small), shop[5], 14);
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
            new("empty", [], FirstDay, ["a"]),
            new("unknown", [double.NaN, double.NaN], FirstDay, ["a"]),
            new("zeros", new double[100], FirstDay, ["b"]),
            new("returns", [.. Enumerable.Range(0, 200).Select(t => t % 9 == 0 ? -2.0 : 1)], FirstDay, ["b"]),
            new("fractions", [.. Enumerable.Range(0, 300).Select(t => t % 3 == 0 ? .125 : 0)], FirstDay, ["b"], [float.NaN]),
            new("large", [.. Enumerable.Range(0, 300).Select(t => 1e12 + t)], FirstDay, ["c"]),
            new("unknown inside", [.. Enumerable.Range(0, 300).Select(t => t % 5 == 0 ? double.NaN : t % 4)], FirstDay, ["c"]),
        ];
        foreach (var model in (GlobalModel[])[GlobalModel.Train([], 14, Small), GlobalModel.Train(odd, 14, Small)])
        {
            foreach (var series in odd)
            {
                var forecast = Distribution(model, series, 14);
                Assert.All(forecast.Mean, m => Assert.True(double.IsFinite(m), series.Id));
                Assert.All(forecast.Cumulative, row => Assert.All(row, v => Assert.True(double.IsFinite(v), series.Id)));
            }
        }
    }

    [Fact]
    public void A_calibration_widens_what_was_too_narrow_and_leaves_alone_what_it_never_saw()
    {
        var calibration = new PathCalibration();
        Assert.Equal(.9, calibration.Share(.9, 7, 5));
        double[] paths = [.. Enumerable.Range(0, 500).Select(p => 5 + p / 500.0)];
        var random = new StableRandom(3);
        for (var i = 0; i < 2_000; i++)
            calibration.Add(7, 5, paths, 4 + 3 * random.NextUnit());
        Assert.InRange(calibration.Share(.75, 7, 5), .97, 1);
        Assert.InRange(calibration.Share(.25, 7, 5), 0, .03);
        var shares = Probabilities.Select(p => calibration.Share(p, 7, 5)).ToArray();
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(.75, calibration.Share(.75, 7, 100));
    }

    private static DistributionForecast Distribution(GlobalModel model, GlobalSeries series, int horizon, params int[] sums) =>
        AutoForecast.Forecast(
            new GlobalExpectation(model, series).Ask(series.History.Length, horizon), Probabilities, new(), ForecastMethod.Global.Name, sums);

    /// <summary>Twelve products of four kinds with a weekday pattern; every tenth day is a payday.</summary>
    private static GlobalSeries[] Shop(double paidFactor)
    {
        var paid = Enumerable.Range(0, Days + 28).Select(t => t % 10 == 0).ToArray();
        var calendar = new GlobalCalendar(FirstDay, new string?[Days + 28], paid);
        return [.. Enumerable.Range(0, 12).Select(i =>
        {
            var random = new StableRandom((ulong)i);
            var level = 2 + 3 * (i % 4);
            var history = Enumerable.Range(0, Days).Select(t =>
                CountModel.NegativeBinomialPoint(
                    random.NextUnit() * .999, level * (t % 7 == 5 ? 1.5 : 1) * (paid[t] ? paidFactor : 1), .1)).ToArray();
            return new GlobalSeries($"p{i}", history, FirstDay, [$"kind{i % 4}", $"place{i / 4}"], null, calendar);
        })];
    }
}
