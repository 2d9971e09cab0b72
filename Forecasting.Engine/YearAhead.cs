using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine;

/// <summary>The demand of a stretch of days.</summary>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Mean">Expected demand.</param>
/// <param name="Quantiles">What it stays at or below, as in <see cref="Forecaster.Probabilities"/>.</param>
public sealed record PeriodForecast(DateOnly From, DateOnly To, double Mean, double[] Quantiles);

/// <summary>What is expected of a stretch of days.</summary>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="Mean">Expected demand.</param>
public sealed record ExpectedPeriod(DateOnly From, DateOnly To, double Mean);

/// <summary>
/// A year ahead by week and by month. Both are sums of the same days, so they agree: days of the next eight weeks are
/// those of <see cref="SeriesForecaster.Forecast"/>, later ones the parts that weekdays have of their week.
/// </summary>
public static class YearAhead
{
    /// <summary>Days that are forecast as days.</summary>
    private const int Near = 56;

    /// <summary>Weeks that are drawn: twelve whole months after the rest of the present one are within.</summary>
    public const int DrawnWeeks = 57;

    /// <summary>Whole weeks of a year, and whole months.</summary>
    private const int MostWeeks = 52;
    private const int MostMonths = 12;

    private const int Week = DailyDemand.Season;

    /// <summary>The rest of the present week, if any is left, and whole weeks from Monday to Sunday after it.</summary>
    /// <param name="work">Holds the history.</param>
    /// <param name="fit">The choice of its method.</param>
    /// <param name="request">As in <see cref="SeriesForecaster.Forecast"/>; its horizon is not looked at.</param>
    /// <param name="context">What else is known.</param>
    /// <param name="count">Whole weeks, 1 to 52.</param>
    public static IReadOnlyList<PeriodForecast> Weeks(
        ForecastWorkspace work,
        SeriesFit fit,
        ForecastRequest request,
        SeriesContext context,
        int count
    ) => Of(work, fit, request, context, WeekStarts(context.AsOf, count));

    /// <summary>The rest of the present month, if any is left, and whole calendar months after it.</summary>
    /// <param name="work">Holds the history.</param>
    /// <param name="fit">The choice of its method.</param>
    /// <param name="request">As in <see cref="SeriesForecaster.Forecast"/>; its horizon is not looked at.</param>
    /// <param name="context">What else is known.</param>
    /// <param name="count">Whole months, 1 to 12.</param>
    public static IReadOnlyList<PeriodForecast> Months(
        ForecastWorkspace work,
        SeriesFit fit,
        ForecastRequest request,
        SeriesContext context,
        int count
    ) => Of(work, fit, request, context, MonthStarts(context.AsOf, count));

    /// <summary>
    /// What <see cref="Weeks"/> and <see cref="Months"/> expect of a whole year, in one pass and without quantiles: to
    /// be added up over many series.
    /// </summary>
    /// <param name="work">Holds the history.</param>
    /// <param name="fit">The choice of its method.</param>
    /// <param name="request">As in <see cref="SeriesForecaster.Forecast"/>; its horizon is not looked at.</param>
    /// <param name="context">What else is known.</param>
    public static (IReadOnlyList<ExpectedPeriod> Weeks, IReadOnlyList<ExpectedPeriod> Months) Expected(
        ForecastWorkspace work,
        SeriesFit fit,
        ForecastRequest request,
        SeriesContext context
    )
    {
        var near = SeriesForecaster.Forecast(work, fit, request with { Horizon = Near }, context);
        var memory = work.Scratch;
        using var frame = memory.Enter();
        var point = memory.Take(DrawnWeeks);
        Draw(work, fit, request, context, point, memory.Take(DrawnWeeks * Shocks.Paths));
        var days = Curve(near, context, point);
        return (Sums(days, WeekStarts(context.AsOf, MostWeeks)), Sums(days, MonthStarts(context.AsOf, MostMonths)));
    }

    private static DateOnly[] WeekStarts(DateOnly asOf, int count)
    {
        var first = asOf.AddDays(1);
        var monday = first.AddDays(((int)DayOfWeek.Monday - (int)first.DayOfWeek + Week) % Week);
        return [first, .. Enumerable.Range(0, count + 1).Select(i => monday.AddDays(i * Week))];
    }

    private static DateOnly[] MonthStarts(DateOnly asOf, int count)
    {
        var first = asOf.AddDays(1);
        var next = first.Day == 1 ? first : new DateOnly(first.Year, first.Month, 1).AddMonths(1);
        return [first, .. Enumerable.Range(0, count + 1).Select(next.AddMonths)];
    }

    /// <param name="days">From the first start on.</param>
    /// <param name="starts">As in <see cref="Of"/>.</param>
    private static List<ExpectedPeriod> Sums(double[] days, DateOnly[] starts)
    {
        var periods = new List<ExpectedPeriod>();
        for (var i = 0; i + 1 < starts.Length; i++)
        {
            var (from, to) = (starts[i].DayNumber - starts[0].DayNumber, starts[i + 1].DayNumber - starts[0].DayNumber);
            if (from < to)
                periods.Add(new(starts[i], starts[i + 1].AddDays(-1), Sum(days, from, to)));
        }
        return periods;
    }

    private static double Sum(double[] days, int from, int to)
    {
        var sum = 0.0;
        for (var day = from; day < to; day++)
            sum += days[day];
        return sum;
    }

