using Microsoft.Extensions.Options;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Shared;

internal static class SecurityHeaders
{
    // Plotly positions its labels with inline styles; scripts come from files of this origin only.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        // Browsers hold a redirect after a form to form-action as well, and signing out leads by the gateway.
        var gateway = app.Services.GetRequiredService<IOptions<SignInOptions>>().Value.Public("/");
        var policy = $"{Policy}; form-action 'self' {gateway.GetLeftPart(UriPartial.Authority)}";
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                return next(context);
            }
        );
    }
}
