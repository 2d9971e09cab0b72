using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Locations;

/// <summary>Where stock lies and is sold, and on which clock.</summary>
public sealed class LocationsModel(ICatalogApi catalog, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<Page<LocationResponse>> Locations { get; private set; } = null!;

    public DateTimeOffset ReadAt { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Locations = await Load.TryAsync(catalog.ListLocations(PageSize, Query.Text(After), ct: ct), ct);
        ReadAt = time.GetUtcNow();
    }

    public static string EditUrl(string code) => $"/locations-edit/{Uri.EscapeDataString(code)}";
}
