using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

internal enum EtsTrend
{
    None,
    Additive,
    Damped,
}

/// <summary>One member of the family, ETS(error, trend, season).</summary>
internal readonly record struct EtsSpec(bool MultiplicativeError, EtsTrend Trend, SeasonKind Season)
{
    public override string ToString() =>
        $"ETS({(MultiplicativeError ? 'M' : 'A')},"
        + $"{Trend switch { EtsTrend.None => "N", EtsTrend.Additive => "A", _ => "Ad" }},"
        + $"{Season switch { SeasonKind.None => 'N', SeasonKind.Additive => 'A', _ => 'M' }})";
}

/// <summary>A fitted member: smoothing parameters, first states and information criterion.</summary>
internal record struct EtsFit
{
    public EtsSpec Spec { get; set; }
    public double Alpha { get; set; }
    public double Beta { get; set; }
    public double Gamma { get; set; }
    public double Phi { get; set; }

    /// <summary>Level and slope before the first value.</summary>
    public double Level { get; set; }
    public double Slope { get; set; }
    public double LogLikelihood { get; set; }
    public double Aicc { get; set; }
}

/// <summary>
/// Exponential smoothing in state space form (Hyndman, Koehler, Snyder and Grose 2002, "A state space framework for
/// automatic forecasting using exponential smoothing methods", International Journal of Forecasting 18; Hyndman,
/// Koehler, Ord
/// and Snyder 2008, "Forecasting with Exponential Smoothing"): error additive or multiplicative, trend none, additive
/// or
/// damped, season none, additive or multiplicative, chosen by AICc.
/// <para>
/// The states follow the same equations whatever the error; only the likelihood differs. One pass therefore gives both
/// likelihoods. Members start from the optimum of their simpler relatives, and the first seasonal states come from a
/// decomposition: at most six numbers are
/// searched per member, and not for long.
/// </para>
/// </summary>
internal static class Ets
{
    private const int Dimensions = 6;
    private const double Least = 1e-4;
    private const double Most = .9999;

    /// <summary>
    /// The most of a surprise in the level that may go into the slope. Likelihood looks one step ahead, where a nervous
    /// slope costs little; many steps ahead it costs most of what the family loses to simpler methods.
    /// </summary>
    private const double MostSlope = .1;
    private const double MostPhi = .98;

    /// <summary>What a slope that never ends must win by, in units of AICc: for the same reason.</summary>
    private const double EndlessSlope = 5;

    /// <summary>
    /// Standard errors of the seasonal autocorrelation between which both halves of the family compete.
    /// </summary>
    private const double CertainSeason = 3;
    private const double NoSeason = .3;

    /// <summary>
    /// Evaluations of every member, of one whose parameters are those of the same member with additive errors, and of
    /// the one in front. More of them find likelier parameters, and forecasts that are no better.
    /// </summary>
    private const int Look = 30,
        Glance = 12,
        Final = 100;

    /// <summary>
    /// Fits all members that the series allows and writes the forecast of the best.
    /// </summary>
    /// <param name="y">A history without gaps, of ordinary size (see <see cref="SeriesCleaning"/>).</param>
    /// <param name="season">Its season; the seasonal members need two full ones and a season of 2 to 60.</param>
    public static EtsFit Auto(ReadOnlySpan<double> y, int season, in ForecastOutput output, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var states = scratch.Take(Math.Max(1, season));
        var best = Choose(y, season, states, scratch);
        Forecast(y, season, best, states, output, scratch);
        return best;
    }

    /// <summary>Fits one member and writes its forecast; false when it does not apply to the series.</summary>
    public static bool One(ReadOnlySpan<double> y, int season, EtsSpec spec, in ForecastOutput output, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var states = scratch.Take(Math.Max(1, season));
        if (Likeliest(y, season, spec, states, scratch) is not { } fit)
            return false;
        Forecast(y, season, fit, states, output, scratch);
        return true;
    }

    /// <summary>
    /// The likeliest parameters and first states of one member; null when it does not apply to the series.
    /// </summary>
    public static EtsFit? Likeliest(
        ReadOnlySpan<double> y,
        int season,
        EtsSpec spec,
        Span<double> states,
        Scratch scratch
    )
    {
        if (y.Length < 4 || (spec.Season != SeasonKind.None && !Seasonal(y, season)))
            return null;
        if ((spec.MultiplicativeError || spec.Season == SeasonKind.Multiplicative) && !Positive(y))
            return null;
        var fit = Start(y, season, spec, states, scratch);
        if (double.IsNaN(fit.Level))
            return null;
        Search(y, season, states, ref fit, 600, scratch);
        SearchStates(y, season, states, ref fit, 2000, scratch);
        return fit;
    }

