using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using SmartInventory.Contracts;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using KestrelServerOptions = Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions;

namespace SmartInventory.ServiceDefaults.Web;

internal static class Problems
{
    /// <summary>What is known by its status only: the framework's title, in the reader's language.</summary>
    public static ProblemHttpResult Of(int status) =>
        TypedResults.Problem(
            statusCode: status,
            title: status switch
            {
                StatusCodes.Status400BadRequest => T("Bad Request"),
                StatusCodes.Status404NotFound => T("Not Found"),
                StatusCodes.Status405MethodNotAllowed => T("Method Not Allowed"),
                StatusCodes.Status406NotAcceptable => T("Not Acceptable"),
                StatusCodes.Status415UnsupportedMediaType => T("Unsupported Media Type"),
                _ => null,
            }
        );

    /// <summary>JSON bodies are small; only the streamed import lifts this, for itself.</summary>
    private const long MaxBody = 4 * 1024 * 1024;

    public static void AddProblemResponses(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = context =>
            {
                context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
                // The framework answers this one by itself, without an exception that could be described.
                if (
                    context.ProblemDetails is not { Status: StatusCodes.Status413PayloadTooLarge, Detail: null } bare
                    || bare.Extensions.ContainsKey("errors")
                )
                    return;
                var limit = context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>();
                var problem = Refusals.TooLarge(limit?.MaxRequestBodySize);
                bare.Title = problem.Title;
                bare.Detail = problem.Detail;
            }
        );
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = MaxBody);
        builder.Services.Configure<JsonOptions>(options =>
        {
            ContractsJson.Configure(options.SerializerOptions);
            options.SerializerOptions.Converters.Add(new MomentConverter());
            options.SerializerOptions.MaxDepth = 16;
            // A misspelt field is an error that names it, not a value that is silently lost.
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
    }
}

/// <summary>Turns what went wrong outside a handler's own checks into a problem document that leaks nothing.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Describe(exception, context.Request);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "2";
            // No fault of ours, and while a system starts nothing unusual.
            LogOutage(log, exception, context.Request.Method, context.Request.Path);
        }
        else if (problem.Status >= 500)
        {
            LogFailure(log, exception, context.Request.Method, context.Request.Path);
        }

        await TypedResults.Problem(problem).ExecuteAsync(context);
        return true;
    }

    private static ProblemDetails Describe(Exception exception, HttpRequest request) =>
        exception switch
        {
            ProblemException known => known.Problem,
            BadHttpRequestException { InnerException: JsonException json } => Invalid(
                JsonFaults.Field(json),
                JsonFaults.Reason(json, request)
            ),
            // Described for all who answer it.
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new ProblemDetails
            {
                Status = StatusCodes.Status413PayloadTooLarge,
            },
            BadHttpRequestException bad => new ProblemDetails
            {
                Status = bad.StatusCode,
                Title = T("The request cannot be read."),
                Detail = BindingReason(bad.Message),
            },
            JsonException json => Invalid(JsonFaults.Field(json), JsonFaults.Reason(json, request)),
            _ when exception.IsDamagedBody() => new ProblemDetails
            {
                Status = StatusCodes.Status400BadRequest,
                Title = T("The request body cannot be decompressed."),
                Detail = T("Content-Encoding says that it is compressed, but it is not, or it breaks off."),
            },
            InflatedBodyException => new ProblemDetails
            {
                Status = StatusCodes.Status400BadRequest,
                Title = T("The request body cannot be decompressed."),
                Detail = T(
                    $"It becomes more than {Decompression.MaxRatio} times as long. "
                        + $"Send it less compressed, or in parts."
                ),
            },
            DbUpdateConcurrencyException => new ProblemDetails
            {
                Status = StatusCodes.Status412PreconditionFailed,
                Title = T("Somebody else changed it in the meantime."),
                Detail = T("Read it again, and repeat the change with the new ETag in If-Match."),
            },
            // Class 22, data exception: a value that passed our checks and that the database cannot hold.
            PostgresException { SqlState: ['2', '2', ..] } => new ProblemDetails
            {
                Status = StatusCodes.Status400BadRequest,
                Title = T("A value cannot be stored."),
                Detail = T("A text holds characters, or a number has a size, that the database refuses."),
            },
            DbUpdateException { InnerException: PostgresException { SqlState: ['2', '2', ..] } inner } => Describe(
                inner,
                request
            ),
            _ when exception.IsOutage() => new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Title = T("Something this service needs does not answer."),
                Detail = T("Nothing was changed. Try again in a moment."),
            },
            _ => new ProblemDetails
            {
                Status = StatusCodes.Status500InternalServerError,
                Title = T("An error of ours."),
                Detail = T("It was logged with the trace id below."),
            },
        };

    private static HttpValidationProblemDetails Invalid(string field, string reason) =>
        new(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [reason] })
        {
            Status = StatusCodes.Status400BadRequest,
            Title = T("One or more fields are not valid."),
        };

    // The framework's sentence: Failed to bind parameter "Nullable<int> limit" from "x". Only the name and value help.
    // Its others are said as they are, those that are known in the reader's language.
    private static string BindingReason(string message) =>
        message.Split('"') switch
        {
            [_, var parameter, _, var value, ..] => T(
                $"{JsonNamingPolicy.CamelCase.ConvertName(parameter.Split(' ')[^1])}: '{value}' has the wrong form."
            ),
            ["Required parameter ", var missing, " was not provided from query string."] => T(
                $"Required parameter \"{missing}\" was not provided from query string."
            ),
            ["Required parameter ", var missing, " was not provided from body."] => T(
                $"Required parameter \"{missing}\" was not provided from body."
            ),
            ["Implicit body inferred for parameter ", var body, var rest]
                when rest.StartsWith(" but no body was provided.", StringComparison.Ordinal) => T(
                $"Implicit body inferred for parameter \"{body}\" but no body was provided. "
                    + $"Did you mean to use a Service instead?"
            ),
            ["Expected a supported JSON media type but got ", var type, "."] => T(
                $"Expected a supported JSON media type but got \"{type}\"."
            ),
            _ => message,
        };

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} has to wait")]
    private static partial void LogOutage(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string method, string path);
}

/// <summary>
/// Ends a request with a problem document from where no result can be returned (deep inside a transaction).
/// </summary>
/// <param name="problem">What is answered.</param>
/// <param name="cause">What it comes from, for the log.</param>
public sealed class ProblemException(ProblemDetails problem, Exception? cause = null)
    : Exception(problem.Detail ?? problem.Title, cause)
{
    public ProblemDetails Problem { get; } = problem;
}
