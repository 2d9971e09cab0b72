using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace SmartInventory.Forecasting.Models;

/// <summary>
/// How busy each day is compared with an average day, learned from all series of a location together: demand of a
/// series on a day = its own level x the day's factor.
/// </summary>
public sealed class CalendarProfile(int cutOff, int firstDay, double[] factors)
{
    /// <summary>The last day whose sales the factors know.</summary>
    public int CutOff => cutOff;

    /// <summary>The first day that has a factor.</summary>
    public int FirstDay => firstDay;
    /// <summary>The last day that has a factor.</summary>
    public int LastDay => firstDay + factors.Length - 1;

    /// <summary>One factor per day from <see cref="FirstDay"/> on; 1 is an average day.</summary>
    public double[] Factors => factors;

    /// <summary>The factor of a day; days outside take that of the same weekday nearest inside.</summary>
    public double Factor(int day)
    {
        var i = day - firstDay;
        if (i < 0)
            i = (i % 7 + 7) % 7;
        else if (i >= factors.Length)
            i = factors.Length - 7 + (i - factors.Length) % 7;
        return factors[Math.Clamp(i, 0, factors.Length - 1)];
    }
}

/// <summary>
/// The same regression at several cut-offs, so that a backtest at an earlier origin is given only what was known then.
/// </summary>
public sealed class CalendarLadder(IEnumerable<CalendarProfile> profiles)
{
    private readonly CalendarProfile[] _profiles = [.. profiles.OrderByDescending(p => p.CutOff)];

    public IReadOnlyList<CalendarProfile> Profiles => _profiles;

    /// <summary>The newest profile that knows nothing after <paramref name="cutOff"/>.</summary>
    public CalendarProfile? At(int cutOff)
    {
        foreach (var profile in _profiles)
        {
            if (profile.CutOff <= cutOff)
                return profile;
        }
        return null;
    }
}

/// <summary>
/// Linear regression on calendar features with a logarithmic link, fitted by ML.NET's Poisson regression with L-BFGS,
/// pooled over the series of a location: E y(s, t) = level(s) exp(b + w x(t)) (two-way multiplicative Poisson model;
/// Montero-Manso and Hyndman 2021, "Principles and algorithms for forecasting groups of time series", for why to pool).
/// <para>
/// The features depend on the date alone, so the likelihood of all series is that of one weighted mean per date. The
/// training set is therefore a row per day, however many series there are, and takes milliseconds.
/// </para>
/// </summary>
public static class CalendarRegression
{
    /// <summary>A shorter past teaches no calendar.</summary>
    public const int MinimumDays = 28;

    /// <summary>How far ahead of its cut-off a profile reaches.</summary>
    public const int DaysAhead = 200;

    /// <summary>Between the rungs of a ladder, and how many there are: 24 weeks back.</summary>
    public const int RungDays = 14;
    public const int Rungs = 13;

    private const int Passes = 2;

    /// <summary>One series as sparse days: the day numbers, ascending, that are not zero and their demand.</summary>
    public sealed record SparseSeries(int[] Days, float[] Demand);

    /// <summary>Fits the regression at <paramref name="asOf"/> and at earlier origins every two weeks.</summary>
    public static CalendarLadder TrainLadder(
        IReadOnlyList<SparseSeries> series,
        int asOf,
        IReadOnlyList<DayRange> silences,
        CancellationToken ct = default)
    {
        var profiles = new List<CalendarProfile>(Rungs);
        for (var rung = 0; rung < Rungs; rung++)
        {
            ct.ThrowIfCancellationRequested();
            if (Train(series, asOf - rung * RungDays, silences) is { } profile)
                profiles.Add(profile);
        }
        return new(profiles);
    }

    /// <summary>Fits the regression on what happened up to <paramref name="cutOff"/>; null when that is too little.</summary>
    public static CalendarProfile? Train(
        IReadOnlyList<SparseSeries> series, int cutOff, IReadOnlyList<DayRange> silences)
    {
        var first = int.MaxValue;
        foreach (var s in series)
        {
            if (s.Days.Length > 0)
                first = Math.Min(first, s.Days[0]);
        }
        if (first > cutOff)
            return null;

        var span = cutOff - first + 1;
        var open = OpenDays(first, span, silences);
        var known = open.Count(o => o);
        if (known < MinimumDays)
            return null;

        var factors = new double[span + DaysAhead];
        Array.Fill(factors, 1.0);
        for (var pass = 0; pass < Passes; pass++)
        {
            var rows = Collapse(series, first, cutOff, open, factors);
            Fit(rows, first, cutOff, known >= 365, factors);
        }
        return new(cutOff, first, factors);
    }

    private static bool[] OpenDays(int first, int span, IReadOnlyList<DayRange> silences)
    {
        var open = new bool[span];
        Array.Fill(open, true);
        foreach (var silence in silences)
        {
            var to = Math.Min(silence.Last.DayNumber - first, span - 1);
            for (var i = Math.Max(0, silence.First.DayNumber - first); i <= to; i++)
                open[i] = false;
        }
        return open;
    }

