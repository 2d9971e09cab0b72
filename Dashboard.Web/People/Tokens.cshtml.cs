using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.People;

/// <summary>The tokens of programs; the secret of a new one is in the answer to the form and nowhere else.</summary>
[Needs(Contracts.Identity.Role.Admin)]
public sealed class TokensModel(IIdentityApi identity) : PageModel
{
    public Loaded<IReadOnlyList<TokenResponse>> Tokens { get; private set; } = null!;

    /// <summary>What was just created, with its secret.</summary>
    public NewToken? Made { get; private set; }

    public string? Refusal { get; private set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public Role? Role { get; set; }

    [BindProperty]
    public int? Rate { get; set; }

    /// <summary>What stands in a field, also when it is no number.</summary>
    public string? Typed(string field) => ModelState[field]?.AttemptedValue;

    public async Task OnGetAsync(CancellationToken ct) => Tokens = await Load.TryAsync(identity.ListTokens(ct), ct);

    public async Task OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
            await CreateAsync(ct);
        await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostRevokeAsync(string? id, CancellationToken ct)
    {
        Refusal = await Load.RefusalAsync(identity.RevokeToken(id ?? "", ct), ct);
        if (Refusal is null)
            return LocalRedirect("/tokens?done=revoked");
        await OnGetAsync(ct);
        return Page();
    }

    private async Task CreateAsync(CancellationToken ct)
    {
        var token = new CreateToken
        {
            Name = Name,
            Role = Role,
            Rate = Rate,
        };
        var made = await Load.TryAsync(identity.CreateToken(token, ct), ct);
        Made = made.Value;
        if (Made is null)
        {
            Refusal = made.Refuse(ModelState);
            return;
        }

        ModelState.Clear();
        (Name, Role, Rate) = (null, null, null);
    }
}
