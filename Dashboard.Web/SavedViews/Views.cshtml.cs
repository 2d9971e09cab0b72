using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Search;

namespace SmartInventory.Dashboard.Web.SavedViews;

/// <summary>The filters of lists that one gave names.</summary>
public sealed class ViewsModel(IIdentityApi identity) : PageModel
{
    [BindProperty]
    public SaveView View { get; set; } = new();

    public Loaded<IReadOnlyList<SavedView>> Saved { get; private set; } = null!;

    public string? Refusal { get; private set; }

    /// <summary>What the page is called.</summary>
    public static string NameOf(string page) =>
        Destination.All.FirstOrDefault(place => place.Path == page)?.Name ?? page;

    public async Task OnGetAsync(CancellationToken ct) => Saved = await Load.TryAsync(identity.ListViews(ct), ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => SaveAsync(View, View.Page + View.Query, ct);

    public Task<IActionResult> OnPostForgetAsync(CancellationToken ct) =>
        SaveAsync(View with { Query = null }, "/views", ct);

    private async Task<IActionResult> SaveAsync(SaveView view, string next, CancellationToken ct)
    {
        Refusal = await Load.RefusalAsync(identity.SaveView(view, ct), ct);
        if (Refusal is null && Url.IsLocalUrl(next))
            return LocalRedirect(next);
        await OnGetAsync(ct);
        return Page();
    }
}
