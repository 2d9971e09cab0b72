using SmartInventory.Forecasting.Engine.Backtest;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine;

/// <summary>
/// Forecasts any list of numbers, whatever its period. Knows no data set: all that decides is the history, its season,
/// the horizon,
/// and what other series say. Safe to call from any number of threads, each with a workspace of its own.
/// </summary>
public static class Forecaster
{
    /// <summary>The name that leaves the choice of a method to a backtest on the history.</summary>
    public const string Auto = "auto";

    private static readonly double[] ProbabilitiesArray =
    [
        .01,
        .025,
        .05,
        .1,
        .25,
        .4,
        .5,
        .6,
        .75,
        .9,
        .95,
        .975,
        .99,
    ];

    /// <summary>The probabilities of the quantiles where nobody asks for others, ascending.</summary>
    public static ReadOnlySpan<double> Probabilities => ProbabilitiesArray;

    /// <summary>The names of all methods that need nothing but the series.</summary>
    public static IReadOnlyList<string> Methods { get; } = [.. ForecastMethod.OfOneSeries.Select(m => m.Name)];

    /// <summary>The name of the method that asks the model over all series: <see cref="Question.Outside"/>.</summary>
    public static string Global => ForecastMethod.Global.Name;

    /// <summary>Whether a method says nothing but "as last time": what every other has to beat.</summary>
    public static bool IsNaive(string method) =>
        method == ForecastMethod.Naive.Name || method == ForecastMethod.SeasonalNaive.Name;

    /// <summary>Forecasts a history. The same question has the same answer, on any machine and thread.</summary>
    /// <param name="history">Oldest first, in any unit; NaN and infinity are unknown. Any length, also none.</param>
    /// <param name="season">Periods per season, also broken (365.25); 1 for none.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    /// <param name="probabilities">Ascending, between 0 and 1; none for <see cref="Probabilities"/>.</param>
    /// <param name="sums">How many periods to sum up, ascending; none for every number from 1 to the horizon.</param>
    /// <param name="method">One of <see cref="Methods"/>, or <see cref="Auto"/>.</param>
    /// <param name="work">The memory of the calling thread, to be used again and again; null takes new memory.</param>
    /// <returns>The distribution of each step and of sums, in the unit of the history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is below 1, or a probability not between 0 and
    /// 1.</exception>
    /// <exception cref="ArgumentException">The probabilities do not ascend, or no method has the name.</exception>
    public static DistributionForecast Forecast(
        ReadOnlySpan<double> history,
        double season,
        int horizon,
        ReadOnlySpan<double> probabilities = default,
        ReadOnlySpan<int> sums = default,
        string method = Auto,
        ForecastWorkspace? work = null
    )
    {
        var period = double.IsFinite(season) ? (int)Math.Clamp(Math.Round(season), 1, 10_000) : 1;
        return Forecast(
            new Question
            {
                History = history,
                Season = period,
                Horizon = horizon,
            },
            probabilities,
            sums,
            method,
            work
        );
    }

    /// <summary>
    /// The same for a question that tells more than the history, such as its days or what other series say.
    /// </summary>
    /// <inheritdoc cref="Forecast(ReadOnlySpan{double}, double, int, ReadOnlySpan{double}, ReadOnlySpan{int},
    /// string, ForecastWorkspace?)"/>
    public static DistributionForecast Forecast(
        in Question question,
        ReadOnlySpan<double> probabilities = default,
        ReadOnlySpan<int> sums = default,
        string method = Auto,
        ForecastWorkspace? work = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(question.Horizon, 1, nameof(Question.Horizon));
        if (probabilities.IsEmpty)
            probabilities = Probabilities;
        for (var q = 0; q < probabilities.Length; q++)
        {
            if (!(probabilities[q] > 0 && probabilities[q] < 1))
                throw new ArgumentOutOfRangeException(
                    nameof(probabilities),
                    probabilities[q],
                    "Must lie between 0 and 1."
                );
            if (q > 0 && probabilities[q] <= probabilities[q - 1])
                throw new ArgumentException("Must ascend.", nameof(probabilities));
        }
        var memory = (work ?? new()).Scratch;
        var choice =
            method == Auto
                ? Choice.Of(question, question.Horizon, memory)
                : new(
                    ForecastMethod.Find(method)
                        ?? throw new ArgumentException($"No method is called {method}.", nameof(method)),
                    $"Asked for.",
                    0,
                    []
                );
        return Forecast(question, choice.Method, choice.Reason, choice.Spread, probabilities, sums, memory);
    }

    /// <summary>Forecasts by a method that was chosen before, its futures stretched as was found then.</summary>
    internal static DistributionForecast Forecast(
        in Question question,
        ForecastMethod method,
        FormattableString reason,
        double spread,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<int> sums,
        Scratch work
    )
    {
        using var frame = work.Enter();
        var asked = question.Recent(work);
        var point = work.Take(asked.Horizon);
        var paths = work.Take(asked.Horizon * Shocks.Paths);
        var used = method;
        if (!used.TryDraw(asked, point, paths, work, out var traits))
        {
            // What other series said may be gone or of no use here; the series itself always has an answer.
            used = traits.IsCounts(asked.Season) ? ForecastMethod.Counts : ForecastMethod.Ensemble;
            used.TryDraw(asked, point, paths, work, out traits);
        }
        if (used == method && spread != 1)
            OwnSpread.Stretch(spread, point, paths, traits);
        ClosedSteps.Close(asked.Closed, point, paths);
        RaisedSteps.Raise(asked.Raised, traits.Whole, point, paths);
        var calibration = used == ForecastMethod.Global ? asked.Outside?.Calibration(asked.History) : null;
        var (steps, cumulative) = QuantileTable.Read(paths, point, probabilities, sums, calibration, work);
        var forecast = new DistributionForecast(
            used.Name,
            reason,
            probabilities.ToArray(),
            point.ToArray(),
            steps,
            cumulative
        );
        if (question.Weeks is { } weeks && traits.NonNegative && !traits.IsStill(asked.Season))
            WeekBlend.Apply(weeks, forecast, asked, sums, traits.Whole, work);
        return forecast;
    }
}
