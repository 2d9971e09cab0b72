using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>Asks once more before an import is taken back.</summary>
[Needs(Role.Planner)]
public sealed class UndoModel(ISalesApi sales, ImportGateway gateway) : PageModel
{
    public Loaded<SalesImportResponse> Run { get; private set; } = null!;

    /// <summary>Why it was not taken back.</summary>
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        Run = await Load.TryAsync(sales.GetImport(id, ct), ct);
        return Run.Missing ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        // A large one takes longer than a page waits for its tiles.
        var undone = await Load.TryAsync(gateway.Sales.UndoImport(id, ct), ct);
        Problem = undone.Error;
        return Problem is null ? Redirect("/imports") : await OnGetAsync(id, ct);
    }
}
