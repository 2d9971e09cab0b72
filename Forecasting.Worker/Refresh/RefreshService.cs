using SmartInventory.Forecasting.Pending;

namespace SmartInventory.Forecasting.Refresh;

/// <summary>
/// Keeps forecasts fresh. A series waits for a moment of silence, so that several lines cost one computation, and never
/// long: a
/// product that sells without a pause is refreshed in its midst. Routine work goes in small portions between fresh
/// sales; while an
/// import runs it waits, so that hundreds of days of it do not cost hundreds of computations.
/// </summary>
internal sealed partial class RefreshService(
    Refresher refresher,
    Pulse pulse,
    TimeProvider time,
    ILogger<RefreshService> log
) : BackgroundService
{
    private const int FreshBatch = 200;
    private const int RoutineBatch = 32;

    /// <summary>Routine series between two batches of fresh ones: what a sale may have to wait for.</summary>
    private const int RoutineBetween = 8;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BulkPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var bulk = pulse.InBulk;
                var fresh = await refresher.RefreshDueAsync(
                    DirtySeries.Fresh,
                    Quiet,
                    Patience,
                    FreshBatch,
                    stoppingToken
                );
                var routine = await refresher.RefreshDueAsync(
                    DirtySeries.Routine,
                    bulk ? BulkPatience : Quiet,
                    bulk ? BulkPatience : Patience,
                    fresh > 0 ? RoutineBetween : RoutineBatch,
                    stoppingToken
                );
                if (fresh + routine > 0)
                    continue;

                await refresher.PayCacheDebtsAsync(stoppingToken);
                await pulse.WaitAsync(Idle, stoppingToken);
                await Task.Delay(Quiet, time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The marks are still there: nothing is lost by waiting for the database.
                LogRetry(log, e);
                await Task.Delay(Idle, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Refreshing forecasts failed and will be tried again")]
    private static partial void LogRetry(ILogger logger, Exception exception);
}
