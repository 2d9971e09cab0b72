using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace SmartInventory.Gateway.Identity.Pages;

/// <summary>Time-based one-time passwords (RFC 6238), with an app that shows them.</summary>
[Authorize(AuthenticationSchemes = "Identity.Application")]
public sealed class TwoFactorSetupModel(SignInManager<User> signIn) : AccountPage
{
    private const int RecoveryCodes = 10;

    [BindProperty]
    public string? Digits { get; set; }

    /// <summary>What the app is given, in groups of four.</summary>
    public string SharedKey { get; private set; } = "";

    /// <summary>The same as an address that a phone opens in its app.</summary>
    public string Address { get; private set; } = "";

    public bool On { get; private set; }

    /// <summary>Shown this once, when it was set up.</summary>
    public IReadOnlyList<string> Recovery { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync() =>
        await signIn.UserManager.GetUserAsync(User) is { } user ? await ShowAsync(user) : Challenge();

    public async Task<IActionResult> OnPostAsync()
    {
        var users = signIn.UserManager;
        if (await users.GetUserAsync(User) is not { } user)
            return Challenge();
        var typed = (Digits ?? "").Replace(" ", "", StringComparison.Ordinal).Trim();
        if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, typed))
        {
            Refuse(T("This code is not right. Is the clock of the phone?"));
            return await ShowAsync(user);
        }

        Log.Own("second-factor-on", user);
        await users.SetTwoFactorEnabledAsync(user, true);
        Recovery = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];
        await signIn.RefreshSignInAsync(user);
        return await ShowAsync(user);
    }

    public async Task<IActionResult> OnPostOffAsync()
    {
        if (await signIn.UserManager.GetUserAsync(User) is not { } user)
            return Challenge();
        Log.Own("second-factor-off", user);
        await signIn.UserManager.SetTwoFactorEnabledAsync(user, false);
        await signIn.UserManager.ResetAuthenticatorKeyAsync(user);
        await signIn.RefreshSignInAsync(user);
        return RedirectToPage("/Account");
    }

    private async Task<IActionResult> ShowAsync(User user)
    {
        On = user.TwoFactorEnabled;
        if (On)
            return Page();
        var key = await signIn.UserManager.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrEmpty(key))
        {
            await signIn.UserManager.ResetAuthenticatorKeyAsync(user);
            key = await signIn.UserManager.GetAuthenticatorKeyAsync(user);
        }

        SharedKey = string.Join(' ', key!.Chunk(4).Select(part => new string(part)));
        Address =
            $"otpauth://totp/SmartInventory:{Uri.EscapeDataString(user.UserName!)}?secret={key}&issuer=SmartInventory";
        return Page();
    }
}
