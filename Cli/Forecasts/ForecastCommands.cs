using System.CommandLine;
using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Forecasts;

internal static class ForecastCommands
{
    private static View<RefreshAccepted> Accepted =>
        new View<RefreshAccepted>().With("series", T("Series to refresh"), r => r.Series);

    private static View<SeriesError> Errors =>
        new View<SeriesError>()
            .With("sku", T("SKU"), e => e.Sku)
            .With("name", T("Name"), e => e.Name)
            .With("location", T("Location"), e => e.Location)
            .With("forecasts", T("Days"), e => e.Forecasts)
            .With("expected", T("Expected"), e => e.Expected)
            .With("actual", T("Came"), e => e.Actual)
            .With("error", T("Error, units"), e => e.Error)
            .Money("revenue", T("At price"), e => e.Revenue)
            .Money("margin", T("At margin"), e => e.Margin);

    private static View<MethodShare> Shares =>
        new View<MethodShare>()
            .With("method", T("Method"), m => m.Method)
            .With("series", T("Series"), m => m.Series)
            .With("share", T("Share"), m => m.Share);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "forecast",
            T("What demand will be, and how well that is known."),
            Show(inv),
            GroupCommand.Create(inv),
            Accuracy(inv),
            Weeks(inv),
            Worst(inv),
            Methods(inv),
            Run(inv),
            MarkedDaysCommands.List(inv),
            MarkedDaysCommands.Mark(inv),
            MarkedDaysCommands.Unmark(inv)
        );

    private static Command Show(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("Only this location."));
        var grain = Inputs.Word<ForecastGrain>("--grain", T("How long the periods are; default day."));
        var horizon = new Option<int?>("--horizon")
        {
            Description = T(
                $"Days ahead, 1 to {Limits.MaxHorizonDays}, default {Limits.DefaultHorizonDays}; weeks 1 to "
                    + $"{Limits.MaxHorizonWeeks} or months 1 to {Limits.MaxHorizonMonths}, default all."
            ),
            HelpName = "n",
        };
        return inv.Verb(
            "show",
            T("Shows the forecast of one product per location, with its intervals and the models that competed."),
            [
                "inv forecast show 85123A --horizon 28",
                "inv forecast show 85123A --grain month",
                "inv forecast show 85123A -o csv > forecast.csv",
            ],
            [sku, location, grain, horizon],
            async (run, ct) =>
                ForecastPrinter.Print(
                    run,
                    await run.Forecasting.GetForecasts(
                        run.Get(sku),
                        run.Get(location),
                        run.Get(horizon),
                        run.Get(grain),
                        ct
                    )
                )
        );
    }

    private static Command Accuracy(Inv inv)
    {
        var days = new Option<int>("--days")
        {
            Description = T($"Days back from today, 1 to {Limits.MaxAccuracyDays}."),
            HelpName = "n",
            DefaultValueFactory = _ => 28,
        };
        var sku = Inputs.Text("--sku", T("Only this product."));
        var (location, category) = Narrowed();
        return inv.Verb(
            "accuracy",
            T("Shows what forecasts were worth: yesterday's against what came, beside seasonal naive."),
            [
                "inv forecast accuracy",
                "inv forecast accuracy --sku 85123A --days 90",
                "inv forecast accuracy -o csv > accuracy.csv",
            ],
            [days, sku, location, category],
            async (run, ct) =>
                AccuracyPrinter.Print(
                    run,
                    await run.Forecasting.GetAccuracy(
                        run.Get(days),
                        run.Get(sku),
                        run.Get(location),
                        run.Get(category),
                        ct
                    )
                )
        );
    }

    private static Command Weeks(Inv inv)
    {
        var (location, category) = Narrowed();
        return inv.Verb(
            "weeks",
            T("Shows what forecasts were worth week by week, as far back as scores are kept."),
            ["inv forecast weeks", "inv forecast weeks --category Lamps -o csv > weeks.csv"],
            [location, category],
            async (run, ct) =>
                AccuracyPrinter.Print(
                    run,
                    await run.Forecasting.GetAccuracyByWeek(run.Get(location), run.Get(category), ct)
                )
        );
    }

    private static Command Worst(Inv inv)
    {
        var days = new Option<int>("--days")
        {
            Description = T($"Days back from today, 1 to {Limits.MaxAccuracyDays}."),
            HelpName = "n",
            DefaultValueFactory = _ => 28,
        };
        var limit = new Option<int>("--limit")
        {
            Description = T("How many series, 1 to 500."),
            HelpName = "n",
            DefaultValueFactory = _ => 20,
        };
        var (location, category) = Narrowed();
        return inv.Verb(
            "worst",
            T("Lists the series whose forecasts of the next day missed by the most money."),
            ["inv forecast worst", "inv forecast worst --days 90 --location LONDON"],
            [days, limit, location, category],
            async (run, ct) =>
                run.Show(
                    Errors,
                    (
                        await run.Forecasting.ListWorstForecasts(
                            run.Get(days),
                            run.Get(limit),
                            run.Get(location),
                            run.Get(category),
                            ct
                        )
                    ).Series
                )
        );
    }

    private static Command Methods(Inv inv)
    {
        var (location, category) = Narrowed();
        return inv.Verb(
            "methods",
            T("Shows how many series each method was chosen for, and when."),
            ["inv forecast methods", "inv forecast methods --location LONDON"],
            [location, category],
            async (run, ct) =>
                Print(run, await run.Forecasting.GetForecastMethods(run.Get(location), run.Get(category), ct))
        );
    }

    private static (Option<string?> Location, Option<string?> Category) Narrowed() =>
        (
            Inputs.Text("--location", T("Only this location.")),
            Inputs.Text("--category", T("Only this category and those below it."))
        );

    private static int Print(Invocation run, ForecastMethods methods)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(new View<ForecastMethods>(), methods);
        run.Show(Shares, methods.Methods);
        if (run.Format == OutputFormat.Csv)
            return ExitCode.Ok;
        run.Say(T($"{methods.Series} series have a forecast, {methods.Waiting} wait to be fitted anew."));
        if (methods.LastFittedAt is { } last)
            run.Say(T($"Fitted between {Cells.Text(methods.FirstFittedAt)} and {Cells.Text(last)}."));
        if (methods.NotEnoughData > 0)
            run.Say(T($"{methods.NotEnoughData} have too little history for a choice; JSON names some."));
        return ExitCode.Ok;
    }

    private static Command Run(Inv inv)
    {
        var sku = new Argument<string?>("sku")
        {
            Description = T("The product's SKU. Without it: every series."),
            Arity = ArgumentArity.ZeroOrOne,
        };
        return inv.Verb(
            "run",
            T("Computes forecasts anew: of one product now, or of all in the background."),
            ["inv forecast run 85123A", "inv forecast run"],
            [sku],
            async (run, ct) =>
                run.Get(sku) is { } one
                    ? ForecastPrinter.Print(run, await run.Forecasting.RefreshForecasts(one, ct: ct))
                    : run.Show(Accepted, await run.Forecasting.RefreshAll(ct: ct))
        );
    }
}

