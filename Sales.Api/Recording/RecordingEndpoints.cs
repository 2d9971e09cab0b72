using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

internal static class RecordingEndpoints
{
    public static void AddRecording(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<SaleStore>();
        builder.Services.AddScoped<SaleRecorder>();
        builder.Services.Configure<OpenApiOptions>("v1", options => options.AddSchemaTransformer<LocationTimeSchema>());
    }

    public static void MapRecording(this IEndpointRouteBuilder app)
    {
        var sales = app.MapGroup("/api/v1/sales").WithTags("Sales");

        sales.MapPost("/", RecordSale).WithName("RecordSale").WithSummary("Records one sale or return")
            .WithDescription(
                "201 with the stored line. A line with the same channel and external id that says the same is answered with 200 "
                + "and the stored line; one that says something else with 409. An unknown SKU or location is refused by name. A time without an offset is "
                + "on the location's clock, a plain date is the beginning of that day there.")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithIdempotency<SalesDb>();
        sales.MapPost("/batch", RecordSales).WithName("RecordSales").WithSummary("Records up to 1,000 sales and returns")
            .WithDescription(
                "By default one bad row refuses all of them, with 400 and every fault as sales[row].field; "
                + "with mode reject-failed-rows the good ones are stored. The answer has a result per row.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithIdempotency<SalesDb>();
    }

    private static async Task<Results<Created<SaleResponse>, Ok<SaleResponse>, ValidationProblem, ProblemHttpResult>> RecordSale(
        RecordSale sale, SaleRecorder recorder, CancellationToken ct)
    {
        var recorded = (await recorder.RecordAsync([sale], allOrNone: true, ct))[0];
        return recorded switch
        {
            { Outcome: RowOutcome.Created, Sale: { } stored } => TypedResults.Created($"/api/v1/sales/{stored.Id}", stored.Show()),
            { Outcome: RowOutcome.Duplicate, Sale: { } stored } => TypedResults.Ok(stored.Show()),
            { Sale: { } stored } => Taken(stored, recorded.Differs),
            _ => recorded.Errors.ToProblem(),
        };
    }

    private static async Task<Results<Ok<BatchResult>, ValidationProblem>> RecordSales(
        RecordSales batch, SaleRecorder recorder, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var rows = batch.Sales ?? [];
        if (batch.Sales is null) errors.Add("sales", "is required");
        else if (rows.Count is 0 or > Limits.MaxBatch) errors.Add("sales", $"must have 1 to {Limits.MaxBatch} rows");
        if (errors.Any) return errors.ToProblem();

        var all = (batch.Mode ?? BatchMode.RejectEverything) == BatchMode.RejectEverything;
        // A null in the list is a row without fields: it is told what it lacks.
        var recorded = await recorder.RecordAsync([.. rows.Select(row => row ?? new RecordSale())], all, ct);
        if (all && recorded.Any(r => r.Outcome == RowOutcome.Rejected))
        {
            foreach (var (row, result) in recorded.Index())
            {
                foreach (var (field, reasons) in result.Errors.ToDictionary())
                    Array.ForEach(reasons, reason => errors.Add($"sales[{row}].{field}", reason));
            }

            return errors.ToProblem();
        }

        return TypedResults.Ok(new BatchResult(
            recorded.Count(r => r.Outcome == RowOutcome.Created),
            recorded.Count(r => r.Outcome == RowOutcome.Duplicate),
            recorded.Count(r => r.Outcome == RowOutcome.Rejected),
            [.. recorded.Select((r, row) => r.Outcome == RowOutcome.Rejected
                ? new RowResult(row, r.Outcome, null, r.Errors.ToDictionary())
                : new RowResult(row, r.Outcome, r.Sale!.Id, null))]));
    }

    /// <summary>409: the name of a line is taken by a line that says something else.</summary>
    internal static ProblemHttpResult Taken(Sale stored, IReadOnlyList<string> differs) => TypedResults.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "A line with this external id says something else.",
        detail: $"'{stored.ExternalId}' in channel '{stored.Channel}': {string.Join("; ", differs)}.",
        extensions: new Dictionary<string, object?> { ["differs"] = differs, ["stored"] = stored.Show() });
}
