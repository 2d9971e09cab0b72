using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

internal static class LeadTimeEndpoints
{
    private const string ListOrder = "lead-times";

    /// <summary>What is older says little of how a supplier delivers today.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(730);

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
        var receipts = await ReceiptsAsync(supplier.Code, time.GetUtcNow() - Memory, db, ct);
        double? promised = promises.Count == 0 ? null : promises.Values.Average();
        var delay = LeadTimes.Learn(receipts, LeadTimes.ByLine, ExpectedDelay.None);
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
            promised is { } days ? LeadTimes.Learn(receipts, LeadTimes.ByQuantity, supplier).Of(days) : null
        );

    /// <summary>
    /// The receipts are the ledger's. Promised is the day that was expected when the order was sent: another day that
    /// was told later is no excuse.
    /// </summary>
    private static async Task<List<LineReceipt>> ReceiptsAsync(
        string supplier,
        DateTimeOffset since,
        CatalogDb db,
        CancellationToken ct
    ) =>
        await db
            .Database.SqlQuery<LineReceipt>(
                $"""
                SELECT l.sku, o.number AS "order", (o.sent_at AT TIME ZONE p.time_zone)::date AS sent_on,
                    coalesce((
                        SELECT c.expected_before FROM catalog.purchase_order_date_changes AS c
                        WHERE c.order_id = o.id AND c.sku = l.sku AND c.changed_at > o.sent_at
                        ORDER BY c.changed_at LIMIT 1), l.expected_on) AS promised_on,
                    (m.occurred_at AT TIME ZONE p.time_zone)::date AS received_on, m.quantity, l.ordered
                FROM catalog.purchase_orders AS o
                JOIN catalog.locations AS p ON p.code = o.location
                JOIN catalog.purchase_order_lines AS l ON l.order_id = o.id
                JOIN catalog.stock_movements AS m
                    ON m.kind = 'Receipt' AND m.reference = o.number AND m.sku = l.sku
                WHERE o.supplier = {supplier} AND o.sent_at IS NOT NULL AND m.occurred_at >= {since}
                """
            )
            .ToListAsync(ct);
}