internal static class ForecastPrinter
{
    private static View<ModelScore> Candidates =>
        new View<ModelScore>()
            .With("model", T("Model"), m => m.Chosen ? new Styled(m.Model, "green") : m.Model)
            .With("chosen", "", m => m.Chosen ? T("chosen") : "")
            .With("origins", T("Origins"), m => m.Origins)
            .With("horizonDays", T("Days"), m => m.HorizonDays)
            .With("rmsse", T("RMSSE"), m => m.Rmsse)
            .With("scaledPinball", T("Pinball"), m => m.ScaledPinball)
            .With("cumulativePinball", T("Of the sum"), m => m.CumulativePinball)
            .With("bias", T("Bias"), m => Percent(m.Bias))
            .With("coverage80", T("In 80%"), m => Percent(m.Coverage80))
            .With("coverage95", T("In 95%"), m => Percent(m.Coverage95));

    private static View<DemandMark> Marks =>
        new View<DemandMark>()
            .With("day", T("Day"), m => m.Day)
            .With("kind", T("Kind"), m => m.Kind)
            .With("demand", T("Sold"), m => m.Demand)
            .With("expected", T("Usual"), m => Estimate.Of(m.Expected));

    /// <summary>Newer days say more; all of them are in the JSON.</summary>
    private const int ShownMarks = 8;

    /// <summary>What fits beside each other; all levels are in CSV and JSON.</summary>
    private static readonly double[] ShownLevels = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

