using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Trends;

/// <param name="First">The first of its days.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Actual">Units that came in them.</param>
/// <param name="Expected">Units that were expected.</param>
/// <param name="Probability">Of anything as unlikely on any of the days that were looked at.</param>
internal readonly record struct FoundAnomaly(
    AnomalyKind Kind,
    int First,
    int Last,
    double Actual,
    double Expected,
    double Probability
);

/// <summary>
/// Days that the twelve weeks before them do not explain. Their mean, by weekday, and their spread make a negative
/// binomial distribution; what is in its tails by less than a thousandth, after Šidák's correction for as many looks as
/// were taken, stands out. Of a thousand series without anything odd one gives a false alarm of a kind.
/// </summary>
internal static class AnomalyRule
{
    /// <summary>How far back is looked, in known days.</summary>
    public const int LookBack = 90;

    /// <summary>What a day is compared with.</summary>
    public const int Before = 84;

    /// <summary>Fewer know too little of the spread.</summary>
    public const int FewestBefore = 42;

    public const double Unlikely = .001;

    /// <summary>The most telling of each series.</summary>
    public const int Most = 5;

    private const int Week = DailyDemand.Season;

    /// <summary>A weekday counts as the mean until it has been seen some four times.</summary>
    private const double WeekdayShrinkage = 4;

    /// <param name="demand">Net units per day, NaN where unknown; neighbours are days in a row, whole weeks may be
    /// missing between them.</param>
    /// <param name="days">The day number of each.</param>
    /// <returns>Most unlikely first.</returns>
    public static List<FoundAnomaly> Find(ReadOnlySpan<double> demand, ReadOnlySpan<int> days)
    {
        var first = Math.Max(FewestBefore, demand.Length - LookBack);
        var expected = new double[demand.Length];
        var spread = new double[demand.Length];
        var looks = 0;
        for (var t = first; t < demand.Length; t++)
        {
            (expected[t], spread[t]) = Expect(demand, t, t);
            looks += double.IsNaN(demand[t]) || double.IsNaN(expected[t]) ? 0 : 1;
        }
        var found = new List<FoundAnomaly>();
        if (looks == 0)
            return found;
        Spikes(demand, days, first, expected, spread, looks, found);
        Silences(demand, days, first, looks, found);
        Drops(demand, days, first, looks, found);
        return [.. found.OrderBy(f => f.Probability).ThenByDescending(f => f.Last).Take(Most)];
    }

    /// <summary>
    /// The probability that the least likely of so many independent looks is as unlikely (Šidák 1967).
    /// </summary>
    public static double AmongLooks(double probability, int looks) =>
        // So close to zero that 1 - p would be 1: there the sum is the same to as many digits.
        probability < 1e-9
            ? looks * probability
            : 1 - Math.Pow(1 - probability, looks);

    /// <summary>
    /// Mean and variance / mean of day <paramref name="day"/>, by the known days before <paramref name="end"/>. NaN
    /// where too few are known.
    /// </summary>
    internal static (double Mean, double Dispersion) Expect(ReadOnlySpan<double> demand, int day, int end)
    {
        Span<double> sums = stackalloc double[Week];
        Span<int> counts = stackalloc int[Week];
        sums.Clear();
        counts.Clear();
        var from = Math.Max(0, end - Before);
        var (sum, count) = (0.0, 0);
        for (var t = from; t < end; t++)
        {
            if (double.IsNaN(demand[t]))
                continue;
            sums[t % Week] += demand[t];
            counts[t % Week]++;
            (sum, count) = (sum + demand[t], count + 1);
        }
        if (count < FewestBefore || sum <= 0)
            return (double.NaN, double.NaN);
        var mean = sum / count;
        Span<double> byDay = stackalloc double[Week];
        for (var d = 0; d < Week; d++)
            byDay[d] = (sums[d] + WeekdayShrinkage * mean) / (counts[d] + WeekdayShrinkage);
        var pearson = 0.0;
        for (var t = from; t < end; t++)
        {
            if (!double.IsNaN(demand[t]))
                pearson += (demand[t] - byDay[t % Week]) * (demand[t] - byDay[t % Week]) / byDay[t % Week];
        }
        // The level is known from so many days only, which adds its own variance to what is expected of a day.
        return (byDay[day % Week], Math.Max(1, pearson / (count - 1)) * (1 + 1.0 / count));
    }

    private static void Spikes(
        ReadOnlySpan<double> demand,
        ReadOnlySpan<int> days,
        int first,
        double[] expected,
        double[] spread,
        int looks,
        List<FoundAnomaly> found
    )
    {
        for (var t = first; t < demand.Length; t++)
        {
            if (!(demand[t] > expected[t]))
                continue;
            var p = AmongLooks(CountTails.AtLeast(demand[t], expected[t], spread[t]), looks);
            if (p < Unlikely)
                found.Add(new(AnomalyKind.Spike, days[t], days[t], demand[t], expected[t], p));
        }
    }

    /// <summary>Known days in a row without a sale, each expected by the days before the first of them.</summary>
    private static void Silences(
        ReadOnlySpan<double> demand,
        ReadOnlySpan<int> days,
        int first,
        int looks,
        List<FoundAnomaly> found
    )
    {
        for (var t = first; t < demand.Length; t++)
        {
            if (demand[t] != 0)
                continue;
            var start = t;
            var (log, expected, last) = (0.0, 0.0, t);
            for (; t < demand.Length && !(demand[t] > 0); t++)
            {
                if (double.IsNaN(demand[t]))
                    continue;
                var (mean, dispersion) = Expect(demand, t, start);
                if (double.IsNaN(mean))
                    break;
                log += CountTails.LogNone(mean, dispersion);
                expected += mean;
                last = t;
            }
            var p = AmongLooks(Math.Exp(log), looks);
            if (p < Unlikely)
                found.Add(new(AnomalyKind.Silence, days[start], days[last], 0, expected, p));
        }
    }

    /// <summary>
    /// Seven days in a row with far less than expected, though something; of overlapping ones the worst.
    /// </summary>
    private static void Drops(
        ReadOnlySpan<double> demand,
        ReadOnlySpan<int> days,
        int first,
        int looks,
        List<FoundAnomaly> found
    )
    {
        (int End, FoundAnomaly Drop)? worst = null;
        for (var end = first + Week; end <= demand.Length; end++)
        {
            var (sum, expected, variance) = (0.0, 0.0, 0.0);
            for (var t = end - Week; t < end; t++)
            {
                var (mean, dispersion) = Expect(demand, t, end - Week);
                if (double.IsNaN(demand[t]) || double.IsNaN(mean))
                    continue;
                (sum, expected, variance) = (sum + demand[t], expected + mean, variance + dispersion * mean);
            }
            if (worst is { } before && end - before.End >= Week)
            {
                Keep(before.Drop);
                worst = null;
            }
            if (sum <= 0 || sum >= expected)
                continue;
            var p = AmongLooks(CountTails.AtMost(sum, expected, variance / expected), looks);
            if (p < Unlikely && (worst is null || p < worst.Value.Drop.Probability))
                worst = (end, new(AnomalyKind.Drop, days[end - Week], days[end - 1], sum, expected, p));
        }
        Keep(worst?.Drop);

        // The week around a silence sells less because of it.
        void Keep(FoundAnomaly? drop)
        {
            if (
                drop is { } d
                && !found.Exists(f => f.Kind == AnomalyKind.Silence && f.First <= d.Last && f.Last >= d.First)
            )
                found.Add(d);
        }
    }
}
