using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SmartInventory.Gateway.Identity.Pages;

/// <summary>Where <c>inv login</c> sends people: they say that it is they who sign in there.</summary>
[Authorize(AuthenticationSchemes = "Identity.Application")]
public sealed class DeviceModel(UserManager<User> users, IOpenIddictApplicationManager programs) : SecretPage
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    private static string UnknownCode => T("This code is not known, or too old. Ask for a new one by 'inv login'.");

    public string? UserCode { get; private set; }

    /// <summary>What wants to sign in; null while no good code is there.</summary>
    public string? Program { get; private set; }

    public bool Decided { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await users.GetUserAsync(User) is { MustChangePassword: true })
        {
            ReturnUrl = HttpContext.Request.Path + HttpContext.Request.QueryString;
            return GoTo("/Password");
        }

        var asked = await HttpContext.AuthenticateAsync(Scheme);
        UserCode = asked.Properties?.GetTokenValue(OpenIddictServerAspNetCoreConstants.Tokens.UserCode);
        if (asked.Principal?.GetClaim(Claims.ClientId) is { } client)
        {
            var program = await programs.FindByClientIdAsync(client, ct);
            Program = program is null ? client : await programs.GetDisplayNameAsync(program, ct) ?? client;
        }
        else if (!string.IsNullOrEmpty(UserCode))
        {
            return Refuse(UnknownCode);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string decision)
    {
        var asked = await HttpContext.AuthenticateAsync(Scheme);
        if (
            asked.Principal?.GetClaim(Claims.ClientId) is null
            || await users.GetUserAsync(User) is not { MustChangePassword: false } user
        )
            return Refuse(UnknownCode);

        var home = new AuthenticationProperties { RedirectUri = "/account/device-done" };
        return decision == "allow"
            ? SignIn(Grants.Of(user, asked.Principal.GetScopes()), home, Scheme)
            : Forbid(home, Scheme);
    }
}
