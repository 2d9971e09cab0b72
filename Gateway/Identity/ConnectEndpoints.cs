using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SmartInventory.Gateway.Identity;

/// <summary>Where OpenIddict leaves the decision to us: who it is, and whether that may be.</summary>
internal static class ConnectEndpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapConnect(this WebApplication app)
    {
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize)
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapPost("/connect/token", Exchange).AllowAnonymous().ExcludeFromDescription();
        app.MapMethods("/connect/end-session", [HttpMethods.Get, HttpMethods.Post], (Delegate)EndSession)
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static async Task<IResult> Authorize(HttpContext http, UserManager<User> users)
    {
        var request = Request(http);
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var user = session.Principal is { } principal ? await users.GetUserAsync(principal) : null;
        if (user is null or { Disabled: true })
        {
            if (request.HasPromptValue(PromptValues.None))
                return Refuse(Errors.LoginRequired, "Nobody is signed in.");
            return TypedResults.Challenge(
                new AuthenticationProperties { RedirectUri = http.Request.Path + http.Request.QueryString },
                [IdentityConstants.ApplicationScheme]
            );
        }

        if (user.MustChangePassword)
        {
            var back = Uri.EscapeDataString(http.Request.Path + http.Request.QueryString);
            return TypedResults.LocalRedirect($"/account/password?returnUrl={back}");
        }

        // The dashboard is ours: nobody is asked whether it may know who they are.
        return TypedResults.SignIn(Grants.Of(user, request.GetScopes()), authenticationScheme: Scheme);
    }

    private static async Task<IResult> Exchange(
        HttpContext http,
        UserManager<User> users,
        Grants grants,
        CancellationToken ct
    )
    {
        var request = Request(http);
        if (request.IsClientCredentialsGrantType())
        {
            return await grants.OfProgramAsync(request.ClientId!, request.GetScopes(), ct) is { } program
                ? TypedResults.SignIn(program, authenticationScheme: Scheme)
                : Refuse(Errors.InvalidClient, "This program may do nothing.");
        }

        // A code, a device code or a refresh token: whose it is, is sealed in it; what that person may do is read anew.
        var granted = await http.AuthenticateAsync(Scheme);
        var user = granted.Principal?.GetClaim(Claims.Subject) is { } id ? await users.FindByIdAsync(id) : null;
        if (user is null or { Disabled: true })
            return Refuse(Errors.InvalidGrant, "This account may not sign in any more.");
        var renewed = Grants.Of(user, granted.Principal!.GetScopes());
        // The family it belongs to: one that is used twice takes the others with it.
        renewed.SetAuthorizationId(granted.Principal!.GetAuthorizationId());
        return TypedResults.SignIn(renewed, authenticationScheme: Scheme);
    }

    private static async Task<IResult> EndSession(HttpContext http)
    {
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.SignOut(new AuthenticationProperties { RedirectUri = "/account/signed-out" }, [Scheme]);
    }

    private static OpenIddictRequest Request(HttpContext http) =>
        http.GetOpenIddictServerRequest()
        ?? throw new InvalidOperationException("This is reached through the provider alone.");

    private static ForbidHttpResult Refuse(string error, string description) =>
        TypedResults.Forbid(
            new AuthenticationProperties(
                new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
                }
            ),
            [Scheme]
        );
}
