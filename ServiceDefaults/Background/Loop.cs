using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Background;

/// <summary>
/// Background work in turns, until the service stops. Whatever a turn throws is logged, the next one comes after a
/// pause that grows from 1 to 10 s, and the service goes on: what a turn did not do, the next one finds again.
/// </summary>
/// <param name="time">The clock of the pauses.</param>
/// <param name="log">Where failures are told.</param>
public abstract partial class Loop(TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>Does what is due.</summary>
    /// <returns>How long to wait before the next turn; zero to go on at once.</returns>
    protected abstract Task<TimeSpan> TurnAsync(CancellationToken ct);

    /// <summary>Waits between two turns. A loop that can be woken waits for that as well.</summary>
    protected virtual Task WaitAsync(TimeSpan pause, CancellationToken ct) => Task.Delay(pause, time, ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wait = await TurnAsync(stoppingToken);
                pause = FirstPause;
                if (wait > TimeSpan.Zero)
                    await WaitAsync(wait, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (e.IsOutage())
                    LogOutage(log, e, pause.TotalSeconds);
                else
                    LogFailure(log, e, pause.TotalSeconds);
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Tries again in {Seconds} s")]
    private static partial void LogOutage(ILogger logger, Exception exception, double seconds);

    [LoggerMessage(LogLevel.Error, "Failed, and tries again in {Seconds} s")]
    private static partial void LogFailure(ILogger logger, Exception exception, double seconds);
}
