using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Backtest;

/// <summary>Rolling-origin backtest of methods on one series.</summary>
internal static class RollingOrigin
{
    public const int Origins = 3;

    /// <summary>Longer horizons than this leave too few origins that differ.</summary>
    private const int LongestHorizon = 56;

    private static readonly double[] Probabilities = [.025, .05, .1, .25, .5, .75, .9, .95, .975];

    /// <summary>
    /// The horizon that can be scored: what is wanted, shortened until all origins keep some seasons before them. 0
    /// when the
    /// history is too short for any.
    /// </summary>
    public static int HorizonFor(in Question question, int wanted)
    {
        var training = Math.Max(SeriesTraits.FewestValues, (question.Season <= 7 ? 4 : 2) * question.Season);
        return Math.Max(
            0,
            Math.Min(Math.Clamp(wanted, 1, LongestHorizon), (question.History.Length - training) / Origins)
        );
    }

    /// <summary>Scores every method that has an answer, at origins one horizon apart.</summary>
    public static SeriesBacktest Run(
        in Question question,
        int wantedHorizon,
        IReadOnlyList<ForecastMethod> methods,
        Scratch work
    )
    {
        var horizon = HorizonFor(question, wantedHorizon);
        var tallies = new Tally[methods.Count];
        var losses = methods.Select(_ => new List<double>(Origins)).ToArray();
        var spreads = methods.Select(_ => new OwnSpread()).ToArray();
        var asked = 0;
        for (var origin = Origins; origin >= 1 && horizon > 0; origin--)
        {
            var cut = question.History.Length - origin * horizon;
            var past = question.At(cut, horizon);
            var from = 0;
            while (from < cut && !(past.History[from] != 0))
                from++;
            var absolute = Scores.AbsoluteScale(past.History[from..]);
            var squared = Scores.SquaredScale(past.History[from..]);
            if (!(absolute > 0) || !double.IsFinite(squared))
                continue;
            asked++;
            for (var m = 0; m < methods.Count; m++)
            {
                var before = tallies[m];
                Score(
                    past,
                    question.History.Slice(cut, horizon),
                    methods[m],
                    absolute,
                    squared,
                    spreads[m],
                    work,
                    ref tallies[m]
                );
                losses[m].Add(tallies[m].LossSince(before));
            }
        }
        // A method that sat out an origin was not asked the same questions.
        var fair = Enumerable
            .Range(0, methods.Count)
            .Where(m => asked > 0 && tallies[m].Origins == asked && tallies[m].Steps > 0)
            .ToList();
        return new(
            horizon,
            fair.ConvertAll(m => tallies[m].ToScore(methods[m].Name)),
            fair.ConvertAll(m => losses[m].ToArray()),
            fair.ConvertAll(m => spreads[m].Factor())
        );
    }

    private static void Score(
        in Question past,
        ReadOnlySpan<double> actual,
        ForecastMethod method,
        double absolute,
        double squared,
        OwnSpread spread,
        Scratch work,
        ref Tally tally
    )
    {
        using var frame = work.Enter();
        var horizon = actual.Length;
        var point = work.Take(horizon);
        var paths = work.Take(horizon * Shocks.Paths);
        if (!method.TryDraw(past, point, paths, work, out _))
            return;
        ClosedSteps.Close(past.Closed, point, paths);
        tally.Origins++;
        var calibration = method == ForecastMethod.Global ? past.Outside?.Calibration(past.History) : null;
        Span<int> ranks = stackalloc int[Probabilities.Length];
        Span<double> found = stackalloc double[Probabilities.Length];
        QuantileTable.Rank(ranks, Probabilities, null, 1, 0);
        var total = work.Take(Shocks.Paths);
        var (totalActual, totalMean, totalKnown) = (0.0, 0.0, true);
        for (var h = 0; h < horizon; h++)
        {
            var step = paths.Slice(h * Shocks.Paths, Shocks.Paths);
            Shocks.AddScaled(total, step, 1);
            totalMean += point[h];
            var came = actual[h];
            totalKnown &= double.IsFinite(came);
            totalActual += came;
            if (!double.IsFinite(came))
                continue;
            if (calibration is not null)
                QuantileTable.Rank(ranks, Probabilities, calibration, 1, point[h]);
            Ranks.Read(step, ranks, found);
            tally.Steps++;
            tally.Forecast += point[h];
            tally.Actual += came;
            tally.SquaredError += (came - point[h]) * (came - point[h]) / squared;
            tally.Pinball += MeanPinball(found, came) / absolute;
            if (method.FitsErrors)
                spread.Add(Probabilities, found, came, absolute);
            tally.Inside80 += came >= found[2] && came <= found[6] ? 1 : 0;
            tally.Inside95 += came >= found[0] && came <= found[8] ? 1 : 0;
        }
        if (!totalKnown)
            return;
        if (calibration is not null)
            QuantileTable.Rank(ranks, Probabilities, calibration, horizon, totalMean);
        Ranks.Read(total, ranks, found);
        tally.Totals++;
        tally.CumulativePinball += MeanPinball(found, totalActual) / (absolute * Math.Sqrt(horizon));
    }

    /// <summary>Over .05 to .95: the outermost two belong to the 95% interval only.</summary>
    private static double MeanPinball(ReadOnlySpan<double> quantiles, double actual)
    {
        var sum = 0.0;
        for (var q = 1; q < quantiles.Length - 1; q++)
            sum += Scores.Pinball(Probabilities[q], actual, quantiles[q]);
        return sum / (quantiles.Length - 2);
    }

    private struct Tally
    {
        public int Origins,
            Steps,
            Totals,
            Inside80,
            Inside95;
        public double Forecast,
            Actual,
            SquaredError,
            Pinball,
            CumulativePinball;

        /// <summary>The loss of what was added: the mean of both pinball losses, or the one that is known.</summary>
        public readonly double LossSince(in Tally before)
        {
            var steps = (Pinball - before.Pinball) / Math.Max(1, Steps - before.Steps);
            return Totals == before.Totals ? steps : (steps + CumulativePinball - before.CumulativePinball) / 2;
        }

        public readonly MethodScore ToScore(string name) =>
            new(
                name,
                Origins,
                Steps == 0 ? null : Finite(Math.Sqrt(SquaredError / Steps)),
                Steps == 0 ? null : Finite(Pinball / Steps),
                Totals == 0 ? null : Finite(CumulativePinball / Totals),
                Actual > 0 ? Finite(Forecast / Actual - 1) : null,
                Steps == 0 ? null : (double)Inside80 / Steps,
                Steps == 0 ? null : (double)Inside95 / Steps
            );

        private static double? Finite(double value) => double.IsFinite(value) ? value : null;
    }
}