    /// <summary>One row per series and day for CSV; a page per series for eyes.</summary>
    public static int Print(Invocation run, IReadOnlyList<ForecastResponse> forecasts)
    {
        if (run.Format == OutputFormat.Json || forecasts.Count == 0)
            return run.Show(new View<ForecastResponse>().With("sku", T("SKU"), f => f.Sku), forecasts);
        if (run.Format == OutputFormat.Csv && forecasts[0].Grain != ForecastGrain.Day)
        {
            return run.Show(
                PeriodRows(forecasts[0].Levels),
                [.. forecasts.SelectMany(f => f.Periods.Select(period => (f, period)))]
            );
        }
        if (run.Format == OutputFormat.Csv)
            return run.Show(Rows(forecasts[0].Levels), [.. forecasts.SelectMany(f => f.Days.Select(day => (f, day)))]);

        foreach (var forecast in forecasts)
            PrintOne(run, forecast);
        return ExitCode.Ok;
    }

    private static void PrintOne(Invocation run, ForecastResponse forecast)
    {
        var output = run.Shell.Out;
        output.WriteLine(
            T($"{forecast.Sku} at {forecast.Location}, from what was known on {forecast.AsOf:yyyy-MM-dd}")
        );
        output.WriteLine(T($"Model: {forecast.Model}. {forecast.Why.ToString()}"));
        output.WriteLine(Version(forecast));
        if (forecast.Status == ForecastStatus.NotEnoughData)
            output.WriteLine(T("Not enough data: take these numbers as a wide guess."));
        foreach (var note in forecast.Notes.Select(n => n.ToString()))
            output.WriteLine(T($"Note: {note}"));
        if (forecast.Periods.Count > 0)
            PrintPeriods(run, forecast);
        if (forecast.Days.Count == 0)
            return;

        // The extreme levels of a few samples say little: what is drawn is the 80% interval, or what comes nearest to
        // it.
        var (low, high) = (Nearest(forecast.Levels, 0.1), Nearest(forecast.Levels, 0.9));
        output.WriteLine();
        output.WriteLine(
            $"  {Sparkline.Of(forecast.Days.Select(day => day.Mean))}  "
                + T($"{ShortDay(forecast.Days[0])} to {ShortDay(forecast.Days[^1])}, mean per day")
        );
        if (forecast.Cumulative.Count > 0)
        {
            var all = forecast.Cumulative[^1];
            output.WriteLine(
                "  "
                    + T(
                        $"{forecast.Cumulative.Count} days together: {Estimate.Text(all.Mean)} expected, "
                            + $"{Estimate.Text(all.Quantiles[low])} to {Estimate.Text(all.Quantiles[high])} "
                            + $"between {Level(forecast.Levels[low])} and {Level(forecast.Levels[high])}"
                    )
            );
        }

        output.WriteLine();
        var peak = forecast.Days.Max(day => Math.Max(day.Mean, day.Quantiles[high]));
        var days = new View<ForecastRow>()
            .With("date", T("Day"), day => day.Date.ToString("ddd yyyy-MM-dd", Languages.Reader))
            .With("mean", T("Mean"), day => Estimate.Of(day.Mean));
        AddLevels(days, forecast.Levels, (day, level) => day.Quantiles[level]);
        days.With(
            "bar",
            "",
            day => Sparkline.Interval(day.Quantiles[low], day.Mean, day.Quantiles[high], peak, 24),
            whole: true
        );
        run.Show(days, forecast.Days);
        output.WriteLine();
        if (forecast.Marks.Count > 0)
        {
            output.WriteLine(
                forecast.Marks.Count > ShownMarks
                    ? T($"Days that stand out, the last {ShownMarks} of {forecast.Marks.Count}:")
                    : T("Days that stand out:")
            );
            run.Show(Marks, [.. forecast.Marks.TakeLast(ShownMarks)]);
            output.WriteLine();
        }

        if (forecast.Candidates.Count > 0)
        {
            output.WriteLine(T("What each model scored on this series' own past:"));
            run.Show(Candidates, forecast.Candidates);
            output.WriteLine();
        }
    }

