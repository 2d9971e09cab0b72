using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Tests.Paths;

public sealed class ScratchTests
{
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
            var output = new ForecastOutput
            {
                Fitted = fitted,
                Point = point,
                Response = response,
            };
            SmoothEnsemble.Forecast(y, 12, output, scratch);
            Intermittent.Imapa(y, scratch);
        }
    }
}
