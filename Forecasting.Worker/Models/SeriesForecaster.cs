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

    /// <summary>Forecasts the history that <paramref name="work"/> holds.</summary>
    /// <param name="work">Scratch memory with its <see cref="ForecastWorkspace.History"/> prepared.</param>
    /// <param name="request">Horizon and what it is for.</param>
    /// <param name="calendar">What was learned from all series of the location, if anything yet.</param>
    /// <param name="asOf">The last day of the history; used when the history is empty.</param>
    /// <param name="seed">From <see cref="StableRandom.Seed"/>.</param>
    /// <param name="models">The methods that compete, naive first; null for all.</param>
    public static SeriesForecast Forecast(
        ForecastWorkspace work,
        ForecastRequest request,
        CalendarLadder? calendar,
        DateOnly asOf,
        ulong seed,
        IReadOnlyList<IForecastModel>? models = null)
    {
        var history = work.History;
        var horizon = Math.Max(1, request.Horizon);
        var whole = request.Whole ?? history.Whole;
        var paths = work.Paths(horizon, Paths);
        if (history.KnownDays < MinimumDays || history.SaleDays < MinimumSaleDays)
        {
            SamplePaths.DrawWithoutModel(history.Demand, whole, seed, work.Total(Paths), paths);
            var reason = history.SaleDays == 0
                ? "Never sold."
                : $"{history.KnownDays} known days with {history.SaleDays} sale days; " +
                  $"{MinimumDays} and {MinimumSaleDays} are needed to tell methods apart.";
            return Read(paths, horizon, work) with
            {
                EnoughData = false,
                Model = NoModel,
                Reason = reason,
                FirstDay = asOf.AddDays(1),
                Whole = whole,
            };
        }

        var input = new ForecastInput { Demand = history.Demand, Days = history.Days, Calendar = calendar };
        var backtest = RollingOrigin.Run(
            input, whole, seed, request.ProtectionDays, models ?? ForecastModels.All, work);
        var output = work.Output(history.Length, horizon);
        if (!backtest.Best.TryForecast(input, output))
            throw new InvalidOperationException($"{backtest.Best.Name} was scored but cannot forecast.");
        paths = work.Paths(horizon, Paths);
        SamplePaths.Draw(
            input, output, whole, seed, work.Residuals(history.Length), work.Shocks(horizon, Paths),
            work.Starts(Paths), paths);
        return Read(paths, horizon, work) with
        {
            Model = backtest.Best.Name,
            Reason = backtest.Reason,
            FirstDay = DateOnly.FromDayNumber(input.FirstDay),
            Whole = whole,
            BacktestHorizon = backtest.Horizon,
            Scores = backtest.Scores,
        };
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
