using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Forecasts;

internal static class AccuracyPrinter
{
    private sealed record Row(string Of, string Span, AccuracyScores Scores);

    private static View<Row> Table => Columns("model", T("Model"), Percent);
    private static View<Row> Csv => Columns("model", T("Model"), share => share);
    private static View<Row> WeeksTable => Columns("week", T("Week of"), Percent);
    private static View<Row> WeeksCsv => Columns("week", T("Week of"), share => share);

    private static View<SeriesSignal> Signals =>
        new View<SeriesSignal>()
            .With("sku", T("SKU"), s => s.Sku)
            .With("location", T("Location"), s => s.Location)
            .With("signal", T("Signal"), s => s.Signal)
            .With("observations", T("Days"), s => s.Observations)
            .With("day", T("Up to"), s => s.Day)
            .With("driftedOn", T("Drifted on"), s => s.DriftedOn);

    /// <summary>A row per model and span for CSV, "all" first; for eyes also the series that miss most.</summary>
    public static int Print(Invocation run, ForecastAccuracy accuracy)
    {
        var rows = Rows(T("all"), accuracy.DayAhead, accuracy.LeadTime)
            .Concat(accuracy.Models.SelectMany(m => Rows(m.Model, m.DayAhead, m.LeadTime)))
            .Where(r => r.Scores.Forecasts > 0)
            .ToList();
        if (run.Format == OutputFormat.Json)
            return run.Show(new View<ForecastAccuracy>(), accuracy);
        if (run.Format == OutputFormat.Csv)
            return run.Show(Csv, rows);

        var output = run.Shell.Out;
        if (accuracy.From is null)
        {
            output.WriteLine(
                T(
                    $"No forecast of the last {accuracy.Days} days has been scored yet: the "
                        + $"first is when its day is over."
                )
            );
            return ExitCode.Ok;
        }

        output.WriteLine(
            T(
                $"Forecasts for {accuracy.From:yyyy-MM-dd} to {accuracy.To:yyyy-MM-dd} against what came, "
                    + $"beside the same weekday a week before (naive)"
            )
        );
        output.WriteLine();
        run.Show(Table, rows);
        if (accuracy.Signals.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(T("Missing most steadily in one direction (1: always too low, -1: always too high):"));
            run.Show(Signals, accuracy.Signals);
        }

        return ExitCode.Ok;
    }

    /// <summary>A row per week and span.</summary>
    public static int Print(Invocation run, AccuracyByWeek weeks) =>
        run.Format switch
        {
            OutputFormat.Json => run.Show(new View<AccuracyByWeek>(), weeks),
            OutputFormat.Csv => run.Show(WeeksCsv, Rows(weeks)),
            _ => run.Show(WeeksTable, Rows(weeks)),
        };

    private static List<Row> Rows(AccuracyByWeek weeks) =>
        [
            .. weeks
                .Weeks.SelectMany(w => Rows(Cells.Day(w.Monday), w.DayAhead, w.LeadTime))
                .Where(r => r.Scores.Forecasts > 0),
        ];

    private static IEnumerable<Row> Rows(string of, AccuracyScores dayAhead, AccuracyScores leadTime) =>
        [new(of, T("next day"), dayAhead), new(of, T("lead time"), leadTime)];

    private static View<Row> Columns(string key, string title, Func<double?, object?> share) =>
        new View<Row>()
            .With(key, title, r => r.Of)
            .With("span", T("Of"), r => r.Span)
            .With("series", T("Series"), r => r.Scores.Series)
            .With("forecasts", T("Compared"), r => r.Scores.Forecasts)
            .With("rmsse", T("RMSSE"), r => r.Scores.Rmsse)
            .With("naiveRmsse", T("(naive)"), r => r.Scores.NaiveRmsse)
            .With("scaledPinball", T("Pinball"), r => r.Scores.ScaledPinball)
            .With("naiveScaledPinball", T("(naive)"), r => r.Scores.NaiveScaledPinball)
            .With("betterThanNaive", T("Less loss"), r => share(r.Scores.BetterThanNaive))
            .With("bias", T("Bias"), r => share(r.Scores.Bias))
            .With("naiveBias", null, r => share(r.Scores.NaiveBias))
            .With("coverage80", T("In 80%"), r => share(r.Scores.Coverage80))
            .With("coverage95", T("In 95%"), r => share(r.Scores.Coverage95));

    private static string? Percent(double? share) => share is { } known ? Cells.Percent(known) : null;
}
