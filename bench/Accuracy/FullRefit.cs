using System.Diagnostics;
using System.Globalization;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Accuracy;

/// <summary>
/// What a full refit costs: the global model is trained, then every series is fitted (all methods backtested, one
/// chosen) and
/// forecast for 56 days with all its quantiles, on all cores, as the service does it. Without its database and queue.
/// </summary>
public static class FullRefit
{
    private const int Horizon = 56;
    private const int ProtectionDays = 14;

    public static int Run(RunOptions run, TextWriter output)
    {
        var tasks = Tasks.Read(run);
        if (run.Format != "wide" || run.Season != 7 || tasks.Count < GlobalModel.FewestSeries)
            throw new BadInputException(
                $"--refit is for daily series: --format wide --season 7, {GlobalModel.FewestSeries} or more."
            );
        var series = tasks.ConvertAll(t => t.Series!);
        GC.Collect();
        var clock = Stopwatch.StartNew();
        var models = DayAndWeekModels.Train(series, Horizon, YearAhead.DrawnWeeks);
        var trained = clock.Elapsed;

        var chosen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(
            series,
            options,
            () => new ForecastWorkspace(),
            (one, _, work) =>
            {
                var rows = new List<DayDemand>();
                for (var t = 0; t < one.History.Length; t++)
                {
                    if (one.History[t] > 0)
                        rows.Add(new(DateOnly.FromDayNumber(one.FirstDay + t), (decimal)one.History[t], 0));
                }
                var asOf = DateOnly.FromDayNumber(one.FirstDay + one.History.Length - 1);
                work.History.Prepare(rows.ToArray(), asOf);
                var request = new ForecastRequest(Horizon, ProtectionDays, Whole: true);
                var context = new SeriesContext(
                    asOf,
                    new GlobalExpectation(models.Days, one),
                    OutsideWeeks: new GlobalExpectation(models.Weeks, one.ByWeek(asOf.DayNumber))
                );
                var fit = SeriesForecaster.Fit(work, request, context);
                var forecast = SeriesForecaster.Forecast(work, fit, request, context);
                YearAhead.Weeks(work, fit, request, context, 52);
                YearAhead.Months(work, fit, request, context, 12);
                chosen.AddOrUpdate(forecast.Model, 1, static (_, count) => count + 1);
                return work;
            },
            _ => { }
        );
        var total = clock.Elapsed;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{series.Count} series x {series.Max(s => s.History.Length)} days "
                    + $"on {Environment.ProcessorCount} cores: {total.TotalSeconds:0} s, "
                    + $"of which the global model {trained.TotalSeconds:0} s; "
                    + $"{series.Count / (total - trained).TotalSeconds:0} series a second; "
                    + $"peak memory {Bench.PeakMegabytes():0} MB"
            )
        );
        output.WriteLine(
            "chosen: " + string.Join(", ", chosen.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"))
        );
        return 0;
    }
}
