using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine;

/// <summary>
/// A forecast of days and one of the same series by week, made one: they err differently, and what days cannot tell
/// from chance weeks can (Athanasopoulos, Hyndman, Kourentzes and Petropoulos 2017, "Forecasting with temporal
/// hierarchies", European Journal of Operational Research 262). Days then sum up to what both say of their week, half
/// and half; the further ahead, the more the weeks say.
/// </summary>
internal static class WeekBlend
{
    /// <summary>From how many days on both count alike, and from where to where the weeks take over.</summary>
    private const int Alike = 14,
        Far = 56,
        Farthest = 112;

    /// <summary>
    /// What the series alone says of its weeks beside the model over all series. They err at different times: which of
    /// them was better changed from one half year to the next (docs/forecasting.md).
    /// </summary>
    private const double OwnShare = .4;

    private const int Week = DailyDemand.Season;

    /// <summary>How much the weeks say of the sum of so many days.</summary>
    public static double Share(int days) =>
        days <= Alike ? .5 * days / Alike : .5 + .5 * Math.Clamp((days - Far) / (double)(Farthest - Far), 0, 1);

    /// <summary>Draws the weeks of a series; false when there is too little to say of them.</summary>
    /// <param name="weeks">The series by week.</param>
    /// <param name="whole">As in <see cref="Question.Whole"/>.</param>
    /// <param name="point">Receives the expectation of each week.</param>
    /// <param name="paths">Receives the futures, step-major.</param>
    /// <param name="calibration">Where among these the truth lay.</param>
    /// <param name="work">The thread's memory.</param>
    public static bool TryDraw(
        WeeksToo weeks,
        bool? whole,
        Span<double> point,
        Span<double> paths,
        out PathCalibration? calibration,
        Scratch work
    )
    {
        calibration = null;
        if (!weeks.TryAsk(point.Length, whole, out var question))
            return false;
        using var frame = work.Enter();
        var asked = question.Recent(work);
        if (asked.Outside is { } outside && ForecastMethod.Global.TryDraw(asked, point, paths, work, out _))
        {
            calibration = outside.Calibration(asked.History);
            var own = work.Take(point.Length);
            var ownPaths = work.Take(paths.Length);
            if (ForecastMethod.Ensemble.TryDraw(asked, own, ownPaths, work, out _))
            {
                Mix(point, own);
                Mix(paths, ownPaths);
            }
            return true;
        }
        return ForecastMethod.Ensemble.TryDraw(asked, point, paths, work, out _);
    }

    private static void Mix(Span<double> values, ReadOnlySpan<double> own)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] += OwnShare * (own[i] - values[i]);
    }

    /// <summary>Makes a forecast of days one with that of its weeks.</summary>
    /// <param name="weeks">The series by week.</param>
    /// <param name="days">The forecast of its days, which is changed.</param>
    /// <param name="asked">The question that it answers.</param>
    /// <param name="sums">As in <see cref="Forecaster"/>.</param>
    /// <param name="whole">Whether only whole numbers can come.</param>
    /// <param name="work">The thread's memory.</param>
    public static void Apply(
        WeeksToo weeks,
        DistributionForecast days,
        in Question asked,
        ReadOnlySpan<int> sums,
        bool whole,
        Scratch work
    )
    {
        using var frame = work.Enter();
        var (mean, horizon) = (days.Mean, days.Mean.Length);
        var count = (horizon + Week - 1) / Week;
        var point = work.Take(count);
        var paths = work.Take(count * Shocks.Paths);
        if (!TryDraw(weeks, whole ? true : null, point, paths, out var calibration, work))
            return;
        var (_, byWeek) = QuantileTable.Read(paths, point, days.Probabilities, [], calibration, work);

        // What was expected of the first days, with and without what they were raised by.
        var expected = work.Take(horizon + 1);
        var plain = work.Take(horizon + 1);
        for (var h = 0; h < horizon; h++)
        {
            expected[h + 1] = expected[h] + mean[h];
            plain[h + 1] = plain[h] + mean[h] / (h < asked.Raised.Length ? asked.Raised[h] : 1);
        }
        for (var week = 0; week < count; week++)
        {
            var (first, end) = (week * Week, Math.Min(horizon, (week + 1) * Week));
            var (sum, all) = (plain[end] - plain[first], point[week] * (end - first) / Week);
            if (sum > 0)
            {
                var factor = 1 + Share(end) * (all / sum - 1);
                for (var h = first; h < end; h++)
                    mean[h] *= factor;
            }
        }
        for (var column = 0; column < days.Cumulative[0].Length; column++)
        {
            var length = sums.IsEmpty ? column + 1 : sums[column];
            var (full, rest) = Math.DivRem(Math.Min(length, horizon), Week);
            var (first, end) = (full * Week, Math.Min(horizon, (full + 1) * Week));
            var part =
                rest == 0 ? 0
                : plain[end] > plain[first] ? (plain[first + rest] - plain[first]) / (plain[end] - plain[first])
                : rest / (double)(end - first);
            part *= (end - first) / (double)Week;
            var above = plain[first + rest] > 0 ? expected[first + rest] / plain[first + rest] : 1;
            var share = Share(length);
            var nothing = column > 0 && sums.IsEmpty && asked.IsClosed(length - 1);
            for (var q = 0; q < byWeek.Length; q++)
            {
                var known = full > 0 ? byWeek[q][full - 1] : 0;
                var sum = (part > 0 ? known + part * (byWeek[q][full] - known) : known) * above;
                ref var quantile = ref days.Cumulative[q][column];
                quantile += share * (sum - quantile);
                if (whole)
                    quantile = Math.Round(quantile);
                if (column > 0)
                {
                    var before = days.Cumulative[q][column - 1];
                    quantile = nothing ? before : Math.Max(quantile, before);
                }
            }
        }
    }
}
