using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Identity.Pages;

internal sealed record DevelopmentAccount(string Name, string Password);

public sealed class SignInModel : AccountPage
{
    private readonly SignInManager<User> _signIn;

    internal IReadOnlyList<DevelopmentAccount> Development { get; }

    public SignInModel(SignInManager<User> signIn, IServiceProvider services)
    {
        _signIn = signIn;
        // Only a development run has such a password.
        Development = services.GetRequiredService<IOptions<IdentityOptions>>().Value.DevelopmentPassword
            is { Length: > 0 } shared
            ? [.. Enum.GetValues<Role>().Select(role => new DevelopmentAccount(Words.Of(role), shared))]
            : [];
    }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        var name = Name?.Trim().ToLowerInvariant() ?? "";
        var user = await _signIn.UserManager.FindByNameAsync(name);
        // The same words whatever is wrong: who may sign in is nobody's business.
        if (user is null or { Disabled: true })
            return Refuse();
        var result = await _signIn.PasswordSignInAsync(
            user,
            Password ?? "",
            isPersistent: false,
            lockoutOnFailure: true
        );
        if (result.RequiresTwoFactor)
            return GoTo("/TwoFactor");
        if (!result.Succeeded)
            return Refuse();
        return user.MustChangePassword ? GoTo("/Password") : GoOn();
    }

    private PageResult Refuse()
    {
        Refusal = "Name or password are wrong, or there were too many tries: after five, five minutes have to pass.";
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
