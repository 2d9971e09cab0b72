using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Collaboration;

/// <summary>
/// Takes what somebody says of a thing, other words for it, or back what was said, and leads back to the thing; what is
/// refused is not lost.
/// </summary>
public sealed class CommentsModel(ICatalogApi catalog) : PageModel
{
    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Key { get; set; }

    /// <summary>The comment that is changed; null for a new one.</summary>
    [BindProperty]
    public Guid? Id { get; set; }

    /// <summary>The version of it that was looked at.</summary>
    [BindProperty]
    public string? ETag { get; set; }

    public string? Refusal { get; private set; }

    /// <summary>What it says, where that is not what was looked at.</summary>
    public string? Now { get; private set; }

    /// <summary>The page of the thing; null where it has none.</summary>
    public string? Back =>
        Contracts.Collaboration.Subject.TryParse(Subject, out var subject) ? Done.Url(subject.Kind, subject.Key) : null;

    /// <summary>There is nothing to see here but what was refused.</summary>
    public IActionResult OnGet() => LocalRedirect("/inbox");

    public Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        Try(catalog.AddComment(new AddComment { Subject = Subject, Text = Text }, Key, ct), ct);

    public Task<IActionResult> OnPostFollowAsync(CancellationToken ct) => Try(catalog.Follow(Subject ?? "", ct), ct);

    public Task<IActionResult> OnPostEditAsync(CancellationToken ct) =>
        Change((id, etag) => catalog.EditComment(id, new EditComment { Text = Text }, etag, ct), ct);

    public Task<IActionResult> OnPostDeleteAsync(CancellationToken ct) =>
        Change((id, etag) => catalog.DeleteComment(id, etag, ct), ct);

    private async Task<IActionResult> Try(Task action, CancellationToken ct)
    {
        Refusal = await Load.RefusalAsync(action, ct);
        return Refusal is null ? Return() : Again();
    }

    private async Task<IActionResult> Change(Func<Guid, string, Task> action, CancellationToken ct)
    {
        if (Id is not { } id || ETag is not { Length: > 0 } seen)
            return BadRequest();
        Refusal = await Load.RefusalAsync(action(id, seen), ct);
        if (Refusal is null)
            return Return();
        // One is not somebody else: what was quicker is another window of the same person.
        var all = await Load.TryAsync(catalog.ListComments(Subject ?? "", Limits.MaxPage, ct: ct), ct);
        var now = all.Value?.Items.FirstOrDefault(comment => comment.Id == id);
        if (now is { Deleted: true })
        {
            Refusal = T("You took this comment back in the meantime. What you typed can be said anew.");
            (Id, ETag) = (null, null);
        }
        else if (now is not null && now.ETag != seen)
        {
            Refusal = T(
                "You changed this comment in another window in the meantime. Nothing of this one is stored yet."
            );
            (Now, ETag) = (now.Text, now.ETag);
        }

        return Again();
    }

    private LocalRedirectResult Return() => LocalRedirect(Back is { } page ? $"{page}#tile-comments" : "/inbox");

    private PageResult Again()
    {
        ModelState.Clear();
        Key = Guid.CreateVersion7().ToString();
        return Page();
    }
}
