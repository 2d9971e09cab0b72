using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;

namespace SmartInventory.Accuracy;

/// <summary>Runs the methods over the tasks, one thread, and reports.</summary>
public static class Bench
{
    /// <summary>The one model over all series; learns anew for each origin, from what was known there.</summary>
    private static string Global => Forecaster.Global;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static int Run(RunOptions run, TextWriter output, TextWriter messages)
    {
        string[] methods = run.Method switch
        {
            "all" => [Forecaster.Auto, .. Forecaster.Methods],
            Forecaster.Auto => [Forecaster.Auto],
            _ when run.Method == Global || Forecaster.Methods.Contains(run.Method) => [run.Method],
            _ => throw new BadInputException(
                $"--method {run.Method}: not one of all, auto, {Global}, {string.Join(", ", Forecaster.Methods)}."
            ),
        };
        if (run.Write is not null && methods.Length > 1)
            throw new BadInputException("--write is for one method.");
        if (run.Draw is not null && (methods.Length > 1 || run.Ids.Length == 0))
            throw new BadInputException("--draw is for one method, and for the series that --ids names.");
        if (run.Draw is not null)
            Directory.CreateDirectory(run.Draw);
        if (run.Format == "series" && run.Write is null)
            throw new BadInputException("The series format has no truth to score against: give --write.");
        if (
            (run.Prices is not null || run.Calendar is not null)
            && run.Method is not ("global" or "all" or Forecaster.Auto)
        )
            messages.WriteLine("Prices and calendar: no method on single series uses them.");

        var tasks = Tasks.Read(run);
        if (tasks.Count == 0)
            throw new BadInputException($"{run.Data}: no series fits the format, season and horizon.");
        var dated = tasks.TrueForAll(t => t.Series is not null && t.Season == tasks[0].Season);
        if (run.Method == Global && !dated)
            throw new BadInputException(
                "--method global is for series of one time and season: --format wide, or series with a column first."
            );
        if (run.ByWeekToo && (!dated || tasks[0].Season != 7))
            throw new BadInputException(
                "--weeks-too is for series of days of one time, as --method global, with season 7."
            );
        var together =
            dated && tasks.Count >= GlobalModel.FewestSeries * tasks.Select(t => t.Origin).Distinct().Count();
        using var writer = run.Write is null ? null : new StreamWriter(run.Write);
        writer?.Write(Header());

        var lines = new List<ScoreLine>();
        var trainings = new List<double>();
        foreach (var method in methods)
        {
            var work = new ForecastWorkspace();
            GlobalModel? model = null;
            GlobalModel? weeks = null;
            string? origin = null;
            Forecaster.Forecast(
                tasks[0].History,
                tasks[0].Season,
                tasks[0].Horizon,
                ScoreTally.Probabilities,
                run.Sums,
                method == Global ? Forecaster.Auto : method,
                work
            );
            var total = new ScoreTally(method, null, run.Sums);
            var groups = new SortedDictionary<string, ScoreTally>(StringComparer.Ordinal);
            foreach (var task in tasks)
            {
                var before = Cpu();
                if (method == Global || (method == Forecaster.Auto && together))
                {
                    if (task.Origin != origin)
                    {
                        GlobalSeries[] known = [.. tasks.Where(t => t.Origin == task.Origin).Select(t => t.Series!)];
                        if (run.ByWeekToo)
                            (model, weeks) = DayAndWeekModels.Train(known, task.Horizon, YearAhead.DrawnWeeks);
                        else
                            model = GlobalModel.Train(known, task.Horizon, (int)task.Season);
                        trainings.Add(Math.Round(Cpu() - before, 3));
                    }
                    origin = task.Origin;
                }
                var forecast = Forecaster.Forecast(
                    Ask(run, task, model, weeks),
                    ScoreTally.Probabilities,
                    run.Sums,
                    method,
                    work
                );
                var seconds = Cpu() - before;
                total.CpuSeconds += seconds;
                total.Add(task, forecast);
                if (run.Group is not null && task.Group is not null)
                {
                    if (!groups.TryGetValue(task.Group, out var group))
                        groups[task.Group] = group = new(method, task.Group, run.Sums);
                    group.CpuSeconds += seconds;
                    group.Add(task, forecast);
                }
                writer?.Write(Rows(run.Sums, task, forecast));
                if (run.Draw is not null && run.Ids.Contains(task.Id))
                    Pictures.Draw(run.Draw, task, forecast);
            }
            lines.Add(total.Line());
            lines.AddRange(groups.Values.Select(g => g.Line()));
        }

        var peak = PeakMegabytes();
        if (run.Json)
            output.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        run,
                        tasks = tasks.Count,
                        trainingCpuSeconds = trainings,
                        peakMemoryMb = peak,
                        scores = lines,
                    },
                    Json
                )
            );
        else if (run.Format != "series")
            Table(run.Sums, lines, output);
        if (!run.Json)
        {
            if (trainings.Count > 0)
                output.WriteLine(
                    $"global trained {trainings.Count} times, cpu s each: "
                        + string.Join(", ", trainings.Select(t => F(t, "0.0")))
                );
            output.WriteLine(
                FormattableString.Invariant($"{tasks.Count} forecasts per method, peak memory {peak:0} MB")
            );
        }
        return 0;
    }

    private static WeeksToo ByWeek(ForecastTask task, GlobalModel? model) =>
        new(
            LongerPeriods.Weeks(task.History, task.Days),
            model is null ? null : new GlobalExpectation(model, task.Series!.ByWeek(task.Days[^1]))
        );

    private static Question Ask(RunOptions run, ForecastTask task, GlobalModel? model, GlobalModel? weeks) =>
        new()
        {
            Weeks = run.ByWeekToo ? ByWeek(task, weeks) : null,
            History = task.History,
            Days = task.Days,
            Season = (int)Math.Clamp(Math.Round(task.Season), 1, 10_000),
            Horizon = task.Horizon,
            Outside = model is null ? null : new GlobalExpectation(model, task.Series!),
        };

    // One thread works, so the process' time is the thread's, the garbage collector's included.
    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>High-water mark of resident memory.</summary>
    public static double PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1048576.0;
    }

    private static void Table(int[] sums, List<ScoreLine> lines, TextWriter output)
    {
        var named = string.Join('/', sums);
        var wide = Math.Max(18, 5 * sums.Length + 3);
        output.WriteLine(
            $"{"method", -16}{"n", 6}{"sMAPE", 8}{"MASE", 8}{"RMSSE", 8}{"bias", 8}{"pinball", 9}"
                + string.Concat(sums.Select(periods => $"{"pb" + periods, 8}"))
                + $"{"cov80", 7}{"cov95", 7}{("c80:" + named).PadLeft(wide)}{("c95:" + named).PadLeft(wide)}"
                + $"{"cpu s", 9}{"series/s", 10}  chosen"
        );
        foreach (var l in lines)
        {
            var name = l.Group is null ? l.Method : "  " + l.Group;
            output.WriteLine(
                $"{name, -16}{l.N, 6}{F(l.Smape, "0.00"), 8}{F(l.Mase, "0.000"), 8}{F(l.Rmsse, "0.0000"), 8}"
                    + $"{F(l.Bias, "0.000"), 8}"
                    + $"{F(l.Pinball, "0.0000"), 9}"
                    + string.Concat(l.PinballSums.Select(p => $"{F(p, "0.0000"), 8}"))
                    + $"{F(l.Coverage80, "0.000"), 7}{F(l.Coverage95, "0.000"), 7}"
                    + $"{string.Join('/', l.Coverage80Sums.Select(v => F(v, ".000"))).PadLeft(wide)}"
                    + $"{string.Join('/', l.Coverage95Sums.Select(v => F(v, ".000"))).PadLeft(wide)}"
                    + $"{F(l.CpuSeconds, "0.00"), 9}{F(l.SeriesPerSecondPerCore, "0"), 10}  "
                    + string.Join(' ', l.Chosen.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"))
            );
        }
    }

    private static string F(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static string Header() =>
        "id,origin,step,mean,"
        + string.Join(',', ScoreTally.Probabilities.Select(p => "q" + p.ToString(CultureInfo.InvariantCulture)))
        + "\n";

    private static string Rows(int[] sums, ForecastTask task, DistributionForecast forecast)
    {
        var text = new StringBuilder();
        for (var h = 0; h < task.Horizon; h++)
            Row((h + 1).ToString(CultureInfo.InvariantCulture), forecast.Mean[h], forecast.Quantiles, h);
        for (var i = 0; i < sums.Length; i++)
        {
            var periods = sums[i];
            if (periods <= task.Horizon)
                Row(
                    "c" + periods.ToString(CultureInfo.InvariantCulture),
                    forecast.Mean[..periods].Sum(),
                    forecast.Cumulative,
                    i
                );
        }
        return text.ToString();

        void Row(string step, double mean, double[][] quantiles, int at)
        {
            text.Append(task.Id)
                .Append(',')
                .Append(task.Origin)
                .Append(',')
                .Append(step)
                .Append(',')
                .Append(mean.ToString("R", CultureInfo.InvariantCulture));
            foreach (var quantile in quantiles)
                text.Append(',').Append(quantile[at].ToString("R", CultureInfo.InvariantCulture));
            text.Append('\n');
        }
    }
}
