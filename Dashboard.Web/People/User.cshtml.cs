using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.People;

/// <summary>One person and what an admin does with their account. What may not be, the gateway refuses.</summary>
[Needs(Contracts.Identity.Role.Admin)]
public sealed class UserModel(IIdentityApi identity, IOptions<SignInOptions> signIn, TimeProvider time) : PageModel
{
    [FromRoute]
    public string Name { get; set; } = "";

    public Loaded<UserResponse> Subject { get; private set; } = null!;

    /// <summary>The new password, in the answer to the form and nowhere else.</summary>
    public NewPassword? Made { get; private set; }

    public string? Refusal { get; private set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public Role? Role { get; set; }

    public bool IsMe => Person.Of(User)?.Name == Name;

    /// <summary>Where one keeps one's own password.</summary>
    public Uri Account => signIn.Value.Public("/account");

    public DateTimeOffset ReadAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var people = await Load.TryAsync(identity.ListUsers(ct), ct);
        if (people.Value?.All(person => person.Name != Name) == true)
            return NotFound();
        Subject = people.Select(all => all.Single(person => person.Name == Name));
        ReadAt = time.GetUtcNow();
        return Page();
    }

    public Task<IActionResult> OnPostChangeAsync(CancellationToken ct) =>
        ChangeAsync(new UpdateUser { DisplayName = DisplayName, Role = Role }, "changed", ct);

    public Task<IActionResult> OnPostDisableAsync(CancellationToken ct) =>
        ChangeAsync(new UpdateUser { Disabled = true }, "disabled", ct);

    public Task<IActionResult> OnPostEnableAsync(CancellationToken ct) =>
        ChangeAsync(new UpdateUser { Disabled = false }, "enabled", ct);

    public Task<IActionResult> OnPostUnlockAsync(CancellationToken ct) =>
        ChangeAsync(new UpdateUser { Unlock = true }, "unlocked", ct);

    public async Task<IActionResult> OnPostResetAsync(CancellationToken ct)
    {
        if (IsMe)
            // It would end the session that the new one is shown in.
            Refusal = T("This is your own password: change it at 'Account and password'.");
        else
        {
            var reset = await Load.TryAsync(identity.ResetPassword(Name, ct), ct);
            (Made, Refusal) = (reset.Value, reset.Error);
        }

        return await OnGetAsync(ct);
    }

    private async Task<IActionResult> ChangeAsync(UpdateUser change, string done, CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var changed = await Load.TryAsync(identity.UpdateUser(Name, change, ct), ct);
        if (changed.Value is { } person)
            // Who is an admin no longer has nothing to look for here.
            return LocalRedirect(
                IsMe && person is { Disabled: true } or { Role: not Contracts.Identity.Role.Admin }
                    ? "/"
                    : $"{PeopleWords.Url(person)}?done={done}"
            );
        Refusal = changed.Refuse(ModelState);
        return await OnGetAsync(ct);
    }
}
