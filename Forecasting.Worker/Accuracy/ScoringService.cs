namespace SmartInventory.Forecasting.Accuracy;

/// <summary>Scores yesterday's forecasts soon after the day has turned at a location.</summary>
internal sealed partial class ScoringService(Scorer scorer, TimeProvider time, ILogger<ScoringService> log)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var started = time.GetTimestamp();
                if (await scorer.ScoreDueAsync(stoppingToken) is > 0 and var scored)
                    LogScored(log, scored, time.GetElapsedTime(started).TotalMilliseconds);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogRetry(log, e);
            }
            await Task.Delay(Tick, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Compared {Forecasts} forecasts with what came in {Milliseconds:0} ms")]
    private static partial void LogScored(ILogger logger, int forecasts, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "Scoring forecasts failed and will be tried again")]
    private static partial void LogRetry(ILogger logger, Exception exception);
}
