using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;

[assembly: AssemblyFixture(typeof(SmartInventory.EndToEnd.InventorySystem))]

namespace SmartInventory.EndToEnd;

/// <summary>
/// The whole system as <c>dotnet run --project AppHost</c> starts it (native servers, an empty data folder, no sample),
/// once for all tests here.
/// </summary>
public sealed class InventorySystem : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private readonly StringBuilder _log = new();
    private Process? _host;
    private OtlpReceiver? _traces;

    public string DataFolder { get; } = Path.Combine(Path.GetTempPath(), $"smartinventory-e2e-{Guid.NewGuid():N}");

    public Uri Gateway => Address("gateway");

    public Uri Dashboard => Address("dashboard");

    internal Inv Inv => new(Gateway);

    internal IReadOnlyCollection<Span> Spans => _traces!.Spans;

    /// <summary>What the host printed, for the message of a failing test.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    public async ValueTask InitializeAsync()
    {
        _traces = await OtlpReceiver.StartAsync();
        Directory.CreateDirectory(DataFolder);
        var start = Programs.Start(Programs.AppHost, ["--native", "--data", DataFolder, "--sample", "none"]);
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _traces.Address.ToString();
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "500";
        _host = Process.Start(start)!;
        _host.OutputDataReceived += (_, line) => Append(line.Data);
        _host.ErrorDataReceived += (_, line) => Append(line.Data);
        _host.BeginOutputReadLine();
        _host.BeginErrorReadLine();
        await Until(() => Task.FromResult(State() is { } state && state.GetProperty("ready").GetBoolean()), StartLimit, "the system to be healthy");
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-INT", $"{_host.Id}"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _host.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _host.Kill(entireProcessTree: true);
            }
        }

        _host?.Dispose();
        if (_traces is not null) await _traces.DisposeAsync();
        if (Directory.Exists(DataFolder)) Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>Kills one part the hard way; the host is to notice and start it again.</summary>
    public void Kill(string part)
    {
        using var process = Process.GetProcessById(Pid(part));
        process.Kill();
    }

    public int Pid(string part) => Part(part).GetProperty("pid").GetInt32();

    public T Client<T>() => RestService.For<T>(new HttpClient { BaseAddress = Gateway, Timeout = TimeSpan.FromSeconds(60) }, ContractsJson.Refit());

    /// <summary>Waits until everything that was accepted has arrived everywhere.</summary>
    public async Task<StatusResponse> Reconciled(TimeSpan limit)
    {
        StatusResponse? status = null;
        try
        {
            await Until(
                async () =>
                {
                    status = await Client<IStatusApi>().GetStatus(TestContext.Current.CancellationToken);
                    return status.Reconciled;
                },
                limit,
                "reconciled to be true");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{JsonSerializer.Serialize(status, ContractsJson.Options)}\n{e.Message}");
        }

        return status!;
    }

    /// <summary>Asks again and again; a part that is being restarted is no failure.</summary>
    public async Task Until(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var clock = Stopwatch.StartNew();
        Exception? last = null;
        while (clock.Elapsed < limit)
        {
            if (_host is not { HasExited: false }) throw new InvalidOperationException($"the host ended while waiting for {what}:\n{Log}");
            try
            {
                if (await condition()) return;
            }
            catch (Exception e) when (e is ApiException or HttpRequestException or SocketException or TaskCanceledException or JsonException)
            {
                last = e;
            }

            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"waited {limit} for {what}; last error: {last?.Message}\n{Log}");
    }

    private void Append(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }

    private Uri Address(string part) => new(Part(part).GetProperty("address").GetString()!);

    private JsonElement Part(string name) =>
        State()!.Value.GetProperty("parts").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);

    private JsonElement? State()
    {
        var path = Path.Combine(DataFolder, "state.json");
        return File.Exists(path) ? JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path)) : null;
    }
}
