using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

public sealed class CadenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(52)]
    [InlineData(26)]
    public void Every_day_is_in_one_period_and_periods_follow_each_other(int season)
    {
        var cadence = Cadence.Of(season);
        var first = new DateOnly(2020, 1, 1).DayNumber;
        for (var day = first; day < first + 1_500; day++)
        {
            var number = cadence.Number(day);
            Assert.InRange(day, cadence.Day(number), cadence.Day(number + 1) - 1);
        }
        Assert.Equal(cadence.Sums.Order().Distinct(), cadence.Sums);
        Assert.Equal(1, cadence.Sums[0]);
        Assert.Equal(cadence.Windows.Order().Distinct(), cadence.Windows);
    }

    [Fact]
    public void Periods_of_twelve_are_calendar_months()
    {
        var months = Cadence.Of(12);
        var march = months.Number(new DateOnly(2024, 3, 31).DayNumber);
        Assert.Equal(march, months.Number(new DateOnly(2024, 3, 1).DayNumber));
        Assert.Equal(march + 1, months.Number(new DateOnly(2024, 4, 1).DayNumber));
        Assert.Equal(new DateOnly(2024, 3, 1).DayNumber, months.Day(march));
    }

    /// <summary>Three years of weeks of a season that comes once a year; one product is a few months old.</summary>
    [Theory]
    [InlineData(52)]
    [InlineData(12)]
    public void A_product_of_some_months_gets_the_season_of_the_year_that_its_like_have(int season)
    {
        var series = Seasonal(season);
        var model = GlobalModel.Train(series, season, SmallShop.Options, season);
        var young = series[^1];
        var mean = Mean(model, young, season / 2);

        // It ends in the middle of the low half; the high half begins a quarter of a year later.
        var quarter = season / 4;
        var (low, high) = (mean[..quarter].Average(), mean[quarter..].Average());
        Assert.InRange(high / low, 1.5, 5);
        Assert.Equal(season, model.Season);

        using var stored = new MemoryStream();
        model.Save(stored);
        stored.Position = 0;
        Assert.Equal(mean, Mean(GlobalModel.Load(stored), young, season / 2));
    }

    private static double[] Mean(GlobalModel model, GlobalSeries series, int horizon) =>
        Forecaster
            .Forecast(
                new GlobalExpectation(model, series).Ask(series.History.Length, horizon),
                [.5],
                [],
                Forecaster.Global
            )
            .Mean;

    private static GlobalSeries[] Seasonal(int season)
    {
        var cadence = Cadence.Of(season);
        var first = cadence.Number(new DateOnly(2022, 1, 3).DayNumber);
        var (length, young) = (3 * season + season / 4, season / 3);
        return
        [
            .. Enumerable
                .Range(0, 30)
                .Select(i =>
                {
                    var random = new StableRandom((ulong)i);
                    var level = 20 + 10 * (i % 5);
                    var from = i == 29 ? length - young : 0;
                    var history = Enumerable
                        .Range(from, length - from)
                        .Select(t =>
                            CountModel.NegativeBinomialPoint(
                                random.NextUnit() * .999,
                                level * (t % season < season / 2 ? 1 : 3),
                                .02
                            )
                        )
                        .ToArray();
                    return new GlobalSeries(
                        $"p{i}",
                        history,
                        cadence.Day(first + from),
                        [$"kind{i % 2}", $"place{i % 3}"]
                    );
                }),
        ];
    }
}
