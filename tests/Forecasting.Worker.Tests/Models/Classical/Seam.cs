using SmartInventory.Forecasting.Models;
using SmartInventory.Forecasting.Models.Classical;

namespace SmartInventory.Forecasting.Tests.Models.Classical;

public sealed class Seam
{
    [Fact]
    public void Every_method_of_the_engine_forecasts_behind_the_seam_of_the_daily_service()
    {
        var history = Enumerable.Range(0, 200).Select(t => t == 60 ? double.NaN : 10.0 + t % 7).ToArray();
        var days = Enumerable.Range(735_000, history.Length).ToArray();
        foreach (var model in ClassicalModels.Daily)
        {
            var point = new double[28];
            var output = new ForecastOutput { Fitted = new double[history.Length], Point = point, Response = new double[28] };
            Assert.True(model.TryForecast(new() { Demand = history, Days = days }, output), model.Name);
            for (var h = 0; h < 28; h++)
                Assert.Equal(10 + (200 + h) % 7, point[h], .6);
        }
    }

    [Fact]
    public void Two_weeks_are_needed()
    {
        Assert.All(ClassicalModels.Daily, m => Assert.False(Try(m)));

        static bool Try(IForecastModel model) => model.TryForecast(
            new() { Demand = new double[13], Days = new int[13] },
            new() { Fitted = new double[13], Point = new double[3], Response = new double[3] });
    }

    [Fact]
    public void Fitting_a_second_series_allocates_nothing()
    {
        var scratch = new Scratch();
        var y = AirPassengers.Values;
        var (fitted, point, response) = (new double[y.Length], new double[18], new double[18]);
        Fit();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fit();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Fit()
        {
            var output = new ForecastOutput { Fitted = fitted, Point = point, Response = response };
            SmoothEnsemble.Forecast(y, 12, output, scratch);
            Intermittent.Imapa(y, scratch);
        }
    }
}
