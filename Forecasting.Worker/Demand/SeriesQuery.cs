using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Demand;

/// <summary>What the routes about one product share.</summary>
internal static class SeriesQuery
{
    /// <summary>
    /// The product in the path and the location in the query. What cannot be a SKU becomes one that no product has.
    /// </summary>
    public static (string Sku, string? Location) Parse(FieldErrors errors, string sku, string? location) =>
        (Sku.TryParseRoute(sku, out var name) ? name : "", errors.OptionalCode("location", location));

    /// <summary>Whether anybody ever told us of this product, by a sale or as a product.</summary>
    public static async Task<bool> ExistsAsync(ForecastingDb db, string sku, CancellationToken ct) =>
        await db.Products.AnyAsync(p => p.Sku == sku, ct)
        || await db.Demand.AnyAsync(d => d.Sku == sku, ct)
        || await db
            .Database.SqlQuery<bool>(
                $"""SELECT EXISTS (SELECT FROM forecasting.forecasts WHERE sku = {sku}) AS "Value" """
            )
            .SingleAsync(ct);
}
