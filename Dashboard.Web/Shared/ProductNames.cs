using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>What products are called that an answer knows by their SKU only.</summary>
internal static class ProductNames
{
    /// <returns>SKU to name. A product that the catalogue does not tell has none.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        ICatalogApi catalog,
        IEnumerable<string> skus,
        CancellationToken ct
    )
    {
        var asked = skus.Distinct().ToArray();
        var named =
            asked.Length == 0 ? null : await Load.TryAsync(catalog.LookupProducts(new LookupProducts(asked), ct), ct);
        return (named?.Value ?? []).ToDictionary(p => p.Sku, p => p.Name);
    }
}
