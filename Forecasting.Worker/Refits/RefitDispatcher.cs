using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Refits;

/// <summary>
/// Sends waiting refit requests to the workers' queue, in batches and through the outbox; and again what was sent long
/// ago and never answered.
/// </summary>
internal sealed class RefitDispatcher(
    IServiceScopeFactory scopes,
    SalesTraffic traffic,
    ForecastMetrics metrics,
    TimeProvider time,
    ILogger<RefitDispatcher> log
) : Loop(time, log)
{
    /// <summary>Series per message: some seconds of work, so that a worker that dies takes little with it.</summary>
    public const int BatchSize = 64;

    private const int Most = 20 * BatchSize;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    /// <summary>Demand that is still arriving is waited for, so that an import costs one refit.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BulkPatience = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A message that was lost is missed after so long. One that still waits in the queue finds nothing to do then.
    /// </summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(15);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct) =>
        await SendAsync(ct) switch
        {
            Most => TimeSpan.Zero,
            null => Idle,
            _ => Tick,
        };

    /// <returns>How many were sent; null when nothing waits.</returns>
    private async Task<int?> SendAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        var pending = await db.RefitRequests.LongCountAsync(ct);
        metrics.Pending = pending;
        if (pending == 0)
            return null;
        var now = Time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // A location whose day has not begun is trained first: what is fitted before would be fitted twice.
        var unbegun = await db
            .LocationDays.Where(l => !db.Trainings.Any(t => t.Location == l.Location && t.AsOf != null))
            .Select(l => l.Location)
            .ToArrayAsync(ct);
        var (batches, requests) = await db.TakeDueAsync(
            now - Quiet,
            now - (traffic.InBulk ? BulkPatience : Patience),
            now - Overdue,
            unbegun,
            Most,
            BatchSize,
            Time,
            ct
        );
        if (requests == 0)
            return 0;
        foreach (var batch in batches)
            db.AddToOutbox(new RefitSeries(batch), Time);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return requests;
    }
}
