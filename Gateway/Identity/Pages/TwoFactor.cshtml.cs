using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace SmartInventory.Gateway.Identity.Pages;

/// <summary>The second factor, after the password was right.</summary>
public sealed class TwoFactorModel(IdentityDb db, SignInManager<User> signIn) : SecretPage
{
    [BindProperty]
    public string? Digits { get; set; }

    public async Task<IActionResult> OnGetAsync() =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? GoTo("/SignIn") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } user)
            return GoTo("/SignIn");
        var typed = (Digits ?? "").Replace(" ", "", StringComparison.Ordinal).Trim();
        var result = typed.All(char.IsAsciiDigit)
            ? await signIn.TwoFactorAuthenticatorSignInAsync(typed, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(typed);
        if (result.Succeeded)
            Log.SignedIn(user, "password and second factor");
        else
            Log.Refused(user, result.IsLockedOut ? "locked" : "wrong second factor");
        await db.SaveChangesAsync(ct);
        if (result.Succeeded)
            return user.MustChangePassword ? GoTo("/Password") : GoOn();
        return Refuse(
            result.IsLockedOut
                ? T("Too many tries: five minutes have to pass.")
                : T("This code is not right, or not right any more.")
        );
    }
}
