using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Forecasts;

/// <summary>What forecasts were worth over the weeks.</summary>
internal static class WeeksChart
{
    /// <param name="weeks">At least one.</param>
    public static Chart Of(AccuracyByWeek weeks) =>
        new(
            "weeks",
            T("Less loss than naive, and what the bands held"),
            T("Lines over weeks, of the loss and of the bands; the same numbers are in the table below."),
            new()
            {
                Days = [.. weeks.Weeks.Select(w => w.Monday)],
                Panels =
                [
                    Panel(
                        T("Less loss than naive"),
                        Line(T("The next day"), ChartColor.Accent, weeks, w => w.DayAhead.BetterThanNaive),
                        Line(T("Lead time and review"), ChartColor.Second, weeks, w => w.LeadTime.BetterThanNaive)
                    ),
                    Panel(
                        T("Held by the bands of the next day"),
                        Line(T("Inside the 80% band"), ChartColor.Accent, weeks, w => w.DayAhead.Coverage80),
                        Line(T("Inside the 95% band"), ChartColor.Second, weeks, w => w.DayAhead.Coverage95)
                    ),
                ],
            },
            new(
                T("Newest week first; of the next day, and of lead time and review together"),
                [
                    new("week", T("Week of")),
                    new("compared", T("Compared"), v => Show.Count((long)v)),
                    Share("betterThanNaive", T("Less loss than naive")),
                    new("bias", T("Bias"), v => Show.Change((double)v)),
                    Share("coverage80", T("Inside the 80% band")),
                    Share("coverage95", T("Inside the 95% band")),
                    Share("leadTimeBetterThanNaive", T("Lead time: less loss")),
                    new("leadTimeBias", T("Lead time: bias"), v => Show.Change((double)v)),
                    Share("leadTimeCoverage80", T("Lead time: inside 80%")),
                    Share("leadTimeCoverage95", T("Lead time: inside 95%")),
                ],
                [.. weeks.Weeks.Reverse().Select(Row)]
            ),
            Rich($"As of {Show.Moment(weeks.AsOf)}")
        );

    private static object?[] Row(AccuracyWeek week) =>
        [week.Monday, (decimal)week.DayAhead.Forecasts, .. Figures(week.DayAhead), .. Figures(week.LeadTime)];

    private static object?[] Figures(AccuracyScores scores) =>
        [
            ChartTable.Number(scores.BetterThanNaive),
            ChartTable.Number(scores.Bias),
            ChartTable.Number(scores.Coverage80),
            ChartTable.Number(scores.Coverage95),
        ];

    private static ChartColumn Share(string key, string name) => new(key, name, v => Show.Percent((double)v));

    private static ChartPanel Panel(string unit, params ChartSeries[] series) =>
        new(unit, series) { Percent = true, FromZero = false };

    private static ChartSeries Line(
        string name,
        ChartColor color,
        AccuracyByWeek weeks,
        Func<AccuracyWeek, double?> value
    ) => new(name, ChartShape.Line, color, [.. weeks.Weeks.Select(value)]);
}
