using System.Globalization;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>What is different between two states of a product.</summary>
internal static class ProductDifference
{
    public const string Suppliers = "suppliers";

    public static List<FieldChange> Between(Product before, Product after)
    {
        var changes = new List<FieldChange>();
        foreach (var (field, read) in Fields)
        {
            var (from, to) = (read(before), read(after));
            if (from != to)
                changes.Add(new FieldChange(field, from, to));
        }
        return changes;
    }

    private static readonly (string Field, Func<Product, string?> Read)[] Fields =
    [
        ("name", p => p.Name),
        ("description", p => p.Description),
        ("category", p => p.Category),
        ("barcodes", p => List(p.Barcodes)),
        ("tags", p => List(p.Tags)),
        (
            "attributes",
            p => List(p.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"))
        ),
        ("status", p => Words.Of(p.Status)),
        ("unit", p => p.Unit),
        ("wholeUnits", p => p.WholeUnits ? "true" : "false"),
        ("price", p => Text(p.Price)),
        ("cost", p => p.Cost is { } cost ? Text(cost) : null),
        ("serviceLevel", p => Text(p.ServiceLevel)),
        ("reviewPeriodDays", p => p.ReviewPeriodDays.ToString(CultureInfo.InvariantCulture)),
        (Suppliers, p => List(p.Terms.OrderBy(t => t.Supplier, StringComparer.Ordinal).Select(Term))),
    ];

    private static string Term(SupplierTerm t) =>
        $"{t.Supplier}: {t.LeadTimeDays} days, {Text(t.UnitCost)} each, from {Text(t.Moq)}, in packs of "
        + $"{Text(t.PackMultiple)}{(t.Preferred ? ", preferred" : "")}"
        + (t.SupplierSku is { } sku ? $", as {sku}" : "")
        + string.Concat(t.PriceBreaks.Select(b => $", {Text(b.UnitCost)} from {Text(b.FromQuantity)}"));

    private static string? List(IEnumerable<string> texts) =>
        string.Join("; ", texts) is { Length: > 0 } text ? text : null;

    private static string Text(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
