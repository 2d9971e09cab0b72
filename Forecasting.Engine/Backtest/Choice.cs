using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;
using static SmartInventory.Forecasting.Engine.Wording;

namespace SmartInventory.Forecasting.Engine.Backtest;

/// <summary>The method for a series, and why.</summary>
/// <param name="Method">The method to forecast with.</param>
/// <param name="Reason">Why, in a sentence with its numbers.</param>
/// <param name="BacktestHorizon">Steps ahead that were scored; 0 when nothing was.</param>
/// <param name="Scores">One entry per method that could forecast.</param>
/// <param name="Spread">How much to stretch the method's futures by (<see cref="OwnSpread"/>); 1 for not.</param>
internal sealed record Choice(
    ForecastMethod Method,
    FormattableString Reason,
    int BacktestHorizon,
    IReadOnlyList<MethodScore> Scores,
    double Spread = 1
)
{
    private static readonly IReadOnlyList<ForecastMethod> ForCounts =
    [
        ForecastMethod.SeasonalNaive,
        ForecastMethod.Counts,
        ForecastMethod.Imapa,
        ForecastMethod.Calendar,
        ForecastMethod.Global,
    ];

    private static readonly IReadOnlyList<ForecastMethod> ForLevels =
    [
        ForecastMethod.SeasonalNaive,
        ForecastMethod.Ensemble,
        ForecastMethod.Calendar,
        ForecastMethod.Global,
    ];

    /// <summary>Without dates the calendar says nothing that a season does not.</summary>
    private static readonly IReadOnlyList<ForecastMethod> ForLevelsWithoutDates =
    [
        .. ForLevels.Where(m => m != ForecastMethod.Calendar),
    ];

    /// <summary>
    /// How much lower the loss of another method must have been than that of the usual one. Three origins are few, and
    /// the best of
    /// several methods is mostly the luckiest: at a tenth lower, choosing made forecasts of both sets worse that it was
    /// tried on.
    /// </summary>
    private const double Deserved = .4;

    /// <summary>Chooses a method by what it would have done at earlier origins.</summary>
    /// <param name="question">What will be asked.</param>
    /// <param name="backtestHorizon">Steps ahead that matter, such as the lead time.</param>
    /// <param name="work">The thread's memory.</param>
    public static Choice Of(in Question question, int backtestHorizon, Scratch work)
    {
        using var frame = work.Enter();
        var asked = question.Recent(work);
        var traits = SeriesTraits.Of(asked.History, work);
        var usual = Usual(traits, asked.Season, asked.Outside);
        if (traits.Known == 0)
            return new(usual, S($"Nothing is known."), 0, []);
        if (traits.IsStill(asked.Season))
            return new(usual, S($"It never changed."), 0, []);
        if (traits.Known < SeriesTraits.FewestValues)
            return new(usual, S($"Not enough data: {traits.Known} known values."), 0, []);

        return Among(
            RollingOrigin.Run(asked, backtestHorizon, Candidates(traits, asked), work),
            usual,
            Kind(traits, asked.Season)
        );
    }

    /// <summary>
    /// The method that is usually best for series of this kind, unless another one was better at every origin, and by
    /// much. The loss is
    /// the mean of the scaled pinball losses of single steps and of the sum over the horizon, which is what stock is
    /// held for.
    /// </summary>
    private static Choice Among(SeriesBacktest backtest, ForecastMethod usual, FormattableString kind)
    {
        var scores = backtest.Scores;
        var incumbent = scores.TakeWhile(s => s.Model != usual.Name).Count();
        if (incumbent == scores.Count)
            return new(usual, S($"{kind} Nothing to measure methods against yet."), backtest.Horizon, scores);
        var best = Enumerable.Range(0, scores.Count).MinBy(m => scores[m].Loss ?? double.PositiveInfinity);
        var deserved =
            scores[best].Loss < Deserved * scores[incumbent].Loss && backtest.IsAlwaysBetter(best, incumbent);
        var chosen = scores[deserved ? best : incumbent];
        var naive = scores.FirstOrDefault(s => s.Model == ForecastMethod.SeasonalNaive.Name);
        var against = naive is null || chosen == naive ? S($"") : S($" against {naive.Loss:0.000} of naive");
        var why =
            chosen == naive ? S($"nothing beat naive")
            : best == incumbent ? S($"the lowest of all")
            : deserved ? S($"far below {scores[incumbent].Loss:0.000} of {usual.Name}, which is usually best")
            : S($"{scores[best].Model} had {scores[best].Loss:0.000}, which may be luck");
        var loss = S($"{chosen.Model} had a loss of {chosen.Loss:0.000}{against}");
        var measure = S($"mean of the scaled pinball losses per step and of the sum");
        return new(
            ForecastMethod.Find(chosen.Model)!,
            S($"{kind} {loss} ({measure}) over {chosen.Origins} origins of {backtest.Horizon} steps: {why}."),
            backtest.Horizon,
            scores,
            backtest.Spreads[deserved ? best : incumbent]
        );
    }

    /// <summary>
    /// What is best for most series of a kind. What never changed is not moved by what other series say.
    /// </summary>
    public static ForecastMethod Usual(in SeriesTraits traits, int season, Expectation? outside) =>
        traits.NonNegative && outside is not null && !traits.IsStill(season) ? ForecastMethod.Global
        : traits.IsCounts(season) ? ForecastMethod.Counts
        : ForecastMethod.Ensemble;

    private static IReadOnlyList<ForecastMethod> Candidates(in SeriesTraits traits, in Question asked) =>
        traits.IsCounts(asked.Season) ? ForCounts
        : asked.Days.IsEmpty ? ForLevelsWithoutDates
        : ForLevels;

    private static FormattableString Kind(in SeriesTraits traits, int season) =>
        traits.IsCounts(season)
            ? S($"Small counts: {traits.ZeroShare:0%} zeros, {traits.Mean:0.##} on average.")
            : S($"A level of ordinary size.");
}
