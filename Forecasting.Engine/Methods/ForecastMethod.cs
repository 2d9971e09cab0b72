using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Methods;

/// <summary>
/// One way to answer a <see cref="Question"/>. What it says becomes sample paths; quantiles, backtests and the choice
/// follow from these alone, so a new method is one kernel and one line here.
/// </summary>
internal sealed class ForecastMethod
{
    private delegate void SmoothKernel(
        ReadOnlySpan<double> y,
        ReadOnlySpan<int> days,
        int season,
        in ForecastOutput output,
        Scratch scratch
    );

    private delegate double LevelKernel(ReadOnlySpan<double> y, int season, Scratch scratch);

    private readonly SmoothKernel? _smooth;
    private readonly LevelKernel? _level;
    private readonly bool _profile;

    private ForecastMethod(string name, SmoothKernel? smooth, LevelKernel? level = null, bool profile = false) =>
        (Name, _smooth, _level, _profile) = (name, smooth, level, profile);

    /// <summary>The name under which scores and choices are stored and shown.</summary>
    public string Name { get; }

    /// <summary>Whether its futures are as uncertain as its errors on the history.</summary>
    public bool FitsErrors => _smooth is not null;

    public static readonly ForecastMethod Naive = new(
        "naive",
        static (y, _, _, in o, _) => NaiveMethods.Seasonal(y, 1, o)
    );
    public static readonly ForecastMethod SeasonalNaive = new(
        "seasonal-naive",
        static (y, _, m, in o, _) => NaiveMethods.Seasonal(y, m, o)
    );
    public static readonly ForecastMethod Calendar = new("calendar", CalendarRegression.Forecast);
    public static readonly ForecastMethod Ets = new("ets", static (y, _, m, in o, s) => Smooth.Ets.Auto(y, m, o, s));
    public static readonly ForecastMethod DynamicTheta = new(
        "dotm",
        static (y, _, m, in o, s) => Theta.Dynamic(y, m, o, s)
    );
    public static readonly ForecastMethod Ensemble = new(
        "ensemble",
        static (y, _, m, in o, s) => SmoothEnsemble.Forecast(y, m, o, s)
    );
    public static readonly ForecastMethod Imapa = new("imapa", null, static (y, _, s) => Intermittent.Imapa(y, s));
    public static readonly ForecastMethod Counts = new(
        "counts",
        null,
        static (y, m, s) => CountEnsemble.Level(y, m, s),
        profile: true
    );

    /// <summary><see cref="Question.Outside"/>: the model over all series.</summary>
    public static readonly ForecastMethod Global = new("global", null);

    /// <summary>All methods that need nothing but the series.</summary>
    public static IReadOnlyList<ForecastMethod> OfOneSeries { get; } =
    [
        Naive,
        SeasonalNaive,
        new("mean", static (y, _, _, in o, _) => NaiveMethods.Mean(y, o)),
        new("ses", static (y, _, m, in o, s) => Adjusted(y, m, new(false, EtsTrend.None, SeasonKind.None), o, s)),
        new("holt", static (y, _, m, in o, s) => Adjusted(y, m, new(false, EtsTrend.Additive, SeasonKind.None), o, s)),
        new("damped", static (y, _, m, in o, s) => Adjusted(y, m, new(false, EtsTrend.Damped, SeasonKind.None), o, s)),
        new("holt-winters", static (y, _, m, in o, s) => HoltWinters(y, m, o, s)),
        Ets,
        new("theta", static (y, _, m, in o, s) => Theta.Standard(y, m, o, s)),
        new("otm", static (y, _, m, in o, s) => Theta.Optimised(y, m, o, s)),
        DynamicTheta,
        new("stl", static (y, _, m, in o, s) => StlMethod.Forecast(y, [m], o, s)),
        new("mstl", static (y, _, m, in o, s) => StlMethod.Forecast(y, m == 7 ? [7, 365] : [m], o, s)),
        new("ar", static (y, _, m, in o, s) => SmoothEnsemble.SeasonalAutoRegression(y, m, o, s)),
        Calendar,
        Ensemble,
        new("mean28-nb", null, static (y, m, s) => Intermittent.RecentMean(y, m == 7 ? 28 : Math.Max(12, m))),
        new("croston", null, static (y, _, _) => Intermittent.Croston(y, .1)),
        new("sba", null, static (y, _, _) => Intermittent.SyntetosBoylan(y, .1)),
        new("tsb", null, static (y, _, _) => Intermittent.TeunterSyntetosBabai(y, .1, .1)),
        new("adida", null, static (y, _, s) => Intermittent.Adida(y, s)),
        Imapa,
        Counts,
    ];

    /// <summary>The method of that name; null when there is none.</summary>
    public static ForecastMethod? Find(string name) =>
        name == Global.Name ? Global : OfOneSeries.FirstOrDefault(m => m.Name == name);

