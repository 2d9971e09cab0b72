using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Identity.Pages;

internal sealed record DevelopmentAccount(string Name, string Password);

public sealed class SignInModel : SecretPage
{
    private static string Wrong =>
        T("Name or password are wrong, or there were too many tries: after five, five minutes have to pass.");

    /// <summary>More at the same moment than this are no person.</summary>
    private const int MostTries = 10;

    private readonly IdentityDb _db;
    private readonly SignInManager<User> _signIn;

    internal IReadOnlyList<DevelopmentAccount> Development { get; }

    public SignInModel(IdentityDb db, SignInManager<User> signIn, IServiceProvider services)
    {
        _db = db;
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

    /// <summary>What the authenticator said, as JSON.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await SignInAsync(ct);
            }
            // Under the same name somebody signed in, or tried to, at the same time: what counts is what that left.
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                _db.ChangeTracker.Clear();
                await _signIn.SignOutAsync();
            }
        }
    }

    private async Task<IActionResult> SignInAsync(CancellationToken ct)
    {
        var name = Name?.Trim().ToLowerInvariant() ?? "";
        var user = await _signIn.UserManager.FindByNameAsync(name);
        // The same words whatever is wrong: who may sign in is nobody's business.
        if (user is null or { Disabled: true })
            return Refuse(Wrong);
        var result = await _signIn.PasswordSignInAsync(
            user,
            Password ?? "",
            isPersistent: false,
            lockoutOnFailure: true
        );
        if (result.RequiresTwoFactor)
            return GoTo("/TwoFactor");
        if (result.Succeeded)
            Log.SignedIn(user, "password");
        else
            Log.Refused(user, result.IsLockedOut ? "locked" : "wrong password");
        await _db.SaveChangesAsync(ct);
        if (!result.Succeeded)
            return Refuse(Wrong);
        return user.MustChangePassword ? GoTo("/Password") : GoOn();
    }

    /// <summary>What the browser asks the authenticator: any passkey that it has for here.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Content(await _signIn.MakePasskeyRequestOptionsAsync(user: null), "application/json", Encoding.UTF8);

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken ct)
    {
        var users = _signIn.UserManager;
        var said = await Ceremony.TryAsync(_signIn.PerformPasskeyAssertionAsync, Credential);
        // Who may not sign in by a password may not by a passkey either.
        if (
            said is not { Succeeded: true, User: { Disabled: false } user, Passkey: { } passkey }
            || await users.IsLockedOutAsync(user)
            // It counts how often it was used, so that a copy of it is noticed.
            || !(await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded
        )
            return Refuse(T("This passkey is not known here, or may not be used now."));
        await _signIn.SignInAsync(user, isPersistent: false);
        Log.SignedIn(user, "passkey");
        await _db.SaveChangesAsync(ct);
        return user.MustChangePassword ? GoTo("/Password") : GoOn();
    }
}
