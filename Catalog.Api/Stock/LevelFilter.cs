using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>Which levels, as a query says it; bind it with <c>[AsParameters]</c>.</summary>
internal readonly record struct LevelFilter
{
    private const int LongestIdle = 3_660;

    [FromQuery(Name = "sku")]
    public string? Sku { get; init; }

    [FromQuery(Name = "location")]
    public string? Location { get; init; }

    [FromQuery(Name = "asOf")]
    [Description(PastStock.Meaning)]
    public string? AsOf { get; init; }

    [FromQuery(Name = "search")]
    [Description("A part of SKU, name, barcode or tag")]
    public string? Search { get; init; }

    [FromQuery(Name = "category")]
    [Description("A path such as Drinks/Hot: what is in it and below")]
    public string? Category { get; init; }

    [FromQuery(Name = "supplier")]
    [Description("Products of which this supplier is the preferred one")]
    public string? Supplier { get; init; }

    [FromQuery(Name = "state")]
    [Description("in-stock, out-of-stock, below-zero or never-counted")]
    public string? State { get; init; }

    [FromQuery(Name = "idleDays")]
    [Description("Levels at which nothing moved for so many days; not of the past")]
    public int? IdleDays { get; init; }

    public LevelChoice Check(FieldErrors errors, PastStock past, DateTimeOffset now)
    {
        var asOf = past.Read("asOf", AsOf, errors);
        if (IdleDays is not null && asOf is not null)
            errors.Add("idleDays", T("cannot be asked of a moment of the past"));
        return new(
            errors.OptionalSku("sku", Sku),
            errors.OptionalCode("location", Location),
            asOf,
            errors.Text("search", Search, 200)?.ToLowerInvariant(),
            CategoryPath.Read(errors, "category", Category) is { } path ? CategoryPath.KeyOf(path) : null,
            errors.OptionalCode("supplier", Supplier),
            errors.Word<LevelState>("state", State),
            IdleDays is null ? null : now.AddDays(-errors.Whole("idleDays", IdleDays, 1, LongestIdle))
        );
    }
}

/// <summary>Which levels.</summary>
/// <param name="AsOf">Of the past; null for now.</param>
/// <param name="Search">In lower case.</param>
/// <param name="CategoryKey">What is in it and below.</param>
/// <param name="State">What they are like, now or then.</param>
/// <param name="IdleSince">Nothing moved since.</param>
internal sealed record LevelChoice(
    string? Sku,
    string? Location,
    LocationTime? AsOf,
    string? Search,
    string? CategoryKey,
    string? Supplier,
    LevelState? State,
    DateTimeOffset? IdleSince
)
{
    /// <summary>All that fits but for the state, which of the past only the ledger knows.</summary>
    public IQueryable<StockLevel> Levels(CatalogDb db)
    {
        var levels = db.Levels.AsNoTracking();
        if (Sku is not null)
            levels = levels.Where(l => l.Sku == Sku);
        if (Location is not null)
            levels = levels.Where(l => l.Location == Location);
        if (Search is not null)
        {
            var pattern = $"%{ProductStatement.Escape(Search)}%";
            levels = levels.Where(l => EF.Functions.Like(l.Product!.SearchText, pattern));
        }

        if (CategoryKey is not null)
        {
            var end = CategoryPath.EndOf(CategoryKey);
            levels = levels.Where(l =>
                l.Product!.CategoryKey!.CompareTo(CategoryKey) >= 0 && l.Product.CategoryKey.CompareTo(end) < 0
            );
        }

        if (Supplier is not null)
            levels = levels.Where(l =>
                db.SupplierTerms.Any(t => t.Sku == l.Sku && t.Preferred && t.Supplier == Supplier)
            );
        if (IdleSince is not null)
            levels = levels.Where(l => l.MovedAt == null || l.MovedAt < IdleSince);
        return levels;
    }

    /// <summary>The same with the state that levels have now.</summary>
    public IQueryable<StockLevel> LevelsNow(CatalogDb db) =>
        State switch
        {
            null => Levels(db),
            LevelState.InStock => Levels(db).Where(l => l.OnHand > 0),
            LevelState.OutOfStock => Levels(db).Where(l => l.Counted && l.OnHand <= 0),
            LevelState.BelowZero => Levels(db).Where(l => l.OnHand < 0),
            _ => Levels(db).Where(l => !l.Counted),
        };

    /// <summary>Whether a level has the state that is asked for.</summary>
    public bool Fits(StockLevelResponse level) =>
        State switch
        {
            null => true,
            LevelState.InStock => level.OnHand > 0,
            LevelState.OutOfStock => level.Counted && level.OnHand <= 0,
            LevelState.BelowZero => level.OnHand < 0,
            _ => !level.Counted,
        };
}
