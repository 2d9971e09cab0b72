using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Import;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults.Web;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SmartInventory.Sales.Api.History;

internal static class ExportEndpoints
{
    private const string Ndjson = "application/x-ndjson";
    private const string Csv = "text/csv";
    private const int FlushBytes = 64 * 1024;

    public static void MapExport(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/sales/export", Export).WithTags("Sales").WithName("ExportSales")
            .WithSummary("Streams sales and returns, newest first")
            .WithDescription(
                "As application/x-ndjson, or as text/csv when Accept asks for it; with the filters of the list. What is exported can be "
                + "imported. CSV text that begins with = + - or @ gets an apostrophe in front, which the import takes off.")
            .Produces<string>(StatusCodes.Status200OK, Ndjson, Csv)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);

    private static Results<PushStreamHttpResult, ValidationProblem, ProblemHttpResult> Export(
        [AsParameters] SaleFilter filter, SalesDb db, HttpContext context, IOptions<JsonOptions> json)
    {
        var errors = new FieldErrors();
        var query = filter.Check(errors);
        if (errors.Any) return errors.ToProblem();
        if (Choose(context.Request) is not { } type)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status406NotAcceptable, title: "No such form of the export.",
                detail: $"Accept must allow {Ndjson} or {Csv}.");
        }

        var lines = query.Apply(db.Sales.AsNoTracking()).OrderByDescending(s => s.SoldAt).ThenByDescending(s => s.Id).AsAsyncEnumerable();
        var ct = context.RequestAborted;
        return type == Csv
            ? TypedResults.Stream(body => WriteCsv(lines, body, ct), "text/csv; charset=utf-8", "sales.csv")
            : TypedResults.Stream(body => WriteNdjson(lines, body, json.Value.SerializerOptions, ct), Ndjson, "sales.ndjson");
    }

    /// <summary>The wanted form; NDJSON when any will do; null when neither will.</summary>
    private static string? Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0) return Ndjson;
        foreach (var one in accepted.Where(a => a.Quality is not 0).OrderByDescending(a => a.Quality ?? 1))
        {
            if (MediaTypeHeaderValue.Parse(Ndjson).IsSubsetOf(one)) return Ndjson;
            if (MediaTypeHeaderValue.Parse(Csv).IsSubsetOf(one)) return Csv;
        }

        return null;
    }

    private static async Task WriteNdjson(IAsyncEnumerable<Sale> lines, Stream body, JsonSerializerOptions options, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        using var json = new Utf8JsonWriter(buffer);
        await foreach (var sale in lines.WithCancellation(ct))
        {
            JsonSerializer.Serialize(json, ToRow(sale), options);
            json.Reset();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount < FlushBytes) continue;
            await body.WriteAsync(buffer.WrittenMemory, ct);
            buffer.ResetWrittenCount();
        }

        await body.WriteAsync(buffer.WrittenMemory, ct);
    }

    private static RecordSale ToRow(Sale sale) => new()
    {
        Sku = sale.Sku,
        Location = sale.Location,
        Quantity = sale.Quantity,
        Kind = sale.Kind,
        UnitPrice = sale.UnitPrice,
        SoldAt = sale.SoldAt,
        Channel = sale.Channel,
        ExternalId = sale.ExternalId,
        Customer = sale.Customer,
    };

    private static async Task WriteCsv(IAsyncEnumerable<Sale> lines, Stream body, CancellationToken ct)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), 64 * 1024) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', RowFields.Names).AsMemory(), ct);
        var text = new StringBuilder();
        await foreach (var sale in lines.WithCancellation(ct))
        {
            text.Append(CultureInfo.InvariantCulture, $"{sale.Sku},{sale.Location},{sale.Quantity},{Sale.Word(sale.Kind)},{sale.UnitPrice},")
                .Append(CultureInfo.InvariantCulture, $"{sale.SoldAt:yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'},{sale.Channel},")
                .Append(Quote(sale.ExternalId)).Append(',').Append(Quote(sale.Customer ?? "")).Append("\r\n");
            if (text.Length < FlushBytes) continue;
            await writer.WriteAsync(text, ct);
            text.Clear();
        }

        await writer.WriteAsync(text, ct);
    }

    private static string Quote(string text)
    {
        text = Formulas.Guard(text);
        return text.AsSpan().ContainsAny("\",;\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
