namespace SmartInventory.Forecasting.Models;

/// <summary>
/// The seam at which a forecasting method joins. A method sees a history and writes three things: its one-step fit,
/// its point path and how a surprise lives on. Sample paths, quantiles, backtests and the choice among methods follow
/// from these alone, so a new method is one class and one line in <see cref="ForecastModels"/>.
/// </summary>
public interface IForecastModel
{
    /// <summary>The name under which scores and choices are stored and shown.</summary>
    string Name { get; }

    /// <summary>
    /// Writes the forecast of <paramref name="input"/> and answers true, or answers false when the method does not
    /// apply (too short a history, nothing learned yet); then the content of <paramref name="output"/> is undefined.
    /// </summary>
    bool TryForecast(in ForecastInput input, in ForecastOutput output);
}

/// <summary>What a method may know: nothing after the last day of the history.</summary>
public readonly ref struct ForecastInput
{
    /// <summary>Units per day from the first sale on; <see cref="double.NaN"/> where demand is unknown.</summary>
    public required ReadOnlySpan<double> Demand { get; init; }

    /// <summary>
    /// The <see cref="DateOnly.DayNumber"/> of each entry. Consecutive, except where whole weeks without any data of
    /// the location were cut out: a step of seven entries is always the same weekday.
    /// </summary>
    public required ReadOnlySpan<int> Days { get; init; }

    /// <summary>What was learned from all series of the location, by cut-off; null before the first training.</summary>
    public CalendarLadder? Calendar { get; init; }

    /// <summary>The last day the forecast may know of.</summary>
    public int CutOff => Days.IsEmpty ? 0 : Days[^1];

    /// <summary>The day number of the first step of the forecast.</summary>
    public int FirstDay => CutOff + 1;
}

/// <summary>Where a method writes its answer. Lengths: history, horizon, horizon.</summary>
public readonly ref struct ForecastOutput
{
    /// <summary>One-step-ahead fit per day of the history, NaN where the method had nothing to say yet.</summary>
    public required Span<double> Fitted { get; init; }

    /// <summary>Expected demand per day ahead.</summary>
    public required Span<double> Point { get; init; }

    /// <summary>
    /// How much of a surprise at one step is still there k + 1 steps later (the moving-average weights of the
    /// method): all zero for a fixed pattern, alpha throughout for simple smoothing. Drives the spread of the paths.
    /// </summary>
    public required Span<double> Response { get; init; }
}

/// <summary>The methods in the order of preference at equal scores: the simplest first.</summary>
public static class ForecastModels
{
    public const int Season = 7;

    public static readonly IForecastModel Naive = new SeasonalNaiveModel();

    public static readonly IForecastModel Smoothing = new SimpleExponentialSmoothingModel();

    public static readonly IReadOnlyList<IForecastModel> All = [Naive, Smoothing, new CalendarRegressionModel()];
}
