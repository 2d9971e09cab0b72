using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>What the model over all series expects of one of them.</summary>
/// <param name="model">The model.</param>
/// <param name="series">What is known of the series; its history is that of the question.</param>
/// <param name="lastDay">
/// The last day that is known, a <see cref="DateOnly.DayNumber"/>: of a question that ends before it, the model's twin
/// is asked, which
/// has not seen what came. The last day of the series' own history when it is left out.
/// </param>
public sealed class GlobalExpectation(GlobalModel model, GlobalSeries series, int? lastDay = null) : Expectation
{
    private readonly int _lastDay = lastDay ?? series.LastDay;

    internal override PathCalibration? Calibration => model.Calibration;

    /// <summary>The question after the first values of the history.</summary>
    internal Question Ask(int length, int horizon) =>
        new()
        {
            History = series.History.AsSpan(0, length),
            Days = Enumerable.Range(series.FirstDay, length).ToArray(),
            Season = DailyDemand.Season,
            Horizon = horizon,
            Outside = this,
        };

    internal override bool TryExpect(
        ReadOnlySpan<double> history,
        ReadOnlySpan<int> days,
        Span<double> point,
        Scratch work
    )
    {
        if (days.Length != history.Length)
            return false;
        if (days.IsEmpty)
        {
            model.Expected(series, [], _lastDay + 1, point, work);
            return true;
        }

        // Days that were cut out of the history are unknown.
        using var frame = work.Enter();
        var values = work.Take(days[^1] - days[0] + 1);
        values.Fill(double.NaN);
        for (var t = 0; t < days.Length; t++)
            values[days[t] - days[0]] = history[t];
        model.Expected(series, values, days[0], point, work, days[^1] < _lastDay);
        return true;
    }
}
