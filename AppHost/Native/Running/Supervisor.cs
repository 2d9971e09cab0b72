using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

internal enum PartState
{
    Waiting,
    Starting,
    Healthy,
    Restarting,
    Finished,
    Stopped,
}

/// <summary>Starts one part when what it waits for is healthy, and starts it again whenever it ends, until told to stop.</summary>
internal sealed class Supervisor(IPart part, HostConsole console, TimeProvider time, Action changed)
{
    private const int ServerAttempts = 3;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PartWords _words = new(part, console);
    private volatile ChildProcess? _child;

    public IPart Part => part;
    public PartState State { get; private set; }
    public int Restarts { get; private set; }
    public int? ProcessId => _child is { Exited.IsCompleted: false } child ? child.Id : null;

    /// <summary>Ends when the part is healthy for the first time.</summary>
    public Task Healthy => _healthy.Task;

    /// <summary>Runs until <paramref name="stopping"/>; the process is then still there, for <see cref="StopAsync"/>.</summary>
    /// <exception cref="HostException">The part cannot run at all, so the system cannot.</exception>
    public async Task RunAsync(IEnumerable<Task> dependencies, CancellationToken stopping)
    {
        await Task.WhenAll(dependencies).WaitAsync(stopping);
        await part.PrepareAsync(stopping);
        for (var failures = 0; ;)
        {
            var started = time.GetTimestamp();
            var code = await RunOnceAsync(stopping);
            if (part.IsTask)
            {
                Change(PartState.Finished);
                if (code != 0)
                    console.Warn($"{part.Name} ended with {Describe(code)}. Everything else goes on.");
                // Only its end is over, not the system's.
                await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping);
            }
            if (Healthy.IsCompleted && time.GetElapsedTime(started) > Backoff.Forgiven)
                failures = 0;
            failures++;
            if (part.IsServer && !Healthy.IsCompleted && failures == ServerAttempts)
                throw new HostException($"{part.Name} does not start: it ended {failures} times, last with {Describe(code)}. Its own words are above.");

            var delay = Backoff.Delay(failures);
            Restarts++;
            console.Warn($"{part.Name} ended unexpectedly with {Describe(code)}. Starting it again in {delay.TotalSeconds:0.#} s.");
            Change(PartState.Restarting);
            await Task.Delay(delay, time, stopping);
        }
    }

    /// <summary>Ends the process, by force after <paramref name="grace"/> or as soon as <paramref name="hurry"/>.</summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken hurry)
    {
        if (_child is not { } child)
            return;
        await using var forced = hurry.Register(child.KillGroup);
        _words.Hold();
        var inOrder = await child.StopAsync(grace);
        _words.Release(print: !inOrder);
        if (!inOrder)
            console.Warn($"{part.Name} did not stop within {grace.TotalSeconds:0.#} s and was ended by force.");
        child.Dispose();
        _child = null;
        if (State != PartState.Finished)
            Change(PartState.Stopped);
    }

    private async Task<int> RunOnceAsync(CancellationToken stopping)
    {
        _words.Hold();
        var child = await ChildProcess.StartAsync(part.Command(), _words.Add);
        _child = child;
        Change(PartState.Starting);
        var ready = await BecomesReadyAsync(child, stopping);
        _words.Release(print: !ready);
        if (ready)
        {
            if (!Healthy.IsCompleted)
                await part.ProvisionAsync(stopping);
            if (Restarts > 0)
                console.WriteLine($"{part.Name} is healthy again.");
            else if (!part.IsTask)
                console.WriteLine(part.Name, $"healthy at {part.Address}");
            Change(PartState.Healthy);
            _healthy.TrySetResult();
        }
        var code = await child.Exited.WaitAsync(stopping);
        // Its children, if any, must not keep ports and files from the next one.
        child.KillGroup();
        return code;
    }

    private async Task<bool> BecomesReadyAsync(ChildProcess child, CancellationToken stopping)
    {
        var mark = time.GetTimestamp();
        while (!child.Exited.IsCompleted)
        {
            if (await part.WhyNotReadyAsync(stopping) is not { } lack)
                return true;
            if (time.GetElapsedTime(mark) > Impatience)
            {
                console.Warn($"Still waiting for {part.Name}: {lack}.");
                mark = time.GetTimestamp();
            }
            await Task.WhenAny(child.Exited, Task.Delay(Poll, time, stopping));
            stopping.ThrowIfCancellationRequested();
        }
        return false;
    }

    private void Change(PartState state)
    {
        State = state;
        changed();
    }

    // A process that a signal ended has no exit code of its own; 128 + signal is what every shell says.
    private static string Describe(int code) => code > 128 && code < 128 + 32 ? $"signal {code - 128}" : $"exit code {code}";
}
