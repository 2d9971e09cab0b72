using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Import;

/// <summary>A stream of lines of any length.</summary>
internal static class ImportFeature
{
    private const string Ndjson = "application/x-ndjson";
    private const string Csv = "text/csv";

    public static void AddImport(this WebApplicationBuilder builder)
    {
        builder.AddDecompression();
        builder.AddImportLimit();
        builder.Services.AddSingleton<SalesImport>();
        builder.Services.AddScoped<ImportUndo>();
    }

    public static void MapImport(this RouteGroupBuilder sales)
    {
        sales
            .MapPost("/import", ImportSales)
            .RequireAuthorization(Access.Record)
            .WithName("ImportSales")
            .WithSummary("Imports a stream of sales and returns of any length")
            .WithDescription(
                "application/x-ndjson, a sale per line, or text/csv with its field names as header; optionally with "
                    + "Content-Encoding gzip, deflate or br. Every row needs an externalId. "
                    + "Good rows are stored chunk by chunk, bad ones counted and shown in the report. "
                    + "A time without an offset is on the location's clock, "
                    + "a plain date is the beginning of that day there. Sending the same again adds nothing. "
                    + "A body that breaks off or cannot be read ends in 400 with the report so far as 'report'; "
                    + "so does one that becomes more than 100 times as long when it is decompressed. "
                    + "In one name four imports run at a time; another one is 429."
            )
            .Accepts<string>(isOptional: true, Ndjson, Csv, "*/*")
            .WithTextExample(
                Csv,
                """
                externalId,sku,location,quantity,unitPrice,soldAt
                M-1,LAMP-1,MADRID,2,24.90,2026-01-31T18:30
                M-2,LAMP-1,MADRID,1,24.90,2026-01-31T18:42
                """
            )
            .WithTextExample(
                Ndjson,
                """{"externalId":"M-1","sku":"LAMP-1","location":"MADRID","quantity":2,"soldAt":"2026-01-31T18:30"}"""
            )
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .RequireRateLimiting(ImportLimit.Policy)
            // The stream is read in a fixed buffer, so its length does not matter.
            .WithMetadata(new DisableRequestSizeLimitAttribute());

        var imports = sales.MapGroup("/imports");
        imports
            .MapPost("/", ImportRunEndpoints.Begin)
            .RequireAuthorization(Access.Record)
            .WithName("BeginImport")
            .WithSummary("Begins an import")
            .WithDescription(
                "Its id goes with each body of rows as ?import=, so that all of them can be taken back as a whole."
            )
            .WithIdempotency<SalesDb>();
        imports
            .MapGet("/", ImportRunEndpoints.List)
            .RequireAuthorization(Access.View)
            .WithName("ListImports")
            .WithSummary("Lists imports, newest first");
        imports
            .MapGet("/{id:guid}", ImportRunEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetImport")
            .WithSummary("Shows one import and what it brought")
            .ProducesProblem(StatusCodes.Status404NotFound);
        imports
            .MapPost("/{id:guid}/finish", ImportRunEndpoints.Finish)
            .RequireAuthorization(Access.Record)
            .WithName("FinishImport")
            .WithSummary("Says that all rows of an import were sent")
            .ProducesProblem(StatusCodes.Status404NotFound);
        imports
            .MapPost("/{id:guid}/undo", ImportRunEndpoints.Undo)
            .RequireAuthorization(Access.Plan)
            .WithName("UndoImport")
            .WithSummary("Takes all lines of an import back, or none")
            .WithDescription(
                "Nothing is removed: each line gets one that reverses it. Refused with 409 while goods of one of its "
                    + "sales came back. Afterwards the same rows can be imported again; an import that was still "
                    + "running takes no more. Products that were created for it stay."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    public static void MapImportTables(this ModelBuilder model) =>
        model.Entity<ImportRun>(run =>
        {
            run.ToTable("imports");
            run.Property(r => r.Name).HasMaxLength(ImportRunEndpoints.MaxName);
        });

    private static async Task<Results<Ok<ImportReport>, ValidationProblem, ProblemHttpResult>> ImportSales(
        HttpRequest request,
        SalesImport rows,
        SalesDb db,
        CancellationToken ct,
        [Description("Check all that the import would check, the catalogue included, and store nothing")]
            bool dryRun = false,
        [Description("How many rejected rows the report shows, 0 to 20000, default 100")] int? rejects = null,
        [Description(
            "What stands before the decimals of every number in a CSV: point or comma. "
                + "Without it a number that could be two, as 1.000 between semicolons, is rejected"
        )]
            string? decimalMark = null,
        [Description("The import that the rows belong to")] Guid? import = null
    )
    {
        var errors = new FieldErrors();
        var options = new ImportOptions(
            dryRun,
            import,
            errors.Whole("rejects", rejects, 0, Limits.MaxRejects, otherwise: Limits.DefaultRejects)
        );
        var mark = errors.Word<DecimalMark>("decimalMark", decimalMark);
        if (import is not null && dryRun)
            errors.Add("import", T("cannot be given with dryRun: nothing is stored"));
        else if (import is { } id && !await db.Imports.AnyAsync(r => r.Id == id && r.UndoneAt == null, ct))
            errors.Add("import", T($"there is no import with the id '{id}', or it was undone"));
        if (errors.Any)
            return errors.ToProblem();
        if (request.Headers.ContentEncoding.Count > 0)
            return Unsupported(
                T($"Content-Encoding '{request.Headers.ContentEncoding}' is not known; use gzip, deflate, br or none.")
            );
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
        if (
            type?.Encoding is { } encoding
            && encoding.CodePage != System.Text.Encoding.UTF8.CodePage
            && encoding.CodePage != 20127
        )
            return Unsupported(T($"The body must be UTF-8, not {encoding.WebName}."));

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
                return Unsupported(T("Content-Type must be application/x-ndjson or text/csv."));
        }

        await reader.BeginAsync(ct);
        if (reader is CsvReader { HeaderFaults: { Count: > 0 } faults })
        {
            faults.ForEach(fault => errors.Add("header", fault));
            return errors.ToProblem();
        }

        var (report, fault) = await rows.RunAsync(reader, options, ct);
        if (fault is null)
            return TypedResults.Ok(report);
        var kept = dryRun
            ? T("Nothing was stored.")
            : T("What the report counts is stored; repeating the whole stores nothing twice.");
        return TypedResults.Problem(
            statusCode: StatusCodes.Status400BadRequest,
            title: T("The body cannot be read to its end."),
            detail: $"{char.ToUpperInvariant(fault[0])}{fault[1..]}. {kept}",
            extensions: new Dictionary<string, object?> { ["report"] = report }
        );
    }

    private static ProblemHttpResult Unsupported(string detail) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status415UnsupportedMediaType,
            title: T("This kind of body is not supported."),
            detail: detail
        );
}
