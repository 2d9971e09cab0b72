using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>Who is signed in.</summary>
/// <param name="Id">Stays for ever.</param>
/// <param name="Name">What is typed to sign in.</param>
/// <param name="DisplayName">What others read.</param>
/// <param name="Role">What may be done.</param>
/// <param name="Language">The language that was chosen; null: that of the browser.</param>
public sealed record Person(string Id, string Name, string DisplayName, Role Role, string? Language = null)
{
    private const string SubjectClaim = "sub";
    private const string NameClaim = "preferred_username";
    private const string DisplayNameClaim = "name";
    private const string RoleClaim = "role";
    private const string LanguageClaim = "locale";

    public bool May(Role needed) => Role >= needed;

    /// <summary>Null when nobody is signed in.</summary>
    public static Person? Of(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true }
            ? new(
                user.FindFirstValue(SubjectClaim)!,
                user.FindFirstValue(NameClaim)!,
                user.FindFirstValue(DisplayNameClaim)!,
                Enum.Parse<Role>(user.FindFirstValue(RoleClaim)!, ignoreCase: true),
                user.FindFirstValue(LanguageClaim)
            )
            : null;

    /// <summary>What an access token of the gateway says; it came from there, so nothing of it is checked.</summary>
    public static Person Of(string accessToken)
    {
        var token = new JsonWebToken(accessToken);
        return new(
            token.Subject,
            token.GetClaim(NameClaim).Value,
            token.GetClaim(DisplayNameClaim).Value,
            Enum.Parse<Role>(token.GetClaim(RoleClaim).Value, ignoreCase: true),
            token.TryGetClaim(LanguageClaim, out var language) ? language.Value : null
        );
    }

    /// <summary>As the cookie holds it.</summary>
    /// <param name="more">Beside who it is.</param>
    public ClaimsPrincipal ToPrincipal(params IEnumerable<Claim> more) =>
        new(
            new ClaimsIdentity(
                [
                    new(SubjectClaim, Id),
                    new(NameClaim, Name),
                    new(DisplayNameClaim, DisplayName),
                    new(RoleClaim, Words.Of(Role)),
                    .. Language is null ? [] : (Claim[])[new(LanguageClaim, Language)],
                    .. more,
                ],
                SignInFeature.Gateway,
                DisplayNameClaim,
                RoleClaim
            )
        );
}
