using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>What is different between two states of a product.</summary>
internal static class ProductDifference
{
    public const string Suppliers = "suppliers";

    public static readonly FieldTexts<Product> Fields = new(
        ("name", p => p.Name),
        ("description", p => p.Description),
        ("category", p => p.Category),
        ("barcodes", p => FieldText.List(p.Barcodes)),
        ("tags", p => FieldText.List(p.Tags)),
        (
            "attributes",
            p =>
                FieldText.List(
                    p.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}")
                )
        ),
        ("status", p => Words.Of(p.Status)),
        ("unit", p => p.Unit),
        ("wholeUnits", p => FieldText.Of(p.WholeUnits)),
        ("price", p => FieldText.Of(p.Price)),
        ("cost", p => FieldText.Of(p.Cost)),
        ("serviceLevel", p => FieldText.Of(p.ServiceLevel)),
        ("reviewPeriodDays", p => FieldText.Of(p.ReviewPeriodDays)),
        (Assignments.Field, p => p.Assignee),
        ("archived", p => p.Archived ? FieldText.Of(true) : null),
        (Suppliers, SuppliersOf)
    );

    public static string? SuppliersOf(Product p) =>
        FieldText.List(p.Terms.OrderBy(t => t.Supplier, StringComparer.Ordinal).Select(Term));

    private static string Term(SupplierTerm t) =>
        $"{t.Supplier}: {t.LeadTimeDays} days, {FieldText.Of(t.UnitCost)} each, from {FieldText.Of(t.Moq)}, "
        + $"in packs of {FieldText.Of(t.PackMultiple)}{(t.Preferred ? ", preferred" : "")}"
        + (t.SupplierSku is { } sku ? $", as {sku}" : "")
        + string.Concat(t.PriceBreaks.Select(b => $", {FieldText.Of(b.UnitCost)} from {FieldText.Of(b.FromQuantity)}"));
}
