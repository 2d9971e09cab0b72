using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>Finds the product that a scanner read or somebody typed.</summary>
/// <param name="Code">What was read; null for nothing.</param>
/// <param name="Product">The one that is meant; null while that is not clear.</param>
/// <param name="Candidates">Those that may be meant.</param>
/// <param name="Error">Why none was found; null where there is something to choose, or nothing was asked.</param>
public sealed record ProductPicker(
    string? Code,
    ProductResponse? Product,
    IReadOnlyList<ProductResponse> Candidates,
    string? Error
)
{
    private const int Most = 10;

    /// <param name="catalog">The catalogue.</param>
    /// <param name="code">A SKU, a barcode or a part of a name: it comes before the SKU.</param>
    /// <param name="sku">A product that was picked before.</param>
    /// <param name="ct">Ends it early.</param>
    public static async Task<ProductPicker> ReadAsync(
        ICatalogApi catalog,
        string? code,
        string? sku,
        CancellationToken ct
    )
    {
        if (Query.Text(code) is { } term)
        {
            var found = await Load.TryAsync(catalog.ListProducts(Most, search: term, ct: ct), ct);
            if (found.Value is not { } page)
                return new(term, null, [], found.Error);
            var exact = page.Items.FirstOrDefault(p => IsCode(p, term));
            var meant = exact ?? (page is { Nearest: false, Items: [var only] } ? only : null);
            return new(
                term,
                meant,
                meant is null ? page.Items : [],
                page.Items.Count == 0 ? T($"No product has “{term}”.") : null
            );
        }

        if (Query.Text(sku) is not { } picked)
            return new(null, null, [], null);
        var product = await Load.TryAsync(catalog.GetProduct(picked, ct), ct);
        return new(null, product.Value, [], product.Error);
    }

    private static bool IsCode(ProductResponse product, string code) =>
        product.Sku.Equals(code, StringComparison.OrdinalIgnoreCase)
        || product.Barcodes.Contains(code, StringComparer.OrdinalIgnoreCase);
}
