using SmartInventory.Forecasting.Models.Classical;

namespace SmartInventory.Forecasting.Models.Global;

/// <summary>What the model over all series expects of one of them.</summary>
/// <param name="model">The model.</param>
/// <param name="series">What is known of the series; its history is that of the question.</param>
public sealed class GlobalExpectation(GlobalModel model, GlobalSeries series) : IExpectation
{
    public PathCalibration? Calibration => model.Calibration;

    /// <summary>The question after the first values of the history.</summary>
    public Question Ask(int length, int horizon) => new()
    {
        History = series.History.AsSpan(0, length),
        Days = Enumerable.Range(series.FirstDay, length).ToArray(),
        Season = SeriesForecaster.Season,
        Horizon = horizon,
        Outside = this,
    };

    public bool TryExpect(ReadOnlySpan<double> history, ReadOnlySpan<int> days, Span<double> point, Scratch work)
    {
        if (days.Length != history.Length)
            return false;
        var first = days.IsEmpty ? series.FirstDay + series.History.Length : days[0];
        var values = new double[days.IsEmpty ? 0 : days[^1] - first + 1];
        values.AsSpan().Fill(double.NaN);
        for (var t = 0; t < days.Length; t++)
            values[days[t] - first] = history[t];
        var skipped = Math.Clamp(first - series.FirstDay, 0, series.Prices?.Length ?? 0);
        model.Forecast(series with { History = values, FirstDay = first, Prices = series.Prices?[skipped..] }, point.Length, work).CopyTo(point);
        return true;
    }
}
