using FsCheck;
using FsCheck.Xunit;
using SmartInventory.Forecasting.Engine.Global;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

public sealed class AnyInputTests
{
    private static readonly GlobalOptions Tiny = new(Trees: 4, Leaves: 3, Rate: .2, Rows: 400);

    [Property(MaxTest = 15)]
    public void Whatever_the_series_are_forecasts_are_numbers_and_a_saved_model_says_the_same(
        double[][] patterns,
        string?[] labels,
        ushort length
    )
    {
        var series = Series(patterns, labels, 40 + length % 300);
        var model = GlobalModel.Train(series, 10, Tiny);
        using var stored = new MemoryStream();
        model.Save(stored);
        stored.Position = 0;
        var loaded = GlobalModel.Load(stored);
        foreach (var one in series)
        {
            foreach (var backtest in (bool[])[false, true])
            {
                var (said, again) = (new double[20], new double[20]);
                model.Expected(one, said, new(), backtest);
                loaded.Expected(one, again, new(), backtest);
                Assert.Equal(said, again);
                Assert.All(said, value => Assert.True(double.IsFinite(value) && value >= 0, $"{one.Id}: {value}"));
            }
            var forecast = Forecaster.Forecast(
                new GlobalExpectation(loaded, one).Ask(one.History.Length, 10),
                [.1, .5, .9],
                method: Forecaster.Global
            );
            Assert.All(
                forecast.Quantiles.Concat(forecast.Cumulative),
                row => Assert.All(row, value => Assert.True(double.IsFinite(value)))
            );
        }
    }

    [Property(MaxTest = 10)]
    public void The_same_series_make_the_same_bytes(double[][] patterns, string?[] labels)
    {
        Assert.Equal(Bytes(), Bytes());

        byte[] Bytes()
        {
            using var stored = new MemoryStream();
            GlobalModel.Train(Series(patterns, labels, 200), 10, Tiny).Save(stored);
            return stored.ToArray();
        }
    }

    [Theory]
    [InlineData(.01)]
    [InlineData(100)]
    public void What_sells_a_multiple_of_the_same_is_expected_to_sell_about_that_multiple(double scale)
    {
        // Not to the last digit: a small seller is known less well, and the trees may use its size.
        var shop = SmallShop.Series(paidFactor: 2);
        var larger = shop.Select(s => s with { History = [.. s.History.Select(v => v * scale)] }).ToArray();
        var (one, two) = (
            GlobalModel.Train(shop, 28, SmallShop.Options),
            GlobalModel.Train(larger, 28, SmallShop.Options)
        );
        var (usual, scaled) = (new double[28], new double[28]);
        for (var i = 0; i < shop.Length; i++)
        {
            one.Expected(shop[i], usual, new());
            two.Expected(larger[i], scaled, new());
            Assert.InRange(scaled.Sum() / usual.Sum() / scale, .85, 1.15);
        }
    }

    private static GlobalSeries[] Series(double[][] patterns, string?[] labels, int length)
    {
        var first = new DateOnly(2024, 1, 1).DayNumber;
        var calendar = RetailCalendar.Of(first, length + 7);
        return
        [
            .. patterns.Select(
                (pattern, i) =>
                    new GlobalSeries(
                        $"s{i}",
                        pattern.Length == 0
                            ? []
                            : [.. Enumerable.Range(0, length - i % 5).Select(t => pattern[t % pattern.Length])],
                        first + i % 3,
                        [.. labels.Take(3 - i % 2).Select((label, c) => (i % (c + 2) == 0 ? label : null) ?? "other")],
                        i % 3 == 0 ? [.. pattern.Select(p => (float)p)] : null,
                        i % 4 == 0 ? null : calendar,
                        Posted: i % 2 == 0
                    )
            ),
        ];
    }
}
