using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SmartInventory.Dashboard.Web.Errors;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>The turns that a sign-in takes.</summary>
internal static partial class SignInEvents
{
    /// <summary>
    /// Each request with a cookie: the session is still one, its tokens are fresh, and the cookie has the newest.
    /// </summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (
            Session.Read(context.Properties) is not { } known
            || Session.IdOf(context.Principal!) is not { } id
            || await FreshAsync(context, id, known) is not { } fresh
        )
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SignInFeature.Cookie);
            return;
        }

        if (fresh.Tokens == known)
            return;
        // What the person may do can have changed with the tokens.
        context.ReplacePrincipal(fresh.Session.Principal(fresh.Tokens));
        Session.Write(fresh.Tokens, context.Properties);
        context.ShouldRenew = true;
    }

    private static async Task<(Session Session, SessionTokens Tokens)?> FreshAsync(
        CookieValidatePrincipalContext context,
        string id,
        SessionTokens known
    )
    {
        var session = context.HttpContext.RequestServices.GetRequiredService<Sessions>().Find(id, known);
        if (await session.TokensAsync(context.HttpContext.RequestAborted) is not { } tokens)
            return null;
        context.HttpContext.Features.Set(session);
        return (session, tokens);
    }

    /// <summary>
    /// Nobody is signed in. A page sends its reader to the gateway and comes back; what a script asked for is refused,
    /// and the script sends its reader itself.
    /// </summary>
    public static async Task AskForSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        if (!IsPageLoad(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await http.ChallengeAsync(
                SignInFeature.Gateway,
                new AuthenticationProperties { RedirectUri = WayBack(http.Request) }
            );
        }
        catch (Exception away) when (IsOutage(away))
        {
            Log(http, away);
            http.Response.Redirect(FailedModel.Address(SignInFailure.Away));
        }
    }

    public static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>On the way to the gateway: the browser has another address of it than this program.</summary>
    public static Task SendAsync(RedirectContext context)
    {
        var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value;
        context.ProtocolMessage.IssuerAddress = options.Public(context.ProtocolMessage.IssuerAddress).ToString();
        context.ProtocolMessage.ClientId = SignInFeature.ClientId;
        return Task.CompletedTask;
    }

    /// <summary>The gateway said who it is: the session begins.</summary>
    public static Task BeginAsync(TokenValidatedContext context)
    {
        var (services, answer) = (context.HttpContext.RequestServices, context.TokenEndpointResponse!);
        var tokens = new SessionTokens(
            answer.AccessToken,
            answer.RefreshToken,
            services
                .GetRequiredService<TimeProvider>()
                .GetUtcNow()
                .AddSeconds(double.Parse(answer.ExpiresIn, CultureInfo.InvariantCulture))
        );
        var session = services.GetRequiredService<Sessions>().Begin(tokens);
        context.Principal = session.Principal(tokens);
        Session.Write(tokens, context.Properties!);
        return Task.CompletedTask;
    }

    /// <summary>The way back from the gateway failed: a page says why, and how to go on.</summary>
    public static Task ExplainAsync(RemoteFailureContext context)
    {
        Log(context.HttpContext, context.Failure!);
        context.Response.Redirect(FailedModel.Address(Why(context.Request.Query["error"], context.Failure!)));
        context.HandleResponse();
        return Task.CompletedTask;
    }

    /// <summary>The gateway does not answer, also where its own words are wanted first.</summary>
    public static bool IsOutage(Exception? fault) =>
        fault is not null
        && (
            fault is HttpRequestException or IOException or OperationCanceledException || IsOutage(fault.InnerException)
        );

    private static SignInFailure Why(string? said, Exception fault) =>
        said switch
        {
            "access_denied" => SignInFailure.Cancelled,
            { Length: > 0 } => SignInFailure.Refused,
            _ when IsOutage(fault) => SignInFailure.Away,
            _ when IsAboutTime(fault) => SignInFailure.Clock,
            // No cookie of a sign-in that began here, or that of another one.
            _ when fault is AuthenticationFailureException { InnerException: null } => SignInFailure.Stale,
            _ => SignInFailure.Refused,
        };

    private static bool IsAboutTime(Exception? fault) =>
        fault is not null
        && (
            fault
                is SecurityTokenExpiredException
                    or SecurityTokenNotYetValidException
                    or SecurityTokenInvalidLifetimeException
            || IsAboutTime(fault.InnerException)
        );

    private static bool IsPageLoad(HttpRequest request) =>
        ErrorPages.WantsPage(request)
        && !request.Query.ContainsKey("tile")
        && request.Headers["Sec-Fetch-Mode"].ToString() is "" or "navigate";

    // Of a form that was sent, the page that it stood on.
    private static string WayBack(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return Local(request.PathBase + request.Path + request.QueryString);
        var from = request.GetTypedHeaders().Referer;
        return from is not null && from.Authority == request.Host.Value ? Local(from.PathAndQuery) : "/";
    }

    // Two slashes, or what a browser takes for them, begin the name of another host.
    private static string Local(string address) => address is ['/'] or ['/', not ('/' or '\\'), ..] ? address : "/";

    private static void Log(HttpContext http, Exception fault) =>
        LogFailure(http.RequestServices.GetRequiredService<ILogger<Sessions>>(), fault);

    [LoggerMessage(LogLevel.Warning, "A sign-in failed")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}
