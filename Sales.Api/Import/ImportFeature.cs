using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Import;

/// <summary>A stream of lines of any length.</summary>
internal static class ImportFeature
{
    private const string Ndjson = "application/x-ndjson";
    private const string Csv = "text/csv";

    public static void AddImport(this WebApplicationBuilder builder)
    {
        builder.Services.AddRequestDecompression();
        builder.Services.AddSingleton<SalesImport>();
    }

    public static void MapImport(this RouteGroupBuilder sales) =>
        sales
            .MapPost("/import", ImportSales)
            .WithName("ImportSales")
            .WithSummary("Imports a stream of sales and returns of any length")
            .WithDescription(
                "application/x-ndjson, a sale per line, or text/csv with its field names as header; optionally with "
                    + "Content-Encoding gzip, deflate or br. Every row needs an externalId. "
                    + "Good rows are stored chunk by chunk, bad ones counted and shown in the report. "
                    + "A time without an offset is on the location's clock, "
                    + "a plain date is the beginning of that day there. Sending the same again adds nothing. "
                    + "A body that breaks off or cannot be read ends in 400 with the report so far as 'report'."
            )
            .Accepts<string>(isOptional: true, Ndjson, Csv, "*/*")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            // The stream is read in a fixed buffer, so its length does not matter.
            .WithMetadata(new DisableRequestSizeLimitAttribute());

    private static async Task<Results<Ok<ImportReport>, ValidationProblem, ProblemHttpResult>> ImportSales(
        HttpRequest request,
        SalesImport import,
        CancellationToken ct,
        [Description("Check all that the import would check, the catalogue included, and store nothing")]
            bool dryRun = false,
        [Description("How many rejected rows the report shows, 0 to 20000, default 100")] int? rejects = null,
        [Description(
            "What stands before the decimals of every number in a CSV: point or comma. "
                + "Without it a number that could be two, as 1.000 between semicolons, is rejected"
        )]
            string? decimalMark = null
    )
    {
        var errors = new FieldErrors();
        var options = new ImportOptions(
            dryRun,
            errors.Whole("rejects", rejects, 0, Limits.MaxRejects, otherwise: Limits.DefaultRejects)
        );
        var mark = errors.Word<DecimalMark>("decimalMark", decimalMark);
        if (errors.Any)
            return errors.ToProblem();
        if (request.Headers.ContentEncoding.Count > 0)
            return Unsupported(
                $"Content-Encoding '{request.Headers.ContentEncoding}' is not known; use gzip, deflate, br or none."
            );
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
        if (
            type?.Encoding is { } encoding
            && encoding.CodePage != System.Text.Encoding.UTF8.CodePage
            && encoding.CodePage != 20127
        )
            return Unsupported($"The body must be UTF-8, not {encoding.WebName}.");

        RowReader reader;
        switch (type?.MediaType.Value?.ToLowerInvariant())
        {
            case Ndjson:
                reader = new NdjsonReader(request.Body);
                break;
            case Csv:
                reader = new CsvReader(request.Body, mark);
                break;
            default:
                return Unsupported($"Content-Type must be {Ndjson} or {Csv}.");
        }

        await reader.BeginAsync(ct);
        if (reader is CsvReader { HeaderFaults: { Count: > 0 } faults })
        {
            faults.ForEach(fault => errors.Add("header", fault));
            return errors.ToProblem();
        }

        var (report, fault) = await import.RunAsync(reader, options, ct);
        if (fault is null)
            return TypedResults.Ok(report);
        var kept = dryRun
            ? "Nothing was stored."
            : "What the report counts is stored; repeating the whole stores nothing twice.";
        return TypedResults.Problem(
            statusCode: StatusCodes.Status400BadRequest,
            title: "The body cannot be read to its end.",
            detail: $"{char.ToUpperInvariant(fault[0])}{fault[1..]}. {kept}",
            extensions: new Dictionary<string, object?> { ["report"] = report }
        );
    }

    private static ProblemHttpResult Unsupported(string detail) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status415UnsupportedMediaType,
            title: "This kind of body is not supported.",
            detail: detail
        );
}