    /// <summary>The best member by AICc; its first seasonal states go to <paramref name="states"/>.</summary>
    public static EtsFit Choose(ReadOnlySpan<double> y, int season, Span<double> states, Scratch scratch)
    {
        var best = new EtsFit
        {
            Aicc = double.PositiveInfinity,
            Alpha = .5,
            Phi = 1,
            Level = y.IsEmpty ? 0 : y[0],
        };
        if (y.Length < 4 || Constant(y))
            return best with { Alpha = Most };

        var positive = Positive(y);
        var seasonal = Seasonal(y, season);
        var strength = seasonal ? Seasonality.Strength(y, season) : 0;
        using var frame = scratch.Enter();
        var trial = scratch.Take(Math.Max(1, season));
        foreach (
            var kind in (ReadOnlySpan<SeasonKind>)[SeasonKind.None, SeasonKind.Additive, SeasonKind.Multiplicative]
        )
        {
            // Where the season is beyond doubt or beyond proof, the other half of the family cannot win.
            if (kind == SeasonKind.None ? strength > CertainSeason : !seasonal || strength < NoSeason)
                continue;
            if (kind == SeasonKind.Multiplicative && !positive)
                continue;
            var plain = default(EtsFit);
            foreach (var trend in (ReadOnlySpan<EtsTrend>)[EtsTrend.None, EtsTrend.Additive, EtsTrend.Damped])
            {
                if (y.Length < 6 + (trend == EtsTrend.None ? 0 : 2))
                    continue;
                var spec = new EtsSpec(false, trend, kind);
                var start = Start(y, season, spec, trial, scratch);
                if (double.IsNaN(start.Level))
                    continue;
                if (trend == EtsTrend.Damped && plain.Spec.Trend == EtsTrend.Additive)
                    start = plain with { Spec = spec, Phi = Math.Min(.96, MostPhi) };
                var fit = start;
                for (var error = 0; error < 2; error++)
                {
                    if (error == 1 && !positive)
                        break;
                    // ETS(A,.,M) is unstable (division by a level near zero), so it is only a start for ETS(M,.,M).
                    if (error == 0 && kind == SeasonKind.Multiplicative)
                        continue;
                    fit.Spec = spec with { MultiplicativeError = error == 1 };
                    var begun = error == 1 && kind != SeasonKind.Multiplicative;
                    Search(y, season, trial, ref fit, begun ? Glance : Look, scratch);
                    if (fit.Aicc + Doubt(trend) < best.Aicc + Doubt(best.Spec.Trend))
                    {
                        best = fit;
                        trial.CopyTo(states);
                    }
                }
                plain = fit;
            }
        }
        if (double.IsPositiveInfinity(best.Aicc))
            return best with { Alpha = Most };
        Search(y, season, states, ref best, Final, scratch);
        return best;
    }

    private static double Doubt(EtsTrend trend) => trend == EtsTrend.Additive ? EndlessSlope : 0;

    private static bool Seasonal(ReadOnlySpan<double> y, int season) =>
        season is >= 2 and <= 60 && y.Length >= 2 * season && y.Length >= season + 6;

    private static bool Positive(ReadOnlySpan<double> y)
    {
        foreach (var value in y)
        {
            if (!(value > 0))
                return false;
        }
        return true;
    }

    private static bool Constant(ReadOnlySpan<double> y)
    {
        foreach (var value in y)
        {
            if (value != y[0])
                return false;
        }
        return true;
    }

