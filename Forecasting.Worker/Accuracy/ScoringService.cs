using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>Scores yesterday's forecasts soon after the day has turned at a location.</summary>
internal sealed partial class ScoringService(Scorer scorer, TimeProvider time, ILogger<ScoringService> log)
    : Loop(time, log)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = log;

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        var started = Time.GetTimestamp();
        if (await scorer.ScoreDueAsync(ct) is > 0 and var scored)
            LogScored(_log, scored, Time.GetElapsedTime(started).TotalMilliseconds);
        return Tick;
    }

    [LoggerMessage(LogLevel.Information, "Compared {Forecasts} forecasts with what came in {Milliseconds:0} ms")]
    private static partial void LogScored(ILogger logger, int forecasts, double milliseconds);
}
