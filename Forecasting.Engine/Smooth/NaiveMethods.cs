using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>The yardsticks, with what a surprise does to each.</summary>
internal static class NaiveMethods
{
    /// <summary><see cref="SeasonalNaive"/>; a season of 1 is the plain naive method, a random walk.</summary>
    public static void Seasonal(ReadOnlySpan<double> y, int season, in ForecastOutput output)
    {
        SeasonalNaive.Fit(y, season, output.Fitted);
        SeasonalNaive.Forecast(y, season, output.Point);
        for (var k = 0; k < output.Response.Length; k++)
            output.Response[k] = (k + 1) % season == 0 ? 1 : 0;
    }

    /// <summary>The mean of the known values; the fit is the mean of those before.</summary>
    public static void Mean(ReadOnlySpan<double> y, in ForecastOutput output)
    {
        double mean = 0;
        var known = 0;
        for (var t = 0; t < y.Length; t++)
        {
            output.Fitted[t] = known > 0 ? mean : double.NaN;
            if (!double.IsNaN(y[t]))
                mean += (y[t] - mean) / ++known;
        }
        output.Point.Fill(mean);
        output.Response.Fill(known > 0 ? 1.0 / known : 0);
    }
}
