using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

internal static class TermEndpoints
{
    private const string ListOrder = "supplier-terms";

    public static async Task<Results<Ok<Page<SupplierProduct>>, ValidationProblem, ProblemHttpResult>> List(
        string code,
        [AsParameters] PageRequest page,
        string? sku,
        CatalogDb db,
        SupplierEditing editing,
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

        var query = db.SupplierTerms.AsNoTracking().Where(t => t.Supplier == supplier.Code && !t.Product!.Archived);
        if (product is not null)
            query = query.Where(t => t.Sku == product);
        if (list.After is [var last])
            query = query.Where(t => string.Compare(t.Sku, last) > 0);
        var rows = await query
            .OrderBy(t => t.Sku)
            .Take(list.Take)
            .Select(t => new { Term = t, t.Product!.Name })
            .ToListAsync(ct);
        var products = rows.ConvertAll(r => new SupplierProduct(r.Term.Sku, r.Name, r.Term.ToResponse(supplier.Name)));
        return TypedResults.Ok(list.Of(products, p => [p.Sku], http));
    }

    public static async Task<Results<Ok<UpsertResult>, ValidationProblem>> Upsert(
        UpsertTerms body,
        bool? preview,
        TermWriter writer,
        CancellationToken ct
    )
    {
        var whole = new FieldErrors();
        if (body.Terms is not { Count: > 0 and <= Limits.MaxBatch } requests)
        {
            whole.Add("terms", T($"must be 1 to {Limits.MaxBatch} rows"));
            return whole.ToProblem();
        }

        var rows = requests.Select(request => new TermRow(request)).ToList();
        await writer.ApplyAsync(rows, ct);
        if (body.Mode != BatchMode.RejectFailedRows)
        {
            foreach (var (i, row) in rows.Index())
                whole.Add($"terms[{i}].", row.Errors);
        }

        if (whole.Any)
            return whole.ToProblem();
        if (preview is not true)
            await writer.SaveAsync(ct);
        return TypedResults.Ok(
            UpsertResult.Of(
                preview is true,
                [
                    .. rows.Select(
                        (row, i) =>
                            new UpsertRow(
                                i,
                                row.Outcome,
                                Sku.TryParse(row.Request?.Sku, out var sku) ? sku : null,
                                row.Outcome == UpsertOutcome.Changed ? row.Changes : null,
                                row.Errors.Any ? row.Errors.ToDictionary() : null
                            )
                    ),
                ]
            )
        );
    }
}
