using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OpenIddict.Server;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SmartInventory.Gateway.Identity;

/// <summary>
/// The OpenID Connect provider: people sign in here and nowhere else. Dashboards use the code flow with PKCE, the
/// command line the device flow, programs and services their own credentials.
/// </summary>
internal static class IdentityFeature
{
    /// <summary>The scope of the API.</summary>
    public const string Scope = "api";

    /// <summary>
    /// Longer than a request, shorter than a mistake matters: a role that was taken away is gone within this time.
    /// </summary>
    public static readonly TimeSpan AccessTokens = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan RefreshTokens = TimeSpan.FromDays(14);

    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<IdentityOptions>().BindConfiguration(IdentityOptions.Section);
        builder.Services.AddSingleton<Keys>();
        // Its tables are small. Who waits for one of them waits for nothing.
        builder.AddDatabase<IdentityDb>(IdentityDb.Schema, statementSeconds: 8);
        builder.AddMessaging<IdentityDb>(
            Parts.Gateway,
            subscribers: rabbit => rabbit.SentTo<PersonChanged>(Parts.Catalog)
        );
        builder.AddCookieKeys("smartinventory", services => services.GetRequiredService<Keys>().Cookies);
        builder.AddPeople();
        builder.AddOwnAccess();
        builder.AddProvider();
        builder.Services.AddSingleton<Withdrawals>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Withdrawals>());
        // Longer than any token lives that was withdrawn, and with what it was granted from.
        builder.Keep<IdentityDb>(
            "withdrawals",
            RefreshTokens,
            (db, before, ct) => db.Withdrawals.Where(w => w.At < before).ExecuteDeleteAsync(ct)
        );
        builder.Services.AddSingleton<Pruning>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Pruning>());
        builder.Services.AddScoped<Sessions>();
        builder.Services.AddScoped<PeopleLog>();
        builder.Services.AddScoped<Grants>();
        builder.Services.AddScoped<Tokens>();
        builder.Services.AddScoped<Clients>();
        builder.Services.AddHostedService<FirstRun>();
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        builder.Services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/Identity/Pages";
            foreach (var open in OpenPages)
                pages.Conventions.AllowAnonymousToPage(open);
        });
    }

    /// <summary>
    /// The provider looks at each request whether it is for itself, which costs as much as the proxy does: so it sees
    /// those of its own paths only. What asks for a token elsewhere is checked by its policy.
    /// </summary>
    public static void UseIdentity(this WebApplication app)
    {
        app.UsePageHeaders();
        // Said to be there, or it is put before everything by itself.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(
            context => Own.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)),
            own => own.UseAuthentication()
        );
        app.UseAuthorization();
        app.UseActor();
    }

    /// <summary>Those that a person sees before signing in, and after.</summary>
    private static readonly string[] OpenPages = ["/SignIn", "/TwoFactor", "/DeviceDone", "/SignedOut"];

    private static readonly PathString[] Own = ["/connect", "/account", "/.well-known"];

    public static void MapIdentity(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
        app.MapConnect();
        app.MapUsers();
        app.MapViews();
    }

    private static void AddPeople(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddIdentityCookies(cookies =>
                cookies.ApplicationCookie!.Configure(cookie =>
                {
                    cookie.Cookie.Name = "smartinventory-identity";
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.LoginPath = "/account/sign-in";
                    cookie.AccessDeniedPath = "/account/sign-in";
                    cookie.ReturnUrlParameter = "returnUrl";
                    cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
                })
            );
        builder
            .Services.AddIdentityCore<User>(identity =>
            {
                // Length is what makes a password strong (NIST SP 800-63B, 5.1.1.2); rules of composition do not.
                identity.Password.RequiredLength = 10;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequiredUniqueChars = 5;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            })
            .AddEntityFrameworkStores<IdentityDb>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        builder
            .Services.AddOptions<IdentityPasskeyOptions>()
            .Configure<IOptions<IdentityOptions>>(
                (passkeys, identity) =>
                {
                    passkeys.ServerDomain = identity.Value.PasskeyDomain;
                    // It stands for name, password and second factor at once: the device has to know all of it.
                    passkeys.ResidentKeyRequirement = "required";
                    passkeys.UserVerificationRequirement = "required";
                }
            );
        // A password that was changed, or an account that was disabled, ends sessions within this time.
        builder.Services.Configure<SecurityStampValidatorOptions>(stamps =>
            stamps.ValidationInterval = TimeSpan.FromSeconds(30)
        );
    }

    // The gateway takes its own tokens, too, and need not ask anybody for its keys.
    private static void AddOwnAccess(this WebApplicationBuilder builder)
    {
        builder.AddAccess();
        builder
            .Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<Keys, Withdrawals>(
                (jwt, keys, withdrawals) =>
                {
                    jwt.Events = new JwtBearerEvents
                    {
                        OnTokenValidated = validated =>
                        {
                            if (withdrawals.Cover(validated.Principal!))
                                validated.Fail("This token was withdrawn.");
                            return Task.CompletedTask;
                        },
                    };
                    jwt.Authority = null;
                    jwt.Configuration = new OpenIdConnectConfiguration { Issuer = Access.Issuer };
                    foreach (var key in keys.Signing)
                        jwt.Configuration.SigningKeys.Add(key);
                }
            );
        // Pages ask for a cookie by name; everything else for a token.
        builder.Services.Configure<AuthenticationOptions>(schemes =>
            schemes.DefaultScheme = JwtBearerDefaults.AuthenticationScheme
        );
    }

    private static void AddProvider(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetIssuer(new Uri(Access.Issuer));
                server
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetDeviceAuthorizationEndpointUris("connect/device")
                    .SetEndUserVerificationEndpointUris("account/device")
                    .SetEndSessionEndpointUris("connect/end-session")
                    .SetRevocationEndpointUris("connect/revoke");
                server
                    .AllowAuthorizationCodeFlow()
                    .RequireProofKeyForCodeExchange()
                    .AllowDeviceAuthorizationFlow()
                    .AllowClientCredentialsFlow()
                    .AllowRefreshTokenFlow();
                server.RegisterScopes(Scope, Scopes.OfflineAccess, Scopes.Profile);
                server.SetAccessTokenLifetime(AccessTokens).SetRefreshTokenLifetime(RefreshTokens);
                // A refresh token is used once; who comes with it again ends all that came of it.
                server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
                // Services read them without asking here.
                server.DisableAccessTokenEncryption();
                server
                    .UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableEndUserVerificationEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    // Where it is served without TLS is decided by who runs it: on one machine, or behind a proxy.
                    .DisableTransportSecurityRequirement();
            });
        builder
            .Services.AddOptions<OpenIddictServerOptions>()
            .Configure<Keys>(
                (server, keys) =>
                {
                    server.EncryptionCredentials.Add(
                        new(
                            keys.Encryption,
                            Microsoft.IdentityModel.Tokens.SecurityAlgorithms.Aes256KW,
                            Microsoft.IdentityModel.Tokens.SecurityAlgorithms.Aes256CbcHmacSha512
                        )
                    );
                    foreach (var key in keys.Signing)
                        server.SigningCredentials.Add(
                            new(key, Microsoft.IdentityModel.Tokens.SecurityAlgorithms.EcdsaSha256)
                        );
                }
            );
    }
}
