using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace SmartInventory.Gateway.Identity.Pages;

[Authorize(AuthenticationSchemes = "Identity.Application")]
public sealed class AccountModel(SignInManager<User> signIn) : AccountPage
{
    public User Person { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await signIn.UserManager.GetUserAsync(User) is not { } user)
            return Challenge();
        Person = user;
        return Page();
    }

    public async Task<IActionResult> OnPostSignOutAsync()
    {
        await signIn.SignOutAsync();
        return RedirectToPage("/SignedOut");
    }
}
