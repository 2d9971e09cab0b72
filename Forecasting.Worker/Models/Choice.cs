using SmartInventory.Forecasting.Backtests;

namespace SmartInventory.Forecasting.Models;

/// <summary>The method for a series, and why.</summary>
/// <param name="Method">The method to forecast with.</param>
/// <param name="Reason">Why, in a sentence with its numbers.</param>
/// <param name="BacktestHorizon">Steps ahead that were scored; 0 when nothing was.</param>
/// <param name="Scores">One entry per method that could forecast.</param>
public sealed record Choice(ForecastMethod Method, string Reason, int BacktestHorizon, IReadOnlyList<ModelScore> Scores)
{
    /// <summary>
    /// How much lower the loss of another method must have been than that of the usual one. Three origins are few, and the best of
    /// several methods is mostly the luckiest: at a tenth lower, choosing made forecasts of both sets worse that it was tried on.
    /// </summary>
    private const double Deserved = .4;

    /// <summary>
    /// The method that is usually best for series of this kind, unless another one was better at every origin, and by much. The loss is
    /// the mean of the scaled pinball losses of single steps and of the sum over the horizon, which is what stock is held for.
    /// </summary>
    public static Choice Among(Backtest backtest, ForecastMethod usual, string kind)
    {
        var scores = backtest.Scores;
        var incumbent = scores.TakeWhile(s => s.Model != usual.Name).Count();
        if (incumbent == scores.Count)
            return new(usual, $"{kind} Nothing to measure methods against yet.", backtest.Horizon, scores);
        var best = Enumerable.Range(0, scores.Count).MinBy(m => scores[m].Loss ?? double.PositiveInfinity);
        var deserved = scores[best].Loss < Deserved * scores[incumbent].Loss && backtest.IsAlwaysBetter(best, incumbent);
        var chosen = scores[deserved ? best : incumbent];
        var naive = scores.FirstOrDefault(s => s.Model == ForecastMethod.SeasonalNaive.Name);
        var against = naive is null || chosen == naive ? "" : FormattableString.Invariant($" against {naive.Loss:0.000} of naive");
        var why = chosen == naive ? ": nothing beat naive"
            : best == incumbent ? ", the lowest of all"
            : deserved ? FormattableString.Invariant($", far below {scores[incumbent].Loss:0.000} of {usual.Name}, which is usually best")
            : FormattableString.Invariant($"; {scores[best].Model} had {scores[best].Loss:0.000}, which may be luck");
        return new(
            ForecastMethod.Find(chosen.Model)!,
            FormattableString.Invariant(
                $"{kind} {chosen.Model} had a loss of {chosen.Loss:0.000}{against} (mean of the scaled pinball losses per step and of the sum) over {chosen.Origins} origins of {backtest.Horizon} steps{why}."),
            backtest.Horizon, scores);
    }
}
