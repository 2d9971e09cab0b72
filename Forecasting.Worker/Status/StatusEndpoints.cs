using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client.Exceptions;
using SmartInventory.Contracts.Status;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Status;

internal static class StatusEndpoints
{
    public static async Task<Results<Ok<LedgerTotals>, ProblemHttpResult>> Totals(
        [Description("Adds up all demand first, which takes its time; default false")] bool? recount,
        ForecastingDb db,
        Recounting<ForecastingDb> recounting,
        ErrorQueues queues,
        TimeProvider time,
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
                title: T("RabbitMQ does not answer."),
                detail: T("Without it nobody knows how many messages failed or wait.")
            );
        }

        if (recount is true)
            await recounting.RecountAsync(ct);
        // One snapshot: a message must not be counted as waiting and as applied, nor as neither.
        await using var transaction = await db.Database.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            ct
        );
        var sources = await db.ChannelTotalsAsync(ct);
        var (outbox, waits) = await db.UnsentAsync(time, ct);
        var underWay = new Dictionary<string, long>
        {
            ["dirty"] = await db.Dirty.LongCountAsync(ct),
            ["refits"] = await db.RefitRequests.LongCountAsync(ct),
            ["trends"] = await db.DirtyTrends.LongCountAsync(ct),
            ["outbox"] = outbox,
            ["drift"] = await db.DriftAsync(ct),
        };
        var oldest = await db
            .Dirty.Where(d => d.Priority == (short)Lane.Fresh)
            .MinAsync(d => (DateTimeOffset?)d.DirtySince, ct);
        return TypedResults.Ok(
            new LedgerTotals(sources, underWay, failed)
            {
                OutboxSeconds = waits,
                LagSeconds = oldest is { } since
                    ? Math.Round(Math.Max(0, (time.GetUtcNow() - since).TotalSeconds), 1)
                    : null,
            }
        );
    }
}
