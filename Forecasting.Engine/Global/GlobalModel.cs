using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// One model over all series: boosted regression trees under Tweedie deviance (Friedman 2001, "Greedy function
/// approximation: a
/// gradient boosting machine", Annals of Statistics 29; Yang, Qian and Zou 2018, "Insurance premium prediction via
/// gradient
/// tree-boosted Tweedie compound Poisson models"), after the winners of the M5 competition (Makridakis, Spiliotis and
/// Assimakopoulos 2022). What is learned is the factor between a series' own level and weekday and what came, so that a
/// series
/// of which the trees know nothing better gets its own level back. The horizon is direct: the step is a feature.
/// </summary>
/// <remarks>
/// Immutable, holds no series, and serves any number of threads. It comes with a twin that learned only from what lies
/// <see cref="TwinDays"/> and more before the end: what the twin says of the days since then shows how good the model
/// is on days that it has not seen, so backtests ask it.
/// </remarks>
public sealed class GlobalModel
{
    /// <summary>Fewer series teach each other nothing.</summary>
    public const int FewestSeries = 20;

    /// <summary>Days at the end that the twin of a model of days has not seen.</summary>
    public const int TwinDays = 112;

    private readonly GlobalLabels _labels;
    private readonly CellFactors _cells;
    private readonly GlobalEdition _newest,
        _twin;

    internal GlobalModel(
        Cadence cadence,
        int horizon,
        GlobalLabels labels,
        GlobalEdition newest,
        GlobalEdition twin,
        PathCalibration calibration,
        CellFactors cells
    ) =>
        (Cadence, Horizon, _labels, _newest, _twin, Calibration, _cells) = (
            cadence,
            horizon,
            labels,
            newest,
            twin,
            calibration,
            cells
        );

    /// <summary>Periods per season of the series that it knows: 7 of days, 52 of weeks, 12 of months.</summary>
    public int Season => Cadence.Season;

    internal Cadence Cadence { get; }

    /// <summary>The longest step that was learned.</summary>
    public int Horizon { get; }

    /// <summary>
    /// The last day that was learned from, a <see cref="DateOnly.DayNumber"/>; 0 when there was no day.
    /// </summary>
    public int LearnedThrough => _newest.Through == 0 ? 0 : Cadence.Day(_newest.Through + 1) - 1;

    /// <summary>How silences of all series end.</summary>
    internal Returns Returns => _newest.Returns;

    /// <summary>Where among its paths the truth lay, at the last origins.</summary>
    internal PathCalibration Calibration { get; }

    /// <summary>Learns from histories. The same histories in the same order give the same model.</summary>
    /// <param name="series">Each ends with the last period that is known of it.</param>
    /// <param name="horizon">Longest step that will be asked for.</param>
    /// <param name="season">Periods per season, the same for all: 7 of days, 52 of weeks, 12 of months.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon or the season is below 1.</exception>
    public static GlobalModel Train(IReadOnlyList<GlobalSeries> series, int horizon, int season = DailyDemand.Season) =>
        Train(series, horizon, new(), season);

    internal static GlobalModel Train(
        IReadOnlyList<GlobalSeries> series,
        int horizon,
        GlobalOptions options,
        int season = DailyDemand.Season
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        return GlobalTrainer.Train(series, horizon, Cadence.Of(season), options);
    }

    /// <summary>Writes the expected demand of the periods after a history.</summary>
    /// <param name="series">
    /// What is known of it, be it learned from or not. Its history may end later than what was learned from.
    /// </param>
    /// <param name="point">Receives a number not below zero per period.</param>
    /// <param name="work">The thread's memory.</param>
    /// <param name="backtest">
    /// Whether what came after is already known: then the twin answers. Histories that end before the twin's last day,
    /// which lies before <see cref="LearnedThrough"/> by <see cref="Cadence.Twin"/>, are still slightly flattered.
    /// </param>
    internal void Expected(GlobalSeries series, Span<double> point, Scratch work, bool backtest = false)
    {
        var numbered = series.Numbered(Cadence);
        Expected(numbered, numbered.History, numbered.First, point, work, backtest);
    }

    /// <summary>The same for another history of the series, whose own is not looked at.</summary>
    /// <param name="history">Consecutive periods, oldest first; NaN is unknown.</param>
    /// <param name="first">The number of its first one; of the first one ahead when it is empty.</param>
    internal void Expected(
        GlobalSeries series,
        ReadOnlySpan<double> history,
        int first,
        Span<double> point,
        Scratch work,
        bool backtest = false
    )
    {
        using var frame = work.Enter();
        (backtest ? _twin : _newest).Expect(_labels, series, new(Cadence, history, first, work), point, work);
        if (!backtest)
            _cells.Apply(series.Labels, first + history.Length, point);
    }

    internal GlobalModel With(PathCalibration calibration) =>
        new(Cadence, Horizon, _labels, _newest, _twin, calibration, _cells);

    internal GlobalModel With(CellFactors cells) => new(Cadence, Horizon, _labels, _newest, _twin, Calibration, cells);

    /// <summary>Writes the model, the same bytes for the same model.</summary>
    public void Save(Stream stream) =>
        GlobalFormat.Save(
            stream,
            writer =>
            {
                writer.Write(Season);
                writer.Write(Horizon);
                _labels.Write(writer);
                _newest.Write(writer);
                _twin.Write(writer);
                Calibration.Write(writer);
                _cells.Write(writer);
            }
        );

    /// <summary>
    /// Reads what <see cref="Save"/> wrote and nothing after it; it forecasts the same to the last bit.
    /// </summary>
    /// <exception cref="InvalidDataException">It is something else, damaged, or of another version; the message says
    /// which.</exception>
    public static GlobalModel Load(Stream stream) =>
        GlobalFormat.Load(
            stream,
            reader => new GlobalModel(
                Cadence.Of(reader.ReadInt32()),
                reader.ReadInt32(),
                GlobalLabels.Read(reader),
                GlobalEdition.Read(reader),
                GlobalEdition.Read(reader),
                PathCalibration.Read(reader),
                CellFactors.Read(reader)
            )
        );
}
