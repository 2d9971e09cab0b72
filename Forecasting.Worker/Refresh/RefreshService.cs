using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.Forecasting.Refresh;

/// <summary>
/// Keeps forecasts fresh. A series waits for a moment of silence, so that several lines cost one computation, and never
/// long: a product that sells without a pause is refreshed in its midst. Routine work goes in small portions between
/// fresh sales; while an import runs it waits, so that hundreds of days of it do not cost hundreds of computations.
/// </summary>
internal sealed class RefreshService(
    Refresher refresher,
    WakeSignal signal,
    SalesTraffic traffic,
    TimeProvider time,
    ILogger<RefreshService> log
) : Loop(time, log)
{
    private const int FreshBatch = 200;
    private const int RoutineBatch = 32;

    /// <summary>Routine series between two batches of fresh ones: what a sale may have to wait for.</summary>
    private const int RoutineBetween = 8;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BulkPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    /// <summary>While very much is sold, so much rest follows each piece of work.</summary>
    private const double RestPerWork = 8;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What waits for so long meanwhile comes before what is nearer to its reorder point. Then the lag is bounded by
    /// this and by the number of series, since what is sold again is computed once for all of it.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        var (bulk, heavy) = (traffic.InBulk, traffic.IsHeavy);
        var started = Time.GetTimestamp();
        var fresh = await refresher.RefreshDueAsync(
            Lane.Fresh,
            Quiet,
            Patience,
            FreshBatch,
            heavy ? LongestWait : null,
            ct
        );
        var routine = await refresher.RefreshDueAsync(
            Lane.Routine,
            bulk ? BulkPatience : Quiet,
            bulk ? BulkPatience : Patience,
            fresh > 0 ? RoutineBetween : RoutineBatch,
            longest: null,
            ct
        );
        if (fresh > 0 && heavy)
        {
            // Sales go before their forecasts.
            var rest = RestPerWork * Time.GetElapsedTime(started);
            await Task.Delay(rest < LongestRest ? rest : LongestRest, Time, ct);
        }
        if (fresh + routine > 0)
            return TimeSpan.Zero;
        await refresher.PayCacheDebtsAsync(ct);
        return Idle;
    }

    protected override async Task WaitAsync(TimeSpan pause, CancellationToken ct)
    {
        await signal.WaitAsync(pause, ct);
        await base.WaitAsync(Quiet, ct);
    }
}
