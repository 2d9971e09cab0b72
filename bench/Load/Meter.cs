using System.Diagnostics;

namespace SmartInventory.Load;

/// <summary>Runs a work and says what it took: time of the one who asks, processor time of all who had to do.</summary>
public sealed class Meter(Machine machine, RunOptions run, TextWriter output)
{
    private Dictionary<string, double> _rest = [];

    /// <summary>What was answered otherwise than expected, over all works.</summary>
    public long Faults { get; private set; }

    /// <summary>Learns what each part uses while nothing is asked: seconds of processor time a second.</summary>
    public async Task RestAsync(CancellationToken ct)
    {
        // Of parts that are busy it is not known; then nothing is taken off.
        if (!await QuietAsync(ct))
            return;
        var (watch, before) = (Stopwatch.StartNew(), machine.Processor());
        await Task.Delay(run.Span, ct);
        var after = machine.Processor();
        _rest = after.ToDictionary(p => p.Key, p => (p.Value - before[p.Key]) / watch.Elapsed.TotalSeconds);
        // The generator rests only here.
        _rest[Machine.Generator] = 0;
        output.WriteLine(Text.Of($"at rest: {100 * Machine.Parts.Sum(p => _rest[p]):0.0}% of one core in all parts"));
    }

    /// <summary>Waits until the parts have little to do; says it when they do not come to that.</summary>
    public async Task<bool> QuietAsync(CancellationToken ct, TimeSpan? patience = null)
    {
        var longest = patience ?? run.Patience;
        if (await machine.QuietAsync(longest, run.Quick, ct))
            return true;
        output.WriteLine(
            Text.Of($"  still busy after {longest.TotalSeconds:0} s: what follows shares the machine with that")
        );
        return false;
    }

    /// <param name="work">What it is called.</param>
    /// <param name="unit">What the rate counts.</param>
    /// <param name="load">The work.</param>
    /// <param name="settles">It leaves work behind, which counts as its own until all is quiet again.</param>
    /// <param name="units">Units in a request; without requests, in all.</param>
    /// <param name="more">Processes that do a part of it and are none of the system's.</param>
    public async Task<Measurement> RunAsync(
        string work,
        string unit,
        Func<Task<Answers>> load,
        CancellationToken ct,
        bool settles = false,
        double units = 1,
        Measurement? limit = null,
        Aim? aim = null,
        IEnumerable<(string Part, int Id)>? more = null
    )
    {
        var watched = machine.With(more ?? []);
        var (watch, before) = (Stopwatch.StartNew(), watched.Processor());
        var answers = await load();
        if (settles)
            await QuietAsync(ct);
        var (after, took) = (watched.Processor(), watch.Elapsed.TotalSeconds);
        var count = Math.Max(1, answers.Seconds.Length) * units;
        var processor = after.ToDictionary(
            p => p.Key,
            p => Math.Max(0, p.Value - before[p.Key] - took * _rest.GetValueOrDefault(p.Key)) * 1000 / count
        );
        var measured = new Measurement(
            work,
            unit,
            count / answers.Took.TotalSeconds,
            answers.At(.5),
            answers.At(.99),
            processor,
            limit,
            aim
        );
        output.WriteLine(measured.Line());
        foreach (var (fault, times) in answers.Faults)
        {
            output.WriteLine(Text.Of($"  unexpected, {times} times: {fault}"));
            Faults += times;
        }
        return measured;
    }
}
