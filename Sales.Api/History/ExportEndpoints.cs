using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults.Web;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SmartInventory.Sales.Api.History;

internal static class ExportEndpoints
{
    public const string Ndjson = "application/x-ndjson";
    public const string Csv = "text/csv";
    private const int FlushBytes = 64 * 1024;

    public static Results<PushStreamHttpResult, ValidationProblem, ProblemHttpResult> Export(
        [AsParameters] SaleFilter filter,
        SalesDb db,
        HttpContext context,
        IOptions<JsonOptions> json
    )
    {
        var errors = new FieldErrors();
        var query = filter.Check(errors);
        if (errors.Any)
            return errors.ToProblem();
        if (Choose(context.Request) is not { } type)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status406NotAcceptable,
                title: T("No such form of the export."),
                detail: T("Accept must allow application/x-ndjson or text/csv.")
            );
        }

        // A line that was taken back, and the one that did it, are nothing together.
        var lines = query
            .Apply(db)
            .AsNoTracking()
            .Where(s => s.VoidOf == null && s.VoidedBy == null)
            .OrderByDescending(s => s.SoldAt)
            .ThenByDescending(s => s.Id)
            .AsAsyncEnumerable();
        var ct = context.RequestAborted;
        return type == Csv
            ? TypedResults.Stream(body => WriteCsv(lines, body, ct), "text/csv; charset=utf-8", "sales.csv")
            : TypedResults.Stream(
                body => WriteNdjson(lines, body, json.Value.SerializerOptions, ct),
                Ndjson,
                "sales.ndjson"
            );
    }

    /// <summary>The wanted form; NDJSON when any will do; null when neither will.</summary>
    private static string? Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
            return Ndjson;
        foreach (var one in accepted.Where(a => a.Quality is not 0).OrderByDescending(a => a.Quality ?? 1))
        {
            if (MediaTypeHeaderValue.Parse(Ndjson).IsSubsetOf(one))
                return Ndjson;
            if (MediaTypeHeaderValue.Parse(Csv).IsSubsetOf(one))
                return Csv;
        }

        return null;
    }

    private static async Task WriteNdjson(
        IAsyncEnumerable<Sale> lines,
        Stream body,
        JsonSerializerOptions options,
        CancellationToken ct
    )
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        using var json = new Utf8JsonWriter(buffer);
        await foreach (var sale in lines.WithCancellation(ct))
        {
            JsonSerializer.Serialize(json, ToRow(sale), options);
            json.Reset();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount < FlushBytes)
                continue;
            await body.WriteAsync(buffer.WrittenMemory, ct);
            buffer.ResetWrittenCount();
        }

        await body.WriteAsync(buffer.WrittenMemory, ct);
    }

    private static RecordSale ToRow(Sale sale) =>
        new()
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
            Discount = sale.Discount,
            Promotion = sale.Promotion,
            Receipt = sale.Receipt,
        };

    private static async Task WriteCsv(IAsyncEnumerable<Sale> lines, Stream body, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        var csv = new CsvWriter(buffer);
        foreach (var field in SaleFields.All)
            csv.Text(field.Name());
        csv.EndRow();
        await foreach (var sale in lines.WithCancellation(ct))
        {
            WriteRow(csv, sale);
            if (buffer.WrittenCount < FlushBytes)
                continue;
            await body.WriteAsync(buffer.WrittenMemory, ct);
            buffer.ResetWrittenCount();
        }

        await body.WriteAsync(buffer.WrittenMemory, ct);
    }

    // In the order of SaleFields.All.
    private static void WriteRow(CsvWriter csv, Sale sale)
    {
        csv.Text(sale.Sku);
        csv.Text(sale.Location);
        csv.Number(sale.Quantity);
        csv.Text(Sale.Word(sale.Kind));
        csv.Number(sale.UnitPrice);
        csv.Time(sale.SoldAt);
        csv.Text(sale.Channel);
        csv.Text(sale.ExternalId);
        csv.Text(sale.Customer);
        csv.Number(sale.Discount);
        csv.Text(sale.Promotion ? "true" : "false");
        csv.Text(sale.Receipt);
        csv.EndRow();
    }
}
