using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Errors;

/// <summary>Stands for an answer without a body, also to a form: that one was checked where it was sent.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    public void OnGet(int code) => Explain(code);

    public void OnPost(int code) => Explain(code);

    private void Explain(int code) =>
        (Title, Text) = code switch
        {
            404 => ("There is no such page", "The address may be mistyped, or the product may have another SKU."),
            401 => ("You are not signed in", "Go to the overview: it leads to the sign-in."),
            403 => ("You may not do this", Forbidden()),
            _ => ($"This did not work ({code})", "Try again in a moment."),
        };

    private string Forbidden() =>
        HttpContext.Features.Get<MissingRole>() is { Needed: var needed } && Person.Of(User) is { } person
            ? $"This needs the {Words.Of(needed)} role; you are {Words.Of(person.Role)}. Ask an admin."
            : "Your role does not allow it. Ask an admin.";
}
