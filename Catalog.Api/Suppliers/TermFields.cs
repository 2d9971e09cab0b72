using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>Terms as requests write them.</summary>
internal static class TermFields
{
    /// <summary>Suppliers of one product.</summary>
    public const int MaxTerms = 50;

    private const int MaxLeadTimeDays = 365;

    /// <summary>All terms of a product; the first is preferred where none says so.</summary>
    public static List<SupplierTerm> Terms(
        this FieldErrors errors,
        string at,
        Product product,
        IReadOnlyList<SupplierTermRequest> requests
    )
    {
        if (requests.Count > MaxTerms)
        {
            errors.Add(at, T($"must be at most {MaxTerms}"));
            return [];
        }

        var terms = new List<SupplierTerm>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var field = $"{at}[{i}]";
            // A list in JSON may hold null. The place is kept, as later errors are named by it.
            if (requests[i] is not { } r)
            {
                errors.Add(field, T("is required"));
                terms.Add(new SupplierTerm { Sku = product.Sku, Supplier = "" });
                continue;
            }

            var supplier = errors.Code($"{field}.supplier", r.Supplier);
            if (supplier.Length > 0 && terms.Exists(t => t.Supplier == supplier))
                errors.Add($"{field}.supplier", T("is named twice"));
            if (r.Preferred is true && terms.Exists(t => t.Preferred))
                errors.Add($"{field}.preferred", T("only one supplier can be preferred"));
            terms.Add(
                new SupplierTerm
                {
                    Sku = product.Sku,
                    Supplier = supplier,
                    SupplierSku = errors.SupplierSku($"{field}.supplierSku", r.SupplierSku),
                    LeadTimeDays = errors.LeadTime($"{field}.leadTimeDays", r.LeadTimeDays),
                    Moq = errors.Units($"{field}.moq", r.Moq ?? 1, product.WholeUnits),
                    PackMultiple = errors.Units($"{field}.packMultiple", r.PackMultiple ?? 1, product.WholeUnits),
                    UnitCost = errors.Money($"{field}.unitCost", r.UnitCost),
                    PriceBreaks = errors.PriceBreaks($"{field}.priceBreaks", r.PriceBreaks),
                    Preferred = r.Preferred is true,
                }
            );
        }

        if (terms.Count > 0 && !terms.Exists(t => t.Preferred))
            terms[0].Preferred = true;
        return terms;
    }

    public static string? SupplierSku(this FieldErrors errors, string field, string? text) =>
        errors.Text(field, text, SupplierTerm.MaxSupplierSkuLength);

    public static int LeadTime(this FieldErrors errors, string field, int? days) =>
        errors.Whole(field, days, 0, MaxLeadTimeDays);

    /// <summary>
    /// In whatever order they are written; that more costs more is unusual, and the supplier's to say.
    /// </summary>
    public static IReadOnlyList<PriceBreak> PriceBreaks(
        this FieldErrors errors,
        string at,
        IReadOnlyList<PriceBreakRequest>? requests
    )
    {
        if (requests is null)
            return [];
        if (requests.Count > PriceBreak.MaxPerTerm)
        {
            errors.Add(at, T($"must be at most {PriceBreak.MaxPerTerm}"));
            return [];
        }

        var breaks = new List<PriceBreak>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var from = errors.Quantity($"{at}[{i}].fromQuantity", requests[i]?.FromQuantity);
            var cost = errors.Number(
                $"{at}[{i}].unitCost",
                requests[i]?.UnitCost,
                0,
                FieldErrors.MaxAmount,
                exclusive: true
            );
            if (from > 0 && breaks.Exists(b => b.FromQuantity == from))
                errors.Add($"{at}[{i}].fromQuantity", T($"{from:0.####} is named twice"));
            breaks.Add(new PriceBreak(from, cost));
        }

        return [.. breaks.OrderBy(b => b.FromQuantity)];
    }
}
