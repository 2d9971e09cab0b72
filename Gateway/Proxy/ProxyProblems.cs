using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.ServiceDefaults.Web;
using Yarp.ReverseProxy.Forwarder;

namespace SmartInventory.Gateway.Proxy;

/// <summary>
/// Says in words what YARP says with an empty body: which part does not answer, and when to come back.
/// </summary>
internal static class ProxyProblems
{
    private const string RetryAfterSeconds = "2";

    private const string EffectUnknown =
        "Whether the request had an effect is not known; "
        + "repeat it with the same Idempotency-Key, or read before repeating.";

    public static async Task Describe(HttpContext context, Func<Task> next)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        await next();
        if (
            context.GetForwarderErrorFeature() is not { } error
            || context.Response.HasStarted
            || context.RequestAborted.IsCancellationRequested
        )
            return;

        var part = context.GetReverseProxyFeature().Cluster.Config.ClusterId;
        var problem =
            TooLargeInside(error.Exception) ? Refusals.TooLarge(limit)
            : context.WasLeftHanging() ? Hung(part)
            : Problem(part, error.Error, context.Response.StatusCode);
        await Write(context, problem);
    }

    private static ProblemDetails Problem(string part, ForwarderError error, int status) =>
        error switch
        {
            ForwarderError.RequestTimedOut => OfPart(
                part,
                StatusCodes.Status504GatewayTimeout,
                $"The {part} service took too long to answer.",
                EffectUnknown
            ),
            ForwarderError.NoAvailableDestinations => OfPart(
                part,
                StatusCodes.Status503ServiceUnavailable,
                $"The {part} service does not answer.",
                "Nothing was changed. Try again in a moment; GET /api/v1/status tells the state of every part."
            ),
            ForwarderError.RequestBodyClient => new ProblemDetails
            {
                Status = status is >= 400 and < 500 ? status : StatusCodes.Status400BadRequest,
                Title = "The request body broke off.",
                Detail = "It could not be read to its end.",
            },
            ForwarderError.RequestBodyDestination or ForwarderError.ResponseHeaders => OfPart(
                part,
                StatusCodes.Status502BadGateway,
                $"The {part} service broke off.",
                EffectUnknown
            ),
            _ => OfPart(
                part,
                StatusCodes.Status503ServiceUnavailable,
                $"The {part} service does not answer.",
                "Try again in a moment; GET /api/v1/status tells the state of every part."
            ),
        };

    private static ProblemDetails Hung(string part) =>
        OfPart(part, StatusCodes.Status503ServiceUnavailable, $"The {part} service hangs.", EffectUnknown);

    private static ProblemDetails OfPart(string part, int status, string title, string detail) =>
        new()
        {
            Status = status,
            Title = title,
            Detail = detail,
            Extensions = { ["part"] = part },
        };

    private static bool TooLargeInside(Exception? exception) =>
        exception switch
        {
            null => false,
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => true,
            AggregateException many => many.InnerExceptions.Any(TooLargeInside),
            _ => TooLargeInside(exception.InnerException),
        };

    private static Task Write(HttpContext context, ProblemDetails problem)
    {
        if (problem.Status >= 500)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Problem(problem).ExecuteAsync(context);
    }
}
