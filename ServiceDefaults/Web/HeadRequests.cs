using Microsoft.AspNetCore.Http;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>
/// HEAD is answered as GET is, without the body (RFC 9110, 9.3.2): with the same endpoint, and the same right to it.
/// The server leaves the body out by itself, for it knows the method that came.
/// </summary>
public static class HeadRequests
{
    private static readonly object Came = new();

    /// <summary>Whether this GET is a HEAD: what never ends must end at once, for nothing of it is sent.</summary>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Came);

    /// <summary>Comes before the routing.</summary>
    internal static Task AnswerAsGet(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Items[Came] = true;
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }
}
