using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

internal sealed class ProductEditing(CatalogDb db, ProductReader reader, TimeProvider time)
    : Editing<Product, ProductResponse>(db, time)
{
    protected override string IsArchived(string key) => T($"Product '{key}' is archived.");

    protected override SubjectKind Kind => SubjectKind.Product;

    protected override FieldTexts<Product> Fields => ProductDifference.Fields;

    // A copy: the terms of a row that is changed are not loaded, but replaced.
    protected override async Task<Product> WholeAsync(Product row, CancellationToken ct)
    {
        var whole = ProductWriter.Copy(row);
        whole.Terms = await Db.SupplierTerms.AsNoTracking().Where(t => t.Sku == row.Sku).ToListAsync(ct);
        return whole;
    }

    public override Task<ProductResponse?> FindAsync(string key, CancellationToken ct) => reader.FindAsync(key, ct);

    public override ProblemHttpResult Unknown(string text) => Refusals.NoProduct(text);

    protected override string? Parse(string text) => Sku.TryParseRoute(text, out var sku) ? sku.Value : null;

    protected override IQueryable<Product> Locked(string key) =>
        // Renamings of categories are held off first, as CategoryStore.Lock says.
        Db.Products.FromSql(
            $"""
            SELECT p.*, p.xmin
            FROM (SELECT pg_advisory_xact_lock_shared({CategoryStore.Lock})) AS held, catalog.products p
            WHERE sku = {key} FOR NO KEY UPDATE OF p
            """
        );
}
