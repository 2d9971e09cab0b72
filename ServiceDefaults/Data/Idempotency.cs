using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using SmartInventory.ServiceDefaults.Web;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>The first answer to an <c>Idempotency-Key</c>, kept in the transaction of its effect.</summary>
public sealed class IdempotentAnswer
{
    /// <summary>Route and key: a key means something only on its own route.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the request as it was understood.</summary>
    public required byte[] RequestHash { get; init; }

    public int StatusCode { get; set; }
    public string? Location { get; set; }
    public string? ETag { get; set; }
    public string? Body { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Makes a <c>POST</c> safe to repeat.</summary>
public static class IdempotencyExtensions
{
    /// <summary>
    /// With an <c>Idempotency-Key</c> header the handler runs inside one transaction together with the key: the same
    /// key and request replays the first answer (with <c>Idempotency-Replayed: true</c>), the same key with another
    /// request is 422, a failure keeps nothing. Without the header the handler runs in a transaction of its own. Either
    /// way the handler must not begin or commit one.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="transaction">False: without the header the handler begins its transaction itself.</param>
    public static RouteHandlerBuilder WithIdempotency<TDb>(this RouteHandlerBuilder route, bool transaction = true)
        where TDb : DbContext =>
        route
            .AddEndpointFilter<IdempotencyFilter<TDb>>()
            .WithMetadata(
                new KeyedTransaction(Always: transaction),
                new RequestHeader(
                    "Idempotency-Key",
                    "1 to 200 characters of your own. Sent again with the same request, it replays the first answer.",
                    Required: false
                )
            )
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}

/// <param name="Always">Whether the handler runs in a transaction of the filter's also where no key was sent.</param>
internal sealed record KeyedTransaction(bool Always);

internal sealed class IdempotencyFilter<TDb>(TDb db, TimeProvider time, IOptions<JsonOptions> json) : IEndpointFilter
    where TDb : DbContext
{
    private const int MaxKeyLength = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var ct = http.RequestAborted;
        var header = http.Request.Headers["Idempotency-Key"].ToString();
        if (header.Length > MaxKeyLength || header.Any(char.IsControl))
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>
                {
                    ["Idempotency-Key"] = [T($"must be 1 to {MaxKeyLength} printable characters")],
                },
                title: T("One or more validation errors occurred.")
            );
        }

        if (header.Length == 0 && http.GetEndpoint()?.Metadata.GetMetadata<KeyedTransaction>() is { Always: false })
            return await next(context);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (header.Length == 0)
            return await Finish(await next(context), transaction, ct);

        var key = $"{http.Request.Method} {http.Request.Path} {header}";
        var hash = Hash(context);
        var table = db.Model.FindEntityType(typeof(IdempotentAnswer))!;
        var name = $"\"{table.GetSchema()}\".\"{table.GetTableName()}\"";
        // The unique key decides: a second request with it waits here until the first has committed or failed.
        var mine = await db.Database.ExecuteSqlRawAsync(
            $$"""
            INSERT INTO {{name}} (key, request_hash, status_code, created_at) VALUES ({0}, {1}, 0, {2})
            ON CONFLICT DO NOTHING
            """,
            [key, hash, time.GetUtcNow()],
            ct
        );
        if (mine == 0)
        {
            var first = await db.Set<IdempotentAnswer>().AsNoTracking().SingleAsync(a => a.Key == key, ct);
            return first.RequestHash.AsSpan().SequenceEqual(hash) ? Replay(first, http) : KeyReused(header);
        }

        var result = await next(context);
        if (!Succeeded(result))
            return result;
        var answer = Unwrap(result);
        var status = ((IStatusCodeHttpResult)answer!).StatusCode ?? StatusCodes.Status200OK;
        var body = answer is IValueHttpResult { Value: { } value }
            ? JsonSerializer.Serialize(value, value.GetType(), json.Value.SerializerOptions)
            : null;
        var location = answer.GetType().GetProperty("Location")?.GetValue(answer) as string;
        var etag = http.Response.Headers.ETag.ToString() is { Length: > 0 } tag ? tag : null;
        await db.Set<IdempotentAnswer>()
            .Where(a => a.Key == key)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(a => a.StatusCode, status)
                        .SetProperty(a => a.Location, location)
                        .SetProperty(a => a.ETag, etag)
                        .SetProperty(a => a.Body, body),
                ct
            );
        await transaction.CommitAsync(ct);
        return result;
    }

    private static async Task<object?> Finish(object? result, IDbContextTransaction transaction, CancellationToken ct)
    {
        if (Succeeded(result))
            await transaction.CommitAsync(ct);
        return result;
    }

    private static bool Succeeded(object? result) =>
        Unwrap(result) is IStatusCodeHttpResult { StatusCode: null or (>= 200 and < 300) };

    private static object? Unwrap(object? result) =>
        result is INestedHttpResult nested ? Unwrap(nested.Result) : result;

    // What was bound is what was understood: two bodies that differ in white space are the same request.
    private byte[] Hash(EndpointFilterInvocationContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(context.HttpContext.Request.QueryString.Value ?? ""));
        var bodyType = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        if (context.Arguments.FirstOrDefault(argument => argument?.GetType() == bodyType) is { } body)
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(body, bodyType!, json.Value.SerializerOptions));
        return hash.GetHashAndReset();
    }

    private static ContentHttpResult Replay(IdempotentAnswer first, HttpContext http)
    {
        http.Response.Headers["Idempotency-Replayed"] = "true";
        if (first.Location is not null)
            http.Response.Headers.Location = first.Location;
        if (first.ETag is not null)
            http.Response.Headers.ETag = first.ETag;
        return TypedResults.Content(first.Body, "application/json; charset=utf-8", null, first.StatusCode);
    }

    private static ProblemHttpResult KeyReused(string key) =>
        TypedResults.Problem(
            statusCode: StatusCodes.Status422UnprocessableEntity,
            title: T("This Idempotency-Key was used for another request."),
            detail: T($"'{key}' belongs to a request with other content. Use a new key for a new action.")
        );
}
