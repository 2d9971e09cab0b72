using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>Whoever asks is answered in the best of our languages by <c>Accept-Language</c>; else in English.</summary>
public static class ReadersLanguage
{
    public static void UseReadersLanguage(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                CultureInfo.CurrentUICulture = Of(context.Request);
                context.Response.OnStarting(() =>
                {
                    // No store on the way gives one reader's language to another. What is passed on says it already.
                    var said = context.Response.Headers.GetCommaSeparatedValues(HeaderNames.Vary);
                    if (!said.Contains(HeaderNames.AcceptLanguage, StringComparer.OrdinalIgnoreCase))
                        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );

    public static CultureInfo Of(HttpRequest request) =>
        Languages.Choose(
            request
                .GetTypedHeaders()
                .AcceptLanguage.Where(l => l.Quality is not 0)
                .OrderByDescending(l => l.Quality ?? 1)
                .Select(l => l.Value.Value)
        );
}
