using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Collaboration;

/// <summary>What concerns the person who looks.</summary>
public sealed class InboxModel(ICatalogApi catalog) : PageModel
{
    private const int PageSize = 50;

    /// <summary>What was read, too.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<Page<InboxItem>> Items { get; private set; } = null!;

    public string? Refusal { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    /// <summary>How much is unread, for the head of every page.</summary>
    public async Task<IActionResult> OnGetCountAsync(CancellationToken ct)
    {
        var counts = await Load.TryAsync(catalog.CountInbox(ct), ct);
        return counts.Value is { } known
            ? new JsonResult(new { unread = known.Unread })
            : StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Refusal = await Load.RefusalAsync(catalog.MarkInbox(new MarkInbox(), ct), ct);
        if (Refusal is null)
            return LocalRedirect("/inbox");
        await ReadAsync(ct);
        return Page();
    }

    public string Older(string next) => Query.Address("/inbox", ("all", All ? "true" : null), ("after", next));

    public static IHtmlContent What(InboxItem item)
    {
        var who = item.ByName ?? item.By ?? T("Somebody");
        var address = Subject.TryParse(item.Subject, out var subject) ? Done.Url(subject.Kind, subject.Key) : null;
        var what = Done.Link(address, item.Subject);
        return item.Reason switch
        {
            InboxReason.Mention => Rich($"<strong>{who} speaks to you about</strong> {what}"),
            InboxReason.Comment => Rich($"<strong>{who} says about</strong> {what}"),
            InboxReason.Assignment => Rich($"<strong>{who} gave you</strong> {what}"),
            InboxReason.Approval => Rich($"<strong>Waits for your approval:</strong> {what}"),
            _ => Rich($"<strong>{who} {Done.What(item.Action ?? "changed")}</strong> {what}"),
        };
    }

    private async Task ReadAsync(CancellationToken ct) =>
        Items = await Load.TryAsync(catalog.ListInbox(PageSize, Query.Text(After), All ? null : true, ct), ct);
}
