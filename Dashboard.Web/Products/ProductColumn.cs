using Microsoft.AspNetCore.Html;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>A column that the list of products can have beside the product itself.</summary>
/// <param name="Key">What it is called in the address.</param>
/// <param name="Label">What people read.</param>
/// <param name="Cell">What it says of a product: a text, or marks of HTML.</param>
public sealed record ProductColumn(string Key, string Label, Func<ProductResponse, object?> Cell)
{
    /// <summary>The order that its heading leads to; null for none.</summary>
    public ProductSort? Sort { get; init; }

    public bool Number { get; init; } = true;

    /// <summary>Shown where nobody chose.</summary>
    public bool Usual { get; init; } = true;

    /// <summary>In the order in which they stand.</summary>
    public static IReadOnlyList<ProductColumn> All =>
        [
            new("category", T("Category"), p => p.Category) { Number = false },
            new("supplier", T("Supplier"), p => p.Suppliers is [{ } first, ..] ? first.Supplier : null)
            {
                Number = false,
                Usual = false,
            },
            new("tags", T("Tags"), p => string.Join(", ", p.Tags)) { Number = false, Usual = false },
            new("status", T("Status"), p => Named.Of(p.Status)) { Number = false, Usual = false },
            new("assignee", T("Looked after by"), p => p.AssigneeName ?? p.Assignee) { Number = false, Usual = false },
            new("barcodes", T("Barcodes"), p => string.Join(", ", p.Barcodes)) { Number = false, Usual = false },
            new("unit", T("Unit"), p => p.Unit) { Number = false, Usual = false },
            new("price", T("Price"), p => Show.Money(p.Price)) { Sort = ProductSort.Price },
            new("cost", T("Cost"), p => Show.Money(p.Cost)) { Usual = false },
            new("on-hand", T("On hand"), p => Show.Units(p.OnHand)) { Sort = ProductSort.OnHand },
            new("on-order", T("On order"), p => Show.Units(p.OnOrder)),
            new("units-sold", T("Units sold"), p => Show.Units(p.UnitsSold)) { Sort = ProductSort.UnitsSold },
            new("revenue", T("Revenue"), p => Show.Money(p.Revenue)) { Sort = ProductSort.Revenue },
            new("last-sold", T("Last sold"), p => Day(p.LastSoldAt)),
            new("changed", T("Changed"), p => Day(p.UpdatedAt)) { Usual = false },
        ];

    private static IHtmlContent Day(DateTimeOffset? moment) =>
        Show.Day(moment is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null);
}
