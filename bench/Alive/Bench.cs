using System.Diagnostics;
using SmartInventory.Forecasting;
using SmartInventory.Testing;

namespace SmartInventory.Alive;

/// <summary>What was asked for on the command line.</summary>
public sealed record RunOptions(int Rate, int Seconds, int Series, int Days, int Workers, int Parallelism, bool Refit);

/// <summary>Where everything is.</summary>
public sealed record Addresses(string Inventory, string Messaging, string Cache);

/// <summary>Starts servers and workers, gives them a past, lets them settle, and measures.</summary>
public static class Bench
{
    public static async Task<int> RunAsync(RunOptions run, TextWriter output, CancellationToken ct)
    {
        var infrastructure = await Infrastructure.StartAsync(ct);
        var addresses = new Addresses(
            await infrastructure.CreateDatabaseAsync(ForecastingDb.Schema, ct),
            await infrastructure.CreateVirtualHostAsync(ct),
            infrastructure.CreateCache()
        );
        var workers = new List<Worker>();
        try
        {
            // One after the other: the first makes the tables.
            for (var i = 0; i < run.Workers; i++)
                workers.Add(await Worker.StartAsync(addresses, run.Parallelism, ct));
            await using var store = await Store.OpenAsync(addresses, ct);
            output.WriteLine(
                $"{run.Workers} worker(s) with {run.Parallelism} refit thread(s); "
                    + $"{run.Series} series of {run.Days} days"
            );
            var watch = Stopwatch.StartNew();
            await store.FillAsync(run, ct);
            output.WriteLine($"filled after {watch.Elapsed.TotalSeconds:0.0} s");
            await store.SettledAsync(ct);
            output.WriteLine(
                $"settled (first forecasts, training, first fits) after {watch.Elapsed.TotalSeconds:0.0} s"
            );

            var before = workers.ConvertAll(w => w.Processor);
            var refit = Task.CompletedTask;
            var stopped = new CancellationTokenSource();
            if (run.Refit)
                refit = TimeRefitAsync(run, store, output, stopped, ct);
            if (run.Rate > 0)
            {
                await using var till = new Till(run, addresses, store.LinesBefore);
                // With a refit the sales last as long as it does.
                await till.SellAsync(
                    run.Refit ? stopped.Token : new CancellationTokenSource(TimeSpan.FromSeconds(run.Seconds)).Token,
                    ct
                );
                till.Report(output);
            }
            await refit;
            foreach (var (worker, start) in workers.Zip(before))
                output.WriteLine(
                    $"worker: {(worker.Processor - start).TotalSeconds:0.0} s of processor time since settled, "
                        + $"{worker.PeakMegabytes} MB at most"
                );
            return 0;
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    private static async Task TimeRefitAsync(
        RunOptions run,
        Store store,
        TextWriter output,
        CancellationTokenSource stopped,
        CancellationToken ct
    )
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await store.AskForRefitsAsync(ct);
            await store.RefittedAsync(ct);
        }
        finally
        {
            // Also where that fails: nobody would ever end the sales.
            await stopped.CancelAsync();
        }

        var fitted = watch.Elapsed.TotalSeconds;
        if (run.Rate == 0)
            await store.SettledAsync(ct);
        output.WriteLine(
            $"full refit of {run.Series} series: all fitted after {fitted:0.0} s, {run.Series / fitted:0} a second"
                + (run.Rate == 0 ? $"; all forecast by the new fits after {watch.Elapsed.TotalSeconds:0.0} s" : "")
        );
    }
}
