using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>Postgres' <c>xmin</c> of a row as <c>ETag</c>, and what <c>If-Match</c> must say before a change.</summary>
public static class ETags
{
    public static string Of(uint xmin) => string.Create(CultureInfo.InvariantCulture, $"\"{xmin}\"");

    public static void Set(HttpContext context, string etag) => context.Response.Headers.ETag = etag;

    /// <summary>
    /// Null when <c>If-Match</c> names the current version; otherwise 428 (missing) or 412 (stale, with the current
    /// state
    /// as <c>current</c>).
    /// </summary>
    public static ProblemHttpResult? Refuse(HttpContext context, string etag, object current)
    {
        var given = context.Request.Headers.IfMatch.ToString();
        if (given.Length == 0)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status428PreconditionRequired,
                title: T("If-Match is required."),
                detail: T("Send the ETag that you read, so that nobody's change is overwritten unseen.")
            );
        }

        if (given == "*" || given.Split(',').Any(one => one.Trim() == etag))
            return null;
        Set(context, etag);
        return TypedResults.Problem(
            statusCode: StatusCodes.Status412PreconditionFailed,
            title: T("Somebody else changed it in the meantime."),
            detail: T("The current state is in 'current'. Merge, and repeat with its ETag."),
            extensions: new Dictionary<string, object?> { ["current"] = current }
        );
    }
}
