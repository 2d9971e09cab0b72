using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>Ends the session here and at the gateway, and is where one is afterwards.</summary>
[AllowAnonymous]
public sealed class SignOutModel(Sessions sessions) : PageModel
{
    /// <summary>Null when nobody is signed in any more.</summary>
    public Person? Person => Person.Of(User);

    /// <summary>The gateway could not be told.</summary>
    public bool Half { get; private set; }

    public void OnGet(bool half) => Half = half;

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Sessions.Current is { } session)
            await sessions.EndAsync(session, ct);
        await HttpContext.SignOutAsync(SignInFeature.Cookie);
        try
        {
            await HttpContext.SignOutAsync(SignInFeature.Gateway);
            return new EmptyResult();
        }
        catch (Exception away) when (SignInEvents.IsOutage(away))
        {
            return Redirect("/sign-out?half=true");
        }
    }
}
