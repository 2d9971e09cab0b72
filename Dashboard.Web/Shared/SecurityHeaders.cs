using Microsoft.Extensions.Options;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Shared;

internal static class SecurityHeaders
{
    // Scripts and sheets are files of this origin and nothing else; what scripts set on an element is no inline style.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        + "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        // Browsers hold a redirect after a form to form-action as well, and signing out leads by the gateway.
        var gateway = app.Services.GetRequiredService<IOptions<SignInOptions>>().Value.Public("/");
        var policy = $"{Policy}; form-action 'self' {gateway.GetLeftPart(UriPartial.Authority)}";
        // Only where the page came by https, and never for localhost.
        app.UseHsts();
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.DescribePage(policy);
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                // Who signs out has nothing left in the browser's history; files of ours say themselves how they keep.
                context.Response.OnStarting(() =>
                {
                    if (headers.CacheControl.Count == 0)
                        headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );
    }
}
