using System.Diagnostics;

namespace SmartInventory.Load;

/// <summary>One run: the limits, the works, and the tables.</summary>
public static class Bench
{
    public static async Task<int> RunAsync(RunOptions run, CancellationToken ct)
    {
        var output = Console.Out;
        var watch = Stopwatch.StartNew();
        var postgres = Postgres.Of(run.Data);
        // It is looked at, and nothing is added to it.
        if (run.Only is [Storage.Kind])
        {
            await Storage.WriteAsync(postgres, output, ct);
            return 0;
        }
        var machine = Machine.Find(postgres);
        var meter = new Meter(machine, run, output);
        output.WriteLine($"load of the machine before (1, 5, 15 minutes): {File.ReadAllText("/proc/loadavg")[..14]}");
        var lines = run.File is null ? SaleLine.MakeUp(run) : SaleLine.Read(run, run.File);

        using (var api = new LoadGenerator(run.Gateway, 1, run.Token))
            await Seeding.RunAsync(api, run, run.File is null ? null : lines, ct);
        output.WriteLine(Text.Of($"{run.Products:#,0} products are there after {watch.Elapsed.TotalSeconds:0.0} s"));
        await meter.RestAsync(ct);

        List<Measurement> rows = [];
        IReadOnlyList<Measurement> grown = run.Grow is { } target
            ? await new Growth(run, postgres, new(run, meter, ct), meter, output).RunAsync(target, ct)
            : [];
        await using (var limits = await Limits.OpenAsync(postgres, meter, ct))
        {
            rows.Add(await limits.PgbenchAsync(Works.Few, run.Span, ct));
            rows.Add(await limits.PgbenchAsync(Works.Many, run.Span, ct));
            rows.Add(await limits.BareReadAsync(run, Works.Few, ct));
            rows.Add(await limits.CopyAsync(lines, ct));
        }
        await MeasureAsync(run, meter, rows, lines, ct);
        rows.AddRange(grown);
        if (run.IdleMinutes > 0)
            await IdleAsync(run, machine, meter, output, ct);

        foreach (var (part, most, now) in machine.Memory())
            output.WriteLine(Text.Of($"memory of {part}: {most} MB at most, {now} MB now (aim: below 300 MB)"));
        Report.Write(rows, output);
        if (run.Wants(Storage.Kind))
            await Storage.WriteAsync(postgres, output, ct);
        output.WriteLine();
        output.WriteLine(
            Text.Of($"{watch.Elapsed.TotalSeconds:0} s in all; answers other than expected: {meter.Faults}")
        );
        return meter.Faults == 0 ? 0 : 1;
    }

    private static async Task MeasureAsync(
        RunOptions run,
        Meter meter,
        List<Measurement> rows,
        IReadOnlyList<SaleLine> lines,
        CancellationToken ct
    )
    {
        var (pgbench, bare, copy) = (rows[0], rows[2], rows[3]);
        var works = new Works(run, meter, ct);
        var location = run.File is null ? SaleLine.Location : SaleLine.FileLocation;
        if (run.Wants("import"))
            rows.Add(await works.ImportAsync(lines, location, copy));
        if (run.Wants("import") && run.File is not null)
            // The series of the bench's own products need a past, too.
            rows.Add(await works.ImportAsync(SaleLine.MakeUp(run), SaleLine.Location, copy));

        if (run.Wants("reads"))
            await ReadAsync(run, works, rows, bare);
        if (run.Wants("fresh"))
            rows.Add(await new Freshness(run, meter, Console.Out, ct).RunAsync());
        if (run.Wants("pages") && run.Dashboard is { } dashboard)
        {
            using var pages = new OpenPages(run, dashboard, meter, ct);
            rows.AddRange(await pages.RunAsync());
        }
        if (run.Wants("sales"))
        {
            rows.Add(
                await works.OneSaleAsync(
                    Works.Few,
                    pgbench,
                    new("30% of pgbench and 1,000/s", m => m.Ratio >= .3 && m.Rate >= 1_000)
                )
            );
            rows.Add(
                await works.OneSaleAsync(
                    Works.Many,
                    pgbench,
                    new("50% of pgbench at 8, p99 below 60 ms", m => m.Ratio >= .5 && m.P99 < .06)
                )
            );
            rows.Add(await works.OfferedSalesAsync());
        }
        if (run.Wants("batch"))
            rows.Add(await works.BatchAsync());
    }

    private static async Task ReadAsync(RunOptions run, Works works, List<Measurement> rows, Measurement bare)
    {
        var (found, asked) = await works.ForecastsAsync();
        Console.Out.WriteLine(Text.Of($"{found} of {asked} products that were looked at have a forecast"));
        var read = new Aim("60% of the bare API", m => m.Ratio >= .6);
        rows.Add(await works.ReadAsync("one product", works.Product, bare, read));
        rows.Add(await works.ReadAsync("one forecast", works.Forecast, bare, read));
        rows.Add(await works.ReadAsync("one suggestion", works.Suggestion, bare, read));
        foreach (
            var (work, path, aim) in ((string, Func<long, string>, int)[])
                [
                    ("list of 50 by SKU", _ => "/api/v1/products?limit=50", 1_500),
                    ("list of 50 by revenue", _ => "/api/v1/products?limit=50&sort=revenue", 1_500),
                    ("list of 50, searched", Works.Search, 500),
                ]
        )
            rows.Add(await works.ReadAsync(work, path, aim: new(Text.Of($"{aim:#,0}/s"), m => m.Rate >= aim)));
        if (run.Dashboard is { } dashboard)
            rows.Add(
                await works.PageAsync("page Today of the dashboard", "/", dashboard, new("100/s", m => m.Rate >= 100))
            );
        else
            Console.Out.WriteLine("page Today of the dashboard: left out, as --dashboard does not say where it is");
    }

    private static async Task IdleAsync(
        RunOptions run,
        Machine machine,
        Meter meter,
        TextWriter output,
        CancellationToken ct
    )
    {
        await meter.QuietAsync(ct);
        var (watch, before) = (Stopwatch.StartNew(), machine.Processor());
        await Task.Delay(TimeSpan.FromMinutes(run.IdleMinutes), ct);
        var (after, seconds) = (machine.Processor(), watch.Elapsed.TotalSeconds);
        double Share(string part) => 100 * (after[part] - before[part]) / seconds;
        var counted = Machine.DotnetParts.Append(Machine.PostgresPart).Sum(Share);
        output.WriteLine(
            Text.Of($"idle for {run.IdleMinutes} minutes: {counted:0.00}% of one core in .NET and PostgreSQL ")
                + "(aim: below 1%); "
                + string.Join(", ", Machine.Parts.Select(p => Text.Of($"{p} {Share(p):0.00}%")))
        );
    }
}