    private static void PrintPeriods(Invocation run, ForecastResponse forecast)
    {
        var output = run.Shell.Out;
        var (low, high) = (Nearest(forecast.Levels, 0.1), Nearest(forecast.Levels, 0.9));
        output.WriteLine();
        output.WriteLine($"  {Sparkline.Of(forecast.Periods.Select(period => period.Mean))}");
        output.WriteLine();
        var peak = forecast.Periods.Max(period => Math.Max(period.Mean, period.Quantiles[high]));
        var periods = new View<ForecastPeriod>()
            .With("from", T("From"), period => period.From)
            .With("to", T("To"), period => period.To)
            .With("mean", T("Mean"), period => Estimate.Of(period.Mean));
        AddLevels(periods, forecast.Levels, (period, level) => period.Quantiles[level]);
        periods.With(
            "bar",
            "",
            period => Sparkline.Interval(period.Quantiles[low], period.Mean, period.Quantiles[high], peak, 24),
            whole: true
        );
        run.Show(periods, forecast.Periods);
        output.WriteLine();
    }

    private static void AddLevels<TRow>(View<TRow> view, IReadOnlyList<double> levels, Func<TRow, int, double> of)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            var level = i;
            if (!ShownLevels.Contains(levels[i]))
                continue;
            view.With(
                Level(levels[i]),
                Level(levels[i]),
                row => Estimate.Of(of(row, level)),
                // What is left out first: what lies between the median and the 80% interval.
                rank: levels[i] is 0.25 or 0.75 ? 2
                    : levels[i] is 0.5 ? 0
                    : 1
            );
        }
    }

    private static View<(ForecastResponse Forecast, ForecastPeriod Period)> PeriodRows(IReadOnlyList<double> levels)
    {
        var view = new View<(ForecastResponse Forecast, ForecastPeriod Period)>()
            .With("sku", T("SKU"), row => row.Forecast.Sku)
            .With("location", T("Location"), row => row.Forecast.Location)
            .With("asOf", T("As of"), row => row.Forecast.AsOf)
            .With("model", T("Model"), row => row.Forecast.Model)
            .With("from", T("From"), row => row.Period.From)
            .With("to", T("To"), row => row.Period.To)
            .With("mean", T("Mean"), row => row.Period.Mean);
        AddAllLevels(view, levels, (row, level) => row.Period.Quantiles[level]);
        return view;
    }

    private static void AddAllLevels<TRow>(View<TRow> view, IReadOnlyList<double> levels, Func<TRow, int, double> of)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            var level = i;
            view.With(Level(levels[i]).ToLowerInvariant(), Level(levels[i]), row => of(row, level));
        }
    }

    private static View<(ForecastResponse Forecast, ForecastRow Day)> Rows(IReadOnlyList<double> levels)
    {
        var view = new View<(ForecastResponse Forecast, ForecastRow Day)>()
            .With("sku", T("SKU"), row => row.Forecast.Sku)
            .With("location", T("Location"), row => row.Forecast.Location)
            .With("asOf", T("As of"), row => row.Forecast.AsOf)
            .With("model", T("Model"), row => row.Forecast.Model)
            .With("date", T("Day"), row => row.Day.Date)
            .With("mean", T("Mean"), row => row.Day.Mean);
        AddAllLevels(view, levels, (row, level) => row.Day.Quantiles[level]);
        return view;
    }

    private static string ShortDay(ForecastRow of) => of.Date.ToString(T("MMM d"), Languages.Reader);

    private static string Version(ForecastResponse of)
    {
        var version = T($"Forecast version {of.Version} of {Cells.Text(of.ComputedAt)}");
        if (of.Fit is not { } fit)
            return T($"{version}; the model is provisional");
        var chosen = T($"{version}; model chosen {Cells.Text(fit.FittedAt)}, version {fit.Version}");
        return fit.GlobalModel is { } global
            ? T($"{chosen}, with the model over all series, version {global}")
            : chosen;
    }

    private static int Nearest(IReadOnlyList<double> levels, double wanted) =>
        Enumerable.Range(0, levels.Count).MinBy(i => Math.Abs(levels[i] - wanted));

    /// <summary>0.05 is P5, 0.975 is P97.5.</summary>
    private static string Level(double level) => "P" + (level * 100).ToString("0.##", CultureInfo.InvariantCulture);

    private static string? Percent(double? share) => share is { } known ? Cells.Percent(known) : null;
}