    /// <summary>
    /// Per day the weighted mean of demand relative to each series' own level. Weight level / (1 + level): that of a
    /// count with variance m + m^2, so that a big seller speaks louder than a small one but not without bound.
    /// </summary>
    private static List<Row> Collapse(
        IReadOnlyList<SparseSeries> series, int first, int cutOff, bool[] open, double[] factors)
    {
        var span = open.Length;
        var cumulative = new double[span + 1];
        for (var i = 0; i < span; i++)
            cumulative[i + 1] = cumulative[i] + (open[i] ? factors[i] : 0);

        var demand = new double[span];
        var weight = new double[span + 1];
        foreach (var s in series)
        {
            var total = 0.0;
            var count = 0;
            while (count < s.Days.Length && s.Days[count] <= cutOff)
                total += s.Demand[count++];
            if (total <= 0)
                continue;
            var start = s.Days[0] - first;
            var exposure = cumulative[span] - cumulative[start];
            if (exposure <= 0)
                continue;
            var level = total / exposure;
            var w = level / (1 + level);
            weight[start] += w;
            for (var k = 0; k < count; k++)
                demand[s.Days[k] - first] += w * s.Demand[k] / level;
        }

        var rows = new List<Row>(span);
        var running = 0.0;
        for (var i = 0; i < span; i++)
        {
            running += weight[i];
            if (open[i] && running > 0)
                rows.Add(new Row { Day = first + i, Label = (float)(demand[i] / running), Weight = (float)running });
        }
        var mean = rows.Count == 0 ? 1 : rows.Average(r => (double)r.Weight);
        foreach (var row in rows)
            row.Weight = (float)(row.Weight / mean);
        return rows;
    }

    private static void Fit(List<Row> rows, int first, int cutOff, bool yearKnown, double[] factors)
    {
        foreach (var row in rows)
            CalendarFeatures.Write(row.Day, cutOff, yearKnown, row.Features);

        // One thread and a fixed seed: the same data give the same factors.
        var ml = new MLContext(seed: 1);
        var trainer = ml.Regression.Trainers.LbfgsPoissonRegression(new LbfgsPoissonRegressionTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            ExampleWeightColumnName = nameof(Row.Weight),
            NumberOfThreads = 1,
            L1Regularization = 0,
            L2Regularization = 1,
            EnforceNonNegativity = false,
        });
        var model = trainer.Fit(ml.Data.LoadFromEnumerable(rows)).Model;

        Span<float> features = stackalloc float[CalendarFeatures.Count];
        var sum = 0.0;
        for (var i = 0; i < factors.Length; i++)
        {
            CalendarFeatures.Write(first + i, cutOff, yearKnown, features);
            double log = model.Bias;
            for (var k = 0; k < CalendarFeatures.Count; k++)
                log += model.Weights[k] * (double)features[k];
            factors[i] = Math.Exp(Math.Clamp(log, -12, 6));
            if (i <= cutOff - first)
                sum += factors[i];
        }
        var mean = sum / (cutOff - first + 1);
        for (var i = 0; i < factors.Length; i++)
            factors[i] /= mean;
    }

    private sealed class Row
    {
        [NoColumn]
        public int Day { get; set; }
        public float Label { get; set; }
        public float Weight { get; set; }
        [VectorType(CalendarFeatures.Count)]
        public float[] Features { get; set; } = new float[CalendarFeatures.Count];
    }
}

/// <summary>
/// The pooled calendar regression applied to one series: its level over the last <see cref="LevelDays"/> known days,
/// with the calendar taken out, times the factor of each day ahead.
/// </summary>
public sealed class CalendarRegressionModel : IForecastModel
{
    public const int LevelDays = 56;

    public string Name => "calendar-regression";

    public bool TryForecast(in ForecastInput input, in ForecastOutput output)
    {
        if (input.Calendar?.At(input.CutOff) is not { } profile)
            return false;

        var demand = input.Demand;
        var days = input.Days;
        var (sum, exposure, known, tail) = (0.0, 0.0, 0, 0);
        for (var t = 0; t < demand.Length; t++)
        {
            var factor = profile.Factor(days[t]);
            output.Fitted[t] = exposure > 0 ? sum / exposure * factor : double.NaN;
            if (double.IsNaN(demand[t]))
                continue;
            sum += demand[t];
            exposure += factor;
            for (known++; known > LevelDays; tail++)
            {
                if (double.IsNaN(demand[tail]))
                    continue;
                sum -= demand[tail];
                exposure -= profile.Factor(days[tail]);
                known--;
            }
        }
        if (exposure <= 0)
            return false;

        // Sums that were added to and taken from may end a hair below zero.
        var level = Math.Max(0, sum) / exposure;
        for (var h = 0; h < output.Point.Length; h++)
            output.Point[h] = level * profile.Factor(input.FirstDay + h);
        output.Response.Fill(1.0 / Math.Max(1, known));
        return true;
    }
}
