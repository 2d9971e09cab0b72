using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.History;

public sealed class SpikeTests
{
    /// <summary>3 to 7 a day for 121 days.</summary>
    private static double[] Usual() => [.. Enumerable.Range(0, 121).Select(i => 3.0 + i * 7 % 5)];

    private static double[] With(params (int Day, double Demand)[] days)
    {
        var history = Usual();
        foreach (var (day, demand) in days)
            history[day] = demand;
        return history;
    }

    [Theory]
    [InlineData(60)]
    [InlineData(105)]
    [InlineData(120)]
    public void One_day_of_five_hundred_hardly_moves_what_two_weeks_need(int day)
    {
        static double Need(double[] history)
        {
            var forecast = Forecaster.Forecast(history, 7, 14);
            return forecast.Cumulative[Forecaster.Probabilities.IndexOf(.95)][13];
        }

        Assert.InRange(Need(With((day, 500))), .9 * Need(Usual()), 1.3 * Need(Usual()));
    }

    [Fact]
    public void It_counts_as_the_largest_around_it()
    {
        var history = With((60, 500), (20, double.NaN));

        Assert.Equal(With((60, 7), (20, double.NaN)), Spikes.Tame(history, new Scratch()).ToArray());
        Assert.Equal(500, history[60]);
    }

    [Fact]
    public void One_that_is_said_to_count_stays_and_makes_the_order_large()
    {
        var (first, asOf) = (new DateOnly(2026, 1, 5), new DateOnly(2026, 1, 5).AddDays(120));
        var work = new ForecastWorkspace();
        work.History.Prepare(
            [.. With((110, 500)).Select((units, i) => new DayDemand(first.AddDays(i), (decimal)units, 0))],
            asOf
        );
        double Need(params DayRange[] counted) =>
            Series.Forecast(work, new(14, 14), new(asOf, Counted: counted)).Cumulative[
                Forecaster.Probabilities.IndexOf(.95)
            ][13];

        Assert.True(Need(new DayRange(first.AddDays(110), first.AddDays(110))) > 2 * Need());
        Assert.Equal(Need(), Need(new DayRange(first.AddDays(109), first.AddDays(109))));
    }

    [Fact]
    public void What_comes_twice_is_how_it_sells() =>
        Assert.Equal(With((60, 500), (90, 400)), Spikes.Tame(With((60, 500), (90, 400)), new Scratch()).ToArray());

    [Fact]
    public void A_new_level_stays()
    {
        double[] risen = [.. Usual(), .. Usual().Select(y => 20 * y)];

        Assert.Equal(risen, Spikes.Tame(risen, new Scratch()).ToArray());
    }

    [Fact]
    public void A_few_sales_do_not_tell_what_is_usual()
    {
        var history = new double[200];
        (history[10], history[90], history[150]) = (1, 1, 40);

        Assert.Equal(history, Spikes.Tame(history, new Scratch()).ToArray());
    }

    [Fact]
    public void What_never_changed_stays_without_a_band_whatever_other_series_say()
    {
        var work = new ForecastWorkspace();
        var first = new DateOnly(2026, 9, 25);
        var rows = Enumerable.Range(0, 61).Select(i => new DayDemand(first.AddDays(i), 10, 0)).ToArray();
        work.History.Prepare(rows, first.AddDays(60));
        var context = new SeriesContext(first.AddDays(60), new Louder());
        var request = new ForecastRequest(56, 14, Whole: true);

        var fit = SeriesForecaster.Fit(work, request, context);
        var forecast = SeriesForecaster.Forecast(work, fit, request, context);

        Assert.Equal("It never changed.", fit.Reason.ToString());
        Assert.Equal(140, forecast.Mean.Take(14).Sum());
        Assert.All(forecast.Cumulative, level => Assert.Equal(140, level[13]));

        // Before the choice is made, too.
        var before = SeriesForecaster.Forecast(work, SeriesForecaster.Provisional(work, context), request, context);
        Assert.All(before.Cumulative, level => Assert.Equal(140, level[13]));
    }

    /// <summary>Expects more than the series itself says.</summary>
    private sealed class Louder : Expectation
    {
        internal override PathCalibration? Calibration(ReadOnlySpan<double> history) => null;

        internal override Returns Returns => Returns.Usual(7);

        internal override bool TryExpect(
            ReadOnlySpan<double> history,
            ReadOnlySpan<int> days,
            Span<double> point,
            Scratch work
        )
        {
            point.Fill(12);
            return true;
        }
    }
}
