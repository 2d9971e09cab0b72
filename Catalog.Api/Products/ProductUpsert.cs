using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>Creates or changes products by their SKU.</summary>
internal static class ProductUpsert
{
    private static readonly string[] Clearable =
    [
        "description",
        "category",
        "barcodes",
        "tags",
        "attributes",
        "status",
        "unit",
        "wholeUnits",
        "cost",
        "serviceLevel",
        "reviewPeriodDays",
        Assignments.Field,
        "suppliers",
    ];

    /// <summary>A row on its way: the product as it was (null for a new one) and as it shall be.</summary>
    private sealed record Row(UpsertProduct? Request, FieldErrors Errors, string At, Product? Before, Product After);

    public static async Task<Results<Ok<UpsertResult>, ValidationProblem>> Upsert(
        UpsertProducts body,
        bool? preview,
        CatalogDb db,
        ProductWriter writer,
        CategoryStore categories,
        CancellationToken ct
    )
    {
        var whole = new FieldErrors();
        if (body.Products is not { Count: > 0 and <= Limits.MaxBatch } requests)
        {
            whole.Add("products", T($"must be 1 to {Limits.MaxBatch} rows"));
            return whole.ToProblem();
        }

        var known = await writer.LockAsync(
            [.. requests.Select(r => Sku.TryParse(r?.Sku, out var sku) ? sku.Value : null).OfType<string>()],
            ct
        );
        var rejectRows = body.Mode == BatchMode.RejectFailedRows;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<Row>(requests.Count);
        foreach (var request in requests)
        {
            var (errors, at) = rejectRows ? (new FieldErrors(), "") : (whole, $"products[{rows.Count}].");
            var row = Read(request, errors, at, known, writer);
            if (row.After.Sku.Length > 0 && !seen.Add(row.After.Sku))
                errors.Add($"{at}sku", T("is named twice"));
            rows.Add(row);
        }

        // What a row does not speak of is as good as it was.
        await writer.CheckSuppliersAsync(
            rows.Where(r => r.Request?.Suppliers is not null).Select(r => (r.After, r.Errors, r.At)),
            ct
        );
        await writer.CheckBarcodesAsync(
            [.. rows.Where(r => r.Request?.Barcodes is not null).Select(r => (r.After, r.Errors, r.At))],
            ct
        );
        await db.NameAssigneesAsync(rows.Select(r => ((IAssignable)r.After, r.Errors, r.At)), ct);
        if (whole.Any)
            return whole.ToProblem();

        var good = rows.Where(r => !r.Errors.Any).ToList();
        await categories.SpellAsync(good.ConvertAll(r => r.After), ct, keep: preview is not true);
        var changes = good.Where(r => r.Before is not null)
            .ToDictionary(r => r, r => ProductDifference.Fields.Between(r.Before!, r.After));
        if (preview is not true)
        {
            var fresh = good.Where(r => r.Before is null).ToList();
            var created = (await writer.InsertMissingAsync(fresh.Select(r => r.After), ct))
                .Select(p => p.Sku)
                .ToHashSet(StringComparer.Ordinal);
            foreach (var row in fresh.Where(r => !created.Contains(r.After.Sku)))
                row.Errors.Add($"{row.At}sku", T("was created by somebody else meanwhile; send it again"));
            if (whole.Any)
                return whole.ToProblem();
            var changed = changes.Where(c => c.Value.Count > 0).Select(c => c.Key.After).ToList();
            await writer.UpdateManyAsync(changed, ct);
            await writer.ReplaceTermsAsync(
                [
                    .. changes
                        .Where(c => c.Value.Exists(change => change.Field == ProductDifference.Suppliers))
                        .Select(c => c.Key.After),
                ],
                ct
            );
            await writer.RecordAsync(
                good.Where(r => created.Contains(r.After.Sku) || (changes.TryGetValue(r, out var c) && c.Count > 0))
                    .Select(r => (r.Before, r.After)),
                Via.Import,
                ct
            );
            await writer.AnnounceAsync([.. created, .. changed.Select(p => p.Sku)], ct);
        }

        var results = rows.Select(
                (row, i) =>
                    new UpsertRow(
                        i,
                        row.Errors.Any ? UpsertOutcome.Rejected
                            : row.Before is null ? UpsertOutcome.Created
                            : changes[row].Count > 0 ? UpsertOutcome.Changed
                            : UpsertOutcome.Unchanged,
                        row.After.Sku.Length > 0 ? row.After.Sku : null,
                        changes.TryGetValue(row, out var different) && different.Count > 0 ? different : null,
                        row.Errors.Any ? row.Errors.ToDictionary() : null
                    )
            )
            .ToList();
        return TypedResults.Ok(UpsertResult.Of(preview is true, results));
    }

