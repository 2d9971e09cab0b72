using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;

namespace SmartInventory.Dashboard.Web.Errors;

/// <summary>People get a page, programs the problem document of the service defaults.</summary>
internal static class ErrorPages
{
    /// <summary>Before the service defaults: of several exception handlers the first that can, answers.</summary>
    public static void AddErrorPages(this WebApplicationBuilder builder) =>
        builder.Services.AddExceptionHandler<ErrorPage>();

    public static void UseErrorPages(this WebApplication app) => app.UseStatusCodePagesWithReExecute("/error/{0}");

    public static bool WantsPage(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "text/html");
}

internal sealed partial class ErrorPage(ILogger<ErrorPage> log) : IExceptionHandler
{
    // As little as can be: what failed may be the layout.
    private static string Html =>
        $"""
            <!doctype html><html lang="{CultureInfo.CurrentUICulture.Name}"><meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{T("Error")} – SmartInventory</title><h1>{T("This page failed")}</h1>
            <p>{T(
                "The error is ours and was logged. <a href=\"\">Try again</a> or go to <a href=\"/\">Today</a>."
            )}</p>
            """;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken ct)
    {
        if (!ErrorPages.WantsPage(context.Request) || context.RequestAborted.IsCancellationRequested)
            return false;
        LogFailure(log, exception, context.Request.Path);
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(Html, ct);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "The page {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string path);
}