    /// <summary>
    /// First states from a decomposition and a line through the first two seasons, at least ten values (Hyndman et al.
    /// 2008,
    /// section 2.6.1). A level of NaN says that the member does not apply.
    /// </summary>
    private static EtsFit Start(ReadOnlySpan<double> y, int season, EtsSpec spec, Span<double> states, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var fit = new EtsFit
        {
            Spec = spec,
            Alpha = .3,
            Beta = .1,
            Gamma = .05,
            Phi = 1,
            Level = double.NaN,
        };
        if (spec.Trend == EtsTrend.Damped)
            fit.Phi = .96;
        if (spec.Trend == EtsTrend.None)
            fit.Beta = 0;
        var adjusted = scratch.Take(y.Length);
        if (spec.Season == SeasonKind.None)
        {
            fit.Gamma = 0;
            states.Clear();
            y.CopyTo(adjusted);
        }
        else
        {
            if (!Seasonality.Indices(y, season, spec.Season, states, scratch))
                return fit;
            if (spec.Season == SeasonKind.Multiplicative)
            {
                foreach (ref var index in states)
                    index = Math.Max(index, .01);
            }
            Seasonality.Remove(y, states, spec.Season, adjusted);
        }

        var head = adjusted[..Math.Min(y.Length, Math.Max(10, 2 * season))];
        var (intercept, slope) = Theta.Line(head);
        if (spec.Trend == EtsTrend.None)
            (fit.Level, fit.Slope) = (Seasonality.Mean(head), 0);
        else
            (fit.Level, fit.Slope) = (intercept, slope);
        if (spec.MultiplicativeError || spec.Season == SeasonKind.Multiplicative)
            fit.Level = Math.Max(fit.Level, adjusted[0] * .1);
        return fit;
    }

    /// <summary>
    /// Improves a fit within the usual region 0 &lt; beta &lt; alpha &lt; 1, 0 &lt; gamma &lt; 1 - alpha, .8 &lt; phi
    /// &lt; .98.
    /// </summary>
    private static void Search(
        ReadOnlySpan<double> y,
        int season,
        ReadOnlySpan<double> states,
        ref EtsFit fit,
        int evaluations,
        Scratch scratch
    )
    {
        var spec = fit.Spec;
        var trend = spec.Trend != EtsTrend.None;
        var seasonal = spec.Season != SeasonKind.None;
        var spread = Spread(y);
        Span<double> x =
        [
            fit.Alpha,
            trend ? fit.Beta / fit.Alpha : 0,
            seasonal ? fit.Gamma / (1 - fit.Alpha) : 0,
            fit.Phi,
            fit.Level,
            fit.Slope,
        ];
        ReadOnlySpan<double> step =
        [
            .2,
            trend ? .1 : 0,
            seasonal ? .1 : 0,
            spec.Trend == EtsTrend.Damped ? -.05 : 0,
            .5 * spread,
            trend ? .05 * spread : 0,
        ];
        var levels = spread * 1e6 + Math.Abs(fit.Level) * 10;
        ReadOnlySpan<double> low = [Least, Least, Least, .8, -levels, -levels];
        ReadOnlySpan<double> high = [Most, MostSlope, Most, MostPhi, levels, levels];

        var objective = new Objective(y, season, spec, states, scratch.Take(Math.Max(1, season)));
        if (spec.Trend != EtsTrend.Damped)
            x[3] = 1;
        ReadOnlySpan<double> lowest = spec.Trend == EtsTrend.Damped ? low : [low[0], low[1], low[2], 1, low[4], low[5]];
        ReadOnlySpan<double> highest =
            spec.Trend == EtsTrend.Damped ? high : [high[0], high[1], high[2], 1, high[4], high[5]];
        var value = NelderMead.Minimise(ref objective, x, step, lowest, highest, evaluations, 1e-6, scratch);
        (fit.Alpha, fit.Beta, fit.Gamma, fit.Phi) = Objective.Read(x, spec);
        (fit.Level, fit.Slope) = (x[4], trend ? x[5] : 0);

        var n = y.Length;
        var count = 2 + (trend ? 2 : 0) + (spec.Trend == EtsTrend.Damped ? 1 : 0) + (seasonal ? season : 0) + 1;
        fit.LogLikelihood = -value / 2;
        fit.Aicc =
            n - count - 1 > 0
                ? value + 2 * count + 2.0 * count * (count + 1) / (n - count - 1)
                : double.PositiveInfinity;
    }

