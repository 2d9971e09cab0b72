using SmartInventory.Forecasting.Demand;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>
/// Keeps forecasts fresh. A series waits for a short silence, so that a basket of lines costs one computation; while an
/// import runs it waits longer, so that hundreds of days of it do not cost hundreds.
/// </summary>
public sealed partial class RefreshService(
    Refresher refresher, Pulse pulse, TimeProvider time, ILogger<RefreshService> log)
    : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BulkPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private long _classified;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var bulk = pulse.InBulk;
                var refreshed = await refresher.RefreshDueAsync(
                    bulk ? BulkPatience : Quiet, bulk ? BulkPatience : Patience, stoppingToken);
                if (refreshed > 0)
                    continue;

                await refresher.PayCacheDebtsAsync(stoppingToken);
                if (!bulk && time.GetElapsedTime(_classified) >= Idle)
                {
                    await refresher.ClassifyAsync(stoppingToken);
                    _classified = time.GetTimestamp();
                }
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
