using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>The form in which a language is chosen.</summary>
/// <param name="Language">What was chosen; null: that of the browser.</param>
/// <param name="Back">The page to go back to.</param>
public sealed record LanguageChoice(string? Language, string Back);

/// <summary>Chooses the language that one reads in, in every browser.</summary>
public sealed class LanguageModel(IIdentityApi identity) : PageModel
{
    public LanguageChoice Chosen { get; private set; } = new(null, "/");

    public string? Refusal { get; private set; }

    public void OnGet() => Chosen = new(Person.Of(User)?.Language, "/");

    public async Task<IActionResult> OnPostAsync(string? language, string? back, CancellationToken ct)
    {
        language = string.IsNullOrEmpty(language) ? null : language;
        Refusal = await Load.RefusalAsync(identity.ChooseLanguage(new ChooseLanguage(language), ct), ct);
        Chosen = new(language, Url.IsLocalUrl(back) ? back : "/");
        if (Refusal is not null)
            return Page();
        // The next token says it; the one at hand does not know.
        if (Sessions.Current is { Tokens: { } known } session)
            await session.AfterRefusalAsync(known, ct);
        return LocalRedirect(Chosen.Back);
    }
}