    /// <summary>Improves smoothing parameters and all first states together.</summary>
    private static void SearchStates(
        ReadOnlySpan<double> y,
        int season,
        Span<double> states,
        ref EtsFit fit,
        int evaluations,
        Scratch scratch
    )
    {
        var spec = fit.Spec;
        if (spec.Season == SeasonKind.None)
            return;
        using var frame = scratch.Enter();
        var trend = spec.Trend != EtsTrend.None;
        var damped = spec.Trend == EtsTrend.Damped;
        var spread = Spread(y);
        var count = Dimensions + season;
        Span<double> x = scratch.Take(count),
            step = scratch.Take(count);
        Span<double> low = scratch.Take(count),
            high = scratch.Take(count);
        low.Fill(-1e9);
        high.Fill(1e9);
        ReadOnlySpan<double> first =
        [
            fit.Alpha,
            trend ? fit.Beta / fit.Alpha : 0,
            fit.Gamma / (1 - fit.Alpha),
            fit.Phi,
            fit.Level,
            fit.Slope,
        ];
        ReadOnlySpan<double> firstStep =
        [
            .1,
            trend ? -.02 : 0,
            .05,
            damped ? -.05 : 0,
            .2 * spread,
            trend ? .02 * spread : 0,
        ];
        ReadOnlySpan<double> firstHigh = [Most, MostSlope, Most, damped ? MostPhi : 1];
        first.CopyTo(x);
        firstStep.CopyTo(step);
        low[..3].Fill(Least);
        low[3] = damped ? .8 : 1;
        firstHigh.CopyTo(high);
        states[..season].CopyTo(x[Dimensions..]);
        if (spec.Season == SeasonKind.Multiplicative)
            low[Dimensions..].Fill(.01);

        // One state is held: level and season share a constant.
        step[Dimensions..^1].Fill(spec.Season == SeasonKind.Additive ? .1 * spread : .05);
        var objective = new Objective(y, season, spec, states, scratch.Take(season));
        var value = NelderMead.Minimise(ref objective, x, step, low, high, evaluations, 1e-8, scratch);
        (fit.Alpha, fit.Beta, fit.Gamma, fit.Phi) = Objective.Read(x, spec);
        (fit.Level, fit.Slope) = (x[4], trend ? x[5] : 0);
        x[Dimensions..].CopyTo(states);
        fit.Aicc += value + 2 * fit.LogLikelihood;
        fit.LogLikelihood = -value / 2;
    }

