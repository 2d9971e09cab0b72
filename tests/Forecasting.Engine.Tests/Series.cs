using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests;

/// <summary>Histories for tests.</summary>
internal static class Series
{
    public static readonly DateOnly Start = new(2024, 1, 1);

    public static ForecastWorkspace Prepared(ReadOnlySpan<double> demand)
    {
        var rows = new DayDemand[demand.Length];
        var missing = new List<DayRange>();
        for (var t = 0; t < demand.Length; t++)
        {
            var day = Start.AddDays(t);
            if (double.IsNaN(demand[t]))
                missing.Add(new(day, day));
            rows[t] = new(day, double.IsNaN(demand[t]) ? 0 : (decimal)demand[t], 0);
        }
        var work = new ForecastWorkspace();
        work.History.Prepare(rows, Start.AddDays(demand.Length - 1), withoutStock: missing.ToArray());
        return work;
    }

    public static SeriesForecast Forecast(ReadOnlySpan<double> demand, int horizon = 28) =>
        Forecast(Prepared(demand), new(horizon, 14), new(Start.AddDays(demand.Length - 1)));

    public static SeriesForecast Forecast(ForecastWorkspace work, ForecastRequest request, SeriesContext context) =>
        SeriesForecaster.Forecast(work, SeriesForecaster.Fit(work, request, context), request, context);

    /// <summary>Counts with a weekly shape, a little noise and some zeros.</summary>
    public static double[] Weekly(int days, double level = 12, ulong seed = 7)
    {
        ReadOnlySpan<double> shape = [1, 1.1, 0.9, 1, 1.6, 0.4, 0];
        var random = new StableRandom(seed);
        var demand = new double[days];
        for (var t = 0; t < days; t++)
            demand[t] = Math.Round(level * shape[t % 7] * (0.5 + random.NextUnit()));
        return demand;
    }
}
