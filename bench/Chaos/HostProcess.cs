using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using SmartInventory.Testing;

namespace SmartInventory.Chaos;

/// <summary>The host as a program of its own, with what it prints, and the processes of its parts.</summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    private const string Mark = "SMARTINVENTORY_CHAOS_RUN";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    // What each part's main process is called, or has as its argument.
    private static readonly Dictionary<string, string> Programs = new(StringComparer.Ordinal)
    {
        ["catalog"] = "SmartInventory.Catalog.Api.dll",
        ["sales"] = "SmartInventory.Sales.Api.dll",
        ["forecasting"] = "SmartInventory.Forecasting.Worker.dll",
        ["gateway"] = "SmartInventory.Gateway.dll",
        ["dashboard"] = "SmartInventory.Dashboard.Web.dll",
        ["postgres"] = "bin/postgres",
        ["messaging"] = "beam.smp",
        ["cache"] = "redis-server",
    };

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly Process _process;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource _started = new();
    private readonly StreamWriter _log;
    private int _lines;

    private HostProcess(string data, string config, string log)
    {
        _log = new StreamWriter(log) { AutoFlush = true };
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [Mark] = _mark,
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["INV_CONFIG"] = config,
                ["NO_COLOR"] = "1",
            },
        };
        string program = typeof(HostProcess)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "SmartInventory.AppHost")
            .Value!;
        string[] arguments = [program, "--native", "--data", data, "--ephemeral", "--sample", "none", "--logs"];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address(string part) => _addresses[part];

    /// <summary>Lines that all parts printed so far.</summary>
    public int Lines => Volatile.Read(ref _lines);

    /// <summary>Starts it and waits until all is healthy.</summary>
    /// <param name="log">A file that gets every line.</param>
    public static async Task<HostProcess> StartAsync(string data, string config, string log, CancellationToken ct)
    {
        var host = new HostProcess(data, config, log);
        try
        {
            await host._started.Task.WaitAsync(StartLimit, ct);
        }
        catch (TimeoutException)
        {
            await host.DisposeAsync();
            throw new ChaosException(
                $"The system was not healthy after {StartLimit}:\n{string.Join('\n', host._said)}"
            );
        }
        return host;
    }

    /// <summary>The part's process, or 0 while it has none.</summary>
    public int ProcessOf(string part) =>
        Processes()
            .Where(p => p.Command.Contains(Programs[part], StringComparison.Ordinal))
            // A shell that started it has its name among the arguments.
            .Where(p => !p.Command.StartsWith("/bin/sh", StringComparison.Ordinal))
            .Select(p => p.Id)
            .Order()
            .FirstOrDefault();

    /// <summary>Sends a signal to a part's process, and a hang to all that it started too.</summary>
    public void Strike(string part, Blow blow)
    {
        var process = ProcessOf(part);
        if (process == 0)
            throw new ChaosException($"{part} has no process.");
        List<int> struck = [process];
        if (blow == Blow.Hang)
        {
            var parents = Processes().ToLookup(p => p.Parent, p => p.Id);
            for (var i = 0; i < struck.Count; i++)
                struck.AddRange(parents[struck[i]]);
        }
        using var kill = Process.Start("kill", [blow == Blow.Hang ? "-STOP" : "-KILL", .. struck.Select(p => $"{p}")]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var term = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
                await term.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        await _log.DisposeAsync();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {line}");
        if (PartLine().IsMatch(line))
        {
            Interlocked.Increment(ref _lines);
            return;
        }
        _said.Enqueue(line);
        if (AddressLine().Match(line) is { Success: true } address)
            _addresses[address.Groups["part"].Value] = new Uri(address.Groups["url"].Value);
        if (line.StartsWith("Each part's log", StringComparison.Ordinal))
            _started.TrySetResult();
    }

    private IReadOnlyList<(int Id, int Parent, string Command)> Processes() => MarkedProcesses.Find($"{Mark}={_mark}");

    [GeneratedRegex(@"^\w+ +\| ")]
    private static partial Regex PartLine();

    [GeneratedRegex(@"^  (?<part>\w+) +(?<url>http://localhost:\d+)$")]
    private static partial Regex AddressLine();
}
