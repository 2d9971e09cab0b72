using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>What browsers are told about a page of ours (OWASP Secure Headers).</summary>
public static class PageSafety
{
    /// <summary>No answer is taken for anything but what it says that it is.</summary>
    public static void UseNoSniffing(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.XContentTypeOptions = "nosniff";
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );

    /// <param name="headers">Of the answer.</param>
    /// <param name="policy">Its Content-Security-Policy.</param>
    /// <param name="permissions">What the page may do beyond nothing, as the header writes it.</param>
    public static void DescribePage(this IHeaderDictionary headers, string policy, params string[] permissions)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = string.Join(
            ", ",
            (string[])["camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()", .. permissions]
        );
    }
}
