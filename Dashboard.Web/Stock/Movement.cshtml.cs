using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>One line of the ledger; here it is taken back, where that can be.</summary>
public sealed class MovementModel(ICatalogApi catalog) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>One per shown form: pressed twice, it is taken back once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public Loaded<MovementDetail> Detail { get; private set; } = null!;

    /// <summary>What lies there now.</summary>
    public IReadOnlyList<StockLevelResponse> Levels { get; private set; } = [];

    public string? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Contracts.Sku.TryParse(Sku, out _))
            return NotFound();
        await ReadAsync(ct);
        return Detail.Missing ? NotFound() : Page();
    }

    [Needs(Role.Clerk)]
    public async Task<IActionResult> OnPostUndoAsync(CancellationToken ct)
    {
        if (!Contracts.Sku.TryParse(Sku, out var sku))
            return NotFound();
        var undone = await Load.TryAsync(catalog.UndoMovement(sku, Id, Key, ct), ct);
        if (undone.Value is { } back)
            return LocalRedirect(StockWords.MovementUrl(back.Moved[0].Movement, "undone"));
        Refusal = undone.Error;
        Done = null;
        await ReadAsync(ct);
        return Detail.Missing ? NotFound() : Page();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Key = Guid.CreateVersion7().ToString();
        var levels = Load.TryAsync(catalog.ListStock(Limits.MaxPage, sku: Sku, ct: ct), ct);
        Detail = await Load.TryAsync(catalog.GetMovement(Sku!, Id, ct), ct);
        Levels = (await levels).Value?.Items ?? [];
    }
}
