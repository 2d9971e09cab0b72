using SmartInventory.Forecasting.Backtests;

namespace SmartInventory.Forecasting.Models.Classical;

/// <summary>A forecast as a distribution.</summary>
/// <param name="Method">The method that made it.</param>
/// <param name="Reason">Why this method, in a sentence.</param>
/// <param name="Mean">Expected value per step.</param>
/// <param name="Quantiles">[probability][step].</param>
/// <param name="Cumulative">
/// [probability][sum]: of the sum of the first periods, for each number of periods that was asked for; else for each step.
/// </param>
public sealed record DistributionForecast(
    string Method, string Reason, double[] Mean, double[][] Quantiles, double[][] Cumulative);

/// <summary>
/// The product's own choice on one series, whatever its period. Knows no data set: all that decides is the history, its season,
/// the horizon, and what other series say.
/// </summary>
public static class AutoForecast
{
    public const string Auto = "auto";

    /// <summary>Below this many known values nothing is fitted.</summary>
    public const int FewestValues = 8;

    private static readonly IReadOnlyList<ForecastMethod> ForCounts =
    [
        ForecastMethod.SeasonalNaive, ForecastMethod.Counts, ForecastMethod.Imapa, ForecastMethod.Calendar, ForecastMethod.Global,
    ];

    private static readonly IReadOnlyList<ForecastMethod> ForLevels =
        [ForecastMethod.SeasonalNaive, ForecastMethod.Ensemble, ForecastMethod.DynamicTheta, ForecastMethod.Calendar, ForecastMethod.Global];

    /// <summary>Chooses a method by what it would have done at earlier origins.</summary>
    /// <param name="question">What will be asked.</param>
    /// <param name="backtestHorizon">Steps ahead that matter, such as the lead time.</param>
    /// <param name="work">The thread's memory.</param>
    public static Choice Choose(in Question question, int backtestHorizon, Scratch work)
    {
        var asked = question.Recent();
        var traits = Traits(asked.History, work);
        var usual = Usual(traits, asked.Outside);
        if (traits.Known == 0)
            return new(usual, "Nothing is known.", 0, []);
        if (traits.Constant && !traits.IsCounts)
            return new(usual, "It never changed.", 0, []);
        if (traits.Known < FewestValues)
            return new(usual, $"Not enough data: {traits.Known} known values.", 0, []);

        return Choice.Among(RollingOrigin.Run(asked, backtestHorizon, traits.IsCounts ? ForCounts : ForLevels, work), usual, Kind(traits));
    }

    /// <summary>Forecasts a history.</summary>
    /// <param name="history">Oldest first; NaN and infinity are unknown. Any length, also none.</param>
    /// <param name="season">Periods per season, also broken (365.25); 1 for none.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    /// <param name="probabilities">Ascending, within (0, 1).</param>
    /// <param name="work">The thread's memory.</param>
    /// <param name="method">A name of <see cref="ForecastMethod"/>, or <see cref="Auto"/>.</param>
    /// <param name="sums">How many periods to sum up, ascending; none for every number from 1 to the horizon.</param>
    public static DistributionForecast Forecast(
        ReadOnlySpan<double> history,
        double season,
        int horizon,
        ReadOnlySpan<double> probabilities,
        Scratch work,
        string method = Auto,
        ReadOnlySpan<int> sums = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var period = double.IsFinite(season) ? (int)Math.Clamp(Math.Round(season), 1, 10_000) : 1;
        return Forecast(new Question { History = history, Season = period, Horizon = horizon }, probabilities, work, method, sums);
    }

    /// <inheritdoc cref="Forecast(ReadOnlySpan{double}, double, int, ReadOnlySpan{double}, Scratch, string, ReadOnlySpan{int})"/>
    public static DistributionForecast Forecast(
        in Question question, ReadOnlySpan<double> probabilities, Scratch work, string method = Auto, ReadOnlySpan<int> sums = default)
    {
        var choice = method == Auto
            ? Choose(question, question.Horizon, work)
            : new Choice(
                ForecastMethod.Find(method) ?? throw new ArgumentException($"No method is called {method}.", nameof(method)), "Asked for.", 0, []);
        return Forecast(question, choice.Method, choice.Reason, probabilities, work, sums);
    }

    /// <summary>Forecasts by a method that was chosen before.</summary>
    public static DistributionForecast Forecast(
        in Question question, ForecastMethod method, string reason, ReadOnlySpan<double> probabilities, Scratch work,
        ReadOnlySpan<int> sums = default)
    {
        using var frame = work.Enter();
        var asked = question.Recent();
        var point = work.Take(asked.Horizon);
        var paths = work.Take(asked.Horizon * Shocks.Paths);
        var used = method;
        if (!used.TryDraw(asked, point, paths, work, out var traits))
        {
            // What other series said may be gone or of no use here; the series itself always has an answer.
            used = traits.IsCounts ? ForecastMethod.Counts : ForecastMethod.Ensemble;
            used.TryDraw(asked, point, paths, work, out traits);
        }
        var calibration = used == ForecastMethod.Global ? asked.Outside?.Calibration : null;
        var (steps, cumulative) = QuantileTable.Read(paths, point, probabilities, sums, calibration, work);
        return new(used.Name, reason, point.ToArray(), steps, cumulative);
    }

    /// <summary>What is best for most series of a kind.</summary>
    public static ForecastMethod Usual(in SeriesTraits traits, IExpectation? outside) =>
        traits.NonNegative && outside is not null ? ForecastMethod.Global
        : traits.IsCounts ? ForecastMethod.Counts
        : ForecastMethod.Ensemble;

    /// <summary>What a history is.</summary>
    public static SeriesTraits Traits(ReadOnlySpan<double> history, Scratch work)
    {
        using var frame = work.Enter();
        return ClassicalSeries.Clean(history, work.Take(history.Length));
    }

    /// <summary>Tells a calibration what came after a history, so that it learns where in the paths the truth lay.</summary>
    public static void Compare(PathShares shares, in Question question, ReadOnlySpan<double> truth, Scratch work)
    {
        using var frame = work.Enter();
        var point = work.Take(question.Horizon);
        var paths = work.Take(question.Horizon * Shocks.Paths);
        if (!ForecastMethod.Global.TryDraw(question.Recent(), point, paths, work, out _))
            return;
        var sum = work.Take(Shocks.Paths);
        double mean = 0, came = 0;
        for (var h = 0; h < point.Length; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            Shocks.AddScaled(sum, step, 1);
            mean += point[h];
            came += truth[h];
            shares.Add(1, point[h], step, truth[h]);
            if (h > 0)
                shares.Add(h + 1, mean, sum, came);
        }
    }

    private static string Kind(in SeriesTraits traits) => traits.IsCounts
        ? FormattableString.Invariant($"Small counts: {traits.ZeroShare:0%} zeros, {traits.Mean:0.##} on average.")
        : "A level of ordinary size.";
}
