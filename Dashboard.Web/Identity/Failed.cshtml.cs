using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>Why a sign-in came to nothing.</summary>
public enum SignInFailure
{
    /// <summary>The gateway refused, for a reason that is in the log.</summary>
    Refused,

    /// <summary>The person did not want to.</summary>
    Cancelled,

    /// <summary>It was begun in another browser, or long ago.</summary>
    Stale,

    /// <summary>The clocks of the two machines differ.</summary>
    Clock,

    /// <summary>The gateway does not answer.</summary>
    Away,
}

[AllowAnonymous]
public sealed class FailedModel : PageModel
{
    public string Text { get; private set; } = "";

    public static string Address(SignInFailure why) => $"/sign-in-failed?why={Words.Of(why)}";

    public void OnGet(SignInFailure why)
    {
        Response.StatusCode =
            why == SignInFailure.Away ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest;
        Text = why switch
        {
            SignInFailure.Cancelled => T("The sign-in was cancelled."),
            SignInFailure.Stale => T("The sign-in took too long, or was begun in another browser."),
            SignInFailure.Clock => T("The clocks of the gateway and of the dashboard differ. Tell whoever runs them."),
            SignInFailure.Away => T("The gateway, where people sign in, does not answer. Try again in a moment."),
            _ => T("The gateway refused the sign-in. If that goes on, tell whoever runs it; the reason is in the log."),
        };
    }
}
