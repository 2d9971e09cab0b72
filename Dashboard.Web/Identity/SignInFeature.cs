using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using SmartInventory.Contracts.Localization;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>People sign in at the gateway, by the code flow with PKCE; here a cookie says so.</summary>
internal static class SignInFeature
{
    /// <summary>The scheme of the gateway, and the HTTP client for what is asked of it about signing in.</summary>
    public const string Gateway = "gateway";

    public const string Cookie = "cookie";
    public const string ClientId = "dashboard";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<SignInOptions>()
            .BindConfiguration(SignInOptions.Section)
            .Validate(
                options => options.ClientSecret.Length >= 24,
                "Identity:ClientSecret must be what the gateway has as Identity:DashboardSecret: 24 characters or more."
            )
            .ValidateOnStart();
        builder.AddCookieKeys(
            "smartinventory-dashboard",
            services =>
                HKDF.DeriveKey(
                    HashAlgorithmName.SHA256,
                    Encoding.UTF8.GetBytes(services.GetRequiredService<IOptions<SignInOptions>>().Value.ClientSecret),
                    CookieKeys.Length,
                    info: "cookies"u8.ToArray()
                )
        );
        var client = builder.Services.AddHttpClient(Gateway, http => http.Timeout = TimeSpan.FromSeconds(5));
        // A code and a refresh token are good once: whoever repeats them ends the session.
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        builder.Services.AddSingleton<Sessions>();
        builder.Services.AddTransient<AsWhoAsks>();
        builder.Services.Configure<AntiforgeryOptions>(forms =>
        {
            forms.Cookie.Name = "smartinventory-forms";
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder
            .Services.AddAuthentication(Cookie)
            .AddCookie(
                Cookie,
                cookie =>
                {
                    cookie.Cookie.Name = "smartinventory-dashboard";
                    cookie.Cookie.HttpOnly = true;
                    // Lax: who comes from another site by a link is still signed in, what another site sends is not.
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    cookie.ExpireTimeSpan = Sessions.Idle;
                    cookie.Events.OnValidatePrincipal = SignInEvents.ValidateAsync;
                    cookie.Events.OnRedirectToLogin = SignInEvents.AskForSignInAsync;
                    cookie.Events.OnRedirectToAccessDenied = SignInEvents.RefuseAsync;
                }
            )
            .AddOpenIdConnect(Gateway, Describe);
        builder
            .Services.AddOptions<OpenIdConnectOptions>(Gateway)
            .Configure<IHttpClientFactory, IOptions<SignInOptions>>(
                (oidc, clients, options) =>
                {
                    oidc.Backchannel = clients.CreateClient(Gateway);
                    oidc.ClientSecret = options.Value.ClientSecret;
                }
            );
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(Cookie).RequireAuthenticatedUser().Build());
    }

    public static void UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(
            (context, next) =>
            {
                Sessions.Current = context.Features.Get<Session>();
                // What was chosen goes before what the browser says, which still says the region.
                if (Person.Of(context.User)?.Language is { } chosen && chosen != Languages.Current)
                    CultureInfo.CurrentUICulture = Languages.Choose(chosen);
                return next(context);
            }
        );
        app.UseAuthorization();
    }

    /// <summary>
    /// Where a page asks whether somebody is still signed in, when something else was refused without a word.
    /// </summary>
    public static void MapSignIn(this WebApplication app) =>
        app.MapGet("/session", () => TypedResults.NoContent()).ExcludeFromDescription();

    private static void Describe(OpenIdConnectOptions oidc)
    {
        oidc.Authority = SignInOptions.GatewayAddress.ToString();
        // Inside a machine or a cluster; what browsers see is the public address.
        oidc.RequireHttpsMetadata = false;
        oidc.SignInScheme = Cookie;
        oidc.ClientId = ClientId;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        // By a redirect and not by a form of another site, with which no cookie of ours would come.
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.MapInboundClaims = false;
        oidc.GetClaimsFromUserInfoEndpoint = false;
        oidc.SignedOutRedirectUri = "/sign-out";
        oidc.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "offline_access", "api"])
            oidc.Scope.Add(scope);
        oidc.TokenValidationParameters.ValidIssuer = Access.Issuer;
        oidc.TokenValidationParameters.ValidAlgorithms = ["ES256"];
        foreach (var cookie in (CookieBuilder[])[oidc.CorrelationCookie, oidc.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        oidc.Events.OnRedirectToIdentityProvider = SignInEvents.SendAsync;
        oidc.Events.OnRedirectToIdentityProviderForSignOut = SignInEvents.SendAsync;
        oidc.Events.OnTokenValidated = SignInEvents.BeginAsync;
        oidc.Events.OnRemoteFailure = SignInEvents.ExplainAsync;
    }
}
