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

    /// <summary>What a token says of a person.</summary>
    public static ClaimsPrincipal Of(User user, IEnumerable<string> scopes) =>
        Principal(user.Id.ToString(), user.UserName!, user.DisplayName, user.Role, user.TokenVersion, scopes);

    /// <summary>What a token says of a program; null when there is none of that name, or it has no role.</summary>
    public async Task<ClaimsPrincipal?> OfProgramAsync(string id, IEnumerable<string> scopes, CancellationToken ct)
    {
        if (
            await programs.FindByClientIdAsync(id, ct) is not { } program
            || !(await programs.GetPropertiesAsync(program, ct)).TryGetValue(RoleProperty, out var text)
            || text.ValueKind != JsonValueKind.String
            || !Enum.TryParse<Role>(text.GetString(), out var role)
        )
            return null;
        var name = await programs.GetDisplayNameAsync(program, ct) ?? id;
        return Principal(id, id, name, role, version: 0, scopes);
    }

    private static ClaimsPrincipal Principal(
        string subject,
        string name,
        string displayName,
        Role role,
        int version,
        IEnumerable<string> scopes
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
            .SetClaim(Claims.Role, Words.Of(role));
        if (version > 0)
            identity.SetClaim(Withdrawals.Version, version);
        identity.SetScopes(scopes);
        identity.SetResources(Access.Audience);
        identity.SetDestinations(claim =>
            claim.Type == Withdrawals.Version
                ? [Destinations.AccessToken]
                : [Destinations.AccessToken, Destinations.IdentityToken]
        );
        return new ClaimsPrincipal(identity);
    }
}
