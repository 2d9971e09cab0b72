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
/// The engine on one series, whatever its period: one method by name, or the product's own choice. Knows no data set: all that
/// decides is the history, its season and the horizon.
/// </summary>
public static class AutoForecast
{
    public const string Auto = "auto";

    /// <summary>Below this many known values nothing is fitted: the last known season, or the mean, is repeated.</summary>
    public const int FewestValues = 8;

    /// <summary>From this share of zeros on, or below this mean in whole units, a series is counts rather than a level.</summary>
    private const double SparseShare = .1;
    private const double SmallCounts = 100;

    private delegate void SmoothMethod(ReadOnlySpan<double> y, int season, in ForecastOutput output, Scratch scratch);

    private delegate double LevelMethod(ReadOnlySpan<double> y, int season, Scratch scratch);

    private sealed record Method(string Name, SmoothMethod? Smooth, LevelMethod? Level, bool Profile = false);

    private static readonly Method[] All =
    [
        new("naive", static (y, _, in o, _) => NaiveMethods.Seasonal(y, 1, o), null),
        new("seasonal-naive", static (y, m, in o, _) => NaiveMethods.Seasonal(y, m, o), null),
        new("mean", static (y, _, in o, _) => NaiveMethods.Mean(y, o), null),
        new("ses", static (y, m, in o, s) => Adjusted(y, m, new(false, EtsTrend.None, SeasonKind.None), o, s), null),
        new("holt", static (y, m, in o, s) => Adjusted(y, m, new(false, EtsTrend.Additive, SeasonKind.None), o, s), null),
        new("damped", static (y, m, in o, s) => Adjusted(y, m, new(false, EtsTrend.Damped, SeasonKind.None), o, s), null),
        new("holt-winters", static (y, m, in o, s) => HoltWinters(y, m, o, s), null),
        new("ets", static (y, m, in o, s) => Ets.Auto(y, m, o, s), null),
        new("theta", static (y, m, in o, s) => Theta.Standard(y, m, o, s), null),
        new("otm", static (y, m, in o, s) => Theta.Optimised(y, m, o, s), null),
        new("dotm", static (y, m, in o, s) => Theta.Dynamic(y, m, o, s), null),
        new("stl", static (y, m, in o, s) => StlMethod.Forecast(y, [m], o, s), null),
        new("mstl", static (y, m, in o, s) => StlMethod.Forecast(y, m == 7 ? [7, 365] : [m], o, s), null),
        new("ar", static (y, m, in o, s) => SmoothEnsemble.SeasonalAutoRegression(y, m, o, s), null),
        new(SmoothEnsembleName, static (y, m, in o, s) => SmoothEnsemble.Forecast(y, m, o, s), null),
        new("mean28-nb", null, static (y, m, s) => Intermittent.RecentMean(y, m == 7 ? 28 : Math.Max(12, m))),
        new("croston", null, static (y, _, _) => Intermittent.Croston(y, .1)),
        new("sba", null, static (y, _, _) => Intermittent.SyntetosBoylan(y, .1)),
        new("tsb", null, static (y, _, _) => Intermittent.TeunterSyntetosBabai(y, .1, .1)),
        new("adida", null, static (y, _, s) => Intermittent.Adida(y, s)),
        new("imapa", null, static (y, _, s) => Intermittent.Imapa(y, s)),
        new(CountsName, null, static (y, m, s) => CountEnsemble.Level(y, m, s), Profile: true),
    ];

    private const string SmoothEnsembleName = "ensemble";
    private const string CountsName = "counts";

    /// <summary>The names of all single methods; <see cref="Auto"/> chooses among them.</summary>
    public static IReadOnlyList<string> Methods { get; } = [.. All.Select(m => m.Name)];

    /// <summary>Forecasts a history.</summary>
    /// <param name="history">Oldest first; NaN and infinity are unknown. Any length, also none.</param>
    /// <param name="season">Periods per season, also broken (365.25); 1 for none.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    /// <param name="probabilities">Ascending, within (0, 1).</param>
    /// <param name="work">The thread's memory.</param>
    /// <param name="method">A name of <see cref="Methods"/>, or <see cref="Auto"/>.</param>
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
        var wanted = method == Auto ? null : All.FirstOrDefault(m => m.Name == method)
            ?? throw new ArgumentException($"No method is called {method}.", nameof(method));
        var period = double.IsFinite(season) ? (int)Math.Clamp(Math.Round(season), 1, 10_000) : 1;