    private static Row Read(
        UpsertProduct? request,
        FieldErrors errors,
        string at,
        Dictionary<string, Product> known,
        ProductWriter writer
    )
    {
        foreach (var field in (request?.Clear ?? []).Except(Clearable, StringComparer.Ordinal))
            errors.Add($"{at}{field}", T("cannot be cleared"));
        if (request is null || !Sku.TryParse(request.Sku, out var sku) || !known.TryGetValue(sku, out var before))
            return new Row(request, errors, at, null, writer.Read(request is null ? null : New(request), errors, at));
        if (before.Archived)
            errors.Add($"{at}sku", T("is archived: what was deleted is kept for its history and cannot be changed"));

        var after = ProductWriter.Copy(before);
        writer.Apply(after, Merge(before, request), errors, at);
        after.Terms = MergeTerms(before, request, after.Terms);
        return new Row(request, errors, at, before, after);
    }

    private static CreateProduct New(UpsertProduct r) =>
        new()
        {
            Sku = r.Sku,
            Name = r.Name,
            Description = r.Description,
            Category = r.Category,
            Barcodes = r.Barcodes,
            Tags = r.Tags,
            Attributes = r.Attributes?.Where(a => a.Value is not null).ToDictionary(a => a.Key, a => a.Value),
            Status = r.Status,
            Unit = r.Unit,
            WholeUnits = r.WholeUnits,
            Price = r.Price,
            Cost = r.Cost,
            ServiceLevel = r.ServiceLevel,
            ReviewPeriodDays = r.ReviewPeriodDays,
            Assignee = r.Assignee,
            Suppliers = r.Suppliers,
        };

    private static UpdateProduct Merge(Product now, UpsertProduct r)
    {
        var cleared = (r.Clear ?? []).ToHashSet(StringComparer.Ordinal);
        return new UpdateProduct
        {
            Name = r.Name ?? now.Name,
            Description = r.Description ?? Kept("description", now.Description),
            Category = r.Category ?? Kept("category", now.Category),
            Barcodes = r.Barcodes ?? Kept("barcodes", now.Barcodes),
            Tags = r.Tags ?? Kept("tags", now.Tags),
            Attributes = ProductWriter.MergeAttributes(Kept("attributes", now.Attributes), r.Attributes),
            Status = r.Status ?? KeptValue<ProductStatus>("status", now.Status),
            Unit = r.Unit ?? Kept("unit", now.Unit),
            WholeUnits = r.WholeUnits ?? KeptValue<bool>("wholeUnits", now.WholeUnits),
            Price = r.Price ?? now.Price,
            Cost = r.Cost ?? KeptValue("cost", now.Cost),
            ServiceLevel = r.ServiceLevel ?? KeptValue("serviceLevel", now.ServiceLevel),
            ReviewPeriodDays = r.ReviewPeriodDays ?? KeptValue("reviewPeriodDays", now.ReviewPeriodDays),
            Assignee = r.Assignee ?? Kept(Assignments.Field, now.Assignee),
            // Of the terms only those that are named are read; the others are kept as they are.
            Suppliers = r.Suppliers?.Select(term => term is null ? null! : MergeTerm(now, term)).ToList(),
        };

        T? Kept<T>(string field, T? value)
            where T : class => cleared.Contains(field) ? null : value;

        T? KeptValue<T>(string field, T? value)
            where T : struct => cleared.Contains(field) ? null : value;
    }

    private static SupplierTermRequest MergeTerm(Product now, SupplierTermRequest term)
    {
        var before = now.Terms.Find(t => t.Supplier.Equals(term.Supplier?.Trim(), StringComparison.OrdinalIgnoreCase));
        return term with
        {
            LeadTimeDays = term.LeadTimeDays ?? before?.LeadTimeDays,
            Moq = term.Moq ?? before?.Moq,
            PackMultiple = term.PackMultiple ?? before?.PackMultiple,
            UnitCost = term.UnitCost ?? before?.UnitCost,
            SupplierSku = term.SupplierSku ?? before?.SupplierSku,
            PriceBreaks = term.PriceBreaks ?? before?.RequestBreaks(),
            Preferred = term.Preferred ?? (before?.Preferred is true ? true : null),
        };
    }

    /// <summary>The named terms in place of the same suppliers', and the others as they were.</summary>
    private static List<SupplierTerm> MergeTerms(Product before, UpsertProduct r, List<SupplierTerm> named)
    {
        var cleared = r.Clear?.Contains("suppliers") is true;
        var kept = before
            .Terms.Where(t => !cleared && !named.Exists(n => n.Supplier == t.Supplier))
            .Select(ProductWriter.Copy)
            .ToList();
        // One is preferred: the one that says so, else the one that was. Where nobody is, the first that is named.
        var says = r.Suppliers?.Any(t => t?.Preferred is true) is true;
        if (says)
            kept.ForEach(t => t.Preferred = false);
        else if (kept.Exists(t => t.Preferred))
            named.ForEach(t => t.Preferred = false);
        if (named.Count == 0 && kept.Count > 0 && !kept.Exists(t => t.Preferred))
            kept[0].Preferred = true;
        return [.. named, .. kept];
    }
}
