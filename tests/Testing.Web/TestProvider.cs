using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Testing;

/// <summary>
/// Stands for the gateway where a service asks it for keys and tokens: OpenID Connect discovery, and client
/// credentials. One for a test process.
/// </summary>
public static class TestProvider
{
    /// <summary>As the gateway names itself.</summary>
    public const string Issuer = "http://smartinventory/";

    private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "tests" };
    private static readonly Lazy<Task<StubServer>> Server = new(() => StubServer.StartAsync(app => Map(app)));

    /// <summary>Where it listens.</summary>
    public static async Task<string> AddressAsync() => (await Server.Value).Address;

    /// <summary>An access token.</summary>
    /// <param name="role">What may be done with it.</param>
    /// <param name="name">Who comes with it.</param>
    /// <param name="client">Through which program.</param>
    /// <param name="key">What signs it; default: the key of this provider.</param>
    /// <param name="language">What the person chose to read in.</param>
    public static string Token(
        Role role = Role.Admin,
        string name = "tests",
        string client = "tests",
        SecurityKey? key = null,
        string? language = null
    )
    {
        var now = DateTime.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = $"id-of-{name}",
            ["preferred_username"] = name,
            ["name"] = name,
            ["role"] = role.ToString().ToLowerInvariant(),
            ["client_id"] = client,
        };
        if (language is not null)
            claims["locale"] = language;
        // Tests move clocks.
        return Sign("at+jwt", "smartinventory", now.AddYears(10), claims, key);
    }

    /// <summary>What a program is told of who signed in to it.</summary>
    public static string IdToken(string name, string client, string nonce, DateTime until) =>
        Sign("JWT", client, until, new Dictionary<string, object> { ["sub"] = $"id-of-{name}", ["nonce"] = nonce });

    /// <summary>Adds the provider to a server.</summary>
    /// <param name="app">The server.</param>
    /// <param name="signIn">Where people sign in to it; nowhere without.</param>
    public static void Map(WebApplication app, StubSignIn? signIn = null)
    {
        app.MapGet(
            "/.well-known/openid-configuration",
            (HttpRequest request) =>
                new Dictionary<string, object>
                {
                    ["issuer"] = Issuer,
                    ["jwks_uri"] = $"http://{request.Host}/.well-known/jwks",
                    ["token_endpoint"] = $"http://{request.Host}/connect/token",
                    ["authorization_endpoint"] = $"http://{request.Host}/connect/authorize",
                    ["end_session_endpoint"] = $"http://{request.Host}/connect/end-session",
                }
        );
        app.MapGet(
            "/.well-known/jwks",
            () =>
            {
                var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(Key);
                return new
                {
                    keys = new[]
                    {
                        new
                        {
                            kty = key.Kty,
                            crv = key.Crv,
                            x = key.X,
                            y = key.Y,
                            kid = key.Kid,
                            use = "sig",
                            alg = "ES256",
                        },
                    },
                };
            }
        );
        app.MapPost(
            "/connect/token",
            async (HttpRequest request) =>
            {
                var form = await request.ReadFormAsync();
                return form["grant_type"] == "client_credentials" || signIn is null
                    ? TypedResults.Ok(
                        new Dictionary<string, object>
                        {
                            ["access_token"] = Token(Role.Viewer, form["client_id"].ToString()),
                            ["token_type"] = "Bearer",
                            ["expires_in"] = 300,
                        }
                    )
                    : signIn.Exchange(form);
            }
        );
        signIn?.Map(app);
    }

    private static string Sign(
        string type,
        string audience,
        DateTime until,
        Dictionary<string, object> claims,
        SecurityKey? key = null
    ) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                TokenType = type,
                Issuer = Issuer,
                Audience = audience,
                IssuedAt = DateTime.UtcNow,
                NotBefore = DateTime.UtcNow.AddDays(-1),
                Expires = until,
                Claims = claims,
                SigningCredentials = new SigningCredentials(key ?? Key, SecurityAlgorithms.EcdsaSha256),
            }
        );
}
