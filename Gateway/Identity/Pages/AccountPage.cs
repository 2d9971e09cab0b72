using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SmartInventory.Gateway.Identity.Pages;

/// <summary>A page on the way to somewhere else.</summary>
public abstract class AccountPage : PageModel
{
    /// <summary>Where it goes on; only within the gateway.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Why the last try was refused.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What is done with people is written there; saved with what it tells of.</summary>
    private protected PeopleLog Log => HttpContext.RequestServices.GetRequiredService<PeopleLog>();

    protected IActionResult GoOn() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/account");

    protected IActionResult GoTo(string page) => RedirectToPage(page, new { ReturnUrl });

    /// <summary>The same page once more, with the reason.</summary>
    protected PageResult Refuse(string reason, int status = StatusCodes.Status400BadRequest)
    {
        Refusal = reason;
        Response.StatusCode = status;
        return Page();
    }
}
