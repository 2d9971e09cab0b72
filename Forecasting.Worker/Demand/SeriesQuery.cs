using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Demand;

/// <summary>What the routes about one product share.</summary>
internal static class SeriesQuery
{
    public static (string Sku, string? Location) Parse(FieldErrors errors, string sku, string? location)
    {
        var name = errors.Parse("sku", sku, Sku.TryParseRoute, Sku.Rule);
        return (
            name,
            string.IsNullOrEmpty(location) ? null : errors.Parse("location", location, Code.TryParse, Code.Rule)
        );
    }

    /// <summary>Whether anybody ever told us of this product, by a sale or as a product.</summary>
    public static async Task<bool> ExistsAsync(ForecastingDb db, string sku, CancellationToken ct) =>
        await db.Products.AnyAsync(p => p.Sku == sku, ct)
        || await db.Demand.AnyAsync(d => d.Sku == sku, ct)
        || await db
            .Database.SqlQuery<bool>(
                $"""SELECT EXISTS (SELECT FROM forecasting.forecasts WHERE sku = {sku}) AS "Value" """
            )
            .SingleAsync(ct);

    public static ProblemHttpResult Unknown(string sku) => Refusals.NotFound($"No product has the SKU '{sku}'.");
}
