using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.People;

/// <summary>All people, and a new one, whose password is in the answer to the form and nowhere else.</summary>
[Needs(Contracts.Identity.Role.Admin)]
public sealed class UsersModel(IIdentityApi identity, TimeProvider time) : PageModel
{
    public Loaded<IReadOnlyList<UserResponse>> People { get; private set; } = null!;

    /// <summary>Who was just created, with the password.</summary>
    public NewPassword? Made { get; private set; }

    public string? Refusal { get; private set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public Role? Role { get; set; }

    public DateTimeOffset ReadAt { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        People = await Load.TryAsync(identity.ListUsers(ct), ct);
        ReadAt = time.GetUtcNow();
    }

    public async Task OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
            await CreateAsync(ct);
        await OnGetAsync(ct);
    }

    private async Task CreateAsync(CancellationToken ct)
    {
        var person = new CreateUser
        {
            Name = Name,
            DisplayName = DisplayName,
            Role = Role,
        };
        var made = await Load.TryAsync(identity.CreateUser(person, ct), ct);
        Made = made.Value;
        if (Made is null)
            Refusal = made.Refuse(ModelState);
        else
            (Name, DisplayName, Role) = (null, null, null);
    }
}
