using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Refits;

/// <summary>
/// Threads of their own for the expensive work, so few that a sale always finds a processor, and polite: they run when
/// nobody else on the machine wants to. <c>Forecasting:RefitParallelism</c> says how many; default half the processors.
/// </summary>
internal sealed partial class RefitThreads : IDisposable
{
    /// <summary>The highest niceness of Unix, the least claim to a processor.</summary>
    private const int Niceness = 19;

    private readonly BlockingCollection<Action<ForecastWorkspace>> _work = [];

    public RefitThreads(IConfiguration configuration)
    {
        Count =
            configuration.GetValue<int?>("Forecasting:RefitParallelism") ?? Math.Max(1, Environment.ProcessorCount / 2);
        if (Count < 1)
            throw new InvalidOperationException("Forecasting:RefitParallelism must be at least 1.");
        for (var i = 0; i < Count; i++)
            new Thread(Run) { IsBackground = true, Name = $"refit {i}" }.Start();
    }

    public int Count { get; }

    /// <summary>
    /// Runs <paramref name="body"/> for 0 to <paramref name="count"/> - 1, in no order; each thread has a workspace of
    /// its own.
    /// </summary>
    /// <exception cref="AggregateException">What the calls threw.</exception>
    public async Task ForAsync(int count, Action<int, ForecastWorkspace> body, CancellationToken ct)
    {
        var done = new Task[count];
        for (var i = 0; i < count; i++)
        {
            var (item, end) = (i, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            done[i] = end.Task;
            _work.Add(work => Complete(end, () => body(item, work), ct), ct);
        }
        await Task.WhenAll(done);
    }

    public void Dispose() => _work.CompleteAdding();

    private static void Complete(TaskCompletionSource end, Action body, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            end.SetCanceled(ct);
            return;
        }
        try
        {
            body();
            end.SetResult();
        }
        catch (Exception e)
        {
            // Not lost: whoever waits gets it.
            end.SetException(e);
        }
    }

    private void Run()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(0, 0, Niceness);
        else
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        var work = new ForecastWorkspace();
        foreach (var action in _work.GetConsumingEnumerable())
            action(work);
    }

    /// <summary>On Linux a niceness belongs to a thread, and 0 is the calling one.</summary>
    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, uint who, int niceness);
}
