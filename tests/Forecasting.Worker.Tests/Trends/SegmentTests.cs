using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Backtest;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;
using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Tests.Trends;

public sealed class SegmentTests
{
    private static readonly DateOnly Sunday = new(2024, 6, 30);
    private static readonly SeriesKey Key = SeriesKey.Of("A", "LDN");

    [Fact]
    public void Chance_around_a_known_level_has_an_error_of_the_root_of_a_half_and_is_known()
    {
        // Independent days: the best forecast is their mean, and naive's squared error has twice their variance.
        var random = new Random(1);
        var days = Enumerable.Range(0, 200_000).Select(_ => (double)random.Next(0, 9)).ToArray();
        var mean = days.Average();
        var rmsse = Math.Sqrt(days.Average(d => (d - mean) * (d - mean)) / Scores.SquaredScale(days));
        Assert.Equal(Math.Sqrt(.5), rmsse, 2);
        Assert.Equal(ForecastClass.X, Segments.ForecastOf(rmsse));
    }

    [Theory]
    [InlineData(0.0, ForecastClass.X)]
    [InlineData(.8, ForecastClass.X)]
    [InlineData(.81, ForecastClass.Y)]
    [InlineData(1.0, ForecastClass.Y)]
    [InlineData(1.01, ForecastClass.Z)]
    [InlineData(null, ForecastClass.Z)]
    public void Borders_belong_to_the_better_class_and_what_is_untested_to_the_last(
        double? rmsse,
        ForecastClass expected
    ) => Assert.Equal(expected, Segments.ForecastOf(rmsse));

    [Fact]
    public void Series_count_by_what_they_bring_and_untested_ones_nowhere()
    {
        Assert.Equal(.75, Segments.Together([(.6, 300), (1.2, 100), (null, 900)])!.Value, 12);
        Assert.Equal(.9, Segments.Together([(.6, 0), (1.2, -5)])!.Value, 12);
        Assert.Null(Segments.Together([(null, 4)]));
        Assert.Null(Segments.Together([]));
    }

    [Fact]
    public void Classes_end_where_they_are_told_to()
    {
        // Of 100: 50, 30, 15, 5. At .8 the first two are A; at .5 the first alone.
        (double, double?)[] products = [(15, .5), (50, .9), (5, 1.5), (30, null)];
        Assert.Equal(
            ["BX", "AY", "CZ", "AZ"],
            Segments.Classify(products, new(.8, .95, .8, 1)).Select(s => $"{s.Value}{s.Forecast}")
        );
        Assert.Equal(
            ["CX", "AX", "CY", "BZ"],
            Segments.Classify(products, new(.5, .8, 1, 2)).Select(s => $"{s.Value}{s.Forecast}")
        );
    }

    [Fact]
    public void Every_cell_has_advice_of_its_own() =>
        Assert.Distinct(Enum.GetValues<ValueClass>().SelectMany(_ => Enum.GetValues<ForecastClass>(), Segments.Hint));

    [Fact]
    public void A_series_is_added_up_over_its_known_days()
    {
        SeriesDay[] days =
        [
            new(Sunday.AddDays(-400), 5, 0, 50, 1),
            new(Sunday.AddDays(-100), 3, 1, 20, 2),
            new(Sunday.AddDays(-5), 2, 0, 19.5m, 1),
            new(Sunday.AddDays(-2), 0, 1, -10, 1),
            new(Sunday.AddDays(1), 9, 0, 90, 1),
        ];
        var scores = new MethodScore[]
        {
            new("naive", 3, 1.1, .4, .5, 0, .8, .95),
            new("counts", 3, .7, .3, .4, 0, .8, .9),
        };
        var turnover = TurnoverBuilder.Build(Key, days, [], Sunday, new SeriesFit(true, "counts", $"", 14, scores, []));
        Assert.Equal((1m, 9.5m), (turnover.Units28, turnover.Revenue28));
        Assert.Equal((3m, 29.5m), (turnover.Units365, turnover.Revenue365));
        Assert.Equal((401, 5, Sunday.AddDays(-5)), (turnover.KnownDays, turnover.DaysSinceLastSale, turnover.LastSale));
        Assert.Equal(.7, turnover.Rmsse);

        // Seven silent weeks are no time that passed: 400 days ago becomes 351.
        var silence = new DayRange(Sunday.AddDays(-90), Sunday.AddDays(-41));
        Assert.Equal(8m, TurnoverBuilder.Build(Key, days, [silence], Sunday, null).Units365);
    }

    [Fact]
    public void What_never_changed_has_no_error_and_what_was_not_tested_has_none_known()
    {
        double? Of(bool enough, params MethodScore[] scores) =>
            TurnoverBuilder.Build(Key, [], [], Sunday, new SeriesFit(enough, "counts", $"", 0, scores, [])).Rmsse;

        Assert.Equal(0, Of(true));
        Assert.Null(Of(false));
        Assert.Null(Of(true, new MethodScore("naive", 3, 1, 1, 1, 0, .8, .9)));
        var never = TurnoverBuilder.Build(Key, [], [], Sunday, null);
        Assert.Equal((null, null, 0, null), (never.Rmsse, never.LastSale, never.KnownDays, never.DaysSinceLastSale));
    }
}
