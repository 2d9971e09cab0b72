using SmartInventory.Forecasting.Models;

namespace SmartInventory.Forecasting.Backtests;

/// <summary>
/// How a method would have done on this series, had it been asked at earlier origins (Tashman 2000, "Out-of-sample
/// tests of forecasting accuracy"). Null where nothing could be measured, never a made-up zero.
/// </summary>
/// <param name="Model">The method.</param>
/// <param name="Origins">How many origins it was scored at.</param>
/// <param name="Rmsse">Root mean squared scaled error of the expected demand per day.</param>
/// <param name="Pinball">Scaled pinball loss over the seven quantiles .05 to .95 per day.</param>
/// <param name="CumulativePinball">The same for the sum over the horizon.</param>
/// <param name="Bias">Sum of forecasts / sum of actual demand - 1; null when nothing was sold.</param>
/// <param name="Coverage80">Share of days inside the 80% interval.</param>
/// <param name="Coverage95">Share of days inside the 95% interval.</param>
public sealed record ModelScore(
    string Model,
    int Origins,
    double? Rmsse,
    double? Pinball,
    double? CumulativePinball,
    double? Bias,
    double? Coverage80,
    double? Coverage95);

/// <summary>The outcome for one series: every method's scores and the one to use.</summary>
/// <param name="Best">The method to forecast with.</param>
/// <param name="Reason">Why, in a sentence with its numbers.</param>
/// <param name="Horizon">Days ahead that were scored.</param>
/// <param name="Scores">One entry per method that could forecast.</param>
public sealed record BacktestResult(IForecastModel Best, string Reason, int Horizon, IReadOnlyList<ModelScore> Scores);

/// <summary>Rolling-origin backtest of all methods on one series, and the choice among them.</summary>
public static class RollingOrigin
{
    public const int Origins = 3;

    /// <summary>Training days that the earliest origin must have.</summary>
    public const int MinimumTraining = 28;

    /// <summary>Enough to place the 2.5% quantile, few enough to be quick: nine draws per series.</summary>
    public const int Paths = 200;

    /// <summary>Longer horizons than this leave too few origins that differ.</summary>
    public const int LongestHorizon = 56;

    private static readonly double[] Probabilities = [.05, .1, .25, .5, .75, .9, .95];

    /// <summary>
    /// The horizon that can be scored: the protection interval, shortened until all origins keep
    /// <see cref="MinimumTraining"/> days before them. 0 when the history is too short for any.
    /// </summary>
    public static int HorizonFor(int days, int protectionDays) =>
        Math.Max(0, Math.Min(Math.Clamp(protectionDays, 1, LongestHorizon), (days - MinimumTraining) / Origins));

    /// <summary>Scores every method at each origin and chooses by the scaled pinball loss per day.</summary>
    public static BacktestResult Run(
        in ForecastInput input,
        bool whole,
        ulong seed,
        int protectionDays,
        IReadOnlyList<IForecastModel> models,
        ForecastWorkspace work)
    {
        var n = input.Demand.Length;
        var horizon = HorizonFor(n, protectionDays);
        var tallies = new Tally[models.Count];
        var asked = 0;
        for (var origin = Origins; origin >= 1 && horizon > 0; origin--)
        {
            var cut = n - origin * horizon;
            var past = new ForecastInput
            {
                Demand = input.Demand[..cut],
                Days = input.Days[..cut],
                Calendar = input.Calendar,
            };
            var absolute = Scores.AbsoluteScale(past.Demand);
            var squared = Scores.SquaredScale(past.Demand);
            if (absolute <= 0)
                continue;
            asked++;
            var actual = input.Demand.Slice(cut, horizon);
            for (var m = 0; m < models.Count; m++)
                Score(past, actual, whole, seed + (ulong)origin, models[m], absolute, squared, work, ref tallies[m]);
        }
        return Choose(models, tallies, asked, horizon);
    }

