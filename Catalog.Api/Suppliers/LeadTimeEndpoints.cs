using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

internal static class LeadTimeEndpoints
{
    private const string ListOrder = "lead-times";

    public static async Task<Results<Ok<SupplierLeadTimes>, ValidationProblem, ProblemHttpResult>> Get(
        string code,
        [AsParameters] PageRequest page,
        string? sku,
        CatalogDb db,
        SupplierEditing editing,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 1);
        var product = errors.OptionalSku("sku", sku);
        if (errors.Any)
            return errors.ToProblem();
        if (await editing.ReadAsync(code, ct) is not { } supplier)
            return editing.Unknown(code);

        var promises = await db
            .SupplierTerms.Where(t => t.Supplier == supplier.Code && !t.Product!.Archived)
            .ToDictionaryAsync(t => t.Sku, t => t.LeadTimeDays, StringComparer.Ordinal, ct);
        var receipts = await LineReceipt.ReadAsync(db, supplier.Code, time.GetUtcNow(), ct);
        double? promised = promises.Count == 0 ? null : promises.Values.Average();
        var delay = LeadTimes.Delay(receipts, LeadTimes.ByLine).ShrunkTo(ExpectedDelay.None);
        var bySku = receipts.ToLookup(r => r.Sku, StringComparer.Ordinal);
        var shown = promises
            .Keys.Union(bySku.Select(g => g.Key), StringComparer.Ordinal)
            .Where(s => product is null || s == product)
            .Where(s => list.After is not [var last] || string.CompareOrdinal(s, last) > 0)
            .Order(StringComparer.Ordinal)
            .Take(list.Take)
            .Select(s => Of(s, promises.TryGetValue(s, out var days) ? days : null, [.. bySku[s]], delay))
            .ToList();
        return TypedResults.Ok(
            new SupplierLeadTimes
            {
                Supplier = supplier.Code,
                PromisedDays = promised is { } mean ? ExpectedDelay.Rounded(mean) : null,
                Measured = LeadTimes.Measure(receipts, LeadTimes.ByLine),
                Days = LeadTimes.Spread(receipts, LeadTimes.ByLine),
                Months = LeadTimes.ByMonth(receipts, LeadTimes.ByLine),
                Learned = promised is { } days ? delay.Of(days) : null,
                Products = list.Of(shown, p => [p.Sku], http),
            }
        );
    }

    private static ProductLeadTimes Of(
        string sku,
        int? promised,
        IReadOnlyList<LineReceipt> receipts,
        ExpectedDelay supplier
    ) =>
        new(
            sku,
            promised,
            LeadTimes.Measure(receipts, LeadTimes.ByQuantity),
            promised is { } days ? LeadTimes.Delay(receipts, LeadTimes.ByQuantity).ShrunkTo(supplier).Of(days) : null
        );
}
