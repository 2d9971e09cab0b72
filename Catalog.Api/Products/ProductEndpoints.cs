using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

internal static class ProductEndpoints
{
    public static async Task<Results<Ok<ProductResponse>, ProblemHttpResult>> Get(
        string sku,
        ProductEditing editing,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (!Sku.TryParseRoute(sku, out var key) || await editing.FindAsync(key, ct) is not { } found)
            return editing.Unknown(sku);
        ETags.Set(http, found.ETag);
        return TypedResults.Ok(found);
    }

    public static async Task<Results<Created<ProductResponse>, ValidationProblem, ProblemHttpResult>> Create(
        CreateProduct body,
        CatalogDb db,
        ProductEditing editing,
        ProductWriter writer,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var product = writer.Read(body, errors);
        await writer.CheckSuppliersAsync([(product, errors, "")], ct);
        await writer.CheckBarcodesAsync([(product, errors, "")], ct);
        await db.NameAssigneesAsync([(product, errors, "")], ct);
        if (errors.Any)
            return errors.ToProblem();

        try
        {
            await writer.InsertAsync(product, ct);
        }
        catch (DbUpdateException e) when (e.IsTaken(ProductsFeature.SkuIsTaken))
        {
            return Refusals.Conflict(
                T($"The SKU '{product.Sku}' is taken."),
                T("A SKU is never given to another product, not even after its product was deleted.")
            );
        }

        await db.FollowAsync(new Subject(SubjectKind.Product, product.Sku), product.CreatedAt, ct);
        var created = (await editing.FindAsync(product.Sku, ct))!;
        ETags.Set(http, created.ETag);
        return TypedResults.Created($"/api/v1/products/{Uri.EscapeDataString(created.Sku)}", created);
    }

    public static async Task<Results<Ok<BatchResult>, ValidationProblem>> CreateMany(
        CreateProducts body,
        CatalogDb db,
        ProductWriter writer,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var whole = new FieldErrors();
        if (body.Products is not { Count: > 0 and <= Limits.MaxBatch } requests)
        {
            whole.Add("products", T($"must be 1 to {Limits.MaxBatch} rows"));
            return whole.ToProblem();
        }

        // Each row has its own errors when the good ones are stored; otherwise all share one answer.
        var rejectRows = body.Mode == BatchMode.RejectFailedRows;
        var rows = requests
            .Select(
                (request, i) =>
                {
                    var (errors, at) = rejectRows ? (new FieldErrors(), "") : (whole, $"products[{i}].");
                    return (Product: writer.Read(request, errors, at), Errors: errors, At: at);
                }
            )
            .ToList();
        await writer.CheckSuppliersAsync(rows, ct);
        await writer.CheckBarcodesAsync(rows, ct);
        await db.NameAssigneesAsync(rows.Select(r => ((IAssignable)r.Product, r.Errors, r.At)), ct);
        if (whole.Any)
            return whole.ToProblem();

        var created = await writer.InsertMissingAsync(rows.Where(r => !r.Errors.Any).Select(r => r.Product), ct);
        if (created.Count > 0)
        {
            db.AddToOutbox(new ProductChanged(created.ConvertAll(p => p.ToState())), time);
            await writer.RecordAsync(created.Select(p => ((Product?)null, p)), null, ct);
        }
        await db.SaveChangesAsync(ct);

        var good = rows.Where(r => !r.Errors.Any).Select(r => r.Product.Sku).Distinct().ToArray();
        var ids = await db.Products.Where(p => good.Contains(p.Sku)).ToDictionaryAsync(p => p.Sku, p => p.Id, ct);
        var results = rows.Select(
                (row, i) =>
                    row.Errors.Any
                        ? new RowResult(i, RowOutcome.Rejected, null, row.Errors.ToDictionary())
                        : new RowResult(
                            i,
                            ids[row.Product.Sku] == row.Product.Id ? RowOutcome.Created : RowOutcome.Duplicate,
                            ids[row.Product.Sku],
                            null
                        )
            )
            .ToList();
        return TypedResults.Ok(
            new BatchResult(
                created.Count,
                results.Count(r => r.Outcome == RowOutcome.Duplicate),
                results.Count(r => r.Outcome == RowOutcome.Rejected),
                results
            )
        );
    }

    public static async Task<Results<Ok<IReadOnlyList<ProductState>>, ValidationProblem>> Lookup(
        LookupProducts body,
        CatalogDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        if (body.Skus is not { Count: <= Limits.MaxBatch } texts)
        {
            errors.Add("skus", T($"must be at most {Limits.MaxBatch}"));
            return errors.ToProblem();
        }

        // What cannot be a SKU is no product's: absent, like every other unknown one.
        var skus = texts
            .Select(text => Sku.TryParse(text, out var sku) ? sku.Value : null)
            .OfType<string>()
            .Distinct()
            .ToArray();
        var found = await db
            .Products.AsNoTracking()
            .Include(p => p.Terms)
            .Where(p => skus.Contains(p.Sku))
            .OrderBy(p => p.Sku)
            .ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<ProductState>>(found.ConvertAll(p => p.ToState()));
    }

    public static async Task<Results<Ok<ProductResponse>, ValidationProblem, ProblemHttpResult>> Update(
        string sku,
        UpdateProduct body,
        CatalogDb db,
        ProductEditing editing,
        ProductWriter writer,
        CategoryStore categories,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (product, problem) = await editing.OpenAsync(sku, http, p => writer.Apply(p, body, errors), errors, ct);
        if (product is null)
            return problem!;

        await writer.CheckSuppliersAsync([(product, errors, "")], ct);
        await writer.CheckBarcodesAsync([(product, errors, "")], ct);
        await db.NameAssigneesAsync([(product, errors, "")], ct);
        if (errors.Any)
            return errors.ToProblem();

        await categories.SpellAsync([product], ct);
        // The new terms are rows of their own; the old ones were never loaded.
        await db.SupplierTerms.Where(t => t.Sku == product.Sku).ExecuteDeleteAsync(ct);
        db.AddToOutbox(new ProductChanged([product.ToState()]), time);
        return TypedResults.Ok(await editing.SaveAsync(product, http, ct));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string sku,
        CatalogDb db,
        ProductEditing editing,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (product, problem) = await editing.OpenAsync(sku, http, ct);
        if (product is null)
            return problem!;

        await db.Entry(product).Collection(p => p.Terms).LoadAsync(ct);
        product.Archived = true;
        product.Changed(time.GetUtcNow());
        db.AddToOutbox(new ProductChanged([product.ToState()]), time);
        await editing.CloseAsync(product, ct);
        return TypedResults.NoContent();
    }
}
