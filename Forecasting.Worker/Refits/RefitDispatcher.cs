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

    /// <summary>Demand that is still arriving is waited for, so that an import costs one refit.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BulkPatience = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A message that was lost is missed after so long. One that still waits in the queue finds nothing to do then.
    /// </summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _time = time;

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct) =>
        await SendAsync(ct) == Most ? TimeSpan.Zero : Tick;

    private async Task<int> SendAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        metrics.Pending = await db.RefitRequests.LongCountAsync(ct);
        var now = _time.GetUtcNow();
        var (quietSince, askedSince, overdue) = (
            now - Quiet,
            now - (traffic.InBulk ? BulkPatience : Patience),
            now - Overdue
        );
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // A location whose day has not begun is trained first: what is fitted before would be fitted twice.
        var due = await db
            .Database.SqlQuery<Due>(
                $"""
                SELECT r.sku, r.location FROM forecasting.refit_requests AS r
                WHERE (r.sent_at < {overdue}
                    OR (r.batch IS NULL AND (r.touched_at <= {quietSince} OR r.requested_at <= {askedSince}
                        OR r.reason NOT IN ({(short)RefitReason.New}, {(short)RefitReason.LateData}))))
                    AND NOT EXISTS (
                        SELECT FROM forecasting.location_days AS l
                        LEFT JOIN forecasting.trainings AS t ON t.location = l.location
                        WHERE l.location = r.location AND t.as_of IS NULL)
                ORDER BY r.sku, r.location LIMIT {Most} FOR UPDATE OF r SKIP LOCKED
                """
            )
            .ToListAsync(ct);
        if (due.Count == 0)
            return 0;
        var batches = due.Chunk(BatchSize).ToDictionary(_ => Guid.CreateVersion7(now));
        var skus = due.ConvertAll(d => d.Sku).ToArray();
        var locations = due.ConvertAll(d => d.Location).ToArray();
        var ids = batches.SelectMany(b => b.Value, (b, _) => b.Key).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE forecasting.refit_requests AS r SET batch = n.batch, sent_at = {now}
            FROM unnest({skus}, {locations}, {ids}) AS n (sku, location, batch)
            WHERE r.sku = n.sku AND r.location = n.location
            """,
            ct
        );
        foreach (var batch in batches.Keys)
            db.AddToOutbox(new RefitSeries(batch), _time);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return due.Count;
    }

    private sealed record Due(string Sku, string Location);
}
