using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace SmartInventory.AppHost.Servers;

/// <summary>What to run.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Added to our own environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
    public string? WorkingDirectory { get; init; }
    public SystemAccount? Account { get; init; }

    /// <summary>The signal that asks this program to end in order.</summary>
    public int StopSignal { get; init; } = Posix.SigTerm;
}

/// <summary>
/// A process that does not outlive us. It runs in a session of its own, so that Ctrl+C reaches us alone and we stop
/// things in order; and where setpriv is there the kernel sends it the stop signal if we die without having said goodbye.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    // The kernel's parent-death signal follows the thread that forked, so every child is forked by one thread that lives as long as we do.
    private static readonly BlockingCollection<Action> Spawns = StartSpawner();
    private static readonly string? Setsid = ServerPrograms.Find("setsid");
    private static readonly string? Setpriv = ServerPrograms.Find("setpriv");

    private static readonly TimeSpan ForceLimit = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Command _command;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Command command, Action<string>? onLine)
    {
        _command = command;
        _process = new Process { StartInfo = StartInfoFor(command), EnableRaisingEvents = true };
        _process.Exited += (_, _) => _exited.TrySetResult(_process.ExitCode);
        _process.OutputDataReceived += (_, line) => Forward(line.Data);
        _process.ErrorDataReceived += (_, line) => Forward(line.Data);

        void Forward(string? line)
        {
            if (!string.IsNullOrEmpty(line))
                onLine?.Invoke(line);
        }
    }

    public int Id { get; private set; }

    /// <summary>Ends with the exit code when the process does.</summary>
    public Task<int> Exited => _exited.Task;

    public static async Task<ChildProcess> StartAsync(Command command, Action<string>? onLine = null)
    {
        var child = new ChildProcess(command, onLine);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Spawns.Add(() =>
        {
            try
            {
                child._process.Start();
                child.Id = child._process.Id;
                started.SetResult();
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        await started.Task;
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    public static async Task<(int Code, string Output)> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var output = new ConcurrentQueue<string>();
        using var child = await StartAsync(command, output.Enqueue);
        try
        {
            // Unlike a server, a tool leaves nobody behind who holds its output open.
            await child._process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            child.KillGroup();
            throw;
        }
        return (child._process.ExitCode, string.Join('\n', output));
    }

    /// <summary>As <see cref="RunAsync"/>, for a program that must succeed.</summary>
    /// <exception cref="HostException">It did not; the message has its output.</exception>
    public static async Task<string> RunOrThrowAsync(Command command, CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync(command, cancellationToken);
        return code == 0 ? output : throw new HostException($"{command.Program} ended with code {code}:\n{output}");
    }

    /// <summary>Asks the process to end, and ends it by force with all it started when it has not after <paramref name="grace"/>.</summary>
    /// <returns>False when force was needed.</returns>
    public async Task<bool> StopAsync(TimeSpan grace)
    {
        // By now the number of one that ended earlier may be somebody else's.
        if (Exited.IsCompleted)
            return true;
        Posix.Signal(Id, _command.StopSignal);
        var inOrder = await Task.WhenAny(Exited, Task.Delay(grace)) == Exited;
        KillGroup();
        if (!inOrder)
            await WaitForDescendantsAsync();
        return inOrder;
    }

    /// <summary>Descendants in process groups of their own, such as PostgreSQL's, notice by themselves that their parent is
    /// gone. They are gone too when nobody holds the output any more.</summary>
    private async Task WaitForDescendantsAsync()
    {
        using var limit = new CancellationTokenSource(ForceLimit);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Exited;
    }

    /// <summary>As <see cref="StopAsync"/>, for the one place that cannot await: the end of the process we are in.</summary>
    public void Stop(TimeSpan grace)
    {
        if (Exited.IsCompleted)
            return;
        Posix.Signal(Id, _command.StopSignal);
        _process.WaitForExit(grace);
        KillGroup();
        _process.WaitForExit(ForceLimit);
    }

    /// <summary>Ends the process and its descendants at once.</summary>
    public void KillGroup()
    {
        if (Setsid is not null)
            Posix.Signal(-Id, Posix.SigKill);
        else if (!Exited.IsCompleted)
            _process.Kill(entireProcessTree: true);
    }

    public void Dispose() => _process.Dispose();

    private static ProcessStartInfo StartInfoFor(Command command)
    {
        List<string> line = [];
        if (Setsid is not null)
            line.Add(Setsid);
        if (Setpriv is not null)
        {
            line.AddRange([Setpriv, "--pdeathsig", command.StopSignal == Posix.SigInt ? "INT" : "TERM"]);
            if (command.Account is { } account)
            {
                line.AddRange([
                    "--reuid", account.UserId.ToString(CultureInfo.InvariantCulture),
                    "--regid", account.GroupId.ToString(CultureInfo.InvariantCulture), "--init-groups"]);
            }
            line.Add("--");
        }
        else if (command.Account is not null)
        {
            throw new HostException("Running as root needs setpriv (package util-linux) to start the servers as an unprivileged user.");
        }
        line.Add(command.Program);
        line.AddRange(command.Arguments);

        var info = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (command.WorkingDirectory is not null)
            info.WorkingDirectory = command.WorkingDirectory;
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                info.Environment.Remove(name);
            else
                info.Environment[name] = value;
        }
        return info;
    }

    private static BlockingCollection<Action> StartSpawner()
    {
        var queue = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var spawn in queue.GetConsumingEnumerable())
                spawn();
        })
        { IsBackground = true, Name = "child processes" };
        thread.Start();
        return queue;
    }
}
