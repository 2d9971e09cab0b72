using System.Diagnostics;
using System.Globalization;

namespace SmartInventory.Load;

/// <summary>The processes of the running system, and what they use, by /proc.</summary>
public sealed class Machine
{
    public const string Generator = "generator";
    public const string PostgresPart = "postgres";
    private const int TicksPerSecond = 100;

    // A part is known by a word in its command line.
    private static readonly (string Part, string Word)[] Words =
    [
        ("gateway", "SmartInventory.Gateway.dll"),
        ("catalog", "SmartInventory.Catalog.Api.dll"),
        ("sales", "SmartInventory.Sales.Api.dll"),
        ("forecasting", "SmartInventory.Forecasting.Worker.dll"),
        ("dashboard", "SmartInventory.Dashboard.Web.dll"),
        ("rabbitmq", "beam.smp"),
        ("redis", "redis-server"),
        ("aspire", "Aspire.Dashboard"),
    ];

    /// <summary>In what order tables have them. Aspire's dashboard watches the system and is none of it.</summary>
    public static IReadOnlyList<string> Parts { get; } =
    ["gateway", "catalog", "sales", "forecasting", "dashboard", PostgresPart, "rabbitmq", "redis"];

    public static IReadOnlyList<string> Watching { get; } = ["aspire", Generator];

    public static IReadOnlyList<string> DotnetParts { get; } =
    ["gateway", "catalog", "sales", "forecasting", "dashboard"];

    private readonly Dictionary<string, int[]> _parts;

    private Machine(Dictionary<string, int[]> parts) => _parts = parts;

    /// <summary>Finds the parts among what the orchestrator started beside this PostgreSQL.</summary>
    public static Machine Find(Postgres postgres)
    {
        var all = Read();
        for (var id = postgres.Pid; all.TryGetValue(id, out var at) && id > 1; id = at.Parent)
        {
            var family = Below(all, id).Select(p => (Id: p, Command: Command(p))).ToList();
            if (!Words.Take(DotnetParts.Count).All(w => family.Exists(p => p.Command.Contains(w.Word))))
                continue;
            var parts = Words.ToDictionary(
                w => w.Part,
                w => family.Where(p => p.Command.Contains(w.Word)).Select(p => p.Id).ToArray()
            );
            // What names a part as its argument is no part of it.
            foreach (var (part, ids) in parts)
                parts[part] = [.. ids.Where(p => !Command(p).Contains("monitor-process"))];
            parts[PostgresPart] = [postgres.Pid];
            parts[Generator] = [Environment.ProcessId];
            return new(parts);
        }
        throw new LoadException("The services are not found beside PostgreSQL: are they started by AppHost?");
    }

    /// <summary>With processes that count as parts of their own.</summary>
    public Machine With(IEnumerable<(string Part, int Id)> more)
    {
        var parts = new Dictionary<string, int[]>(_parts);
        foreach (var (part, id) in more)
            parts[part] = [id];
        return new(parts);
    }

    /// <summary>Seconds of processor time of each part so far, those of its ended children included.</summary>
    public Dictionary<string, double> Processor()
    {
        var all = Read();
        return _parts.ToDictionary(
            part => part.Key,
            part => part.Value.Sum(id => Below(all, id).Sum(p => all[p].Ticks)) / (double)TicksPerSecond
        );
    }

    /// <summary>Waits until the parts have little to do, and says whether they came to that.</summary>
    public async Task<bool> QuietAsync(TimeSpan patience, bool quick, CancellationToken ct)
    {
        const double Busy = .1;
        // Longer than the forecasts rest between two pieces of work.
        var enough = quick ? 2 : 4;
        var window = TimeSpan.FromSeconds(quick ? .5 : 1);
        var (watch, before, calm) = (Stopwatch.StartNew(), Processor(), 0);
        while (watch.Elapsed < patience)
        {
            await Task.Delay(window, ct);
            var now = Processor();
            calm = Parts.Sum(p => now[p] - before[p]) < Busy * window.TotalSeconds ? calm + 1 : 0;
            if (calm == enough)
                return true;
            before = now;
        }
        return false;
    }

    /// <summary>Megabytes of each .NET process: at most so far, and now.</summary>
    public IEnumerable<(string Part, long Most, long Now)> Memory() =>
        DotnetParts.SelectMany(part =>
            _parts[part]
                .Select(id =>
                {
                    var lines = File.ReadAllLines($"/proc/{id}/status");
                    return (part, Kilobytes(lines, "VmHWM:") >> 10, Kilobytes(lines, "VmRSS:") >> 10);
                })
        );

    private static long Kilobytes(string[] lines, string field) =>
        long.Parse(
            Array.Find(lines, l => l.StartsWith(field, StringComparison.Ordinal))![field.Length..^" kB".Length],
            CultureInfo.InvariantCulture
        );

    private static List<int> Below(Dictionary<int, (int Parent, long Ticks)> all, int id)
    {
        if (!all.ContainsKey(id))
            throw new LoadException($"Process {id} ended while it was measured.");
        // The generator's children are parts of their own, or have ended.
        if (id == Environment.ProcessId)
            return [id];
        List<int> found = [id];
        for (var i = 0; i < found.Count; i++)
            found.AddRange(all.Where(p => p.Value.Parent == found[i]).Select(p => p.Key));
        return found;
    }

    private static Dictionary<int, (int Parent, long Ticks)> Read()
    {
        var all = new Dictionary<int, (int, long)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            if (Text($"{folder}/stat") is not { Length: > 0 } stat)
                continue;
            // After the name, which may hold anything: state, parent, ... and four numbers of ticks: its own in user
            // and system mode, and those of the children that it has seen end.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            all[id] = (Number(fields[1]), fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture)));
        }
        return all;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Command(int id) => Text($"/proc/{id}/cmdline").Replace('\0', ' ');

    /// <summary>Empty when the process has ended meanwhile.</summary>
    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
