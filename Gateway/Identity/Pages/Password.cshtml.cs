using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace SmartInventory.Gateway.Identity.Pages;

[Authorize(AuthenticationSchemes = "Identity.Application")]
public sealed class PasswordModel : SecretPage
{
    private readonly IdentityDb _db;
    private readonly SignInManager<User> _signIn;
    private readonly Sessions _sessions;
    private readonly Withdrawals _withdrawals;

    public PasswordModel(IdentityDb db, SignInManager<User> signIn, IServiceProvider services)
    {
        _db = db;
        _signIn = signIn;
        _sessions = services.GetRequiredService<Sessions>();
        _withdrawals = services.GetRequiredService<Withdrawals>();
    }

    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? Wanted { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    public bool Must { get; private set; }

    public async Task OnGetAsync() =>
        Must = (await _signIn.UserManager.GetUserAsync(User))?.MustChangePassword ?? false;

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await using var transaction = await _db.Database.BeginTransactionAsync(ct);
        await _db.LockPeopleAsync(ct);
        if (await _signIn.UserManager.GetUserAsync(User) is not { } user)
            return Challenge();
        Must = user.MustChangePassword;
        if (Wanted != Again)
            return Refuse(T("The two new passwords differ."));
        if (Wanted == Current)
            return Refuse(T("The new password must be another one."));
        user.MustChangePassword = false;
        var changed = await _signIn.UserManager.ChangePasswordAsync(user, Current ?? "", Wanted ?? "");
        if (!changed.Succeeded)
            return Refuse(changed.Reasons());
        // Whoever had the old one is out everywhere; this browser goes on.
        Log.Own("password-changed", user);
        await _sessions.EndAsync(user, ct);
        await transaction.CommitAsync(ct);
        await _withdrawals.ReadAsync(ct);
        await _signIn.RefreshSignInAsync(user);
        return GoOn();
    }
}
