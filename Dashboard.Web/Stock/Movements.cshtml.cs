using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>The ledger, what happened last first: everything that narrows it down is in the address.</summary>
public sealed class MovementsModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>Who recorded it: a user name, or the id of a token.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<Page<MovementResponse>> Movements { get; private set; } = null!;

    public DateTimeOffset ReadAt { get; private set; }

    public MovementKind? Only => Query.Word<MovementKind>(Kind);

    public bool Filtered =>
        From is not null || To is not null || Query.Text(Sku + Location + Kind + By + Reference) is not null;

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        Movements = await Load.TryAsync(
            catalog.ListAllMovements(
                PageSize,
                Query.Text(After),
                Query.Text(Sku),
                Query.Text(Location),
                Only,
                Query.Text(By),
                Query.Text(Reference),
                From,
                To,
                ct
            ),
            ct
        );
        ReadAt = time.GetUtcNow();
        return tile switch
        {
            null => Page(),
            "movements" => Partial("_MovementRows", this),
            _ => NotFound(),
        };
    }

    public string NextUrl => Address(Movements.Value?.Next);

    public string FirstUrl => Address(null);

    private string Address(string? after) =>
        Query.Address(
            "/stock/movements",
            ("sku", Sku),
            ("location", Location),
            ("kind", Kind),
            ("by", By),
            ("reference", Reference),
            ("from", From?.ToString("O", CultureInfo.InvariantCulture)),
            ("to", To?.ToString("O", CultureInfo.InvariantCulture)),
            ("after", after)
        );
}
