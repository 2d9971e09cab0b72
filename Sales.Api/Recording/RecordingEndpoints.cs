using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

internal static class RecordingEndpoints
{
    public static async Task<
        Results<Created<SaleResponse>, Ok<SaleResponse>, ValidationProblem, ProblemHttpResult>
    > RecordSale(RecordSale sale, SaleGroup group, SaleRecorder recorder, SalesDb db, CancellationToken ct)
    {
        // With an Idempotency-Key the sale belongs to the key's transaction and to no other.
        var recorded = db.Database.CurrentTransaction is null
            ? await group.RecordAsync(sale, ct) ?? await RecordAloneAsync(sale, recorder, db, ct)
            : (await recorder.RecordAsync([sale], allOrNone: true, ct))[0];
        return recorded switch
        {
            { Outcome: RowOutcome.Created, Sale: { } stored } => TypedResults.Created(
                $"/api/v1/sales/{stored.Id}",
                stored.Show()
            ),
            { Outcome: RowOutcome.Duplicate, Sale: { } stored } => TypedResults.Ok(stored.Show()),
            { Sale: { } stored } => Taken(stored, recorded.Differs),
            _ => recorded.Errors.ToProblem(),
        };
    }

    private static async Task<Recorded> RecordAloneAsync(
        RecordSale sale,
        SaleRecorder recorder,
        SalesDb db,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var recorded = (await recorder.RecordAsync([sale], allOrNone: true, ct))[0];
        if (recorded.Outcome != RowOutcome.Rejected)
            await transaction.CommitAsync(ct);
        return recorded;
    }

    public static async Task<Results<Ok<BatchResult>, ValidationProblem>> RecordSales(
        RecordSales batch,
        SaleRecorder recorder,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var rows = batch.Sales ?? [];
        if (batch.Sales is null)
            errors.Add("sales", T("is required"));
        else if (rows.Count is 0 or > Limits.MaxBatch)
            errors.Add("sales", T($"must have 1 to {Limits.MaxBatch} rows"));
        if (errors.Any)
            return errors.ToProblem();

        var all = (batch.Mode ?? BatchMode.RejectEverything) == BatchMode.RejectEverything;
        // A null in the list is a row without fields: it is told what it lacks.
        var recorded = await recorder.RecordAsync([.. rows.Select(row => row ?? new RecordSale())], all, ct);
        if (all && recorded.Any(r => r.Outcome == RowOutcome.Rejected))
        {
            foreach (var (row, result) in recorded.Index())
                errors.Add($"sales[{row}].", result.Errors);
            return errors.ToProblem();
        }

        return TypedResults.Ok(
            new BatchResult(
                recorded.Count(r => r.Outcome == RowOutcome.Created),
                recorded.Count(r => r.Outcome == RowOutcome.Duplicate),
                recorded.Count(r => r.Outcome == RowOutcome.Rejected),
                [
                    .. recorded.Select(
                        (r, row) =>
                            r.Outcome == RowOutcome.Rejected
                                ? new RowResult(row, r.Outcome, null, r.Errors.ToDictionary())
                                : new RowResult(row, r.Outcome, r.Sale!.Id, null)
                    ),
                ]
            )
        );
    }

    /// <summary>409: the name of a line is taken by a line that says something else.</summary>
    public static ProblemHttpResult Taken(Sale stored, IReadOnlyList<string> differs) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status409Conflict,
            title: T("A line with this external id says something else."),
            detail: T($"'{stored.ExternalId}' in channel '{stored.Channel}': {string.Join("; ", differs)}."),
            extensions: new Dictionary<string, object?> { ["differs"] = differs, ["stored"] = stored.Show() }
        );
}
