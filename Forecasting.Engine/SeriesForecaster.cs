using SmartInventory.Forecasting.Engine.Backtest;
using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using static SmartInventory.Forecasting.Engine.Wording;

namespace SmartInventory.Forecasting.Engine;

/// <summary>What is asked of a series' forecast.</summary>
/// <param name="Horizon">Days ahead, at least 1.</param>
/// <param name="ProtectionDays">Lead time + review period: what the backtest is scored at.</param>
/// <param name="Whole">Whether the product is counted in whole units; null leaves it to the history.</param>
public sealed record ForecastRequest(int Horizon, int ProtectionDays, bool? Whole = null);

/// <summary>The forecast of one series.</summary>
/// <param name="EnoughData">
/// False: the history is too short or too empty to choose a method by its past; the spread is then a wide guess.
/// </param>
/// <param name="Model">The method's name.</param>
/// <param name="Reason">Why this method, in a sentence.</param>
/// <param name="FirstDay">The day of the first step.</param>
/// <param name="Whole">Whether the demand is counted in whole units.</param>
/// <param name="Mean">Expected demand per day.</param>
/// <param name="Quantiles">[probability][step], probabilities as in <see cref="Forecaster.Probabilities"/>.</param>
/// <param name="Cumulative">The same for the demand from the first step up to and with each step.</param>
/// <param name="BacktestHorizon">Days ahead that were scored; 0 when nothing was.</param>
/// <param name="Scores">Every method's backtest, naive included.</param>
/// <param name="Marks">Days of the history that stand out, ascending.</param>
public sealed record SeriesForecast(
    bool EnoughData,
    string Model,
    FormattableString Reason,
    DateOnly FirstDay,
    bool Whole,
    double[] Mean,
    double[][] Quantiles,
    double[][] Cumulative,
    int BacktestHorizon,
    IReadOnlyList<MethodScore> Scores,
    IReadOnlyList<DayMark> Marks
);

/// <summary>What is known about a series besides its own demand.</summary>
/// <param name="AsOf">The last day of the history; used when the history is empty.</param>
/// <param name="Outside">What the model over all series expects; null before the first training.</param>
/// <param name="Closed">Weekdays on which the location sells nothing; null for none.</param>
/// <param name="Counted">Days that count however much they stand out; null for none.</param>
/// <param name="Raised">Days ahead on which more is expected than the history lets expect; null for none.</param>
/// <param name="OutsideWeeks">What the model over all series expects of its weeks; null before the first
/// training.</param>
public sealed record SeriesContext(
    DateOnly AsOf,
    Expectation? Outside = null,
    IReadOnlyList<DayOfWeek>? Closed = null,
    IReadOnlyList<DayRange>? Counted = null,
    IReadOnlyList<RaisedDays>? Raised = null,
    Expectation? OutsideWeeks = null
);

/// <summary>
/// What choosing a method for a series came to: all that a forecast of newer demand needs besides that demand, so that
/// a new sale
/// costs no new choice. Kept as JSON.
/// </summary>
/// <param name="EnoughData">See <see cref="SeriesForecast"/>.</param>
/// <param name="Model">The method's name.</param>
/// <param name="Reason">Why this method, in a sentence.</param>
/// <param name="BacktestHorizon">Days ahead that were scored; 0 when nothing was.</param>
/// <param name="Scores">Every method's backtest, naive included.</param>
/// <param name="Marks">Days that stand out, ascending.</param>
/// <param name="Spread">How much wider the method's futures are than its errors on the history, as earlier origins
/// showed; 1 for as wide.</param>
public sealed record SeriesFit(
    bool EnoughData,
    string Model,
    FormattableString Reason,
    int BacktestHorizon,
    IReadOnlyList<MethodScore> Scores,
    IReadOnlyList<DayMark> Marks,
    double Spread = 1
);

/// <summary>From a history of daily demand to a forecast: choose by backtest, draw paths, read off quantiles.</summary>
public static class SeriesForecaster
{
    /// <summary>Fewer known days, or fewer days with a sale, and no choice between methods is honest.</summary>
    public const int MinimumDays = CountPaths.FewestDays;
    public const int MinimumSaleDays = 4;

    /// <summary>Whether a history is long enough to choose a method by its past.</summary>
    public static bool IsEnough(DailyDemand history) =>
        history.KnownDays >= MinimumDays && history.SaleDays >= MinimumSaleDays;

