using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Gateway.Identity.Pages;

[Authorize(AuthenticationSchemes = "Identity.Application")]
public sealed class AccountModel(SignInManager<User> signIn) : AccountPage
{
    private const int MostPasskeys = 20;
    private const int LongestPasskeyName = 60;

    public static string Spoken(Role role) =>
        role switch
        {
            Role.Viewer => T("viewer"),
            Role.Clerk => T("clerk"),
            Role.Planner => T("planner"),
            _ => T("admin"),
        };

    public static IHtmlContent Day(DateTimeOffset moment) =>
        new HtmlString(
            $"<time datetime=\"{moment.ToString("O")}\">{moment.ToString("d MMM yyyy", Languages.Reader)}</time>"
        );

    public User Person { get; private set; } = null!;

    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    /// <summary>What its owner knows a new passkey by.</summary>
    [BindProperty]
    public string? PasskeyName { get; set; }

    /// <summary>What the authenticator said, as JSON.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>Which passkey is to go, in base64url.</summary>
    [BindProperty]
    public string? PasskeyId { get; set; }

    public async Task<IActionResult> OnGetAsync() => await OwnerAsync() is { } answer ? answer : Page();

    public async Task<IActionResult> OnPostSignOutAsync()
    {
        await signIn.SignOutAsync();
        return RedirectToPage("/SignedOut");
    }

    /// <summary>What the browser asks the authenticator.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync()
    {
        if (await OwnerAsync() is { } answer)
            return answer;
        var entity = new PasskeyUserEntity
        {
            Id = Person.Id.ToString(),
            Name = Person.UserName!,
            DisplayName = Person.DisplayName,
        };
        return Content(await signIn.MakePasskeyCreationOptionsAsync(entity), "application/json", Encoding.UTF8);
    }

    public async Task<IActionResult> OnPostAddPasskeyAsync()
    {
        if (await OwnerAsync() is { } answer)
            return answer;
        var name = PasskeyName?.Trim() ?? "";
        if (name.Length is 0 or > LongestPasskeyName)
            return Refuse(T($"A passkey has a name of 1 to {LongestPasskeyName} characters."));
        if (Passkeys.Count >= MostPasskeys)
            return Refuse(T($"There are {MostPasskeys} passkeys already. Remove one first."));
        var made = await Ceremony.TryAsync(signIn.PerformPasskeyAttestationAsync, Credential);
        // Begun by one person and ended by another in the same browser: it is nobody's.
        if (made is not { Succeeded: true, Passkey: { } passkey } || made.UserEntity.Id != Person.Id.ToString())
            return Refuse(T("This passkey could not be added. Try again from the start."));
        passkey.Name = name;
        Log.Own("passkey-added", Person, new FieldChange("passkey", null, name));
        var added = await signIn.UserManager.AddOrUpdatePasskeyAsync(Person, passkey);
        return added.Succeeded ? RedirectToPage() : Refuse(added.Reasons());
    }

    public async Task<IActionResult> OnPostRemovePasskeyAsync()
    {
        if (await OwnerAsync() is { } answer)
            return answer;
        if (
            Passkeys.FirstOrDefault(known => Base64Url.EncodeToString(known.CredentialId) == PasskeyId)
            is not { } passkey
        )
            return Refuse(T("This passkey is not there any more."));
        Log.Own("passkey-removed", Person, new FieldChange("passkey", passkey.Name, null));
        var removed = await signIn.UserManager.RemovePasskeyAsync(Person, passkey.CredentialId);
        if (!removed.Succeeded)
            return Refuse(removed.Reasons());
        // Whoever was signed in by it elsewhere is not any more.
        await signIn.UserManager.UpdateSecurityStampAsync(Person);
        await signIn.RefreshSignInAsync(Person);
        return RedirectToPage();
    }

    /// <returns>Where to go instead, for who may not be here.</returns>
    private async Task<IActionResult?> OwnerAsync()
    {
        if (await signIn.UserManager.GetUserAsync(User) is not { } user)
            return Challenge();
        if (user.MustChangePassword)
            return GoTo("/Password");
        Person = user;
        Passkeys = [.. (await signIn.UserManager.GetPasskeysAsync(user)).OrderBy(passkey => passkey.CreatedAt)];
        return null;
    }
}
