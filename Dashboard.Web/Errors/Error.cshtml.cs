using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

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
            404 => (T("There is no such page"), T("The address may be mistyped, or the product may have another SKU.")),
            401 => (T("You are not signed in"), T("Go to Today: it leads to the sign-in.")),
            403 => (T("You may not do this"), Forbidden()),
            _ => (T($"This did not work ({code})"), T("Try again in a moment.")),
        };

    private string Forbidden() =>
        HttpContext.Features.Get<MissingRole>() is { Needed: var needed } && Person.Of(User) is { } person
            ? T($"This needs the {Named.Of(needed)} role; you are {Named.Of(person.Role)}. Ask an admin.")
            : T("Your role does not allow it. Ask an admin.");
}
