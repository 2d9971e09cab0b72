using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Testing;

/// <summary>
/// Where people sign in: asks nothing and comes straight back. Codes and refresh tokens are good once, as the gateway's
/// are, and programs are held to PKCE and their secret.
/// </summary>
public sealed class StubSignIn
{
    /// <summary>Whose browser it is, as "name/role"; without it an admin's.</summary>
    public const string PersonHeader = "X-Person";

    /// <summary>The secret of the dashboard.</summary>
    public const string Secret = "a-secret-of-the-dashboard-in-tests";

    private readonly ConcurrentDictionary<string, Grant> _codes = [];
    private readonly ConcurrentDictionary<string, Grant> _refresh = [];
    private int _renewals;

    /// <summary>For how long access tokens are said to be good.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What the way back says instead of a code: "access_denied".</summary>
    public string? Error { get; set; }

    /// <summary>By how much its clock is wrong.</summary>
    public TimeSpan Off { get; set; }

    /// <summary>What a renewal says from now on that the person may do.</summary>
    public Role? RoleFromNowOn { get; set; }

    /// <summary>What tokens say from now on that the person chose to read in.</summary>
    public string? Language { get; set; }

    /// <summary>No refresh token is taken any more.</summary>
    public bool Refuses { get; set; }

    /// <summary>How often tokens were renewed.</summary>
    public int Renewals => _renewals;

    /// <summary>Refresh tokens that came a second time: the gateway would end the session.</summary>
    public ConcurrentQueue<string> Reused { get; } = [];

    /// <summary>Refresh tokens that were taken back.</summary>
    public ConcurrentQueue<string> Revoked { get; } = [];

    /// <summary>Sessions that were ended here.</summary>
    public ConcurrentQueue<string> Ended { get; } = [];

    /// <summary>A browser's header for this person.</summary>
    public static string Person(string name, Role role) => $"{Uri.EscapeDataString(name)}/{role}";

    internal void Map(WebApplication app)
    {
        app.MapGet("/connect/authorize", Authorize);
        app.MapGet(
            "/connect/end-session",
            (HttpRequest request) =>
            {
                Ended.Enqueue(request.Query["client_id"].ToString());
                return TypedResults.Redirect(
                    QueryHelpers.AddQueryString(
                        request.Query["post_logout_redirect_uri"].ToString(),
                        "state",
                        request.Query["state"].ToString()
                    )
                );
            }
        );
        app.MapPost(
            "/connect/revoke",
            async (HttpRequest request) => Revoked.Enqueue((await request.ReadFormAsync())["token"].ToString())
        );
    }

    private RedirectHttpResult Authorize(HttpRequest request)
    {
        var asked = request.Query;
        var back = asked["redirect_uri"].ToString();
        var state = asked["state"].ToString();
        if (Error is not null)
            return TypedResults.Redirect($"{back}?error={Error}&state={Uri.EscapeDataString(state)}");
        var person = request.Headers[PersonHeader].ToString().Split('/');
        var code = New();
        _codes[code] = new Grant(
            person is [{ } name, _] ? Uri.UnescapeDataString(name) : "admin",
            person is [_, { } role] ? Enum.Parse<Role>(role) : Role.Admin,
            asked["nonce"].ToString(),
            asked["code_challenge"].ToString()
        );
        return TypedResults.Redirect($"{back}?code={code}&state={Uri.EscapeDataString(state)}");
    }

    internal IResult Exchange(IFormCollection form)
    {
        if (form["client_id"] != "dashboard" || form["client_secret"] != Secret)
            return Refuse("invalid_client");
        if (form["grant_type"] == "authorization_code")
        {
            var proof = Base64UrlEncoder.Encode(
                SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))
            );
            return _codes.TryRemove(form["code"].ToString(), out var granted) && granted.Challenge == proof
                ? Tokens(granted)
                : Refuse("invalid_grant");
        }

        var refresh = form["refresh_token"].ToString();
        if (!_refresh.TryRemove(refresh, out var known))
        {
            Reused.Enqueue(refresh);
            return Refuse("invalid_grant");
        }

        if (Refuses)
            return Refuse("invalid_grant");
        Interlocked.Increment(ref _renewals);
        return Tokens(known with { Role = RoleFromNowOn ?? known.Role });
    }

    private Ok<Dictionary<string, object>> Tokens(Grant grant)
    {
        var refresh = New();
        _refresh[refresh] = grant;
        return TypedResults.Ok(
            new Dictionary<string, object>
            {
                ["access_token"] = TestProvider.Token(grant.Role, grant.Name, "dashboard", language: Language),
                ["id_token"] = TestProvider.IdToken(
                    grant.Name,
                    "dashboard",
                    grant.Nonce,
                    DateTime.UtcNow + TimeSpan.FromHours(1) + Off
                ),
                ["refresh_token"] = refresh,
                ["token_type"] = "Bearer",
                ["expires_in"] = (int)Life.TotalSeconds,
            }
        );
    }

    private static BadRequest<Dictionary<string, object>> Refuse(string error) =>
        TypedResults.BadRequest(new Dictionary<string, object> { ["error"] = error });

    private static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private sealed record Grant(string Name, Role Role, string Nonce, string Challenge);
}
