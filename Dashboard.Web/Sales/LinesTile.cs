using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>Lines of sales as a table.</summary>
/// <param name="Caption">What they are, for who cannot see it.</param>
/// <param name="Names">Of their products; a product that the catalogue does not tell has none.</param>
public sealed record SaleTable(
    string Caption,
    IReadOnlyList<SaleResponse> Lines,
    IReadOnlyDictionary<string, string> Names
);

/// <summary>A page of the history.</summary>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Page">The page of the site, which knows the addresses.</param>
public sealed record LinesTile(
    Loaded<Page<SaleResponse>> Lines,
    IReadOnlyDictionary<string, string> Names,
    DateTimeOffset ReadAt,
    SalesModel Page
)
{
    public static async Task<LinesTile> ReadAsync(
        ICatalogApi catalog,
        SalesModel page,
        Task<Loaded<Page<SaleResponse>>> lines,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var loaded = await lines;
        var readAt = time.GetUtcNow();
        var skus = (loaded.Value?.Items ?? []).Select(line => line.Sku);
        return new(loaded, await ProductNames.ReadAsync(catalog, skus, ct), readAt, page);
    }
}
