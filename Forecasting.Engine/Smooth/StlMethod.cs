using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// <see cref="Stl"/> with ETS without a season on what is left; each season repeats its last cycle (Hyndman and
/// Athanasopoulos,
/// Forecasting: Principles and Practice, 3rd ed., section 5.7).
/// </summary>
internal static class StlMethod
{
    public static void Forecast(
        ReadOnlySpan<double> y,
        ReadOnlySpan<int> periods,
        in ForecastOutput output,
        Scratch scratch
    )
    {
        var n = y.Length;
        using var frame = scratch.Enter();
        var seasons = scratch.Take(n * periods.Length);
        var adjusted = scratch.Take(n);
        Stl.DecomposeSeveral(y, periods, seasons, adjusted, scratch);
        y.CopyTo(adjusted);
        for (var i = 0; i < periods.Length; i++)
        {
            for (var t = 0; t < n; t++)
                adjusted[t] -= seasons[i * n + t];
        }
        Ets.Auto(adjusted, 1, output, scratch);
        for (var i = 0; i < periods.Length; i++)
        {
            if (n < 2 * periods[i])
                continue;
            var season = seasons.Slice(i * n, n);
            for (var t = 0; t < n; t++)
                output.Fitted[t] += season[t];
            for (var h = 0; h < output.Point.Length; h++)
                output.Point[h] += season[n - periods[i] + h % periods[i]];
        }
    }
}
