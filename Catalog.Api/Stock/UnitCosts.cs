using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>What the catalogue says of a product that is moved or valued.</summary>
internal sealed class ProductCost
{
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public required bool WholeUnits { get; init; }

    /// <summary>What the preferred supplier charges for a unit, else the product's cost; null when unknown.</summary>
    public decimal? Cost { get; init; }
}

/// <summary>A level, and what a unit of it cost.</summary>
internal sealed class LevelCost
{
    public required StockLevel Level { get; init; }
    public required string Name { get; init; }

    /// <summary>The moving average; before the first receipt with a known cost, what the catalogue says.</summary>
    public decimal? UnitCost { get; init; }

    /// <summary>What the catalogue says; null when it does not.</summary>
    public decimal? CatalogueCost { get; init; }
}

/// <summary>The one rule of what a unit costs.</summary>
internal static class UnitCosts
{
    public static IQueryable<ProductCost> ProductCosts(this CatalogDb db) =>
        from p in db.Products
        join t in db.SupplierTerms.Where(t => t.Preferred) on p.Sku equals t.Sku into preferred
        from t in preferred.DefaultIfEmpty()
        select new ProductCost
        {
            Sku = p.Sku,
            Name = p.Name,
            WholeUnits = p.WholeUnits,
            Cost = (decimal?)t.UnitCost ?? p.Cost,
        };

    /// <summary>
    /// The moving average of what lies there and what comes. Units that are not there cost nothing: at zero or below,
    /// what comes says it alone.
    /// </summary>
    /// <param name="average">What a unit cost before; null when nothing is known of it.</param>
    /// <param name="onHand">What lay there before.</param>
    /// <param name="quantity">What comes.</param>
    /// <param name="cost">What a unit of it costs.</param>
    /// <param name="counted">Whether a count saw it already: what that takes back leaves the average.</param>
    /// <returns>Null where it stays as it is.</returns>
    public static decimal? Average(decimal? average, decimal onHand, decimal quantity, decimal cost, bool counted) =>
        average is not { } before || onHand <= 0 ? cost
        : counted ? null
        : decimal.Round(
            (onHand * before + quantity * cost) / (onHand + quantity),
            FieldErrors.MaxScale,
            MidpointRounding.AwayFromZero
        );

    /// <summary>In no order: a page is sorted after it.</summary>
    public static IQueryable<LevelCost> LevelCosts(this CatalogDb db, IQueryable<StockLevel> levels) =>
        levels
            .AsNoTracking()
            .Join(
                db.ProductCosts(),
                l => l.Sku,
                p => p.Sku,
                (l, p) =>
                    new LevelCost
                    {
                        Level = l,
                        Name = p.Name,
                        UnitCost = l.AverageCost ?? p.Cost,
                        CatalogueCost = p.Cost,
                    }
            );
}
