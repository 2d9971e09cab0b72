using SmartInventory.Forecasting.Backtests;

namespace SmartInventory.Forecasting.Models;

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
/// <param name="Quantiles">[probability][step], probabilities as in <see cref="SeriesForecaster.Probabilities"/>.</param>
/// <param name="Cumulative">The same for the demand from the first step up to and with each step.</param>
/// <param name="BacktestHorizon">Days ahead that were scored; 0 when nothing was.</param>
/// <param name="Scores">Every method's backtest, naive included.</param>
public sealed record SeriesForecast(
    bool EnoughData,
    string Model,
    string Reason,
    DateOnly FirstDay,
    bool Whole,
    double[] Mean,
    double[][] Quantiles,
    double[][] Cumulative,
    int BacktestHorizon,
    IReadOnlyList<ModelScore> Scores);

/// <summary>What is known about a series besides its own demand.</summary>
/// <param name="AsOf">The last day of the history; used when the history is empty.</param>
/// <param name="Seed">From <see cref="StableRandom.Seed"/>.</param>
/// <param name="Calendar">What was learned from all series of the location, if anything yet.</param>
public sealed record SeriesContext(DateOnly AsOf, ulong Seed, CalendarLadder? Calendar = null);

/// <summary>
/// What choosing a method for a series came to: all that a forecast of newer demand needs besides that demand, so that a new sale
/// costs no new choice. Kept as JSON.
/// </summary>
/// <param name="EnoughData">See <see cref="SeriesForecast"/>.</param>
/// <param name="Model">The method's name.</param>
/// <param name="Reason">Why this method, in a sentence.</param>
/// <param name="BacktestHorizon">Days ahead that were scored; 0 when nothing was.</param>
/// <param name="Scores">Every method's backtest, naive included.</param>
public sealed record SeriesFit(bool EnoughData, string Model, string Reason, int BacktestHorizon, IReadOnlyList<ModelScore> Scores);

/// <summary>From a history to a forecast: choose by backtest, draw paths, read off quantiles.</summary>
public static class SeriesForecaster
{
    public const int Paths = 400;

    /// <summary>Fewer known days, or fewer days with a sale, and no choice between methods is honest.</summary>
    public const int MinimumDays = 35;
    public const int MinimumSaleDays = 4;

    public const string NoModel = "not-enough-data";

    private static readonly double[] ProbabilitiesArray = [.025, .05, .1, .25, .5, .75, .9, .95, .975, .99];

    /// <summary>The probabilities of all quantiles, ascending.</summary>
    public static ReadOnlySpan<double> Probabilities => ProbabilitiesArray;

    /// <summary>Whether a history is long enough to choose a method by its past.</summary>
    public static bool IsEnough(DemandHistory history) => history.KnownDays >= MinimumDays && history.SaleDays >= MinimumSaleDays;

    /// <summary>A choice that costs nothing, for a forecast that cannot wait for <see cref="Fit"/>.</summary>
    public static SeriesFit Provisional(ForecastWorkspace work) => IsEnough(work.History)
        ? new(true, ForecastModels.Smoothing.Name, "Not compared with other methods yet: that is under way.", 0, [])
        : NotEnough(work.History);

    /// <summary>Chooses a method for the history that <paramref name="work"/> holds. The expensive half.</summary>
    public static SeriesFit Fit(ForecastWorkspace work, ForecastRequest request, SeriesContext context)
    {
        var history = work.History;
        if (!IsEnough(history))
            return NotEnough(history);
        var input = new ForecastInput { Demand = history.Demand, Days = history.Days, Calendar = context.Calendar };
        var backtest = RollingOrigin.Run(
            input, request.Whole ?? history.Whole, context.Seed, request.ProtectionDays, ForecastModels.All, work);
        return new(true, backtest.Best.Name, backtest.Reason, backtest.Horizon, backtest.Scores);
    }

    /// <summary>Forecasts the history that <paramref name="work"/> holds by a choice made on it or on an earlier state of it.</summary>
    public static SeriesForecast Forecast(ForecastWorkspace work, SeriesFit fit, ForecastRequest request, SeriesContext context)
    {
        var history = work.History;
        var horizon = Math.Max(1, request.Horizon);
        var whole = request.Whole ?? history.Whole;
        var paths = work.Paths(horizon, Paths);
        var model = ForecastModels.All.FirstOrDefault(m => m.Name == fit.Model);
        var input = new ForecastInput { Demand = history.Demand, Days = history.Days, Calendar = context.Calendar };
        var output = work.Output(history.Length, horizon);
        if (model is null || !model.TryForecast(input, output))
            SamplePaths.DrawWithoutModel(history.Demand, whole, context.Seed, work.Total(Paths), paths);
        else
        {
            SamplePaths.Draw(
                input, output, whole, context.Seed, work.Residuals(history.Length), work.Shocks(horizon, Paths), work.Starts(Paths),
                paths);
        }
        return Read(paths, horizon, work) with
        {
            EnoughData = fit.EnoughData,
            Model = fit.Model,
            Reason = fit.Reason,
            FirstDay = context.AsOf.AddDays(1),
            Whole = whole,
            BacktestHorizon = fit.BacktestHorizon,
            Scores = fit.Scores,
        };
    }

    private static SeriesFit NotEnough(DemandHistory history)
    {
        var reason = history.SaleDays == 0
            ? "Never sold."
            : $"{history.KnownDays} known days with {history.SaleDays} sale days; " +
              $"{MinimumDays} and {MinimumSaleDays} are needed to tell methods apart.";
        return new(false, NoModel, reason, 0, []);
    }

    private static SeriesForecast Read(Span<double> paths, int horizon, ForecastWorkspace work)
    {
        var mean = new double[horizon];
        for (var h = 0; h < horizon; h++)
        {
            var sum = 0.0;
            foreach (var value in paths.Slice(h * Paths, Paths))
                sum += value;
            mean[h] = sum / Paths;
        }

        // Sorting destroys the paths, so the running sums are taken from a copy.
        var sums = work.Shocks(horizon, Paths);
        paths.CopyTo(sums);
        SamplePaths.Accumulate(sums, Paths);
        return new(
            true, "", "", default, false, mean, Quantiles(paths, horizon), Quantiles(sums, horizon), 0, []);
    }

    private static double[][] Quantiles(Span<double> paths, int horizon)
    {
        var quantiles = new double[ProbabilitiesArray.Length][];
        for (var q = 0; q < quantiles.Length; q++)
            quantiles[q] = new double[horizon];
        for (var h = 0; h < horizon; h++)
        {
            var step = paths.Slice(h * Paths, Paths);
            step.Sort();
            for (var q = 0; q < quantiles.Length; q++)
                quantiles[q][h] = SamplePaths.Quantile(step, ProbabilitiesArray[q]);
        }
        return quantiles;
    }
}
