using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client.Exceptions;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Status;

internal static class StatusEndpoints
{
    public static async Task<Results<Ok<LedgerTotals>, ProblemHttpResult>> Totals(
        ForecastingDb db,
        ErrorQueues queues,
        CancellationToken ct
    )
    {
        long failed;
        try
        {
            failed = (await queues.CountAsync(ct)).Values.Sum();
        }
        catch (Exception e)
            when (e is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "RabbitMQ does not answer.",
                detail: "Without it nobody knows how many messages failed or wait."
            );
        }

        // One snapshot: a message must not be counted as waiting and as applied, nor as neither.
        await using var transaction = await db.Database.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            ct
        );
        var sources = await db
            .Demand.GroupBy(d => d.Channel)
            .OrderBy(g => g.Key)
            .Select(g => new SourceTotals(g.Key, g.Sum(d => d.Sold), g.Sum(d => d.Returned), g.Sum(d => d.Lines)))
            .ToListAsync(ct);
        var underWay = new Dictionary<string, long>
        {
            ["dirty"] = await db.Dirty.LongCountAsync(ct),
            ["refits"] = await db.RefitRequests.LongCountAsync(ct),
            ["trends"] = await db.DirtyTrends.LongCountAsync(ct),
            ["outbox"] = await db.Set<OutboxMessage>().LongCountAsync(m => m.SentAt == null, ct),
        };
        return TypedResults.Ok(new LedgerTotals(sources, underWay, failed));
    }
}