        using var frame = work.Enter();
        var clean = work.Take(history.Length);
        var traits = ClassicalSeries.Clean(history, clean);
        var y = clean[traits.Start..];
        var output = new ForecastOutput
        {
            Fitted = work.Take(y.Length),
            Point = work.Take(horizon),
            Response = work.Take(horizon),
        };
        var paths = work.Take(horizon * Shocks.Paths);

        var (chosen, reason) = wanted is null ? Choose(traits, y, period) : (wanted, "Asked for.");
        if (traits.Known == 0)
        {
            (chosen, reason) = (All[0], "Nothing is known.");
        }
        else if (traits.Constant)
        {
            (chosen, reason) = (wanted ?? All[0], "It never changed.");
            output.Point.Fill(y[0]);
            paths.Fill(y[0]);
        }
        else if (traits.Known < FewestValues)
        {
            reason = $"Not enough data: {traits.Known} known values.";
            Short(y, output, paths);
        }
        else if (chosen.Level is { } level)
        {
            Counts(y, period, traits, chosen, level, output.Point, paths, work);
        }
        else
        {
            ClassicalSeries.FillGaps(y, period);
            chosen.Smooth!(y, period, output, work);
            Repair(y, output);
            SmoothPaths.Draw(y, output, paths, work);
        }
        return Read(chosen.Name, reason, traits, output.Point, paths, probabilities, sums, work);
    }

    /// <summary>Whether a history is small counts, which a level and a distribution of counts describe.</summary>
    public static bool IsCounts(ReadOnlySpan<double> history, Scratch work)
    {
        using var frame = work.Enter();
        var clean = work.Take(history.Length);
        var traits = ClassicalSeries.Clean(history, clean);
        return traits.Known == 0 || (Sparse(traits) && !traits.Constant);
    }

    /// <summary>Distribution of counts around an expectation that came from elsewhere.</summary>
    /// <param name="expected">Per step, not below zero.</param>
    /// <param name="calibration">What earlier forecasts of the same kind were wrong by.</param>
    public static DistributionForecast CountsAround(
        string name,
        string reason,
        ReadOnlySpan<double> expected,
        ReadOnlySpan<double> history,
        int season,
        ReadOnlySpan<double> probabilities,
        Scratch work,
        ReadOnlySpan<int> sums = default,
        PathCalibration? calibration = null)
    {
        using var frame = work.Enter();
        var point = work.Take(expected.Length);
        var paths = work.Take(point.Length * Shocks.Paths);
        var traits = PathsAround(expected, history, season, point, paths, work);
        return Read(name, reason, traits, point, paths, probabilities, sums, work, calibration);
    }

    /// <summary>Tells a calibration what came after a history, so that it learns where in the paths the truth lay.</summary>
    public static void Compare(
        PathCalibration calibration, ReadOnlySpan<double> expected, ReadOnlySpan<double> history, int season,
        ReadOnlySpan<double> truth, Scratch work)
    {
        using var frame = work.Enter();
        var point = work.Take(expected.Length);
        var paths = work.Take(point.Length * Shocks.Paths);
        var traits = PathsAround(expected, history, season, point, paths, work);
        var sum = work.Take(Shocks.Paths);
        double mean = 0, came = 0;
        for (var h = 0; h < expected.Length; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            foreach (ref var value in step)
                value = traits.Whole ? Math.Round(Restore(value, traits)) : Restore(value, traits);
            Shocks.AddScaled(sum, step, 1);
            mean += expected[h];
            came += truth[h];
            calibration.Add(1, expected[h], step, truth[h]);
            if (h > 0)
                calibration.Add(h + 1, mean, sum, came);
        }
    }

    private static SeriesTraits PathsAround(
        ReadOnlySpan<double> expected, ReadOnlySpan<double> history, int season, Span<double> point, Span<double> paths, Scratch work)
    {
        using var frame = work.Enter();
        var clean = work.Take(history.Length);
        var traits = ClassicalSeries.Clean(history, clean);
        var y = clean[traits.Start..];
        for (var h = 0; h < point.Length; h++)
            point[h] = Math.ScaleB(Math.Max(0, expected[h]), -traits.Exponent);
        var profile = work.Take(Math.Max(1, season));
        CountModel.Profile(y, profile, work);
        DrawCounts(y, traits, profile, point, paths, work, Unexplained);
        return traits;
    }

    private static bool Sparse(in SeriesTraits traits) => traits.NonNegative
        && (traits.ZeroShare >= SparseShare || (traits.Whole && traits.Mean < SmallCounts));

    /// <summary>The product's own choice.</summary>
    private static (Method, string) Choose(in SeriesTraits traits, ReadOnlySpan<double> y, int season)
    {
        return Sparse(traits)
            ? (Named(CountsName), FormattableString.Invariant(
                $"Small counts: {traits.ZeroShare:0%} zeros, {traits.Mean:0.##} on average."))
            : (Named(SmoothEnsembleName), "The mean of Theta, Theta on logarithms, ETS and autoregression.");
    }

    private static Method Named(string name) => All.First(m => m.Name == name);

    /// <summary>A method that ran away, or had nothing to say, is replaced by the last value: a forecast is always a number.</summary>
    private static void Repair(ReadOnlySpan<double> y, in ForecastOutput output)
    {
        double low = y[0], high = y[0];
        foreach (var value in y)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var reach = 10 * (high - low);
        for (var h = 0; h < output.Point.Length; h++)
        {
            ref var point = ref output.Point[h];
            point = double.IsFinite(point) ? Math.Clamp(point, low - reach, high + reach) : y[^1];
            ref var response = ref output.Response[h];
            response = double.IsFinite(response) ? Math.Clamp(response, -5, 5) : 0;
        }
    }

    /// <summary>Too little to fit: the mean, as uncertain as the few values are different.</summary>
    private static void Short(ReadOnlySpan<double> y, in ForecastOutput output, Span<double> paths)
    {
        NaiveMethods.Mean(y, output);
        double squares = 0;
        var known = 0;
        foreach (var value in y)
        {
            if (double.IsNaN(value))
                continue;
            squares += (value - output.Point[0]) * (value - output.Point[0]);
            known++;
        }
        var spread = Math.Sqrt(squares / Math.Max(1, known - 1));
        var common = spread / Math.Sqrt(known);
        for (var h = 0; h < output.Point.Length; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            step.Fill(output.Point[h]);
            Shocks.AddScaled(step, Shocks.Normal(-1), common);
            Shocks.AddScaled(step, Shocks.Normal(h), spread);
        }
    }

    private static void Counts(
        ReadOnlySpan<double> y, int season, in SeriesTraits traits, Method method, LevelMethod level, Span<double> point,
        Span<double> paths, Scratch work)
    {
        using var frame = work.Enter();
        var profile = work.Take(season);
        if (method.Profile)
            CountModel.Profile(y, profile, work);
        else
            profile.Fill(1);
        var plain = work.Take(y.Length);
        for (var t = 0; t < y.Length; t++)
            plain[t] = Math.Max(0, y[t]) / Math.Max(1e-6, profile[t % season]);
        var expected = Math.Max(0, level(plain, season, work));
        for (var h = 0; h < point.Length; h++)
            point[h] = expected * profile[(y.Length + h) % season];

        DrawCounts(y, traits, profile, point, paths, work);
    }

    private static void DrawCounts(
        ReadOnlySpan<double> y, in SeriesTraits traits, ReadOnlySpan<double> profile, Span<double> point, Span<double> paths,
        Scratch work, double scatter = 1)
    {
        using var frame = work.Enter();
        var plain = work.Take(y.Length);

        // What is not counted in whole units is counted in the unit of its typical sale.
        var unit = traits.Whole && traits.Exponent == 0 ? 1 : TypicalSale(y) / 10;
        for (var t = 0; t < y.Length; t++)
            plain[t] = Math.Max(0, y[t]) / unit;
        for (var h = 0; h < point.Length; h++)
            point[h] /= unit;
        var spread = traits.Known < FewestValues ? Unknown : CountModel.Spread(plain, profile, work);
        CountModel.Draw(point, spread with { Overdispersion = scatter * spread.Overdispersion }, paths, work);
        for (var h = 0; h < point.Length; h++)
            point[h] *= unit;
        foreach (ref var value in paths)
            value *= unit;
    }

    /// <summary>Part of the scatter around a running mean that an expectation from elsewhere does not explain either.</summary>
    private const double Unexplained = .4;

    /// <summary>A product without a past: its peers' level may be wrong by a factor.</summary>
    private static readonly CountSpread Unknown = new(1, 1, 28);

    private static double TypicalSale(ReadOnlySpan<double> y)
    {
        double sum = 0;
        var sales = 0;
        foreach (var value in y)
        {
            if (!(value > 0))
                continue;
            sum += value;
            sales++;
        }
        return sales > 0 ? sum / sales : 1;
    }

    private static DistributionForecast Read(
        string method, string reason, in SeriesTraits traits, Span<double> point, Span<double> paths,
        ReadOnlySpan<double> probabilities, ReadOnlySpan<int> sums, Scratch work, PathCalibration? calibration = null)
    {
        var horizon = point.Length;
        var mean = new double[horizon];
        for (var h = 0; h < horizon; h++)
            mean[h] = Restore(point[h], traits);
        foreach (ref var value in paths)
        {
            value = Restore(value, traits);
            if (traits.Whole)
                value = Math.Round(value);
        }

        using var frame = work.Enter();
        var sum = work.Take(Shocks.Paths);
        var sorted = work.Take(Shocks.Paths);
        Span<int> ranks = stackalloc int[probabilities.Length];
        Rank(ranks, probabilities, calibration, 1, 0);
        var expected = 0.0;
        var quantiles = Table(probabilities.Length, horizon);
        var cumulative = Table(probabilities.Length, sums.IsEmpty ? horizon : sums.Length);
        var column = 0;
        for (var h = 0; h < horizon; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            Shocks.AddScaled(sum, step, 1);
            if (calibration is not null)
                Rank(ranks, probabilities, calibration, 1, mean[h]);
            Ranks.Place(step, ranks);
            for (var q = 0; q < ranks.Length; q++)
                quantiles[q][h] = step[ranks[q]];
            expected += mean[h];
            if (!sums.IsEmpty && !sums.Contains(h + 1))
                continue;
            sum.CopyTo(sorted);
            if (calibration is not null)
                Rank(ranks, probabilities, calibration, h + 1, expected);
            Ranks.Place(sorted, ranks);
            for (var q = 0; q < ranks.Length; q++)
                cumulative[q][column] = Math.Clamp(sorted[ranks[q]], double.MinValue, double.MaxValue);
            column++;
        }
        return new(method, reason, mean, quantiles, cumulative);
    }

    private static void Rank(
        Span<int> ranks, ReadOnlySpan<double> probabilities, PathCalibration? calibration, int periods, double expected)
    {
        for (var q = 0; q < ranks.Length; q++)
        {
            var share = calibration?.Share(probabilities[q], periods, expected) ?? probabilities[q];
            ranks[q] = Math.Clamp((int)Math.Ceiling(share * Shocks.Paths - 1e-9) - 1, 0, Shocks.Paths - 1);
        }
    }

    private static double Restore(double value, in SeriesTraits traits)
    {
        if (!double.IsFinite(value) || (traits.NonNegative && value < 0))
            value = 0;
        return traits.Exponent == 0 ? value : Math.Clamp(Math.ScaleB(value, traits.Exponent), -Largest, Largest);
    }

    /// <summary>So that the sum of any horizon is still a number.</summary>
    private const double Largest = double.MaxValue / 1e6;

    private static double[][] Table(int rows, int columns)
    {
        var table = new double[rows][];
        for (var r = 0; r < rows; r++)
            table[r] = new double[columns];
        return table;
    }

    /// <summary>A member without season on the classically adjusted series.</summary>
    private static void Adjusted(
        ReadOnlySpan<double> y, int season, EtsSpec spec, in ForecastOutput output, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var adjusted = scratch.Take(y.Length);
        var indices = scratch.Take(season);
        var kind = Theta.Deseasonalise(y, season, adjusted, indices, scratch);
        Ets.One(adjusted, 1, spec, output, scratch);
        Seasonality.Restore(output.Fitted, 0, indices, kind);
        Seasonality.Restore(output.Point, y.Length, indices, kind);
    }

    private static void HoltWinters(ReadOnlySpan<double> y, int season, in ForecastOutput output, Scratch scratch)
    {
        foreach (var kind in (ReadOnlySpan<SeasonKind>)[SeasonKind.Multiplicative, SeasonKind.Additive, SeasonKind.None])
        {
            if (Ets.One(y, season, new(kind == SeasonKind.Multiplicative, EtsTrend.Damped, kind), output, scratch))
                return;
        }
        NaiveMethods.Seasonal(y, 1, output);
    }
}
