using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>What the model over all series expects of one of them.</summary>
public sealed class GlobalExpectation : Expectation
{
    private readonly GlobalModel _model;
    private readonly GlobalSeries _series;
    private readonly int _last;

    /// <param name="model">The model.</param>
    /// <param name="series">What is known of the series; its history is that of the question.</param>
    /// <param name="lastDay">
    /// The first day of the last period that is known, a <see cref="DateOnly.DayNumber"/>: of a question that ends
    /// before it, the model's twin is asked, which has not seen what came. That of the series' own history when it is
    /// left out.
    /// </param>
    public GlobalExpectation(GlobalModel model, GlobalSeries series, int? lastDay = null)
    {
        (_model, _series) = (model, series.Numbered(model.Cadence));
        _last = lastDay is { } day ? model.Cadence.Number(day) : _series.Last;
    }

    /// <summary>The same of a series whose periods are numbered already.</summary>
    internal GlobalExpectation(GlobalModel model, int last, GlobalSeries numbered) =>
        (_model, _series, _last) = (model, numbered, last);

    internal override PathCalibration? Calibration(ReadOnlySpan<double> history) =>
        _model.Cadence.IsCompared(history) ? _model.Calibration : null;

    internal override Returns Returns => _model.Returns;

    /// <summary>The question after the first values of the history.</summary>
    internal Question Ask(int length, int horizon)
    {
        var days = new int[length];
        for (var t = 0; t < length; t++)
            days[t] = _model.Cadence.Day(_series.First + t);
        return new()
        {
            History = _series.History.AsSpan(0, length),
            Days = days,
            Season = _model.Season,
            Horizon = horizon,
            Outside = this,
        };
    }

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
            _model.Expected(_series, [], _last + 1, point, work);
            return true;
        }

        // Periods that were cut out of the history are unknown.
        using var frame = work.Enter();
        var cadence = _model.Cadence;
        var (first, last) = (cadence.Number(days[0]), cadence.Number(days[^1]));
        var values = work.Take(last - first + 1);
        values.Fill(double.NaN);
        for (var t = 0; t < days.Length; t++)
            values[cadence.Number(days[t]) - first] = history[t];
        _model.Expected(_series, values, first, point, work, last < _last);
        return true;
    }
}
