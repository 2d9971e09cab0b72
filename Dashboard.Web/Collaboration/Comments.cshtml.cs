using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Collaboration;

/// <summary>Takes what somebody says of a thing, and leads back to it; what is refused is not lost.</summary>
public sealed class CommentsModel(ICatalogApi catalog) : PageModel
{
    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Key { get; set; }

    public string? Refusal { get; private set; }

    /// <summary>The page of the thing; null where it has none.</summary>
    public string? Back =>
        Contracts.Collaboration.Subject.TryParse(Subject, out var subject) ? Done.Url(subject.Kind, subject.Key) : null;

    /// <summary>There is nothing to see here but what was refused.</summary>
    public IActionResult OnGet() => LocalRedirect("/inbox");

    public Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        Try(catalog.AddComment(new AddComment { Subject = Subject, Text = Text }, Key, ct), ct);

    public Task<IActionResult> OnPostFollowAsync(CancellationToken ct) => Try(catalog.Follow(Subject ?? "", ct), ct);

    private async Task<IActionResult> Try(Task action, CancellationToken ct)
    {
        Refusal = await Load.RefusalAsync(action, ct);
        if (Refusal is null)
            return LocalRedirect(Back is { } page ? $"{page}#tile-comments" : "/inbox");
        ModelState.Remove(nameof(Key));
        Key = Guid.CreateVersion7().ToString();
        return Page();
    }
}
