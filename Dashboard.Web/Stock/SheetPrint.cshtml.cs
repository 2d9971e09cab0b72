using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>A sheet for a pencil; what was counted with it is typed in afterwards.</summary>
public sealed class SheetPrintModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    public Loaded<CountSheetResponse> Sheet { get; private set; } = null!;

    public DateTimeOffset ReadAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Sheet = await Load.TryAsync(catalog.GetCountSheet(Number, ct), ct);
        ReadAt = time.GetUtcNow();
        return Sheet.Missing ? NotFound() : Page();
    }
}
