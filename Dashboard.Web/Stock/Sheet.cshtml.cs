using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>One count sheet: what is counted, what differs, and what goes into the ledger.</summary>
public sealed class SheetModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>Those that are posted, where not all are.</summary>
    [BindProperty]
    public List<string> Skus { get; set; } = [];

    /// <summary>One per shown form: pressed twice, it is done once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public Loaded<CountSheetResponse> Sheet { get; private set; } = null!;

    public string? Refusal { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        await ReadAsync(ct);
        if (Sheet.Missing)
            return NotFound();
        return tile switch
        {
            null => Page(),
            "sheet" => Partial("_Sheet", this),
            _ => NotFound(),
        };
    }

    /// <summary>All that is counted, and the sheet is closed.</summary>
    [Needs(Role.Clerk)]
    public Task<IActionResult> OnPostAllAsync(CancellationToken ct) =>
        Act("posted", () => catalog.PostCountSheet(Number, new PostCountSheet(), Key, ct), ct);

    [Needs(Role.Clerk)]
    public async Task<IActionResult> OnPostSomeAsync(CancellationToken ct)
    {
        if (Skus.Count > 0)
            return await Act(
                "some",
                () => catalog.PostCountSheet(Number, new PostCountSheet { Skus = Skus }, Key, ct),
                ct
            );
        Refusal = T("Choose what is to be posted.");
        await ReadAsync(ct);
        return Sheet.Missing ? NotFound() : Page();
    }

    [Needs(Role.Clerk)]
    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) =>
        Act("cancelled", () => catalog.CancelCountSheet(Number, Key, ct), ct);

    private async Task<IActionResult> Act(string done, Func<Task<CountSheetResponse>> action, CancellationToken ct)
    {
        var answer = await Load.TryAsync(action(), ct);
        if (answer.Value is not null)
            return LocalRedirect(StockWords.SheetUrl(Number, done));
        Refusal = answer.Error;
        await ReadAsync(ct);
        return Sheet.Missing ? NotFound() : Page();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Key = Guid.CreateVersion7().ToString();
        Sheet = await Load.TryAsync(catalog.GetCountSheet(Number, ct), ct);
        ReadAt = time.GetUtcNow();
    }
}
