using Microsoft.Extensions.Options;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Identity;

/// <summary>What browsers are told about the gateway's own pages (OWASP Secure Headers).</summary>
internal static class PageHeaders
{
    /// <summary>
    /// Before everything that answers a page. Answers of the API and of services are no pages, and go as they are.
    /// </summary>
    public static void UsePageHeaders(this WebApplication app)
    {
        var policy = Policy(app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value);
        // Only where the page came by https, and never for localhost.
        app.UseHsts();
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal),
            pages => pages.Use(next => context => Describe(context, next, policy))
        );
    }

    private static Task Describe(HttpContext context, RequestDelegate next, string policy)
    {
        var headers = context.Response.Headers;
        headers.DescribePage(
            // The provider writes a page that sends itself on, with a script in it: it may do that, and be in no frame.
            context.Request.Path.StartsWithSegments("/connect", StringComparison.Ordinal)
                ? "frame-ancestors 'none'"
                : policy,
            "publickey-credentials-create=(self)",
            "publickey-credentials-get=(self)"
        );
        // Who signs out has nothing left in the browser's history.
        if (context.Request.Path.StartsWithSegments("/account", StringComparison.Ordinal))
            headers.CacheControl = "no-store";
        return next(context);
    }

    // Browsers hold a redirect after a form to form-action as well, and signing in ends at the dashboard.
    private static string Policy(IdentityOptions options)
    {
        var dashboard = string.Concat(
            options.DashboardAddresses().Select(address => " " + address.GetLeftPart(UriPartial.Authority))
        );
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + $"form-action 'self'{dashboard}; base-uri 'none'; frame-ancestors 'none'";
    }
}
