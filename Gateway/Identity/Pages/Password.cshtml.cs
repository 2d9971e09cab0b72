using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace SmartInventory.Gateway.Identity.Pages;

[Authorize(AuthenticationSchemes = "Identity.Application")]
public sealed class PasswordModel(SignInManager<User> signIn) : AccountPage
{
    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? Wanted { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    public bool Must { get; private set; }

    public async Task OnGetAsync() => Must = (await signIn.UserManager.GetUserAsync(User))?.MustChangePassword ?? false;

    public async Task<IActionResult> OnPostAsync()
    {
        if (await signIn.UserManager.GetUserAsync(User) is not { } user)
            return Challenge();
        Must = user.MustChangePassword;
        if (Wanted != Again)
            return Refuse("The two new passwords differ.");
        if (Wanted == Current)
            return Refuse("The new password must be another one.");
        user.MustChangePassword = false;
        var changed = await signIn.UserManager.ChangePasswordAsync(user, Current ?? "", Wanted ?? "");
        if (!changed.Succeeded)
            return Refuse(changed.Reasons());
        await signIn.RefreshSignInAsync(user);
        return GoOn();
    }
}
