using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>What can be spoken about and followed: products, suppliers, orders, and what to order.</summary>
internal static class Subjects
{
    /// <summary>The longest of them as text.</summary>
    public const int MaxText = 120;

    private static readonly SubjectKind[] Kinds =
    [
        SubjectKind.Product,
        SubjectKind.Supplier,
        SubjectKind.Order,
        SubjectKind.Suggestion,
    ];

    /// <summary>Null after adding an error.</summary>
    public static Subject? Read(FieldErrors errors, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            errors.Add("subject", T("is required"));
        else if (!Subject.TryParse(text, out var subject))
            errors.Add("subject", Subject.Rule);
        else if (!Kinds.Contains(subject.Kind))
            errors.Add("subject", T("must be a product, supplier, order or suggestion"));
        else
            return subject;
        return null;
    }

    /// <summary>Whether there is such a thing; of a suggestion, the product and the location.</summary>
    public static async Task<bool> ExistsAsync(Subject subject, CatalogDb db, CancellationToken ct) =>
        subject.Kind switch
        {
            SubjectKind.Supplier => await db.Suppliers.AnyAsync(s => s.Code == subject.Key, ct),
            SubjectKind.Order => await db.PurchaseOrders.AnyAsync(o => o.Number == subject.Key, ct),
            _ => await db.Products.AnyAsync(p => p.Sku == subject.Key, ct)
                && (subject.Location is null || await db.Locations.AnyAsync(l => l.Code == subject.Location, ct)),
        };
}
