using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>Problem documents for what cannot be done, in whole sentences.</summary>
public static class Refusals
{
    /// <summary>404. <paramref name="title"/> names what was looked for: "No product has the SKU 'X'."</summary>
    public static ProblemHttpResult NotFound(string title) =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: title);

    /// <summary>404 for a product in a path, which says what a SKU looks like where that is none.</summary>
    public static ProblemHttpResult NoProduct(string text) =>
        Sku.TryParseRoute(text, out var sku)
            ? NotFound(T($"No product has the SKU '{sku}'."))
            : TypedResults.Problem(
                statusCode: StatusCodes.Status404NotFound,
                title: T($"No product has the SKU '{text}'."),
                detail: T($"A SKU {Sku.Rule}.")
            );

    /// <summary>403: the role would do, and something else stands against who asks.</summary>
    public static ProblemHttpResult Forbidden(string title, string detail) =>
        TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: title, detail: detail);

    /// <summary>409: the request is well formed, and the state of things does not allow it.</summary>
    public static ProblemHttpResult Conflict(string title, string detail) =>
        TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, title: title, detail: detail);

    /// <summary>409 that says for each field what stands against it.</summary>
    public static ProblemHttpResult Conflict(string title, FieldErrors errors) =>
        Because(StatusCodes.Status409Conflict, title, errors);

    /// <summary>Any status that says for each field what stands against it.</summary>
    public static ProblemHttpResult Because(int status, string title, FieldErrors errors) =>
        TypedResults.Problem(
            statusCode: status,
            title: title,
            extensions: new Dictionary<string, object?> { ["errors"] = errors.ToDictionary() }
        );

    /// <summary>413: the body is longer than what is taken here.</summary>
    /// <param name="limit">How much is taken, in bytes; null when that is not known.</param>
    public static ProblemDetails TooLarge(long? limit) =>
        new()
        {
            Status = StatusCodes.Status413PayloadTooLarge,
            Title = T("The request body is too large."),
            Detail = limit is { } bytes
                ? T($"At most {bytes} bytes are taken here. Send fewer rows, or stream them to /api/v1/sales/import.")
                : T("Send fewer rows, or stream them to /api/v1/sales/import."),
        };
}
