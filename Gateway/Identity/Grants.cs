using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SmartInventory.Gateway.Identity;

/// <summary>What goes into tokens.</summary>
internal sealed class Grants(IOpenIddictApplicationManager programs)
{
    /// <summary>The property of a program that says what it may do.</summary>
    public const string RoleProperty = "role";

    /// <summary>
    /// The property of a program, and the claim of its tokens, with how many requests a second it may make.
    /// </summary>
    public const string Rate = "rate";

    /// <summary>What a token says of a person.</summary>
    public static ClaimsPrincipal Of(User user, IEnumerable<string> scopes) =>
        Principal(
            user.Id.ToString(),
            user.UserName!,
            user.DisplayName,
            user.Role,
            user.TokenVersion,
            scopes,
            language: user.Language
        );

    /// <summary>What a token says of a program; null when there is none of that name, or it has no role.</summary>
    public async Task<ClaimsPrincipal?> OfProgramAsync(string id, IEnumerable<string> scopes, CancellationToken ct)
    {
        if (
            await programs.FindByClientIdAsync(id, ct) is not { } program
            || await programs.GetPropertiesAsync(program, ct) is not { } said
            || !said.TryGetValue(RoleProperty, out var text)
            || text.ValueKind != JsonValueKind.String
            || !Enum.TryParse<Role>(text.GetString(), out var role)
        )
            return null;
        var name = await programs.GetDisplayNameAsync(program, ct) ?? id;
        var rate = said.TryGetValue(Rate, out var own) ? own.GetInt32() : (int?)null;
        return Principal(id, id, name, role, version: 0, scopes, rate);
    }

    private static ClaimsPrincipal Principal(
        string subject,
        string name,
        string displayName,
        Role role,
        int version,
        IEnumerable<string> scopes,
        int? rate = null,
        string? language = null
    )
    {
        var identity = new ClaimsIdentity(
            TokenValidationParameters.DefaultAuthenticationType,
            Claims.Name,
            Claims.Role
        );
        identity
            .SetClaim(Claims.Subject, subject)
            .SetClaim(Claims.PreferredUsername, name)
            .SetClaim(Claims.Name, displayName)
            .SetClaim(Claims.Role, Words.Of(role))
            .SetClaim(Claims.Locale, language);
        if (version > 0)
            identity.SetClaim(Withdrawals.Version, version);
        if (rate is { } perSecond)
            identity.SetClaim(Rate, perSecond);
        identity.SetScopes(scopes);
        identity.SetResources(Access.Audience);
        identity.SetDestinations(claim =>
            claim.Type is Withdrawals.Version or Rate
                ? [Destinations.AccessToken]
                : [Destinations.AccessToken, Destinations.IdentityToken]
        );
        return new ClaimsPrincipal(identity);
    }
}