    /// <summary>
    /// Draws <see cref="Shocks.Paths"/> futures. Degenerate histories are answered alike by all methods: nothing known
    /// gives zeros, what
    /// never changed stays, and a handful of values gives their mean, as uncertain as they are few.
    /// </summary>
    /// <param name="question">What is asked.</param>
    /// <param name="point">Receives the expected value per step.</param>
    /// <param name="paths">Receives the futures, step-major: horizon x paths.</param>
    /// <param name="work">The thread's memory.</param>
    /// <param name="traits">What the history turned out to be.</param>
    /// <returns>False when the method has no answer to this question; then the content of the spans is
    /// undefined.</returns>
    public bool TryDraw(
        in Question question,
        Span<double> point,
        Span<double> paths,
        Scratch work,
        out SeriesTraits traits
    )
    {
        using var frame = work.Enter();
        var clean = work.Take(question.History.Length);
        traits = SeriesCleaning.Clean(question.History, clean);
        if (question.Whole is { } whole)
            traits = traits with { Whole = whole };
        var y = clean[traits.Start..];
        var days = question.Days.IsEmpty ? default : question.Days[traits.Start..];
        if (this == Global)
        {
            if (question.Outside is not { } outside || !outside.TryExpect(question.History, question.Days, point, work))
                return false;
            foreach (ref var value in point)
                value = Math.ScaleB(Math.Max(0, value), -traits.Exponent);
            CountPaths.DrawAround(y, question.Season, traits, point, paths, outside.Returns, work);
        }
        else if (traits.Known == 0)
        {
            point.Clear();
            paths.Clear();
        }
        else if (traits.IsStill(question.Season))
        {
            point.Fill(y[0]);
            paths.Fill(y[0]);
        }
        else if (_level is not null || (traits.Known < SeriesTraits.FewestValues && traits.IsCounts(question.Season)))
        {
            Level(y, question, traits, point, paths, work);
        }
        else
        {
            var output = new ForecastOutput
            {
                Fitted = work.Take(y.Length),
                Point = point,
                Response = work.Take(point.Length),
            };
            if (traits.Known < SeriesTraits.FewestValues)
            {
                SmoothPaths.DrawShort(y, output, paths);
            }
            else
            {
                SeriesCleaning.FillGaps(y, question.Season);
                _smooth!(y, days, question.Season, output, work);
                Repair(y, output);
                SmoothPaths.Draw(y, output, paths, work);
            }
        }
        foreach (ref var value in point)
            value = Restore(value, traits);
        foreach (ref var value in paths)
        {
            value = Restore(value, traits);
            if (traits.Whole)
                value = Math.Round(value);
        }
        return true;
    }

    /// <summary>
    /// A level, times a weekday profile where the method has one, with a distribution of counts around. Steps on which
    /// nothing can come say nothing of it: their zeros would make it lower than the others are, the more so the less is
    /// sold, and the more the nearer they are.
    /// </summary>
    private void Level(
        ReadOnlySpan<double> all,
        in Question question,
        in SeriesTraits traits,
        Span<double> point,
        Span<double> paths,
        Scratch work
    )
    {
        using var frame = work.Enter();
        var season = question.Season;
        var y = work.Take(all.Length);
        for (var t = 0; t < y.Length; t++)
            y[t] = question.IsClosed(t - y.Length) ? double.NaN : all[t];
        var profile = work.Take(season);
        if (_profile)
            CountModel.Profile(y, profile, work);
        else
            profile.Fill(1);
        var plain = work.Take(y.Length);
        for (var t = 0; t < y.Length; t++)
            plain[t] = Math.Max(0, y[t]) / Math.Max(1e-6, profile[t % season]);
        var level = _level is null ? Intermittent.RecentMean(plain, y.Length) : _level(plain, season, work);
        for (var h = 0; h < point.Length; h++)
            point[h] = question.IsClosed(h) ? 0 : Math.Max(0, level) * profile[(y.Length + h) % season];
        var returns = question.Outside?.Returns ?? Returns.Usual(season);
        CountPaths.Draw(y, traits, profile, point, paths, returns, work);
    }

    /// <summary>
    /// A method that ran away, or had nothing to say, is replaced by the last value: a forecast is always a number.
    /// </summary>
    private static void Repair(ReadOnlySpan<double> y, in ForecastOutput output)
    {
        double low = y[0],
            high = y[0];
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

    private static double Restore(double value, in SeriesTraits traits)
    {
        if (!double.IsFinite(value) || (traits.NonNegative && value < 0))
            value = 0;
        return traits.Exponent == 0 ? value : Math.Clamp(Math.ScaleB(value, traits.Exponent), -Largest, Largest);
    }

    /// <summary>So that the sum of any horizon is still a number.</summary>
    private const double Largest = double.MaxValue / 1e6;

    /// <summary>A member without season on the classically adjusted series.</summary>
    private static void Adjusted(
        ReadOnlySpan<double> y,
        int season,
        EtsSpec spec,
        in ForecastOutput output,
        Scratch scratch
    )
    {
        using var frame = scratch.Enter();
        var adjusted = scratch.Take(y.Length);
        var indices = scratch.Take(season);
        var kind = Theta.Deseasonalise(y, season, adjusted, indices, scratch);
        Smooth.Ets.One(adjusted, 1, spec, output, scratch);
        Seasonality.Restore(output.Fitted, 0, indices, kind);
        Seasonality.Restore(output.Point, y.Length, indices, kind);
    }

    private static void HoltWinters(ReadOnlySpan<double> y, int season, in ForecastOutput output, Scratch scratch)
    {
        foreach (
            var kind in (ReadOnlySpan<SeasonKind>)[SeasonKind.Multiplicative, SeasonKind.Additive, SeasonKind.None]
        )
        {
            if (
                Smooth.Ets.One(
                    y,
                    season,
                    new(kind == SeasonKind.Multiplicative, EtsTrend.Damped, kind),
                    output,
                    scratch
                )
            )
                return;
        }
        NaiveMethods.Seasonal(y, 1, output);
    }
}
