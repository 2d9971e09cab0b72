using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Identity;

/// <summary>
/// Who may do what. An endpoint names one of these policies; each takes in the roles above its own.
/// </summary>
public static class Access
{
    /// <summary>Looks at things: every role.</summary>
    public const string View = "view";

    /// <summary>Records sales, receives, counts and moves goods: from clerk on.</summary>
    public const string Record = "record";

    /// <summary>Changes catalogue, suppliers, orders and forecasts: from planner on.</summary>
    public const string Plan = "plan";

    /// <summary>Keeps people, tokens and the system: admin.</summary>
    public const string Administer = "administer";

    /// <summary>What access tokens are for.</summary>
    public const string Audience = "smartinventory";

    /// <summary>
    /// Who issues tokens: a name and no address, so that it is the same however the gateway is reached.
    /// </summary>
    public const string Issuer = "http://smartinventory/";

    private static readonly (string Policy, Role From)[] Policies =
    [
        (View, Role.Viewer),
        (Record, Role.Clerk),
        (Plan, Role.Planner),
        (Administer, Role.Admin),
    ];

    /// <summary>The lowest role that may do what all of these policies ask for, as a word.</summary>
    public static string LowestRole(IEnumerable<string> policies) =>
        Words.Of(policies.Max(policy => Policies.Single(p => p.Policy == policy).From));

    /// <summary>
    /// Takes the tokens of the gateway, by its published keys, and nothing else: a service refuses a direct call
    /// without one as the gateway does.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="gateway">Where the keys are published.</param>
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder, string gateway = "http://gateway")
    {
        builder.Services.AddMemoryCache();
        builder.Services.AddHttpClient(nameof(Access));
        builder
            .Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(jwt =>
            {
                jwt.Authority = gateway;
                // Inside a machine or a cluster; who serves it to the world puts TLS before it.
                jwt.RequireHttpsMetadata = false;
                jwt.MapInboundClaims = false;
                jwt.TokenValidationParameters = new()
                {
                    ValidIssuer = Issuer,
                    ValidAudience = Audience,
                    ValidAlgorithms = ["ES256"],
                    ValidTypes = ["at+jwt"],
                    NameClaimType = "name",
                    RoleClaimType = "role",
                    ClockSkew = TimeSpan.FromSeconds(10),
                };
            });
        builder
            .Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IHttpClientFactory, IMemoryCache, TimeProvider>(
                (jwt, clients, cache, time) =>
                {
                    jwt.Backchannel = clients.CreateClient(nameof(Access));
                    jwt.TokenHandlers.Clear();
                    jwt.TokenHandlers.Add(new RememberedTokens(cache, time));
                }
            );
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        // An endpoint that names no policy is closed to everybody. Where there is none, or the framework's own for a
        // wrong method or form, whoever is signed in is told so, and a stranger nothing.
        var access = builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(
                new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme)
                    .RequireAuthenticatedUser()
                    .RequireAssertion(context => (context.Resource as HttpContext)?.GetEndpoint() is not RouteEndpoint)
                    .Build()
            );
        foreach (var (policy, from) in Policies)
        {
            string[] roles = [.. Enum.GetValues<Role>().Where(role => role >= from).Select(Words.Of)];
            access.AddPolicy(
                policy,
                p => p.AddAuthenticationSchemes(JwtBearerDefaults.AuthenticationScheme).RequireRole(roles)
            );
        }

        return builder;
    }

    /// <summary>Looks at who is asking before anything is done for them. Comes after the handling of errors.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseActor();
        return app;
    }

    /// <summary>From here on, what is done is done for the caller.</summary>
    public static void UseActor(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                Actor.Is(Actor.Of(context.User, context.Request.Headers.UserAgent));
                return next(context);
            }
        );

    /// <summary>
    /// Gives a client of other services this service's own token, from its credentials at the gateway
    /// (<c>Identity:ClientSecret</c>).
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="service">This service's name.</param>
    public static IHttpClientBuilder AddOwnToken(this IHttpClientBuilder client, string service)
    {
        client.Services.AddOptions<OwnTokenOptions>().BindConfiguration(OwnTokenOptions.Section);
        client.Services.AddHttpClient(nameof(OwnToken), http => http.BaseAddress = new Uri("http://gateway"));
        client.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<OwnToken>(provider, service));
        return client.AddHttpMessageHandler(provider => new OwnTokenHandler(provider.GetRequiredService<OwnToken>()));
    }
}