    private static void Score(
        in ForecastInput past,
        ReadOnlySpan<double> actual,
        bool whole,
        ulong seed,
        IForecastModel model,
        double absolute,
        double squared,
        ForecastWorkspace work,
        ref Tally tally)
    {
        var horizon = actual.Length;
        var output = work.Output(past.Demand.Length, horizon);
        if (!model.TryForecast(past, output))
            return;
        tally.Origins++;
        var paths = work.Paths(horizon, Paths);
        SamplePaths.Draw(
            past, output, whole, seed, work.Residuals(past.Demand.Length), work.Shocks(horizon, Paths),
            work.Starts(Paths), paths);

        Span<double> total = work.Total(Paths);
        total.Clear();
        var (totalActual, totalKnown) = (0.0, true);
        for (var h = 0; h < horizon; h++)
        {
            var step = paths.Slice(h * Paths, Paths);
            var mean = 0.0;
            for (var p = 0; p < Paths; p++)
            {
                total[p] += step[p];
                mean += step[p];
            }
            mean /= Paths;
            var came = actual[h];
            totalKnown &= !double.IsNaN(came);
            totalActual += came;
            if (double.IsNaN(came))
                continue;

            step.Sort();
            tally.Steps++;
            tally.Forecast += mean;
            tally.Actual += came;
            tally.SquaredError += (came - mean) * (came - mean) / squared;
            tally.Pinball += MeanPinball(step, came) / absolute;
            tally.Inside80 += Inside(step, .1, .9, came);
            tally.Inside95 += Inside(step, .025, .975, came);
        }
        if (totalKnown)
        {
            total.Sort();
            tally.Totals++;
            tally.CumulativePinball += MeanPinball(total, totalActual) / (absolute * Math.Sqrt(horizon));
        }
    }

    private static double MeanPinball(ReadOnlySpan<double> sorted, double actual)
    {
        var sum = 0.0;
        foreach (var probability in Probabilities)
            sum += Scores.Pinball(probability, actual, SamplePaths.Quantile(sorted, probability));
        return sum / Probabilities.Length;
    }

    private static int Inside(ReadOnlySpan<double> sorted, double low, double high, double actual) =>
        actual >= SamplePaths.Quantile(sorted, low) && actual <= SamplePaths.Quantile(sorted, high) ? 1 : 0;

    private static BacktestResult Choose(IReadOnlyList<IForecastModel> models, Tally[] tallies, int asked, int horizon)
    {
        var scores = new List<ModelScore>(models.Count);
        var best = -1;
        for (var m = 0; m < models.Count; m++)
        {
            var tally = tallies[m];
            if (tally.Origins == 0)
                continue;
            scores.Add(tally.ToScore(models[m].Name));
            // A method that sat out an origin was not asked the same questions.
            if (tally.Steps == 0 || tally.Origins < asked)
                continue;
            if (best < 0 || tally.MeanPinball < tallies[best].MeanPinball)
                best = m;
        }
        if (best < 0)
        {
            return new(models[0], "No day-to-day change to measure against, so the simplest method is used.", horizon, scores);
        }

        var reason = best == 0
            ? FormattableString.Invariant(
                $"{models[0].Name} had the lowest scaled pinball loss, {tallies[0].MeanPinball:0.000}, over {asked} origins of {horizon} days: nothing beat naive.")
            : FormattableString.Invariant(
                $"{models[best].Name} had the lowest scaled pinball loss, {tallies[best].MeanPinball:0.000} against {tallies[0].MeanPinball:0.000} for naive, over {asked} origins of {horizon} days.");
        return new(models[best], reason, horizon, scores);
    }

    private struct Tally
    {
        public int Origins, Steps, Totals, Inside80, Inside95;
        public double Forecast, Actual, SquaredError, Pinball, CumulativePinball;

        public readonly double MeanPinball => Pinball / Steps;

        public readonly ModelScore ToScore(string name) => new(
            name,
            Origins,
            Steps == 0 ? null : Math.Sqrt(SquaredError / Steps),
            Steps == 0 ? null : MeanPinball,
            Totals == 0 ? null : CumulativePinball / Totals,
            Actual > 0 ? Forecast / Actual - 1 : null,
            Steps == 0 ? null : (double)Inside80 / Steps,
            Steps == 0 ? null : (double)Inside95 / Steps);
    }
}
