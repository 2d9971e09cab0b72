using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

/// <summary>Runs the app model with the servers as local processes.</summary>
internal sealed class NativeHost(IReadOnlyList<IResource> resources, HostOptions options, HostConsole console, TimeProvider time) : IAsyncDisposable
{
    // Together below the ten seconds in which Ctrl+C has to be over.
    private static readonly TimeSpan ServiceGrace = TimeSpan.FromSeconds(4.5);
    private static readonly TimeSpan ServerGrace = TimeSpan.FromSeconds(3.5);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly Lock _stateLock = new();
    private DataFolder? _data;
    private List<Supervisor> _supervisors = [];
    private bool _ready;

    /// <summary>Starts everything, prints where it is, and runs until <paramref name="stopping"/>; then stops everything.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken hurry)
    {
        var began = time.GetTimestamp();
        var programs = await ServerInstallation.EnsureAsync(console.WriteLine, stopping);
        _data = options.Ephemeral ? DataFolder.Ephemeral(options.Data) : DataFolder.Open(options.Data ?? DataFolder.DefaultPath());
        console.WriteLine($"SmartInventory is starting: native servers, data in {_data.Path}{(options.Ephemeral ? " (deleted at the end)" : "")}.");
        var ended = await StateFile.EndLeftoversAsync(_data.StatePath, stopping);
        if (ended.Count > 0)
            console.Warn($"Ended what an earlier run had left behind: {string.Join(", ", ended)}.");

        var parts = new PartsList(resources, _data, programs, console).Parts;
        _supervisors = [.. StartOrder.Of(parts).Select(part => new Supervisor(part, console, time, SaveState))];
        var byName = _supervisors.ToDictionary(s => s.Part.Name);

        // The first part that cannot run at all ends the run for all.
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var tasks = _supervisors
            .Select(s => Task.Run(() => s.RunAsync(s.Part.WaitsFor.Select(name => byName[name].Healthy), run.Token), CancellationToken.None))
            .ToList();
        try
        {
            var allHealthy = Task.WhenAll(_supervisors.Select(s => s.Healthy));
            var firstEnd = Task.WhenAny(tasks);
            if (await Task.WhenAny(allHealthy, firstEnd) == allHealthy)
            {
                _ready = true;
                SaveState();
                console.WriteLine(Addresses.Table(resources, name => byName[name].Part.Address, time.GetElapsedTime(began), _data.Path));
            }
            await await firstEnd;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            console.WriteLine("Stopping.");
        }
        finally
        {
            await run.CancelAsync();
            // The failure that ended the run is on its way already.
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await StopAsync(hurry);
        }
    }

    public ValueTask DisposeAsync()
    {
        _data?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task StopAsync(CancellationToken hurry)
    {
        var began = time.GetTimestamp();
        await Task.WhenAll(_supervisors.Where(s => !s.Part.IsServer).Select(s => s.StopAsync(ServiceGrace, hurry)));
        await Task.WhenAll(_supervisors.Where(s => s.Part.IsServer).Select(s => s.StopAsync(ServerGrace, hurry)));
        if (_data is not null)
            File.Delete(_data.StatePath);
        console.WriteLine($"Stopped after {time.GetElapsedTime(began).TotalSeconds:0.0} s.");
    }

    private void SaveState()
    {
        lock (_stateLock)
        {
            var parts = _supervisors.Select(s =>
            {
                var pid = s.ProcessId;
                return new PartEntry(s.Part.Name, s.State, s.Part.Address, pid, pid is { } p ? Posix.StartTicks(p) : null, s.Restarts);
            });
            StateFile.Write(_data!.StatePath, new HostState(Environment.ProcessId, _startedAt, _ready, [.. parts]));
        }
    }
}