    /// <summary>A choice that costs nothing, for a forecast that cannot wait for <see cref="Fit"/>.</summary>
    public static SeriesFit Provisional(ForecastWorkspace work, SeriesContext context) =>
        IsEnough(work.History)
            ? new(
                true,
                Choice
                    .Usual(SeriesTraits.Of(work.History.Demand, work.Scratch), DailyDemand.Season, context.Outside)
                    .Name,
                S($"Not compared with other methods yet: that is under way."),
                0,
                [],
                []
            )
            : NotEnough(work.History, context);

    /// <summary>Chooses a method for the history that <paramref name="work"/> holds. The expensive half.</summary>
    public static SeriesFit Fit(ForecastWorkspace work, ForecastRequest request, SeriesContext context)
    {
        var history = work.History;
        if (!IsEnough(history))
            return NotEnough(history, context);
        var choice = Choice.Of(Ask(work, request, context), request.ProtectionDays, work.Scratch);
        return new(
            true,
            choice.Method.Name,
            choice.Reason,
            choice.BacktestHorizon,
            choice.Scores,
            DayMarks.Find(history.Demand, history.Days, work.Scratch),
            choice.Spread
        );
    }

    /// <summary>
    /// Forecasts the history that <paramref name="work"/> holds by a choice made on it or on an earlier state of it.
    /// </summary>
    public static SeriesForecast Forecast(
        ForecastWorkspace work,
        SeriesFit fit,
        ForecastRequest request,
        SeriesContext context
    )
    {
        var question = Ask(work, request, context);
        var method = ForecastMethod.Find(fit.Model) ?? ForecastMethod.Counts;
        var forecast = Forecaster.Forecast(
            question,
            method,
            fit.Reason,
            fit.Spread,
            Forecaster.Probabilities,
            [],
            work.Scratch
        );
        return new(
            fit.EnoughData,
            forecast.Method,
            fit.Reason,
            context.AsOf.AddDays(1),
            request.Whole ?? work.History.Whole,
            forecast.Mean,
            forecast.Quantiles,
            forecast.Cumulative,
            fit.BacktestHorizon,
            fit.Scores,
            fit.Marks
        );
    }

    private static SeriesFit NotEnough(DailyDemand history, SeriesContext context)
    {
        var needed = S($"{MinimumDays} and {MinimumSaleDays} are needed to tell methods apart");
        var known =
            history.SaleDays == 0
                ? S($"Never sold.")
                : S($"{history.KnownDays} known days with {history.SaleDays} sale days; {needed}.");
        return context.Outside is null
            ? new(false, ForecastMethod.Counts.Name, known, 0, [], [])
            : new(
                false,
                ForecastMethod.Global.Name,
                S($"{known} What similar products sell is the best guess."),
                0,
                [],
                []
            );
    }

    internal static Question Ask(ForecastWorkspace work, ForecastRequest request, SeriesContext context) =>
        new()
        {
            History = work.History.Demand,
            Days = work.History.Days,
            Season = DailyDemand.Season,
            Horizon = Math.Max(1, request.Horizon),
            Whole = request.Whole ?? work.History.Whole,
            Outside = context.Outside,
            Weeks = Weeks(work.History, context),
            Closed = context.Closed is { Count: > 0 } closed
                ? Array.ConvertAll(Week, step => closed.Contains(context.AsOf.AddDays(1 + step).DayOfWeek))
                : default,
            Counted = DayRange.Among(work.History.Days, context.Counted),
            Raised = RaisedDays.Steps(context.Raised, context.AsOf, Math.Max(1, request.Horizon)),
        };

    private static WeeksToo Weeks(DailyDemand history, SeriesContext context)
    {
        var weeks = LongerPeriods.Weeks(history.Demand, history.Days);
        return new(
            weeks,
            context.OutsideWeeks,
            context.Counted is { Count: > 0 } counted
                ? Array.ConvertAll(
                    weeks.Days,
                    first =>
                        counted.Any(c => c.First.DayNumber < first + DailyDemand.Season && c.Last.DayNumber >= first)
                )
                : null
        );
    }

    private static readonly int[] Week = [.. Enumerable.Range(0, DailyDemand.Season)];
}