    /// <param name="starts">The first day of each period and the one after the last, ascending; the first may be
    /// there twice.</param>
    private static List<PeriodForecast> Of(
        ForecastWorkspace work,
        SeriesFit fit,
        ForecastRequest request,
        SeriesContext context,
        DateOnly[] starts
    )
    {
        var near = SeriesForecaster.Forecast(work, fit, request with { Horizon = Near }, context);
        var memory = work.Scratch;
        using var frame = memory.Enter();
        var point = memory.Take(DrawnWeeks);
        var paths = memory.Take(DrawnWeeks * Shocks.Paths);
        var calibration = Draw(work, fit, request, context, point, paths);
        var days = Curve(near, context, point);
        var probabilities = Forecaster.Probabilities;
        var sum = memory.Take(Shocks.Paths);
        Span<int> ranks = stackalloc int[probabilities.Length];
        var periods = new List<PeriodForecast>();
        for (var i = 0; i + 1 < starts.Length; i++)
        {
            var (from, to) = (starts[i].DayNumber - starts[0].DayNumber, starts[i + 1].DayNumber - starts[0].DayNumber);
            if (from == to)
                continue;
            var mean = Sum(days, from, to);
            var quantiles = new double[probabilities.Length];
            if (from == 0 && to <= Near)
            {
                for (var q = 0; q < quantiles.Length; q++)
                    quantiles[q] = near.Cumulative[q][to - 1];
            }
            else
            {
                var expected = Sum(from, to, point, paths, sum);
                var length = Math.Max(1, (int)Math.Round((to - from) / (double)Week));
                QuantileTable.Rank(ranks, probabilities, calibration, length, expected);
                Ranks.Read(sum, ranks, quantiles);
                for (var q = 0; q < quantiles.Length; q++)
                {
                    quantiles[q] *= expected > 0 ? mean / expected : 1;
                    if (near.Whole)
                        quantiles[q] = Math.Round(quantiles[q]);
                }
            }
            periods.Add(new(starts[i], starts[i + 1].AddDays(-1), mean, quantiles));
        }
        return periods;
    }

    /// <summary>The weeks from tomorrow on; of a series that is too young for weeks, sums of its days.</summary>
    private static PathCalibration? Draw(
        ForecastWorkspace work,
        SeriesFit fit,
        ForecastRequest request,
        SeriesContext context,
        Span<double> point,
        Span<double> paths
    )
    {
        var memory = work.Scratch;
        var ask = SeriesForecaster.Ask(work, request with { Horizon = DrawnWeeks * Week }, context);
        if (ask.Weeks is { } weeks && WeekBlend.TryDraw(weeks, ask.Whole, point, paths, out var calibration, memory))
            return calibration;
        using var frame = memory.Enter();
        var daily = memory.Take(DrawnWeeks * Week);
        var all = memory.Take(DrawnWeeks * Week * Shocks.Paths);
        var asked = ask.Recent(memory);
        var method = ForecastMethod.Find(fit.Model) ?? ForecastMethod.Counts;
        if (!method.TryDraw(asked, daily, all, memory, out _))
            ForecastMethod.Counts.TryDraw(asked, daily, all, memory, out _);
        point.Clear();
        paths.Clear();
        for (var day = 0; day < daily.Length; day++)
        {
            point[day / Week] += daily[day];
            Shocks.AddScaled(
                paths.Slice(day / Week * Shocks.Paths, Shocks.Paths),
                all.Slice(day * Shocks.Paths, Shocks.Paths),
                1
            );
        }
        return null;
    }

    /// <summary>What is expected of every day.</summary>
    private static double[] Curve(SeriesForecast near, SeriesContext context, ReadOnlySpan<double> weeks)
    {
        var days = new double[weeks.Length * Week];
        near.Mean.CopyTo(days, 0);
        var last = near.Mean.AsSpan(Near - Week);
        var sum = 0.0;
        foreach (var day in last)
            sum += day;
        var raised = RaisedDays.Steps(context.Raised, context.AsOf, days.Length);
        for (var day = Near; day < days.Length; day++)
        {
            days[day] = weeks[day / Week] * (sum > 0 ? last[day % Week] / sum : 1.0 / Week);
            if (raised.Length > 0)
                days[day] *= raised[day];
        }
        return days;
    }

    /// <summary>
    /// The sum of parts of weeks, path by path. What covers no more than a week is as uncertain as the week that most
    /// of it lies in: parts of two, drawn apart, would even each other out.
    /// </summary>
    /// <returns>What is expected of it.</returns>
    private static double Sum(
        int from,
        int to,
        ReadOnlySpan<double> point,
        ReadOnlySpan<double> paths,
        Span<double> sum
    )
    {
        sum.Clear();
        if (to - from <= Week)
        {
            var most = (from + to) / 2 / Week;
            paths.Slice(most * Shocks.Paths, Shocks.Paths).CopyTo(sum);
            return point[most];
        }
        var expected = 0.0;
        for (var week = from / Week; week * Week < to; week++)
        {
            var part = (Math.Min(to, (week + 1) * Week) - Math.Max(from, week * Week)) / (double)Week;
            Shocks.AddScaled(sum, paths.Slice(week * Shocks.Paths, Shocks.Paths), part);
            expected += part * point[week];
        }
        return expected;
    }
}