    private static double Spread(ReadOnlySpan<double> y)
    {
        var mean = Seasonality.Mean(y);
        var sum = 0.0;
        foreach (var value in y)
            sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / y.Length);
    }

    private static void Forecast(
        ReadOnlySpan<double> y,
        int season,
        in EtsFit fit,
        ReadOnlySpan<double> states,
        in ForecastOutput output,
        Scratch scratch
    )
    {
        using var frame = scratch.Enter();
        var ring = scratch.Take(Math.Max(1, season));
        states[..ring.Length].CopyTo(ring);
        var run = new Recursion
        {
            Alpha = fit.Alpha,
            BetaOverAlpha = fit.Beta / fit.Alpha,
            Gamma = fit.Gamma,
            Phi = fit.Phi,
            Level = fit.Level,
            Slope = fit.Slope,
        };
        run.Pass(y, fit.Spec, ring, output.Fitted);

        var damping = 0.0;
        var power = 1.0;
        for (var h = 0; h < output.Point.Length; h++)
        {
            power *= fit.Spec.Trend == EtsTrend.None ? 0 : fit.Phi;
            damping += power;
            output.Point[h] = run.Level + damping * run.Slope;
            var lives = fit.Alpha + fit.Beta * damping;
            if (fit.Spec.Season != SeasonKind.None && (h + 1) % season == 0)
                lives += fit.Gamma;
            output.Response[h] = lives;
        }
        Seasonality.Restore(output.Point, y.Length, ring, fit.Spec.Season);
    }

    private readonly ref struct Objective(
        ReadOnlySpan<double> y,
        int season,
        EtsSpec spec,
        ReadOnlySpan<double> states,
        Span<double> ring
    ) : IObjective
    {
        private readonly ReadOnlySpan<double> _y = y,
            _states = states[..Math.Max(1, season)];
        private readonly Span<double> _ring = ring;

        public double Evaluate(scoped ReadOnlySpan<double> x)
        {
            var (alpha, _, gamma, phi) = Read(x, spec);
            var run = new Recursion
            {
                Alpha = alpha,
                BetaOverAlpha = x[1],
                Gamma = gamma,
                Phi = phi,
                Level = x[4],
                Slope = x[5],
            };
            if (x.Length > Dimensions)
                x[Dimensions..].CopyTo(_ring);
            else
                _states.CopyTo(_ring);
            run.Pass(_y, spec, _ring, []);
            return spec.MultiplicativeError
                ? run.Steps * Math.Log(run.RelativeError) + 2 * run.LogForecast
                : run.Steps * Math.Log(run.SquaredError);
        }

        public static (double Alpha, double Beta, double Gamma, double Phi) Read(
            scoped ReadOnlySpan<double> x,
            EtsSpec spec
        ) =>
            (
                x[0],
                spec.Trend == EtsTrend.None ? 0 : x[0] * x[1],
                spec.Season == SeasonKind.None ? 0 : (1 - x[0]) * x[2],
                spec.Trend == EtsTrend.Damped ? x[3] : 1
            );
    }

    /// <summary>The recursion of all members in error-correction form; compiled once per shape.</summary>
    private struct Recursion
    {
        public double Alpha,
            BetaOverAlpha,
            Gamma,
            Phi,
            Level,
            Slope;
        public double SquaredError,
            RelativeError,
            LogForecast;
        public int Steps;

        private struct Absent;

        private struct Plus;

        private struct Times;

        public void Pass(ReadOnlySpan<double> y, EtsSpec spec, Span<double> ring, Span<double> fitted)
        {
            var trend = spec.Trend != EtsTrend.None;
            switch (spec.Season)
            {
                case SeasonKind.None when !trend:
                    Pass<Absent, Absent>(y, ring, fitted);
                    break;
                case SeasonKind.None:
                    Pass<Plus, Absent>(y, ring, fitted);
                    break;
                case SeasonKind.Additive when !trend:
                    Pass<Absent, Plus>(y, ring, fitted);
                    break;
                case SeasonKind.Additive:
                    Pass<Plus, Plus>(y, ring, fitted);
                    break;
                default:
                    if (trend)
                        Pass<Plus, Times>(y, ring, fitted);
                    else
                        Pass<Absent, Times>(y, ring, fitted);
                    break;
            }
        }

        private void Pass<TTrend, TSeason>(ReadOnlySpan<double> y, Span<double> ring, Span<double> fitted)
            where TTrend : struct
            where TSeason : struct
        {
            var (level, slope) = (Level, Slope);
            var (alpha, betaOverAlpha, gamma, phi) = (Alpha, BetaOverAlpha, Gamma, Phi);
            double squared = 0,
                relative = 0,
                log = 0,
                product = 1;
            var i = 0;
            for (var t = 0; t < y.Length; t++)
            {
                var value = y[t];
                var trended = typeof(TTrend) == typeof(Plus) ? phi * slope : 0;
                var q = level + trended;
                var forecast = q;
                var season = typeof(TSeason) == typeof(Absent) ? 0 : ring[i];
                if (typeof(TSeason) == typeof(Plus))
                    forecast += season;
                if (typeof(TSeason) == typeof(Times))
                    forecast *= season;
                if (!fitted.IsEmpty)
                    fitted[t] = forecast;

                var size = Math.Max(Math.Abs(forecast), 1e-10);
                var error = value - forecast;
                squared += error * error;
                var share = error / size;
                relative += share * share;

                // The logarithm of a product of a few, not of each: logarithms would cost more than the rest.
                product *= size;
                if (product is > 1e150 or < 1e-150)
                {
                    log += Math.Log(product);
                    product = 1;
                }

                if (typeof(TSeason) == typeof(Absent) || typeof(TSeason) == typeof(Plus))
                {
                    var next = q + alpha * error;
                    if (typeof(TTrend) == typeof(Plus))
                        slope = trended + betaOverAlpha * (next - level - trended);
                    level = next;
                    if (typeof(TSeason) == typeof(Plus))
                        ring[i] = season + gamma * error;
                }
                else
                {
                    var bottom = Math.Abs(season) > 1e-10 ? season : 1e-10;
                    var next = q + alpha * error / bottom;
                    if (typeof(TTrend) == typeof(Plus))
                        slope = trended + betaOverAlpha * (next - level - trended);
                    level = next;
                    ring[i] = season + gamma * error / (Math.Abs(q) > 1e-10 ? q : 1e-10);
                }
                if (++i == ring.Length)
                    i = 0;
            }
            (Level, Slope, Steps) = (level, slope, y.Length);
            (SquaredError, RelativeError, LogForecast) = (squared, relative, log + Math.Log(product));
        }
    }
}
