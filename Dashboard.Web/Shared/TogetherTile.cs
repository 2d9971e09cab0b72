using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>Products on the same receipts.</summary>
/// <param name="Sku">Of whom; null: the strongest pairs of all.</param>
/// <param name="Together">What the sales service counted.</param>
/// <param name="Names">Of their products; a product that the catalogue does not tell has none.</param>
public sealed record TogetherTile(string? Sku, Loaded<SoldTogether> Together, IReadOnlyDictionary<string, string> Names)
{
    public static async Task<TogetherTile> ReadAsync(
        ICatalogApi catalog,
        string? sku,
        Task<Loaded<SoldTogether>> together,
        CancellationToken ct
    )
    {
        var loaded = await together;
        var skus = (loaded.Value?.Pairs ?? []).SelectMany(p => new[] { p.Sku, p.With });
        return new(sku, loaded, await ProductNames.ReadAsync(catalog, skus, ct));
    }
}
