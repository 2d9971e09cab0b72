using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>When in the week something is sold.</summary>
/// <param name="Hours">What the sales service added up.</param>
/// <param name="Location">Of which location; null where it is all of them, each on its own clock.</param>
public sealed record HoursTile(Loaded<WeekHours> Hours, LocationResponse? Location)
{
    public static async Task<HoursTile> ReadAsync(
        ICatalogApi catalog,
        string? location,
        Task<Loaded<WeekHours>> hours,
        CancellationToken ct
    )
    {
        var place = location is null ? null : await Load.TryAsync(catalog.GetLocation(location, ct), ct);
        return new(await hours, place?.Value);
    }
}
